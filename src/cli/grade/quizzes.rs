//! The quizzes that are graded: of a content folder, of a built book, or of a key file.

use std::fs;
use std::path::Path;

use anyhow::{Context as _, anyhow};
use faultlines::book;
use faultlines::grading::keys;
use faultlines::quiz::Quiz;

use crate::cli::{check, say};

/// Where a built book has its key file; one for an exam has none.
const OF_BOOK: &str = "grading/keys.json";

/// Reads the quizzes of a folder or a file, and beside them the same with plain texts (a key file has them as written); `None`,
/// and every mistake told, if they cannot be trusted.
pub(super) fn read(path: &Path) -> anyhow::Result<Option<(Vec<Quiz>, Vec<Quiz>)>> {
    let built = path.join(OF_BOOK);
    let file = if built.is_file() { &built } else { path };
    if file.is_file() {
        let shown = file.display();
        let bytes = fs::read(file).with_context(|| format!("cannot read {shown}"))?;
        let quizzes = keys::read(&bytes).map_err(|why| anyhow!("{shown}: {why}"))?;
        return Ok(Some((quizzes.clone(), quizzes)));
    }
    let (quizzes, mistakes) = book::quizzes_and_plain(path)?;
    if mistakes.is_empty() {
        return Ok(Some(quizzes));
    }
    say("error: the quizzes cannot be trusted before these mistakes are mended:");
    check::report(&mistakes)?;
    Ok(None)
}
