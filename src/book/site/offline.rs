//! What a reader's browser keeps of the book when asked to: the worker with the list of its files.
//!
//! `assets/worker.js` is the program; the build writes into it which files the edition has and what it is called, a name
//! that any change of any of them changes. `offline.json` says to a reader beforehand how large the book is.

use std::fs;
use std::path::Path;

use anyhow::Context as _;
use serde_json::json;
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

use super::short_hash;

const WORKER: &str = include_str!("../../../assets/worker.js");
/// What no page asks for: other sites and machines do, or a reader who keeps a file elsewhere.
const FOR_OTHERS: &[&str] =
    &["sw.js", "offline.json", "robots.txt", "sitemap.xml", "feed.xml", "grading/keys.json", "grading/keys.json.js"];
/// How the paths of such files begin, the last of what the grading room fetches when a teacher gives it files: too much for
/// every reader to keep.
const OTHERS: &[&str] = &["cards/", "schemas/", "assets/grader-"];
/// Second forms of files, and the module as text, which only `file://` reads.
const OTHER_FORMS: &[&str] = &[".br", ".gz", ".wasm.js"];
/// What is only to be saved.
const DOWNLOADS: &[&str] = &[".pdf", ".epub", ".zip", ".csv"];

/// A file that is kept.
struct File {
    path: String,
    /// As it lies in the browser.
    bytes: u64,
    /// As it comes over the wire, where the host sends the compressed form.
    fetched: u64,
}

/// Writes `sw.js` and `offline.json` for the site as it lies in the folder, compressed files and all.
///
/// # Errors
/// When a file cannot be read or written.
pub fn offline(site: &Path) -> anyhow::Result<()> {
    let mut digest = Sha256::new();
    let mut files = Vec::new();
    for entry in WalkDir::new(site).sort_by_file_name() {
        let entry = entry?;
        let Some(path) = kept(site, entry.path()).filter(|_| entry.file_type().is_file()) else { continue };
        let text = fs::read(entry.path()).with_context(|| format!("cannot read {path}"))?;
        digest.update(format!("{path}\0{}\0", text.len()));
        digest.update(&text);
        let bytes = text.len() as u64;
        let small = fs::metadata(site.join(format!("{path}.br"))).map_or(bytes, |small| small.len());
        files.push(File { path, bytes, fetched: small });
    }
    let edition = short_hash(&digest.finalize());
    let paths: Vec<&str> = files.iter().map(|file| file.path.as_str()).collect();
    let worker = super::scripts::without_remarks(WORKER);
    let worker = worker.replace("{{edition}}", &edition).replace("{{files}}", &json!(paths).to_string());
    fs::write(site.join("sw.js"), worker).context("cannot write sw.js")?;
    let sum = |size: fn(&File) -> u64| files.iter().map(size).sum::<u64>();
    let told = json!({
        "pages": paths.iter().filter(|path| path.ends_with(".html")).count(),
        "bytes": sum(|file| file.bytes),
        "fetched": sum(|file| file.fetched),
    });
    fs::write(site.join("offline.json"), told.to_string()).context("cannot write offline.json")
}

/// The path of a file from the site's root, if it is one that a reader's browser keeps.
fn kept(site: &Path, file: &Path) -> Option<String> {
    let names: Vec<_> = file.strip_prefix(site).ok()?.iter().map(|name| name.to_string_lossy()).collect();
    let path = names.join("/");
    let ends = |endings: &[&str]| endings.iter().any(|ending| path.ends_with(ending));
    let is_for_others = FOR_OTHERS.contains(&path.as_str()) || OTHERS.iter().any(|it| path.starts_with(it));
    (!is_for_others && !ends(OTHER_FORMS) && !ends(DOWNLOADS)).then_some(path)
}
