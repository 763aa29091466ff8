//! The quizzes that are graded: of a content folder, of a built book, or of a key file.

use std::fs;
use std::path::Path;

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

/// The quizzes of a folder or a file, and the same with plain texts; a key file has them as written.
pub(super) type Quizzes = (Vec<Quiz>, Vec<Quiz>);

/// Reads the quizzes of a folder or a file.
pub(super) fn read(path: &Path) -> anyhow::Result<Result<Quizzes, Mistaken>> {
    let built = path.join(OF_BOOK);
    let file = if built.is_file() { &built } else { path };
    if file.is_file() {
        let shown = file.display();
        let bytes = fs::read(file).with_context(|| format!("cannot read {shown}"))?;
        let quizzes = keys::read(&bytes).map_err(|why| anyhow!("{shown}: {why}"))?;
        return Ok(Ok((quizzes.clone(), quizzes)));
    }
    let (quizzes, mistakes) = book::quizzes_and_plain(path)?;
    let trusted = Mistaken::unless_none("the quizzes cannot be trusted", mistakes);
    Ok(trusted.map(|()| quizzes.into_iter().unzip()))
}
