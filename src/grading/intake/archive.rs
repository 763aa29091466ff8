//! The files in a zip, as a learning platform or a teacher packs them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::{Cursor, Read, Seek};

use xxhash_rust::xxh3::xxh3_64;
use zip::ZipReadOptions;
use zip::read::Config;
use zip::result::ZipError;
use zip::unstable::read::ZipIterable;

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
    /// Files, with the folders and whatever else their directories name.
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
    let unreadable = |error: &ZipError| format!("this zip cannot be read: {}", said(error));
    // The directory is read an entry at a time: of a hostile one no more than the budget allows, and nothing is kept of it.
    let mut archive = match ZipIterable::try_new(archive, Config::default()) {
        Ok(archive) => archive,
        Err(error) => {
            refuse(path, unreadable(&error), sink);
            return 0;
        }
    };
    let files = match archive.files() {
        Ok(files) => files,
        Err(error) => {
            refuse(path, unreadable(&error), sink);
            return 0;
        }
    };
    let mut names = Names::default();
    while let Some(entry) = files.next() {
        if budget.files == 0 || budget.bytes == 0 {
            refuse(path, "this zip unpacks to more than is read of archives; the rest was left out".to_string(), sink);
            return passed;
        }
        budget.files -= 1;
        let entry = match entry {
            Ok(entry) => entry,
            Err(error) => {
                refuse(path, format!("the rest of this zip cannot be read: {}", said(&error)), sink);
                return passed;
            }
        };
        let name = entry.name().map_or_else(|_| "a file without a name".to_string(), Cow::into_owned);
        if entry.is_dir() || is_furniture(&name) {
            passed += u32::from(!entry.is_dir());
            continue;
        }
        let inside = format!("{path}/{}", names.told_apart(&name));
        let refused = if leads_out(&name) {
            Some("its path leads out of the zip: not read".to_string())
        } else if entry.is_symlink() {
            Some("this is a symbolic link, not a file".to_string())
        } else {
            None
        };
        if let Some(why) = refused {
            refuse(&inside, why, sink);
            continue;
        }
        let bytes = match entry.with_reader(files.reader_mut(), ZipReadOptions::new()) {
            Ok(mut entry) => content(&mut entry, depth, budget),
            Err(error) => Err(format!("cannot be read in its zip: {}", said(&error))),
        };
        match bytes {
            Ok(bytes) if kind(&bytes) == Kind::Zip => {
                passed += walk(&inside, Cursor::new(bytes), depth + 1, budget, sink);
            }
            bytes => sink(Found { path: inside, bytes }),
        }
    }
    passed
}

/// How often each name stood in an archive so far. Of a name no more is kept than its hash: there may be many, and long ones.
#[derive(Default)]
struct Names(BTreeMap<u64, u32>);

impl Names {
    /// The name, with its number if it is not the first of this name: `a.json`, `a.json (2)`.
    fn told_apart(&mut self, name: &str) -> String {
        let count = self.0.entry(xxh3_64(name.as_bytes())).or_default();
        *count += 1;
        if *count == 1 { name.to_string() } else { format!("{name} ({count})") }
    }
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

#[cfg(test)]
mod tests {
    use zip::write::{SimpleFileOptions, ZipWriter};

    use super::*;

    #[test]
    fn no_more_of_a_directory_is_read_than_the_budget_allows() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for number in 0..50 {
            zip.add_directory(format!("{number}/"), SimpleFileOptions::default()).unwrap();
        }
        zip.start_file("a.json", SimpleFileOptions::default()).unwrap();
        let bytes = zip.finish().unwrap().into_inner();
        let told = |files: u32| {
            let mut all = Vec::new();
            let mut budget = Budget { bytes: 1 << 20, files };
            each("z.zip", Cursor::new(&bytes), &mut budget, &mut |found| all.push((found.path, found.bytes)));
            assert!(budget.files < files);
            all
        };
        assert_eq!(told(51), [("z.zip/a.json".to_string(), Ok(Vec::new()))]);
        let [(path, Err(why))] = &told(50)[..] else { panic!("the zip is refused") };
        assert!(path == "z.zip" && why.contains("the rest was left out"), "{why}");
    }

    #[test]
    fn files_of_one_name_are_told_apart() {
        let mut names = Names::default();
        let told = ["a.json", "b.json", "a.json", "a.json"].map(|name| names.told_apart(name));
        assert_eq!(told, ["a.json", "b.json", "a.json (2)", "a.json (3)"]);
    }
}
