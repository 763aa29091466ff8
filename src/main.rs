//! The command line: `faultlines build | serve | check | run | export | import | grade | new`.
//!
//! Each command is a file in `cli/`: its arguments with their help, and `run`. Exit status: 0 done; 1 the content, the
//! site or an answer file has a fault that the output names; 2 the command line itself was wrong, or nothing could be graded.

#[cfg(not(target_arch = "wasm32"))]
mod cli;

#[cfg(not(target_arch = "wasm32"))]
fn main() -> std::process::ExitCode {
    cli::main()
}

/// There is no command line in a browser; the tests of the markup are built for one.
#[cfg(target_arch = "wasm32")]
fn main() {}
