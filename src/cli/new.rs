//! `faultlines new`.

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Args, Subcommand};
use faultlines::book::skeleton::new_chapter;

use super::{print, say};

/// Write the skeleton of something new.
#[derive(Debug, Args)]
pub struct New {
    #[command(subcommand)]
    what: What,
}

#[derive(Debug, Subcommand)]
enum What {
    Chapter(Chapter),
}

/// Write a chapter that builds and passes the check: text, a lab, an inline result, a scenario, a quiz.
///
/// It takes the place of the chapter's planned entry in book.toml, or stands at the end of its part. Nothing that is
/// there already is overwritten.
///
///   faultlines new chapter vector-clocks
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
struct Chapter {
    /// The chapter's id, in a–z, 0–9 and `-`: its folder, and its place in the address.
    id: String,
    /// The part that it belongs to.
    #[arg(long, value_name = "PART", default_value = "part-10")]
    part: String,
    /// The folder that holds book.toml.
    #[arg(long, value_name = "DIR", default_value = "content")]
    content: PathBuf,
}

impl New {
    /// Runs the command.
    pub fn run(self) -> anyhow::Result<ExitCode> {
        let What::Chapter(chapter) = self.what;
        for path in new_chapter(&chapter.content, &chapter.part, &chapter.id)? {
            print(&path);
        }
        say("next: write the incident, then `faultlines check`");
        Ok(ExitCode::SUCCESS)
    }
}
