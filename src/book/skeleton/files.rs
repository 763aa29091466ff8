//! The files of something new: all of them are written, or none.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;

/// Writes each text to its path, over what is there, and gives the paths. Every text is first written beside its place, so
/// that a full disk or a forbidden folder shows before any file is changed.
///
/// # Errors
/// If a folder or a file cannot be written. Then everything is as it was before, but for what the message names.
pub fn write_all(files: &[(PathBuf, String)]) -> anyhow::Result<Vec<String>> {
    let mut done = Vec::new();
    let staged = files.iter().try_for_each(|(path, text)| stage(path, text, &mut done));
    let settled = staged.and_then(|()| files.iter().try_for_each(|(path, _)| settle(path, &mut done)));
    settled.map_err(|error| {
        let left: Vec<String> = done.into_iter().rev().filter_map(Done::undo).collect();
        match left.as_slice() {
            [] => error.context("nothing was changed"),
            _ => error.context(format!("not all could be undone, look at {}", left.join(", "))),
        }
    })?;
    Ok(files.iter().map(|(path, _)| path.display().to_string()).collect())
}

/// What has been done, to be undone.
enum Done {
    /// A folder was made.
    Folder(PathBuf),
    /// A file was made.
    File(PathBuf),
    /// A file was replaced that held this.
    Replaced(PathBuf, Vec<u8>),
}

impl Done {
    /// Undoes it; the path, if that fails.
    fn undo(self) -> Option<String> {
        let (path, result) = match self {
            Self::Folder(path) => (path.clone(), fs::remove_dir(path)),
            Self::File(path) => (path.clone(), fs::remove_file(path)),
            Self::Replaced(path, before) => (path.clone(), fs::write(path, before)),
        };
        // What never came to be, or has gone to its place since, is not there to be taken away.
        (result.is_err() && path.exists()).then(|| path.display().to_string())
    }
}

/// Where a text waits for its place.
fn beside(path: &Path) -> PathBuf {
    path.with_file_name(format!(".{}.new", path.file_name().unwrap_or_default().to_string_lossy()))
}

/// Makes the folders of a file that are missing, and writes its text beside its place.
fn stage(path: &Path, text: &str, done: &mut Vec<Done>) -> anyhow::Result<()> {
    let missing = path.ancestors().skip(1).take_while(|folder| !folder.as_os_str().is_empty() && !folder.exists());
    for folder in missing.collect::<Vec<_>>().into_iter().rev() {
        fs::create_dir(folder).with_context(|| format!("cannot make {}", folder.display()))?;
        done.push(Done::Folder(folder.to_path_buf()));
    }
    let beside = beside(path);
    done.push(Done::File(beside.clone()));
    fs::write(&beside, text).with_context(|| format!("cannot write {}", path.display()))
}

/// Brings a text to its place.
fn settle(path: &Path, done: &mut Vec<Done>) -> anyhow::Result<()> {
    let before = fs::read(path).ok();
    fs::rename(beside(path), path).with_context(|| format!("cannot write {}", path.display()))?;
    done.push(match before {
        Some(before) => Done::Replaced(path.to_path_buf(), before),
        None => Done::File(path.to_path_buf()),
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn where_one_file_cannot_be_written_none_is() {
        let folder = tempfile::tempdir().expect("a folder");
        let at = |inside: &str| folder.path().join(inside);
        fs::write(at("list"), "old").expect("written");
        fs::create_dir(at("taken")).expect("made");
        // A file where a folder must be, a name that is too long, a folder where the file must be.
        for hostile in ["list/inside", &"x".repeat(300), "taken"] {
            let files = [("list", "new"), ("a/b/c", "text"), (hostile, "text")];
            let files = files.map(|(inside, text)| (at(inside), text.to_string()));
            let error = write_all(&files).expect_err("it cannot be written").to_string();
            assert_eq!(error, "nothing was changed");
            assert_eq!(fs::read_to_string(at("list")).expect("there"), "old");
            assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "only what was there");
        }
    }

    #[test]
    fn files_are_written_with_their_folders_and_over_what_was_there() {
        let folder = tempfile::tempdir().expect("a folder");
        let files =
            [("list", "new"), ("a/b/c", "text")].map(|(inside, text)| (folder.path().join(inside), text.into()));
        fs::write(&files[0].0, "old").expect("written");
        assert_eq!(write_all(&files).expect("written").len(), 2);
        assert_eq!(fs::read_to_string(&files[0].0).expect("there"), "new");
        assert_eq!(fs::read_dir(folder.path()).expect("a folder").count(), 2, "nothing waits beside its place");
    }
}
