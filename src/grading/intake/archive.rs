//! The files in a zip, as a learning platform or a teacher packs them.

use std::borrow::Cow;
use std::io::{Cursor, Read, Seek};

use zip::ZipArchive;
use zip::result::ZipError;

use super::paths::{is_furniture, leads_out};
use super::{Kind, MAX_BYTES, kind};

/// The largest archive in an archive, in bytes: one reader's.
const MAX_INNER: u64 = 32 << 20;
/// How deep archives lie in each other: a platform's holds a reader's.
const MAX_DEPTH: u32 = 1;

/// How much is read of all archives together.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Bytes, unpacked.
    pub bytes: u64,
    /// Files.
    pub files: u32,
}

impl Default for Budget {
    fn default() -> Self {
        Self { bytes: 4 << 30, files: 1_000_000 }
    }
}

/// What was found in an archive.
#[derive(Debug)]
pub struct Found {
    /// The archive's path, a slash, and the path in it.
    pub path: String,
    /// The bytes, or why they were not read.
    pub bytes: Result<Vec<u8>, String>,
}

/// Hands on every file of an archive, of archives in it too. What systems leave beside the files of people is counted in
/// the result, and not read.
pub fn each(path: &str, archive: impl Read + Seek, budget: &mut Budget, sink: &mut dyn FnMut(Found)) -> u32 {
    walk(path, archive, 0, budget, sink)
}

fn walk<R: Read + Seek>(path: &str, archive: R, depth: u32, budget: &mut Budget, sink: &mut dyn FnMut(Found)) -> u32 {
    let mut passed = 0;
    let mut archive = match ZipArchive::new(archive) {
        Ok(archive) => archive,
        Err(error) => {
            refuse(path, format!("this zip cannot be read: {}", said(&error)), sink);
            return 0;
        }
    };
    if archive.has_duplicate_names() {
        refuse(
            path,
            "this zip holds several files of one name, of which it gives one only: unpack it".to_string(),
            sink,
        );
    }
    for index in 0..archive.len() {
        let name = archive.name_for_index(index).and_then(Result::ok).map(Cow::into_owned);
        let name = name.unwrap_or_else(|| format!("file {}", index + 1));
        let inside = format!("{path}/{name}");
        let mut entry = match archive.by_index(index) {
            Ok(entry) => entry,
            Err(error) => {
                refuse(&inside, format!("cannot be read in its zip: {}", said(&error)), sink);
                continue;
            }
        };
        if entry.is_dir() || is_furniture(&name) {
            passed += u32::from(!entry.is_dir());
            continue;
        }
        if leads_out(&name) {
            refuse(&inside, "its path leads out of the zip: not read".to_string(), sink);
            continue;
        }
        if entry.is_symlink() {
            refuse(&inside, "this is a symbolic link, not a file".to_string(), sink);
            continue;
        }
        if budget.files == 0 || budget.bytes == 0 {
            refuse(path, "this zip unpacks to more than is read of archives; the rest was left out".to_string(), sink);
            return passed;
        }
        budget.files -= 1;
        match content(&mut entry, depth, budget) {
            Ok(bytes) if kind(&bytes) == Kind::Zip => {
                passed += walk(&inside, Cursor::new(bytes), depth + 1, budget, sink);
            }
            bytes => sink(Found { path: inside, bytes }),
        }
    }
    passed
}

fn refuse(path: &str, why: String, sink: &mut dyn FnMut(Found)) {
    sink(Found { path: path.to_string(), bytes: Err(why) });
}

/// The bytes of a file in an archive, as far as anything of the sort is read.
fn content(entry: &mut impl Read, depth: u32, budget: &mut Budget) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    let mut read = |bytes: &mut Vec<u8>, up_to: u64| {
        let more = (up_to + 1).saturating_sub(bytes.len() as u64).min(budget.bytes);
        let got = entry.by_ref().take(more).read_to_end(bytes);
        let got = got.map_err(|error| {
            let inner = error.get_ref().and_then(|inner| inner.downcast_ref::<ZipError>());
            format!("cannot be unpacked: {}", inner.map_or_else(|| error.to_string(), said))
        })?;
        budget.bytes -= got as u64;
        Ok::<(), String>(())
    };
    read(&mut bytes, MAX_BYTES)?;
    let is_zip = kind(&bytes) == Kind::Zip;
    if is_zip && depth == MAX_DEPTH {
        return Err("this is a zip in a zip in a zip: unpack it".to_string());
    }
    let most = if is_zip { MAX_INNER } else { MAX_BYTES };
    if is_zip {
        read(&mut bytes, most)?;
    }
    if bytes.len() as u64 > most {
        return Err(format!("this is larger than any answer file ({} MiB)", most >> 20));
    }
    Ok(bytes)
}

fn said(error: &ZipError) -> String {
    match error {
        ZipError::UnsupportedArchive(text) if text.contains("assword") => "it is locked with a password".to_string(),
        ZipError::CompressionMethodNotSupported(_) => "it is packed by another method than deflate".to_string(),
        error => error.to_string(),
    }
}
