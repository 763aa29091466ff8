//! `faultlines build`.

use std::env;
use std::path::Path;
use std::process::{Command, ExitCode};

use anyhow::{Context as _, anyhow, bail};
use clap::{Args, ValueEnum};
use faultlines::book::cache::Cache;
use faultlines::book::embed;
use faultlines::book::load::Edition;
use faultlines::book::site::{Shell, cards, compress, offline, show_mistakes};
use faultlines::book::{Book, Diagnostic, compile, compile_edition, words, write};

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
pub(super) struct Build {
    /// What the quizzes tell: `practice` judges and explains each answer in the page; `exam` records answers, and ships no
    /// key, no feedback and no hash of one. `faultlines grade` grades both
    #[arg(long, value_enum, value_name = "EDITION")]
    edition: Option<Edition>,
}

/// How trunk, which calls back, is told of the edition.
const EDITION: &str = "FAULTLINES_EDITION";

impl Build {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        let edition = self.edition()?;
        match env::var_os("TRUNK_STAGING_DIR") {
            Some(staging) => fill(staging.as_ref(), env::var("TRUNK_PROFILE").as_deref() == Ok("release"), edition),
            None => call_trunk(edition),
        }
    }

    fn edition(&self) -> anyhow::Result<Edition> {
        let told = env::var(EDITION).ok().filter(|told| !told.is_empty());
        match (self.edition, told) {
            (Some(edition), _) => Ok(edition),
            (None, None) => Ok(Edition::Practice),
            (None, Some(told)) => Edition::from_str(&told, false).map_err(|why| anyhow!("{EDITION}: {why}")),
        }
    }
}

/// Writes the pages into trunk's folder.
fn fill(staging: &Path, release: bool, edition: Edition) -> anyhow::Result<ExitCode> {
    let cache = Cache::of_checkout();
    let language = words(content());
    let shell = language.within(|| Shell::take(staging, release, &cache))?;
    let compiled = compile_edition(content(), &shell, edition);
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
fn call_trunk(edition: Edition) -> anyhow::Result<ExitCode> {
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
    let edition = edition.to_possible_value().map(|edition| edition.get_name().to_string()).unwrap_or_default();
    let mut build = Command::new(&trunk);
    let status = build.args(["build", "--release"]).env("PATH", &path).env(EDITION, edition).status();
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
