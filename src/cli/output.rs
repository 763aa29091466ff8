//! Where a command's result goes: into a file, or to standard output, which `-` names.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::Path;

use anyhow::Context as _;

/// Whether a path names standard output.
pub(super) fn is_stdout(path: &Path) -> bool {
    path.as_os_str() == "-"
}

/// A path as people are shown it.
pub(super) fn shown(path: &Path) -> String {
    if is_stdout(path) { "standard output".to_string() } else { path.display().to_string() }
}

/// Opens it to be written anew.
pub(super) fn create(path: &Path) -> io::Result<Box<dyn Write>> {
    Ok(if is_stdout(path) { Box::new(io::stdout().lock()) } else { Box::new(File::create(path)?) })
}

/// Writes all of it, and says so with what is told of it: beside the result where that is printed.
///
/// # Errors
/// If it cannot be written.
pub(super) fn write(path: &Path, bytes: &[u8], told: &str) -> anyhow::Result<()> {
    if is_stdout(path) {
        let mut out = io::stdout().lock();
        super::printed(out.write_all(bytes).and_then(|()| out.flush()))?;
        super::say(told);
        return Ok(());
    }
    fs::write(path, bytes).with_context(|| format!("cannot write {}", path.display()))?;
    super::print(told)
}
