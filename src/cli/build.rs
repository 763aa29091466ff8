//! `faultlines build`.

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, bail};
use clap::Args;
use faultlines::book::cache::Cache;
use faultlines::book::embed;
use faultlines::book::site::{Shell, cards, compress, offline, show_mistakes};
use faultlines::book::{Book, Diagnostic, compile, words, write};

use super::check::report;
use super::say;

/// Where set-up puts the bundler and its helper.
const TOOLS: &str = ".tools/bin";

/// Build the site from content/ into dist/.
///
/// Checks the content first, then has trunk build the WASM module; trunk calls this command back to write the pages
/// into the folder that it prepares. The site in dist/ is plain files: it works on any host, under any path, and
/// opened from a disk.
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Build {}

impl Build {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        match env::var_os("TRUNK_STAGING_DIR") {
            Some(staging) => fill(staging.as_ref(), env::var("TRUNK_PROFILE").as_deref() == Ok("release")),
            None => call_trunk(),
        }
    }
}

/// Writes the pages into trunk's folder.
fn fill(staging: &Path, release: bool) -> anyhow::Result<ExitCode> {
    let cache = Cache::of_checkout();
    let language = words(content());
    let shell = language.within(|| Shell::take(staging, release, &cache))?;
    let compiled = compile(content(), &shell);
    if shell.reload.is_some() {
        return show(compiled, staging, &shell);
    }
    let (book, mistakes) = compiled?;
    if !mistakes.is_empty() {
        return report(&mistakes);
    }
    write(&book, staging)?;
    language.within(|| embed::write(&book, staging, &shell))?;
    cards::write(&book.cards, staging, &shell, &cache)?;
    if release {
        compress(staging, &cache)?;
    }
    offline(staging)?;
    if release {
        // Last: they are downloaded as they are, and the book that is kept offline has their labs already.
        language.within(|| embed::one_files(staging, &shell))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes the pages for an author who has them open: while the content is wrong, pages that say so. That is no failure,
/// for trunk would go on showing the site as it was.
fn show(compiled: anyhow::Result<(Book, Vec<Diagnostic>)>, staging: &Path, shell: &Shell) -> anyhow::Result<ExitCode> {
    let (book, lines): (Book, Vec<String>) = match compiled {
        Ok((book, mistakes)) if mistakes.is_empty() => {
            write(&book, staging)?;
            return Ok(ExitCode::SUCCESS);
        }
        Ok((book, mistakes)) => {
            report(&mistakes)?;
            (book, mistakes.iter().map(ToString::to_string).collect())
        }
        Err(error) => {
            let line = format!("{error:#}");
            say(&line);
            (Book::default(), vec![line])
        }
    };
    let published = env::var_os("TRUNK_DIST_DIR").unwrap_or_else(|| "dist".into());
    show_mistakes(&lines, published.as_ref(), &book, staging, shell)?;
    Ok(ExitCode::SUCCESS)
}

/// Builds everything, for release. A mistake in the content is told before the minutes that the module takes.
fn call_trunk() -> anyhow::Result<ExitCode> {
    let (_, mistakes) = compile(content(), &Shell::default())?;
    if !mistakes.is_empty() {
        return report(&mistakes);
    }
    let tools = env::current_dir()?.join(TOOLS);
    let path = env::var_os("PATH").unwrap_or_default();
    let path = env::join_paths([tools].into_iter().chain(env::split_paths(&path)))?;
    let trunk = env::split_paths(&path).map(|folder| folder.join("trunk")).find(|program| program.is_file());
    let Some(trunk) = trunk else {
        bail!("trunk is not installed: `make serve` installs it into {TOOLS}, or put trunk 0.21 on the PATH");
    };
    say("building the site; the first time takes some minutes");
    let status = Command::new(&trunk).args(["build", "--release"]).env("PATH", &path).status();
    let status = status.with_context(|| format!("cannot start {}", trunk.display()))?;
    if !status.success() {
        bail!("trunk could not build the site; what it says above is the reason");
    }
    say("the site is in dist/; `faultlines serve` shows it");
    Ok(ExitCode::SUCCESS)
}

fn content() -> &'static Path {
    Path::new("content")
}
