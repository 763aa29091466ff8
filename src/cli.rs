//! The commands, one file each.

mod build;
mod check;
mod export;
mod grade;
mod help;
mod import;
mod new;
mod output;
mod run;
mod scenario;
mod serve;

use std::io;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::{Parser, Subcommand};

/// An interactive textbook of how correct-looking distributed systems break.
///
/// One scenario, one engine: the numbers in the prose, the labs in the pages, the keys of the quizzes and the grades
/// all come from the same deterministic engines, which this program runs.
#[derive(Debug, Parser)]
#[command(name = "faultlines", version, arg_required_else_help = true, disable_help_subcommand = true)]
struct Cli {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    Build(build::Build),
    Serve(serve::Serve),
    Check(check::Check),
    Run(run::Run),
    Grade(grade::Grade),
    Export(export::Export),
    Import(import::Import),
    New(new::New),
    Help(help::Help),
}

impl Command {
    fn run(self) -> anyhow::Result<ExitCode> {
        match self {
            Self::Build(build) => build.run(),
            Self::Serve(serve) => serve.run(),
            Self::Check(check) => check.run(),
            Self::Run(run) => run.run(),
            Self::Grade(grade) => grade.run(),
            Self::Export(export) => export.run(),
            Self::Import(import) => import.run(),
            Self::New(new) => new.run(),
            Self::Help(help) => help.run(),
        }
    }
}

/// Parses the command line, runs the command, and turns its error into a message and an exit status.
pub(crate) fn main() -> ExitCode {
    let result = match Cli::try_parse() {
        Ok(Cli { command }) => command.run(),
        // Help, the version, or what is wrong with the line.
        Err(other) => printed(other.print()).map(|()| ExitCode::from(other.exit_code() as u8)),
    };
    result.unwrap_or_else(|error| {
        say(&format!("error: {error:#}"));
        ExitCode::FAILURE
    })
}

/// Prints a line of result.
///
/// # Errors
/// If it cannot be written, as on a full disk.
fn print(text: &str) -> anyhow::Result<()> {
    use std::io::Write as _;
    printed(writeln!(io::stdout(), "{text}"))
}

/// A reader such as `head` may close the pipe early; that is not our error. Any other is.
fn printed(done: io::Result<()>) -> anyhow::Result<()> {
    match done {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => Err(error).context("cannot write the output"),
        _ => Ok(()),
    }
}

/// Prints a line about the work, beside the result.
fn say(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(io::stderr(), "{text}");
}
