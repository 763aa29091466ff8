//! `faultlines export keys`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use faultlines::book;
use faultlines::grading::keys;
use faultlines::kernel::words::counted;

use crate::cli::{check, output, say};

/// Write what counts as right in every quiz, as one file.
///
/// Keep it beside the answers: with it `faultlines grade --quiz` grades what was answered before the content changed, and
/// `faultlines grade --content` grades without the content. It holds every key: it is not for readers.
///
///   faultlines export keys -o keys-2026-autumn.json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Keys {
    /// The file to write; - for standard output.
    #[arg(short, long, value_name = "FILE", default_value = "keys.json")]
    output: PathBuf,
    /// The folder that holds book.toml.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

impl Keys {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let (quizzes, mistakes) = book::quizzes(&self.content)?;
        if !mistakes.is_empty() {
            say("error: the quizzes cannot be trusted before these mistakes are mended:");
            return check::report(&mistakes);
        }
        let questions = quizzes.iter().map(|quiz| quiz.questions.len() as u64).sum();
        let (quizzed, asked) = (counted(quizzes.len() as u64, "chapter"), counted(questions, "question"));
        let told = format!("{}: the keys of {asked} in {quizzed}", output::shown(&self.output));
        output::write(&self.output, keys::write(&quizzes).as_bytes(), &told)?;
        Ok(ExitCode::SUCCESS)
    }
}
