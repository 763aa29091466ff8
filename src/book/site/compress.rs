//! Precompressed files, for `faultlines serve` and for hosts that look for them.

use std::fs;
use std::io::Write as _;
use std::path::Path;

use flate2::Compression;
use flate2::write::GzEncoder;
use walkdir::WalkDir;

/// What shrinks. Fonts and pictures are compressed already.
const EXTENSIONS: &[&str] = &["html", "css", "js", "wasm", "svg", "xml", "txt", "json"];
/// Below this a compressed file saves no packet, bytes.
const WORTH_IT: usize = 512;

/// Puts a `.br` and a `.gz` beside each file of the site that shrinks. The module as text is left out: only `file://`
/// reads it, uncompressed.
///
/// # Errors
/// When a file cannot be read or written.
pub fn compress(site: &Path) -> anyhow::Result<()> {
    for entry in WalkDir::new(site).sort_by_file_name() {
        let entry = entry?;
        let path = entry.path();
        let name = entry.file_name().to_string_lossy();
        let known =
            path.extension().and_then(|extension| extension.to_str()).is_some_and(|it| EXTENSIONS.contains(&it));
        if !known || name.ends_with(".wasm.js") {
            continue;
        }
        let bytes = fs::read(path)?;
        if bytes.len() < WORTH_IT {
            continue;
        }
        fs::write(format!("{}.br", path.display()), brotli(&bytes)?)?;
        fs::write(format!("{}.gz", path.display()), gzip(&bytes)?)?;
    }
    Ok(())
}

fn brotli(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut out = Vec::new();
    let params = brotli::enc::BrotliEncoderParams { quality: 11, lgwin: 22, ..Default::default() };
    brotli::BrotliCompress(&mut &bytes[..], &mut out, &params)?;
    Ok(out)
}

fn gzip(bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(bytes)?;
    encoder.finish()
}
