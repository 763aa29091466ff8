//! The command line: `faultlines build | serve | check | run | grade | new`.
//!
//! Each command is a file in `cli/`: its arguments with their help, and `run`. Exit status: 0 done; 1 the content, the
//! site or an answer file has a fault that the output names; 2 the command line itself was wrong.

mod cli;

use std::process::ExitCode;

fn main() -> ExitCode {
    cli::main()
}
