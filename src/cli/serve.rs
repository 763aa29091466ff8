//! `faultlines serve`.

use std::process::ExitCode;

use clap::Args;

/// Serve a built site on this machine.
#[derive(Debug, Args)]
pub struct Serve {}

impl Serve {
    /// Runs the command.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        anyhow::bail!("placeholder")
    }
}
