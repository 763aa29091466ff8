//! The commands, one file each.

mod build;
mod check;
mod grade;
mod help;
mod new;
mod run;
mod serve;

use std::process::ExitCode;

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
    New(new::New),
    Help(help::Help),
}

/// Parses the command line, runs the command, and turns its error into a message and an exit status.
pub(crate) fn main() -> ExitCode {
    let result = match Cli::parse().command {
        Command::Build(build) => build.run(),
        Command::Serve(serve) => serve.run(),
        Command::Check(check) => check.run(),
        Command::Run(run) => run.run(),
        Command::Grade(grade) => grade.run(),
        Command::New(new) => new.run(),
        Command::Help(help) => help.run(),
    };
    result.unwrap_or_else(|error| {
        say(&format!("error: {error:#}"));
        ExitCode::FAILURE
    })
}

/// Prints a line of result.
fn print(text: &str) {
    use std::io::Write as _;
    // A reader such as `head` may close the pipe early; that is not our error.
    let _ = writeln!(std::io::stdout(), "{text}");
}

/// Prints a line about the work, beside the result.
fn say(text: &str) {
    use std::io::Write as _;
    let _ = writeln!(std::io::stderr(), "{text}");
}
