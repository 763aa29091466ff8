//! `faultlines grade --html`: valid pages without scripts, with what a teacher asks of a class.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use serde_json::json;
use tempfile::TempDir;

use crate::html::faults;

/// Twelve readers: those who know the number know the hash too, and one in four of the others says 50.
fn hand_in(folder: &Path) {
    for reader in 0..12 {
        let strong = reader % 2 == 0;
        let (hash, share) =
            if strong { ("ring", "9.1") } else { ("modulo", if reader % 3 == 0 { "50" } else { "<b>" }) };
        let at = |minute: u32| format!("2026-11-27T20:{:02}:00Z", minute + reader);
        let answer = |question: &str, minute: u32, response: serde_json::Value| json!({ "question": question, "question_hash": "", "checked": 1, "attempts": [{ "at": at(minute), "response": response }] });
        let file = json!({
            "format": "faultlines-answers", "version": 2, "book": "faultlines", "reader": format!("<Reader> {reader:02}"),
            "chapters": [{ "chapter": "part-1/sample", "quiz_hash": "", "drafts": [], "answers": [
                answer("one", 0, json!({ "option": hash })), answer("share", 20, json!({ "number": share })),
            ] }],
        });
        fs::write(folder.join(format!("{reader:02}.json")), file.to_string()).expect("a file");
    }
    fs::write(folder.join("broken.json"), "{").expect("a file");
}

#[test]
fn a_page_for_each_reader_and_one_for_the_class_are_valid_and_say_what_the_answers_say() {
    let place = TempDir::new().expect("a folder");
    let (answers, reports) = (place.path().join("answers"), place.path().join("reports"));
    fs::create_dir(&answers).expect("a folder");
    hand_in(&answers);
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    command.args(["grade", "--content", "tests/fixtures/quiz/content", "--html"]).arg(&reports).arg(&answers);
    assert_eq!(command.output().expect("a run").status.code(), Some(1));
    let mut pages: Vec<_> = fs::read_dir(&reports).expect("a folder").map(|it| it.expect("a page").path()).collect();
    pages.sort();
    assert_eq!(pages.len(), 13);
    for path in &pages {
        let page = fs::read_to_string(path).expect("a page");
        assert_eq!(faults(&page), [""; 0], "{}", path.display());
        assert!(!page.contains("<script") && !page.contains("http"), "{}", path.display());
    }
    let class = fs::read_to_string(reports.join("index.html")).expect("the class");
    let cells = |question: &str| {
        let row =
            class.split("<tr>").find(|row| row.contains(&format!("<td>{question}</td>"))).expect("a row").to_string();
        let cells = row.split("</td>").map(|cell| cell.rsplit('>').next().unwrap_or_default().to_string());
        cells.skip(1).take(6).collect::<Vec<_>>()
    };
    assert_eq!(cells("one"), ["12", "6", "6", "50 %", "1.00", "Modulo (6)"]);
    assert_eq!(cells("share"), ["12", "6", "6", "50 %", "1.00", "&lt;b&gt; (4)"]);
    assert_eq!(cells("many")[0], "0");
    assert!(class.contains("from the first attempt to the last 20 min (median)"), "{class}");
    assert!(class.contains("broken.json: this is not valid JSON"), "{class}");
    let reader = fs::read_to_string(&pages[1]).expect("a reader's page");
    assert!(pages[0].ends_with("00001-reader-00.html") && pages[12].ends_with("index.html"), "{pages:?}");
    assert!(reader.contains("<h1>&lt;Reader&gt; 01</h1>") && reader.contains("0 of 6 points"), "{reader}");
}
