//! `faultlines export book`.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use anyhow::Context as _;
use clap::Args;
use walkdir::WalkDir;
use zip::write::{SimpleFileOptions, ZipWriter};
use zip::{CompressionMethod, DateTime};

use super::check;
use crate::cli::output;

/// Write the built book as one zip.
///
/// Unpacked into any folder it is read by opening index.html: text, labs, quizzes and search, without a network. The
/// same book gives the same bytes.
///
///   faultlines export book -o book.zip
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Book {
    /// The zip to write; - for standard output.
    #[arg(short, long, value_name = "FILE", default_value = "book.zip")]
    output: PathBuf,
    /// The folder of the built site.
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    site: PathBuf,
}

impl Book {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        check(&self.site, &self.output)?;
        let files = files(&self.site)?;
        let zip = packed(&self.site, &files).with_context(|| format!("cannot pack {}", self.site.display()))?;
        let shown = output::shown(&self.output);
        output::write(
            &self.output,
            &zip,
            &format!("{shown}: {} files, {:.1} MB", files.len(), zip.len() as f64 / 1e6),
        )?;
        Ok(ExitCode::SUCCESS)
    }
}

/// The files of the site by their paths in it, in order; not those that only a server gives away, compressed copies.
fn files(site: &Path) -> anyhow::Result<Vec<String>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(site).sort_by_file_name() {
        let entry = entry.with_context(|| format!("cannot read {}", site.display()))?;
        let is_copy = entry.path().extension().is_some_and(|it| it == "br" || it == "gz")
            && entry.path().with_extension("").is_file();
        if entry.file_type().is_file() && !is_copy {
            let steps = entry.path().strip_prefix(site)?.components();
            let steps: Vec<_> = steps.map(|step| step.as_os_str().to_string_lossy()).collect();
            files.push(steps.join("/"));
        }
    }
    Ok(files)
}

/// The zip. No time of day and no owner is in it.
fn packed(site: &Path, files: &[String]) -> anyhow::Result<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(9))
        .last_modified_time(DateTime::default())
        .unix_permissions(0o644);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for file in files {
        let bytes = fs::read(site.join(file)).with_context(|| format!("cannot read {file}"))?;
        zip.start_file(file.as_str(), options)?;
        zip.write_all(&bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
