//! Which files are graded: those that are named, those in folders, standard input.

use std::collections::BTreeSet;
use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _};
use std::path::{Path, PathBuf};

use anyhow::{Context as _, bail};
use faultlines::grading::Failure;
use faultlines::grading::intake::{self, Opened, paths};
use faultlines::grading::record::printable;
use walkdir::WalkDir;

use crate::cli::output::{self, is_stdout};

/// The most that is read of standard input, in bytes.
const MAX_STDIN: u64 = 4 << 30;

/// Files in order, each once, whatever the ways that lead to it.
#[derive(Debug, Default)]
pub(super) struct Inputs {
    /// Where they are; `-` is standard input.
    pub files: Vec<PathBuf>,
    /// What cannot be graded whatever it holds.
    pub failures: Vec<Failure>,
    /// How many files were passed over that nobody meant: hidden ones, and this run's outputs.
    pub passed: u32,
}

/// Finds the files. What lies where an output goes is passed over.
pub(super) fn gather(named: &[PathBuf], outputs: &[PathBuf]) -> Inputs {
    let mut inputs = Inputs::default();
    for path in named {
        if path.is_dir() {
            inputs.folder(path, outputs);
        } else {
            inputs.files.push(path.clone());
        }
    }
    inputs.files.sort();
    let mut seen = BTreeSet::new();
    inputs.files.retain(|path| seen.insert(real(path)));
    inputs
}

impl Inputs {
    fn folder(&mut self, folder: &Path, outputs: &[PathBuf]) {
        let before = self.files.len() + self.failures.len();
        let is_furniture = |path: &Path| {
            let inside = path.strip_prefix(folder).unwrap_or(path);
            paths::is_furniture(&inside.to_string_lossy())
        };
        let mut walk = WalkDir::new(folder).sort_by_file_name().into_iter();
        while let Some(entry) = walk.next() {
            let entry = match entry {
                Ok(entry) => entry,
                Err(error) => {
                    self.failures.push(Failure::new(&folder.display().to_string(), &error.to_string()));
                    continue;
                }
            };
            let path = entry.path();
            let is_own = !outputs.is_empty() && outputs.contains(&real(path));
            if path != folder && (is_furniture(path) || is_own) {
                self.passed += 1;
                if entry.file_type().is_dir() {
                    walk.skip_current_dir();
                }
            } else if entry.file_type().is_symlink() {
                let why = "this is a symbolic link, which is not followed out of a folder: name the file itself";
                self.failures.push(Failure::new(&path.display().to_string(), why));
            } else if !entry.file_type().is_dir() {
                self.files.push(entry.into_path());
            }
        }
        if self.files.len() + self.failures.len() == before {
            self.failures.push(Failure::new(&folder.display().to_string(), "there are no files in this folder"));
        }
    }
}

/// Where a path leads, also if nothing is there yet.
pub(super) fn real(path: &Path) -> PathBuf {
    let inside = || {
        Some(
            path.parent()
                .filter(|it| !it.as_os_str().is_empty())
                .unwrap_or(Path::new("."))
                .canonicalize()
                .ok()?
                .join(path.file_name()?),
        )
    };
    path.canonicalize().ok().or_else(inside).unwrap_or_else(|| path.to_path_buf())
}

/// Opens a file, and reads it unless it is an archive.
pub(super) fn open(path: &Path) -> anyhow::Result<Opened<File>> {
    let file = if path.as_os_str() == "-" { stdin()? } else { file(path)? };
    intake::open(file).map_err(anyhow::Error::msg)
}

fn file(path: &Path) -> anyhow::Result<File> {
    // To open a pipe would be to wait for its other end.
    if !path.metadata().context("cannot be opened")?.is_file() {
        bail!("this is a pipe or a device, not a file: save the answers in a file");
    }
    File::open(path).context("cannot be opened")
}

/// Standard input as a file, in which an archive can be read.
fn stdin() -> anyhow::Result<File> {
    let mut file = tempfile::tempfile().context("no temporary file for standard input")?;
    let read =
        io::copy(&mut io::stdin().lock().take(MAX_STDIN + 1), &mut file).context("standard input cannot be read")?;
    if read > MAX_STDIN {
        bail!("standard input is larger than anything that is graded");
    }
    file.rewind()?;
    Ok(file)
}

/// A path as people are shown it.
pub(super) fn shown(path: &Path) -> String {
    if path.as_os_str() == "-" { "standard input".to_string() } else { printable(&path.to_string_lossy()) }
}

/// Refuses outputs that are answers: named to be graded, or there and an answer file or an archive, which a shell puts in an
/// output's place where somebody writes `--csv *.json`.
pub(super) fn check_outputs(outputs: &[PathBuf], named: &[PathBuf]) -> anyhow::Result<()> {
    for (place, output) in outputs.iter().enumerate() {
        let shown = output::shown(output);
        if outputs[..place].iter().any(|other| real(other) == real(output)) {
            bail!("{shown} is named for two outputs: give each a file of its own");
        }
        // As an input `-` is another thing.
        if is_stdout(output) {
            continue;
        }
        if named.iter().any(|input| real(input) == real(output)) && !output.is_dir() {
            bail!("{shown} is to be graded and to be written: name another output");
        }
        let start = fs::metadata(output).is_ok_and(|it| it.is_file()).then(|| open(output).ok()).flatten();
        let is_answers = match start {
            Some(Opened::Archive(_)) => true,
            Some(Opened::Bytes(bytes)) => is_answers(output, &bytes),
            None => false,
        };
        if is_answers {
            bail!("{shown} holds answers, which would be lost: name another output");
        }
    }
    Ok(())
}

fn is_answers(path: &Path, bytes: &[u8]) -> bool {
    intake::read(&path.to_string_lossy(), bytes).is_ok()
}
