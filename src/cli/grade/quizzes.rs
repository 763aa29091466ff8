//! The quizzes that are graded: of a content folder, of a built book, or of a key file.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow};
use faultlines::book::{self, Diagnostic};
use faultlines::grading::keys;
use faultlines::quiz::Quiz;

/// Where a built book has its key file; one for an exam has none.
const OF_BOOK: &str = "grading/keys.json";

/// What cannot be trusted before its mistakes are mended.
pub(super) struct Mistaken {
    /// What it is that cannot be done, in words.
    pub what: &'static str,
    /// The mistakes.
    pub mistakes: Vec<Diagnostic>,
}

impl Mistaken {
    /// Nothing, or the mistakes.
    pub(super) fn unless_none(what: &'static str, mistakes: Vec<Diagnostic>) -> Result<(), Self> {
        if mistakes.is_empty() { Ok(()) } else { Err(Self { what, mistakes }) }
    }
}

/// The key file that a path names: itself, or that of a built book.
fn key_file(path: &Path) -> Option<PathBuf> {
    [path.join(OF_BOOK), path.to_path_buf()].into_iter().find(|file| file.is_file())
}

/// Whether a path names a key file, and no content.
pub(super) fn is_by_keys(path: &Path) -> bool {
    key_file(path).is_some()
}

/// Reads the quizzes of a folder or a file.
pub(super) fn read(path: &Path) -> anyhow::Result<Result<Vec<Quiz>, Mistaken>> {
    if let Some(file) = key_file(path) {
        let shown = file.display();
        let bytes = fs::read(&file).with_context(|| format!("cannot read {shown}"))?;
        return Ok(Ok(keys::read(&bytes).map_err(|why| anyhow!("{shown}: {why}"))?));
    }
    let (quizzes, mistakes) = book::quizzes(path)?;
    Ok(Mistaken::unless_none("the quizzes cannot be trusted", mistakes).map(|()| quizzes))
}
