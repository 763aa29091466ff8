//! `faultlines build`.

use std::process::ExitCode;

use clap::Args;

/// Build the site from content/ into dist/.
#[derive(Debug, Args)]
pub struct Build {}

impl Build {
    /// Runs the command.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::bail!("placeholder")
    }
}
