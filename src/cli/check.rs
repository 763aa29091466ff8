//! `faultlines check`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::Args;
use faultlines::book::site::Shell;
use faultlines::book::{Diagnostic, compile};
use faultlines::kernel::words;

use super::{print, say};

/// Check the content and report every mistake at once.
///
/// Everything that a build would stop at: unknown labs, parameters, metrics, scenarios, links and anchors, missing
/// alternative texts, names taken twice, TOML that cannot be read, chapters without a quiz, files that nothing leads to.
/// Each is a line `file:line:column: what is wrong (how to mend it)`. Exit status 1 if there is any.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Check {
    /// The folder that holds book.toml.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

impl Check {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let (book, mistakes) = compile(&self.content, &Shell::default())?;
        if mistakes.is_empty() {
            print(&format!("no mistakes in {}", words::counted(book.files.into(), "file")))?;
            return Ok(ExitCode::SUCCESS);
        }
        report(&mistakes)
    }
}

/// Prints every mistake, then how many there are.
pub(super) fn report(mistakes: &[Diagnostic]) -> anyhow::Result<ExitCode> {
    for mistake in mistakes {
        print(&mistake.to_string())?;
    }
    say(&format!("{} in the content", words::counted(mistakes.len() as u64, "mistake")));
    Ok(ExitCode::FAILURE)
}
