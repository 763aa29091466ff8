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
/// The longest path in an archive, in bytes; no system that people hand in from gives a longer one.
const MAX_NAME: usize = 1000;
/// So many characters are shown of a longer one.
const SHOWN: usize = 60;
/// What a byte of a path costs of the bytes that are read: a path may stay in memory to the end, where a file does not.
const PATH_COST: u64 = 32;

/// How much is read of all archives together.
#[derive(Clone, Copy, Debug)]
pub struct Budget {
    /// Bytes, unpacked, and those of all paths, which cost more.
    pub bytes: u64,
    /// Files, with the folders and whatever else their directories name.
    pub files: u32,
}

impl Default for Budget {
    /// Enough for 100,000 files, each in a folder of its own. If all were broken, their rows, which are kept to the end, would
    /// take some 100 MB.
    fn default() -> Self {
        Self { bytes: 4 << 30, files: 250_000 }
    }
}

impl Budget {
    /// Takes a file with a path of so many bytes off. Whether anything is left to read it with.
    fn take(&mut self, path: usize) -> bool {
        let cost = PATH_COST.saturating_mul(path as u64);
        let is_enough = self.files > 0 && self.bytes > cost;
        self.files = self.files.saturating_sub(1);
        self.bytes = self.bytes.saturating_sub(cost);
        is_enough
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

/// Hands on every file of an archive, of archives in it too, or the reason why there is none. What systems leave beside the
/// files of people is counted in the result, and not read.
pub fn each(path: &str, archive: impl Read + Seek, budget: &mut Budget, sink: &mut dyn FnMut(Found)) -> u32 {
    let mut walk = Walk { budget, sink, found: 0, passed: 0 };
    walk.archive(path, archive, 0);
    walk.passed
}

/// A way through an archive and those in it.
struct Walk<'a> {
    budget: &'a mut Budget,
    sink: &'a mut dyn FnMut(Found),
    /// How much was handed on.
    found: u32,
    /// How much nobody meant.
    passed: u32,
}

impl Walk<'_> {
    fn archive<R: Read + Seek>(&mut self, path: &str, archive: R, depth: u32) {
        let before = self.found;
        match self.entries(path, archive, depth) {
            Err(why) => self.hand_on(path, Err(why)),
            Ok(()) if self.found == before => self.hand_on(path, Err("there are no files in this zip".to_string())),
            Ok(()) => {}
        }
    }

    /// Hands on what is in an archive; the error is why not all of it was.
    fn entries<R: Read + Seek>(&mut self, path: &str, archive: R, depth: u32) -> Result<(), String> {
        let unreadable = |error: ZipError| format!("this zip cannot be read: {}", said(&error));
        // The directory is read an entry at a time: of a hostile one no more than the budget allows, and nothing is kept of it.
        let mut archive = ZipIterable::try_new(archive, Config::default()).map_err(unreadable)?;
        let files = archive.files().map_err(unreadable)?;
        let mut names = Names::default();
        while let Some(entry) = files.next() {
            let entry = entry.map_err(|error| format!("the rest of this zip cannot be read: {}", said(&error)))?;
            let name = entry.name().map_or_else(|_| "a file without a name".to_string(), Cow::into_owned);
            if !self.budget.take(path.len() + name.len()) {
                return Err("this zip unpacks to more than is read of archives; the rest was left out".to_string());
            }
            if entry.is_dir() || is_furniture(&name) {
                self.passed += u32::from(!entry.is_dir());
                continue;
            }
            let inside = format!("{path}/{}", names.told_apart(&shown(&name)));
            let bytes = match refusal(&name, entry.is_symlink()) {
                Some(why) => Err(why),
                None => match entry.with_reader(files.reader_mut(), ZipReadOptions::new()) {
                    Ok(mut entry) => content(&mut entry, depth, self.budget),
                    Err(error) => Err(format!("cannot be read in its zip: {}", said(&error))),
                },
            };
            match bytes {
                Ok(bytes) if kind(&bytes) == Kind::Zip => self.archive(&inside, Cursor::new(bytes), depth + 1),
                bytes => self.hand_on(&inside, bytes),
            }
        }
        Ok(())
    }

    fn hand_on(&mut self, path: &str, bytes: Result<Vec<u8>, String>) {
        self.found += 1;
        (self.sink)(Found { path: path.to_string(), bytes });
    }
}

/// Why a file of this name is not even unpacked.
fn refusal(name: &str, is_symlink: bool) -> Option<String> {
    if name.len() > MAX_NAME {
        Some(format!("its path is longer than {MAX_NAME} bytes: not read"))
    } else if leads_out(name) {
        Some("its path leads out of the zip: not read".to_string())
    } else if is_symlink {
        Some("this is a symbolic link, not a file".to_string())
    } else {
        None
    }
}

/// A name as it is told: of one that is too long its beginning.
fn shown(name: &str) -> Cow<'_, str> {
    if name.len() <= MAX_NAME {
        return name.into();
    }
    name.chars().take(SHOWN).chain(['…']).collect::<String>().into()
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

    fn packed(folders: &[String], files: &[String]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for folder in folders {
            zip.add_directory(folder.as_str(), SimpleFileOptions::default()).unwrap();
        }
        for file in files {
            zip.start_file(file.as_str(), SimpleFileOptions::default()).unwrap();
        }
        zip.finish().unwrap().into_inner()
    }

    /// The path of each file that was found, with its bytes or why there are none.
    type Told = Vec<(String, Result<Vec<u8>, String>)>;

    /// What is told of an archive, and how many bytes it cost.
    fn told(zip: &[u8], mut budget: Budget) -> (Told, u64) {
        let (mut all, before) = (Vec::new(), budget.bytes);
        each("z.zip", Cursor::new(zip), &mut budget, &mut |found| all.push((found.path, found.bytes)));
        (all, before - budget.bytes)
    }

    #[test]
    fn no_more_of_a_directory_is_read_than_the_budget_allows() {
        let folders: Vec<String> = (0..50).map(|number| format!("{number}/")).collect();
        let zip = packed(&folders, &["a.json".to_string()]);
        let told = |files: u32| told(&zip, Budget { bytes: 1 << 20, files }).0;
        assert_eq!(told(51), [("z.zip/a.json".to_string(), Ok(Vec::new()))]);
        let [(path, Err(why))] = &told(50)[..] else { panic!("the zip is refused") };
        assert!(path == "z.zip" && why.contains("the rest was left out"), "{why}");
    }

    #[test]
    fn every_path_costs_bytes_and_those_of_folders_and_furniture_too() {
        let folders = ["f".repeat(800) + "/", format!("__MACOSX/{}/", "f".repeat(800))];
        let zip = packed(&folders, &[format!(".{}", "f".repeat(800))]);
        let all = Budget { bytes: 1 << 20, files: 9 };
        let nothing = ("z.zip".to_string(), Err("there are no files in this zip".to_string()));
        let (found, cost) = told(&zip, all);
        assert!(found == [nothing] && cost > 3 * 800 * PATH_COST, "{cost}: {found:?}");
        let (found, _) = told(&zip, Budget { bytes: cost, ..all });
        assert!(matches!(&found[..], [(_, Err(why))] if why.contains("the rest was left out")), "{found:?}");
    }

    #[test]
    fn a_file_with_a_name_that_no_system_gives_is_refused_by_its_beginning() {
        let names = ["x".repeat(MAX_NAME), "ä".repeat(MAX_NAME)];
        let (found, _) = told(&packed(&[], &names), Budget::default());
        let why = "its path is longer than 1000 bytes: not read".to_string();
        let cut = format!("z.zip/{}…", "ä".repeat(SHOWN));
        assert_eq!(found, [(format!("z.zip/{}", names[0]), Ok(Vec::new())), (cut, Err(why))]);
    }

    #[test]
    fn an_archive_without_files_is_named_in_another_one_too() {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        zip.start_file("a.json", SimpleFileOptions::default()).unwrap();
        zip.start_file("b.zip", SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, &packed(&[], &[])).unwrap();
        let (found, _) = told(&zip.finish().unwrap().into_inner(), Budget::default());
        let empty = ("z.zip/b.zip".to_string(), Err("there are no files in this zip".to_string()));
        assert_eq!(found, [("z.zip/a.json".to_string(), Ok(Vec::new())), empty]);
    }

    #[test]
    fn files_of_one_name_are_told_apart() {
        let mut names = Names::default();
        let told = ["a.json", "b.json", "a.json", "a.json"].map(|name| names.told_apart(name));
        assert_eq!(told, ["a.json", "b.json", "a.json (2)", "a.json (3)"]);
    }
}
