//! Precompressed files, for `faultlines serve` and for hosts that look for them.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};

use flate2::Compression;
use flate2::write::GzEncoder;
use walkdir::WalkDir;

use crate::book::cache::Cache;
use crate::book::parallel;

/// What shrinks. Fonts and pictures are compressed already.
const EXTENSIONS: &[&str] = &["html", "css", "js", "wasm", "svg", "xml", "txt", "json"];
/// What only `file://` reads.
const TEXTS: [&str; 2] = [".wasm.js", ".json.js"];
/// Below this a compressed file saves no packet, bytes.
const WORTH_IT: u64 = 512;
/// Brotli's best.
const QUALITY: i32 = 11;
/// How far back brotli looks: 2 to this power, bytes.
const WINDOW: i32 = 22;

/// Puts a `.br` and a `.gz` beside each file of the site that shrinks. Modules and keys as texts are left out: only `file://`
/// reads them, uncompressed. A file that an earlier build compressed is taken from `cache`.
///
/// # Errors
/// When a file cannot be read or written.
pub fn compress(site: &Path, cache: &Cache) -> anyhow::Result<()> {
    let files = worth_compressing(site)?;
    parallel::map(&files, |path| compress_file(path, cache)).into_iter().collect()
}

/// The largest first: the module takes the longest by far, and the other cores do the rest meanwhile.
fn worth_compressing(site: &Path) -> anyhow::Result<Vec<PathBuf>> {
    let mut files = Vec::new();
    for entry in WalkDir::new(site).sort_by_file_name() {
        let entry = entry?;
        let (path, name) = (entry.path(), entry.file_name().to_string_lossy());
        let known =
            path.extension().and_then(|extension| extension.to_str()).is_some_and(|it| EXTENSIONS.contains(&it));
        let bytes = entry.metadata()?.len();
        if known && !TEXTS.iter().any(|text| name.ends_with(text)) && bytes >= WORTH_IT {
            files.push((bytes, path.to_path_buf()));
        }
    }
    files.sort_by(|a, b| b.cmp(a));
    Ok(files.into_iter().map(|(_, path)| path).collect())
}

fn compress_file(path: &Path, cache: &Cache) -> anyhow::Result<()> {
    let bytes = fs::read(path)?;
    let settings = format!("quality {QUALITY}, window {WINDOW}");
    let packed = cache.get_or_make("brotli", &[settings.as_bytes(), &bytes], || Ok(brotli(&bytes)?))?;
    fs::write(format!("{}.br", path.display()), packed)?;
    let packed = cache.get_or_make("gzip", &[&bytes], || Ok(gzip(&bytes)?))?;
    fs::write(format!("{}.gz", path.display()), packed)?;
    Ok(())
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: QUALITY, lgwin: WINDOW, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
