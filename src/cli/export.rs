//! `faultlines export`: what leaves the book as a file of its own.

mod book;
mod keys;
mod lab;
mod pdf;
mod quiz;
mod schema;
mod slides;

use std::fs;
use std::path::Path;
use std::process::ExitCode;

use anyhow::{Context as _, ensure};
use clap::{Args, Subcommand};

use super::output::is_stdout;

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
    Keys(keys::Keys),
    Lab(Box<lab::Lab>),
    Pdf(pdf::Pdf),
    Quiz(quiz::Quiz),
    Schema(schema::Schema),
    Slides(slides::Slides),
}

impl Export {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        match self.what {
            What::Book(book) => book.run(),
            What::Keys(keys) => keys.run(),
            What::Lab(lab) => lab.run(),
            What::Pdf(pdf) => pdf.run(),
            What::Quiz(quiz) => quiz.run(),
            What::Schema(schema) => schema.run(),
            What::Slides(slides) => slides.run(),
        }
    }
}

/// That the site is built.
fn built(site: &Path) -> anyhow::Result<()> {
    let shown = site.display();
    ensure!(site.join("index.html").is_file(), "there is no built site in {shown}; run `faultlines build`");
    Ok(())
}

/// That steps are moments of a run in milliseconds, or its `end`.
fn moments(steps: &str, shown: &str) -> anyhow::Result<()> {
    let is_number = |it: &str| it.chars().all(|c| c.is_ascii_digit() || c == '.') && it.parse::<f64>().is_ok();
    let is_moment = |it: &str| it == "end" || is_number(it);
    let is_sound = steps.split(',').map(str::trim).all(is_moment);
    ensure!(is_sound, "--steps {shown}: give moments in ms of the run, or `end`: 700,1500,end");
    Ok(())
}

/// That the site is built, and that the output can be written and does not become a part of it: said before the work is done.
fn check(site: &Path, output: &Path) -> anyhow::Result<()> {
    built(site)?;
    if is_stdout(output) {
        return Ok(());
    }
    let shown = site.display();
    let folder = output.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let inside =
        folder.canonicalize().ok().zip(site.canonicalize().ok()).is_some_and(|(out, site)| out.starts_with(site));
    ensure!(!inside, "{} lies in the site {shown}, which would hold itself: write it elsewhere", output.display());
    ensure!(!output.is_dir(), "{} is a folder: name a file", output.display());
    ensure!(folder.is_dir(), "cannot write {}: there is no folder {}", output.display(), folder.display());
    let tried = if output.exists() {
        fs::OpenOptions::new().write(true).open(output).map(drop)
    } else {
        tempfile::tempfile_in(folder).map(drop)
    };
    tried.with_context(|| format!("cannot write {}", output.display()))
}
