//! `faultlines help`.

use std::process::ExitCode;

use anyhow::bail;
use clap::{Args, CommandFactory as _};
use faultlines::book::authors;

use super::{Cli, print};

/// Explain a command, or what can be written into the book: `faultlines help content`.
#[derive(Debug, Args)]
pub(super) struct Help {
    /// `content`, or a command with its subcommand: `new chapter`.
    #[arg(value_name = "TOPIC")]
    topic: Vec<String>,
}

impl Help {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        if self.topic == ["content"] {
            print(authors::text().trim_end())?;
            return Ok(ExitCode::SUCCESS);
        }
        let mut root = Cli::command();
        root.build();
        let mut command = &mut root;
        for name in &self.topic {
            let Some(inner) = command.find_subcommand_mut(name) else {
                bail!(
                    "there is no help on `{name}`: `faultlines help` lists the commands, `faultlines help content` the rest"
                );
            };
            command = inner;
        }
        print(command.render_long_help().to_string().trim_end())?;
        Ok(ExitCode::SUCCESS)
    }
}
