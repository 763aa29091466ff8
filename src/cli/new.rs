//! `faultlines new`.

use std::process::ExitCode;

use clap::Args;

/// Write the skeleton of something new.
#[derive(Debug, Args)]
pub struct New {}

impl New {
    /// Runs the command.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::bail!("placeholder")
    }
}
