//! `faultlines export schema`.

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use faultlines::quiz::submission::{VERSION, schema};

use crate::cli::output;

/// Write the JSON Schema of the answer file.
///
/// For programs that write answer files, or read them beside `faultlines grade`. A page writes version 2; the grader reads
/// both. The built book has the same files: schemas/answers-2.schema.json.
///
///   faultlines export schema -o answers.schema.json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Schema {
    /// The version of the answer file.
    #[arg(long, value_name = "VERSION", default_value_t = VERSION, value_parser = clap::value_parser!(u64).range(1..=VERSION))]
    version: u64,
    /// The file to write; - for standard output.
    #[arg(short, long, value_name = "FILE", default_value = "-")]
    output: PathBuf,
}

impl Schema {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let text = schema::text(self.version).context("there is no such version")?;
        let told = format!("{}: answer files of version {}", output::shown(&self.output), self.version);
        output::write(&self.output, text.as_bytes(), &told)?;
        Ok(ExitCode::SUCCESS)
    }
}
