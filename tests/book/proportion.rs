//! How long the check takes: four times the text, about four times the time.

use std::fs;
use std::path::Path;
use std::time::Instant;

use faultlines::book::compile;
use faultlines::book::site::Shell;

use crate::folder::copy;
use crate::one_mistake::{CHAPTER, append};
use crate::pages::FIXTURE;

/// Bytes of the smaller text, of one and the same piece again and again.
const SIZE: usize = 100_000;

/// The drawing of the chapter, in its place.
const DRAWING: &str = "part-1/first/figures/bars.svg";

/// Seconds of a check of the small book after a change.
fn seconds(change: impl Fn(&Path)) -> f64 {
    let folder = tempfile::tempdir().expect("a folder");
    copy(FIXTURE, folder.path());
    change(folder.path());
    let start = Instant::now();
    compile(folder.path(), &Shell::default()).expect("a book");
    start.elapsed().as_secs_f64()
}

/// Pieces numbered from 0 on, `@` standing for the number, until they are so many bytes.
fn pieces(piece: &str, bytes: usize) -> String {
    let count = bytes / piece.len();
    (0..count).map(|number| piece.replace('@', &number.to_string())).collect()
}

#[test]
fn the_check_takes_time_in_proportion_to_the_text() {
    for (before, piece, after) in [
        ("", "&", ""),
        ("", "<", ""),
        ("", "&lt; R&D a < b\n", ""),
        ("```text\n", "{\"a\": [1, \"<&>\"]}\n", "```\n"),
        ("| a |\n|---|\n", "| 1 | 2 |\n", ""),
        ("", "A[^n@].\n\n[^n@]: B.\n\n", ""),
        ("", "## H@\n\n", ""),
        ("", "[a@](#a@)\n", ""),
        ("", "[a](../second/) ", ""),
        ("", "## H@\n\n[a](#h@)\n\n", ""),
        ("", "## H@\n\n[a](#hh@)\n\n", ""),
        ("", "A[^nn@].\n\n[^n@]: B.\n\n", ""),
        ("", "[a@]: ../second/\n\n[x][a@]\n\n```aside\n[x][a@]\n```\n\n", ""),
        ("", "{{tail-10.slow_root_fraction}} ", ""),
        ("", "{{ ", ""),
        ("", "{{\n", ""),
        ("", "$5 or$6 ", ""),
        ("", "`a` *b* **c** ~~d~~ $x$ \"e\"\n", ""),
        ("<p>\n", "<b id=\"b@\">x</b> <!-- y -->\n", "</p>\n"),
        ("<p>\n", "a < b\n", "</p>\n"),
        ("<p>", "<b>", ""),
        ("<p>", "</b>", ""),
        ("```timeline\n", "09:41 | text\n", "```\n"),
    ] {
        let text = |bytes: usize| format!("\n{before}{}{after}\n", pieces(piece, bytes));
        takes_time_in_proportion(piece, |bytes| seconds(|folder| append(folder, CHAPTER, &text(bytes))));
    }
}

#[test]
fn the_check_of_a_drawing_takes_time_in_proportion_to_it() {
    for piece in ["<g id=\"a@\"/>", "<g id=\"a\"/>", "<g id=\"a@\"/><use href=\"#ab@\"/>"] {
        let drawing = |bytes: usize| format!("<svg viewBox=\"0 0 9 9\">{}</svg>", pieces(piece, bytes));
        let write = |folder: &Path, bytes| fs::write(folder.join(DRAWING), drawing(bytes)).expect("written");
        takes_time_in_proportion(piece, |bytes| seconds(|folder| write(folder, bytes)));
    }
}

/// Other programs run beside this one: of each time the least counts. What grew with the square took seconds.
fn takes_time_in_proportion(piece: &str, seconds: impl Fn(usize) -> f64) {
    let mut least = [f64::INFINITY; 3];
    let mut is_in_proportion = || {
        for (least, times) in least.iter_mut().zip([0, 1, 4]) {
            *least = least.min(seconds(times * SIZE));
        }
        let [none, one, four] = least;
        four - none < 8.0 * (one - none).max(0.0) + 0.25
    };
    assert!((0..5).any(|_| is_in_proportion()), "{piece:?}");
}
