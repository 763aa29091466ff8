//! `faultlines export`: what leaves the book as a file of its own.

mod book;
mod lab;
mod pdf;
mod slides;

use std::process::ExitCode;

use clap::{Args, Subcommand};

/// Take the book, or something out of it, in another form.
#[derive(Debug, Args)]
#[command(arg_required_else_help = true)]
pub(super) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Book(book::Book),
    Lab(Box<lab::Lab>),
    Pdf(pdf::Pdf),
    Slides(slides::Slides),
}

impl Export {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Book(book) => book.run(),
            What::Lab(lab) => lab.run(),
            What::Pdf(pdf) => pdf.run(),
            What::Slides(slides) => slides.run(),
        }
    }
}
