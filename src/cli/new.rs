//! `faultlines new`.

mod lab;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Args, Subcommand};
use faultlines::book::skeleton::{new_chapter, new_part};

use super::{print, say};

/// Write the skeleton of something new.
#[derive(Debug, Args)]
pub(super) struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Chapter(Chapter),
    Part(Part),
    Lab(Lab),
}

/// Write a chapter that builds and passes the check: text, a lab, an inline result, a scenario, a quiz.
///
/// It takes the place of the chapter's planned entry in book.toml, or stands at the end of its part. Nothing that is
/// there already is overwritten.
///
/// A further page of a chapter is a folder in the chapter's, with files like these, that `pages = ["NAME"]` in the
/// chapter's entry names (`faultlines help content`).
///
///   faultlines new chapter vector-clocks
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
struct Chapter {
    /// The chapter's id, in a–z, 0–9 and `-`: its folder, and its place in the address.
    id: String,
    /// Its title. A planned chapter has one; of another the id makes one: `vector-clocks` gives “Vector clocks”.
    title: Option<String>,
    /// The part that it belongs to.
    #[arg(long, value_name = "PART", default_value = "part-10")]
    part: String,
    /// The folder that holds book.toml.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

/// Write a part: its folder with its overview, and its entry at the end of book.toml.
///
///   faultlines new part part-11 "Consensus"
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
struct Part {
    /// The part's id, in a–z, 0–9 and `-`; a number at its end is the part's.
    id: String,
    /// Its title.
    title: String,
    /// The folder that holds book.toml.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

/// Write a lab that compiles, is drawn and passes the tests: an engine with its rooms, a view, laws, a golden trace, and
/// the lines that name it.
///
///   faultlines new lab token-ring
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
struct Lab {
    /// The lab's id, in a–z, 0–9 and `-`: what `faultlines run` and a fence call it.
    id: String,
    /// Its title; of the id if it is left out.
    title: Option<String>,
    /// The folder of the checkout.
    #[arg(long, value_name = "DIR", default_value = ".")]
    root: PathBuf,
}

impl New {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let (written, next) = match self.what {
            What::Chapter(Chapter { id, title, part, content }) => (
                new_chapter(&content, &part, &id, title.as_deref())?,
                "next: write the incident, then `faultlines check`; `faultlines help content` says what can be written"
                    .to_string(),
            ),
            What::Part(Part { id, title, content }) => {
                let next = format!("next: write its overview, then `faultlines new chapter ID --part {id}`");
                (new_part(&content, &id, &title)?, next)
            }
            What::Lab(Lab { id, title, root }) => {
                (lab::new_lab(&root, &id, &title.unwrap_or_else(|| lab::title(&id)))?, lab::NEXT.to_string())
            }
        };
        written.iter().try_for_each(|path| print(path)).context("everything is written")?;
        say(&next);
        Ok(ExitCode::SUCCESS)
    }
}
