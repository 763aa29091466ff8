//! `faultlines export`: what leaves the book as a file of its own.

mod lab;
mod slides;

use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Take something out of the book, as a file that stands alone.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Lab(Box<lab::Lab>),
    Slides(slides::Slides),
}

impl Export {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Lab(lab) => lab.run(),
            What::Slides(slides) => slides.run(),
        }
    }
}
