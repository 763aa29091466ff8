//! `faultlines grade`.

use std::process::ExitCode;

use clap::Args;

/// Grade answer files, offline.
#[derive(Debug, Args)]
pub struct Grade {}

impl Grade {
    /// Runs the command.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::bail!("placeholder")
    }
}
