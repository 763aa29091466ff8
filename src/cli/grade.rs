//! `faultlines grade`.

mod read;
mod report;
mod tables;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use faultlines::book;

use super::{print, say};

/// Grade answer files, offline.
///
/// Readers export their answers from a chapter's quiz as JSON files; this grades them with the code and the engines that
/// the pages use. Folders are searched for *.json. A file that cannot be graded is named and does not stop the others.
///
/// The last response to each question counts; the points of the first responses, before any feedback, stand beside
/// them. Where a reader handed in several files for a chapter, all are listed and one counts: the one with the most
/// points, of these the one with the fewest attempts, of these the first by path. Files without a reader's name count
/// each by itself.
///
/// Answers are made on the reader's machine: a grade shows what was answered, not who did. A claimed score that the
/// answers do not earn and a quiz that has changed since are noted. So is what was filled in and never checked: it earns
/// nothing.
///
///   faultlines grade answers/
///   faultlines grade answers/ --csv grades.csv --json grades.json
///
/// Exit status 1 if any file could not be graded.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Grade {
    /// Answer files, and folders of them.
    #[arg(required = true, value_name = "FILES")]
    files: Vec<PathBuf>,
    /// Write a grade book as CSV: a row for each file, a column for each question.
    #[arg(long, value_name = "OUT")]
    csv: Option<PathBuf>,
    /// Write everything as JSON.
    #[arg(long, value_name = "OUT")]
    json: Option<PathBuf>,
    /// The folder that holds book.toml, with the quizzes.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

impl Grade {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let (quizzes, mistakes) = book::quizzes(&self.content)?;
        if !mistakes.is_empty() {
            say("error: the quizzes cannot be trusted before these mistakes are mended:");
            return super::check::report(&mistakes);
        }
        let (sheets, failures) = read::read_all(&self.files, &quizzes);
        // A full disk behind the one output must not cost the others.
        let printed = print(report::text(&sheets).trim_end());
        for failure in &failures {
            say(&format!("error: {}: {}", failure.file, failure.why));
        }
        if let Some(path) = &self.csv {
            write(path, &tables::csv(&sheets, &quizzes)?)?;
        }
        if let Some(path) = &self.json {
            write(path, &tables::json(&sheets, &failures)?)?;
        }
        say(&report::summary(sheets.len(), failures.len()));
        printed?;
        Ok(if failures.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
    }
}

fn write(path: &Path, text: &str) -> anyhow::Result<()> {
    std::fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
