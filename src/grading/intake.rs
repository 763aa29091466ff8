//! From the bytes of a file to answers, or to the reason why there are none.

pub mod answers;
pub mod archive;
pub mod checksum;
pub(super) mod encoding;
mod json;
mod line;
pub mod paths;

use std::io::{self, Read, Seek};

pub use answers::{AnswerFile, ChapterAnswers};

use super::keys;
use crate::quiz::submission::brief;
use crate::scenario::Tree;

/// The largest answer file that is read, in bytes. A real one has a few thousand for each chapter.
pub const MAX_BYTES: u64 = 4 << 20;

/// The `format` of what this program writes of grades.
pub const OWN_FORMAT: &str = "faultlines-grades";
/// What stands in the head of every page that this program writes of grades.
pub const OWN_PAGE: &str = r#"<meta name="generator" content="faultlines grade">"#;

/// What a file is by its first bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Perhaps an answer file.
    Text,
    /// An archive that is opened.
    Zip,
    /// An archive that is not.
    Packed(&'static str),
    /// Something that people hand in where an answer file was asked for.
    Other(&'static str),
}

/// What a file is by its first bytes.
pub fn kind(bytes: &[u8]) -> Kind {
    const KINDS: &[(&[u8], Kind)] = &[
        (b"PK\x03\x04", Kind::Zip),
        (b"PK\x05\x06", Kind::Zip),
        (b"7z\xbc\xaf\x27\x1c", Kind::Packed("7z")),
        (b"Rar!\x1a\x07", Kind::Packed("RAR")),
        (b"\x1f\x8b", Kind::Packed("gzip")),
        (b"\xfd7zXZ\0", Kind::Packed("xz")),
        (b"%PDF", Kind::Other("a PDF")),
        (b"\x89PNG", Kind::Other("a picture")),
        (b"\xff\xd8\xff", Kind::Other("a picture")),
        (b"<!", Kind::Other("a web page")),
        (b"<html", Kind::Other("a web page")),
    ];
    KINDS.iter().find(|(magic, _)| bytes.starts_with(magic)).map_or(Kind::Text, |(_, kind)| *kind)
}

/// A file that was opened.
#[derive(Debug)]
pub enum Opened<R> {
    /// Perhaps an answer file: its bytes.
    Bytes(Vec<u8>),
    /// A zip, at its beginning.
    Archive(R),
}

/// Reads a file, unless it is an archive.
///
/// # Errors
/// That it cannot be read, or is larger than any answer file.
pub fn open<R: Read + Seek>(mut file: R) -> Result<Opened<R>, String> {
    let unread = |error: io::Error| format!("cannot be read: {error}");
    let mut bytes = Vec::new();
    file.by_ref().take(MAX_BYTES + 1).read_to_end(&mut bytes).map_err(unread)?;
    if kind(&bytes) == Kind::Zip {
        file.rewind().map_err(unread)?;
        return Ok(Opened::Archive(file));
    }
    if bytes.len() as u64 > MAX_BYTES {
        return Err(format!("this is larger than any answer file ({} MiB)", MAX_BYTES >> 20));
    }
    Ok(Opened::Bytes(bytes))
}

/// Why a file holds no answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// It should, and cannot be read.
    Broken(String),
    /// It is something else, which people hand in too.
    Other(String),
    /// This program wrote it.
    Own,
}

/// Reads a file; `path` is only looked at for what it ends in.
///
/// # Errors
/// Why there are no answers in it.
pub fn read(path: &str, bytes: &[u8]) -> Result<AnswerFile, Refusal> {
    let is_named_json = path.to_ascii_lowercase().ends_with(".json");
    match kind(bytes) {
        Kind::Zip => return Err(Refusal::Broken("this is a zip, which is not opened here".to_string())),
        Kind::Packed(what) => {
            return Err(Refusal::Broken(format!("this is a {what} archive: unpack it, or pack it as a zip")));
        }
        Kind::Other(_) if bytes.windows(OWN_PAGE.len()).take(2000).any(|part| part == OWN_PAGE.as_bytes()) => {
            return Err(Refusal::Own);
        }
        Kind::Other(what) if !is_named_json && !line::stands_in(bytes) => {
            return Err(Refusal::Other(format!("this is {what}, not an answer file")));
        }
        _ => {}
    }
    let (text, note) = encoding::decode(bytes).map_err(Refusal::Broken)?;
    let is_json = text.trim_start().starts_with(['{', '[']);
    let mut file = match line::unpack(&text) {
        lines if !is_json && !lines.is_empty() => lines_of(lines)?,
        _ if is_json || is_named_json => one(&text)?,
        _ if text.trim().is_empty() => return Err(Refusal::Other("this file is empty".to_string())),
        _ => return Err(Refusal::Other("this is not an answer file".to_string())),
    };
    file.notes.extend(note.map(str::to_string));
    Ok(file)
}

/// The answers in a text of JSON.
fn one(text: &str) -> Result<AnswerFile, Refusal> {
    let (tree, twice) = json::parse(text).map_err(Refusal::Broken)?;
    match tree.get("format").and_then(Tree::as_text) {
        Some(OWN_FORMAT) => return Err(Refusal::Own),
        // Whoever could hand one in would say what is right.
        Some(keys::FORMAT) => {
            return Err(Refusal::Broken("this is a key file, not answers: it is given apart from them".to_string()));
        }
        _ => {}
    }
    let mut file = answers::read(&tree).map_err(Refusal::Broken)?;
    file.notes.extend(twice.iter().map(|key| format!("`{key}` stands twice in one place, and neither was taken")));
    Ok(file)
}

/// Lines of one reader, a file of answers each.
fn lines_of(lines: Vec<Result<String, String>>) -> Result<AnswerFile, Refusal> {
    let mut all: Option<AnswerFile> = None;
    for line in lines {
        let file = one(&line.map_err(Refusal::Broken)?)?;
        let Some(all) = &mut all else {
            all = Some(file);
            continue;
        };
        for chapter in file.chapters {
            let id = &chapter.submission.chapter;
            if all.chapters.iter().any(|other| other.submission.chapter == *id) {
                all.notes.push(format!("the chapter `{}` a second time; the first one counts", brief(id)));
            } else {
                all.chapters.push(chapter);
            }
        }
        all.notes.extend(file.notes);
    }
    all.ok_or_else(|| Refusal::Other("this is not an answer file".to_string()))
}
