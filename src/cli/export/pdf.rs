//! `faultlines export pdf`.

use std::env;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{ExitCode, Stdio};
use std::time::Duration;

use anyhow::{Context as _, anyhow, bail, ensure};
use axum::Router;
use axum::http::header::CONTENT_TYPE;
use axum::response::Html;
use axum::routing::get;
use clap::Args;
use faultlines::book::paper::{Paper, STYLE};
use faultlines::book::words;
use faultlines::kernel::words::counted;
use tokio::net::TcpListener;
use tokio::process::Command;

use super::check;
use crate::cli::{output, say, serve};

/// Print chapters, or the whole book, as one PDF.
///
/// Pictures stand at both ends of their runs, quizzes have boxes to tick and lines to write on. The key is in it only
/// where --key asks for it, on pages of its own at the end. A Chromium does the printing.
///
///   faultlines export pdf                                   (the whole book: book.pdf)
///   faultlines export pdf consistent-hashing -o ring.pdf
///   faultlines export pdf tail-latency --key -o tail.pdf    (with its further pages, for the teacher)
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(super) struct Pdf {
    /// The chapters by their folders, each with its further pages, or a part; all if none is named.
    #[arg(value_name = "CHAPTER")]
    chapters: Vec<String>,
    /// The PDF to write; - for standard output.
    #[arg(short, long, value_name = "FILE", default_value = "book.pdf")]
    output: PathBuf,
    /// Add what is right in the quizzes, and why.
    #[arg(long)]
    key: bool,
    /// The folder of the built site.
    #[arg(long, value_name = "FOLDER", default_value = "dist")]
    site: PathBuf,
}

/// Where a Chromium is looked for on the PATH.
const BROWSERS: &[&str] =
    &["chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome", "chrome.exe"];

/// The longest that a browser may take; a book of some hundred pages takes some ten seconds.
const PATIENCE: Duration = Duration::from_secs(300);

impl Pdf {
    /// Runs the command.
    pub(super) fn run(self) -> anyhow::Result<ExitCode> {
        check(&self.site, &self.output)?;
        let language = words(Path::new("content"));
        let paper = language.within(|| Paper::of_site(&self.site, &self.chapters, self.key))?;
        let browser = browser()?;
        say(&format!("printing {} of the site", counted(paper.leaves.into(), "page")));
        let folder = tempfile::tempdir().context("there is no folder for what is printed")?;
        let printed = folder.path().join("printed.pdf");
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        runtime.block_on(self.serve(paper, command(&browser, folder.path(), &printed)?))?;
        let pdf = fs::read(&printed).unwrap_or_default();
        ensure!(
            pdf.starts_with(b"%PDF-") && pdf.trim_ascii_end().ends_with(b"%%EOF"),
            "{} printed nothing that is whole; what it says above may be the reason",
            browser.display()
        );
        let told = format!("{}: {:.1} MB", output::shown(&self.output), pdf.len() as f64 / 1e6);
        output::write(&self.output, &pdf, &told)?;
        Ok(ExitCode::SUCCESS)
    }

    /// Serves the document, beside the site, on an address of this machine for as long as the browser prints it.
    async fn serve(&self, paper: Paper, mut command: Command) -> anyhow::Result<()> {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.context("cannot listen on 127.0.0.1")?;
        let address = format!("http://{}/{DOCUMENT}", listener.local_addr()?);
        let Paper { html, style, .. } = paper;
        let site = Router::new()
            .route(&format!("/{DOCUMENT}"), get(async move || Html(html)))
            .route(&format!("/{STYLE}"), get(async move || ([(CONTENT_TYPE, "text/css")], style)))
            .fallback_service(serve::site(&self.site));
        let output = command.arg(&address).output();
        tokio::select! {
            output = tokio::time::timeout(PATIENCE, output) => {
                let output = output.map_err(|_| anyhow!("the browser did not end in {} s", PATIENCE.as_secs()))?;
                let output = output.context("cannot start the browser")?;
                if !output.status.success() {
                    say(String::from_utf8_lossy(&output.stderr).trim());
                    bail!("the browser ended with {}", output.status);
                }
                Ok(())
            }
            () = serve::accept(listener, site) => bail!("the document could not be served"),
        }
    }
}

/// The name under which the document is served.
const DOCUMENT: &str = "paper.html";

/// The browser that prints.
fn browser() -> anyhow::Result<PathBuf> {
    if let Some(named) = env::var_os("CHROMIUM").filter(|named| !named.is_empty()) {
        return Ok(named.into());
    }
    let path = env::var_os("PATH").unwrap_or_default();
    let mut all = env::split_paths(&path).flat_map(|folder| BROWSERS.iter().map(move |name| folder.join(name)));
    all.find(|program| program.is_file()).context(
        "no Chromium is installed, which does the printing: install it (Debian: `apt install chromium`), or name another \
         browser of its kind, `CHROMIUM=/path/to/it faultlines export pdf`; or open a chapter in any browser and print it",
    )
}

/// The browser, asked to print into `printed`.
fn command(browser: &Path, folder: &Path, printed: &Path) -> anyhow::Result<Command> {
    let profile = folder.join("profile");
    let mut command = Command::new(browser);
    command
        .args(["--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"])
        .args(["--no-pdf-header-footer", "--generate-pdf-document-outline", "--export-tagged-pdf"])
        .arg(format!("--user-data-dir={}", profile.display()))
        .arg(format!("--print-to-pdf={}", printed.display()))
        .stdin(Stdio::null())
        .kill_on_drop(true);
    if is_root(folder)? {
        // A Chromium that runs as root starts in no other way. It shows nothing here but the book.
        command.arg("--no-sandbox");
    }
    Ok(command)
}

/// Whether the program runs as root: then what it creates is root's.
#[cfg(unix)]
fn is_root(created: &Path) -> anyhow::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;
    Ok(fs::metadata(created)?.uid() == 0)
}

#[cfg(not(unix))]
fn is_root(_: &Path) -> anyhow::Result<bool> {
    Ok(false)
}
