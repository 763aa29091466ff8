//! `faultlines export`: the built book in other forms.

mod book;
mod pdf;

use std::path::Path;
use std::process::ExitCode;

use anyhow::ensure;
use clap::{Args, Subcommand};

/// Make a PDF, or one file, of the built book.
#[derive(Debug, Args)]
pub(super) struct Export {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Pdf(pdf::Pdf),
    Book(book::Book),
}

impl Export {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Pdf(pdf) => pdf.run(),
            What::Book(book) => book.run(),
        }
    }
}

/// That the site is built, and that the output does not become a part of it.
fn check(site: &Path, output: &Path) -> anyhow::Result<()> {
    let shown = site.display();
    ensure!(site.join("index.html").is_file(), "there is no built site in {shown}; run `faultlines build`");
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside =
        folder.canonicalize().ok().zip(site.canonicalize().ok()).is_some_and(|(out, site)| out.starts_with(site));
    ensure!(!inside, "{} lies in the site {shown}, which would hold itself: write it elsewhere", output.display());
    ensure!(!output.is_dir(), "{} is a folder: name a file", output.display());
    Ok(())
}
