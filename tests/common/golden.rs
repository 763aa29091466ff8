//! Golden files: what a program gave when somebody last read it with care.
//!
//! After a change that is meant to show, `FAULTLINES_UPDATE=1 cargo test …` rewrites them all; read the difference before
//! committing it.

use std::fs;
use std::path::Path;

use similar::TextDiff;

/// How many lines of a difference are shown.
const MAX_LINES: usize = 80;

/// Compares a text with its golden file or, under `FAULTLINES_UPDATE=1`, writes the file.
///
/// # Panics
/// If they differ, with the lines that do.
pub(crate) fn check(file: impl AsRef<Path>, now: &str) {
    let file = file.as_ref();
    if std::env::var_os("FAULTLINES_UPDATE").is_some() {
        fs::create_dir_all(file.parent().expect("a golden file lies in a folder")).expect("a folder");
        return fs::write(file, now).expect("written");
    }
    let golden = fs::read_to_string(file).unwrap_or_default();
    if golden != now {
        let difference = difference(&golden, now);
        panic!("{} differs; FAULTLINES_UPDATE=1 rewrites it:\n{difference}", file.display());
    }
}

/// The lines that differ, each with its neighbours.
fn difference(golden: &str, now: &str) -> String {
    let whole = TextDiff::from_lines(golden, now).unified_diff().context_radius(2).header("golden", "now").to_string();
    let mut lines: Vec<&str> = whole.lines().collect();
    if lines.len() > MAX_LINES {
        lines.truncate(MAX_LINES);
        lines.push("… and more");
    }
    lines.join("\n")
}

#[test]
fn a_difference_shows_what_was_and_what_is() {
    assert_eq!(difference("a\nb\nc\n", "a\nx\nc\n"), "--- golden\n+++ now\n@@ -1,3 +1,3 @@\n a\n-b\n+x\n c");
}
