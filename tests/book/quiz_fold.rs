//! Short answers fold to the same text in a page, where the browser does it, and in the grader, where a library does.

use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};

use faultlines::quiz::fold::fold;

/// Words whose letters depend on their neighbours, or can be written in several ways.
const WORDS: &[&str] = &[
    "Virtual-Node!",
    "ὈΔΥΣΣΕΎΣ ΟΔΥΣΣΕΥΣ σς",
    "Straße STRASSE STRAẞE",
    "cafe\u{301} café CAFÉ",
    "ﬁle Ｆｉｌｅ ② x² ½",
    "İstanbul ISTANBUL ıI",
    "हिन्दी தமிழ் 한국어 한국어",
    "naïve—coöperate… «τέλος»",
    "e\u{323}\u{307} e\u{307}\u{323}",
];

#[test]
fn what_does_not_matter_is_folded_away() {
    for (text, expected) in [
        ("Virtual-Node!", "virtualnode"),
        ("  co–ordinated\u{a0}omission ", "coordinatedomission"),
        ("Straße", "strasse"),
        ("STRAẞE", "strasse"),
        ("cafe\u{301}", "caf\u{e9}"),
        ("ﬁle", "file"),
        ("ΟΔΥΣΣΕΥΣ", "οδυσσευσ"),
        ("x²", "x2"),
        ("≥ … !", ""),
    ] {
        assert_eq!(fold(text), expected, "{text}");
    }
}

#[test]
fn every_character_folds_in_a_page_as_in_the_grader() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let module = root.join("target/every-lab/web.js");
    assert!(module.exists(), "there is no {}: run `make every-lab` first", module.display());
    let mut node = Command::new("node")
        .args([root.join("tests/common/fold.cjs"), module])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("node is installed (scripts/setup tests)");
    node.stdin.take().expect("its input").write_all(WORDS.join("\n").as_bytes()).expect("written");
    let output = node.wait_with_output().expect("it runs");
    assert!(output.status.success());
    let folded = String::from_utf8(output.stdout).expect("text");
    let folded: Vec<(&str, &str)> = folded.lines().filter_map(|line| line.split_once('\t')).collect();
    assert!(folded.len() > 100_000, "only {} characters", folded.len());
    let differ: Vec<String> = folded
        .iter()
        .filter(|(text, page)| fold(text) != *page)
        .map(|(text, page)| format!("{}: {page} in a page, {} in the grader", text.escape_unicode(), fold(text)))
        .collect();
    assert!(differ.is_empty(), "{} differ:\n{}", differ.len(), differ[..differ.len().min(50)].join("\n"));
}
