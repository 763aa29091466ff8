//! `faultlines check`.

use std::process::ExitCode;

use clap::Args;

/// Check the content and report every mistake at once.
#[derive(Debug, Args)]
pub struct Check {}

impl Check {
    /// Runs the command.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::bail!("placeholder")
    }
}
