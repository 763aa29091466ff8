//! Bytes a second through the check of a chapter of 5 MB: `cargo bench --bench check`. Each row is asserted to be read as
//! what it is: text without a mistake, or with one that has its line.

use std::fs;
use std::path::Path;

use faultlines::book::compile;
use faultlines::book::site::Shell;

#[path = "../tests/common/folder.rs"]
mod folder;
#[path = "common/ratio.rs"]
mod ratio;

const FIXTURE: &str = "tests/fixtures/book";
const CHAPTER: &str = "part-1/first/chapter.md";
const BYTES: usize = 5_000_000;

const SENTENCE: &str =
    "A cache that is *asked* for a key which it does not hold asks the database, as everybody else does.\n\n";

fn main() {
    for (what, head, piece, is_sound) in [
        ("prose", "", SENTENCE, true),
        ("a table", "| a | b |\n|---|---|\n", "| 1 | two |\n", true),
        ("brackets `[`", "", "[", true),
        ("braces `{{`", "", "{{", false),
    ] {
        let text = format!("\n{head}{}\n", piece.repeat(BYTES / piece.len()));
        let folder = tempfile::tempdir().expect("a folder");
        book(folder.path(), &text);
        ratio::alone(&format!("bytes checked, {what}"), BYTES as u32, || {
            let (_, mistakes) = compile(folder.path(), &Shell::default()).expect("the content can be read");
            assert_eq!(mistakes.is_empty(), is_sound, "{what}: {:?}", mistakes.first());
        });
    }
}

/// The small book of the tests, with this text at the end of a chapter.
fn book(to: &Path, more: &str) {
    folder::copy(FIXTURE, to);
    let chapter = to.join(CHAPTER);
    let text = fs::read_to_string(&chapter).expect("a chapter");
    fs::write(chapter, text + more).expect("a longer chapter");
}
