//! The files of the content folder: those that must be there, those of a chapter, those that nothing leads to.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use walkdir::{DirEntry, WalkDir};

use super::super::diagnostic::{Diagnostic, Source};
use super::super::spelling::{composed, unshowable};
use super::language::STRINGS;
use super::manifest::{Loader, Pages};
use super::{Figure, Files, display};

/// What a chapter's folder holds.
const CHAPTER: &str = "a chapter is chapter.md, quiz.toml, scenarios/*.toml, reality/*.toml, figures/* and the folders of its \
     `pages` in book.toml";

/// The files that are published beside a page: pictures, and what a reader takes along. Another could be a page with scripts
/// of its own.
const PUBLISHED: [&str; 13] =
    ["svg", "png", "jpg", "jpeg", "gif", "webp", "avif", "pdf", "csv", "json", "txt", "toml", "zip"];

/// What a part's folder holds.
const PART: &str = "a part is index.md, map.toml, quiz.toml, figures/* and the folders of its chapters";

/// A file as text: without a byte-order mark, its lines ended by line feeds alone, whatever ended them.
///
/// # Errors
/// Where it is no longer UTF-8, or holds what no page can show.
pub fn source(path: &Path, bytes: &[u8]) -> Result<Source, Diagnostic> {
    let (valid, rest) = match std::str::from_utf8(bytes) {
        Ok(text) => (text, &[][..]),
        Err(error) => {
            let (valid, rest) = bytes.split_at(error.valid_up_to());
            (std::str::from_utf8(valid).unwrap_or_default(), rest)
        }
    };
    let text = valid.strip_prefix('\u{feff}').unwrap_or(valid).replace("\r\n", "\n").replace('\r', "\n");
    let source = Source::new(display(path), text);
    if let Some((at, message)) = unshowable(&source.text) {
        return Err(source.mistake(at, message).hint("take it away"));
    }
    if rest.is_empty() {
        return Ok(source);
    }
    Err(source.mistake(source.text.len(), "this file is not UTF-8").hint("save it as UTF-8"))
}

impl Loader<'_> {
    /// The files of a chapter, of which `chapter` is read already. Its further pages are passed over.
    pub(super) fn chapter(&mut self, folder: &Path, id: String, chapter: Source, pages: &Pages) -> Files {
        let mut files = Files { id, chapter, ..Files::default() };
        // That the folder is not there is told of its chapter.md.
        let walk = WalkDir::new(folder).follow_links(true).min_depth(1).sort_by_file_name().into_iter();
        let mut walk = walk.filter_entry(|entry| !is_passed_over(entry.path()));
        let is_there = folder.is_dir() && !self.is_outside(folder);
        while let Some(entry) = walk.next().filter(|_| is_there) {
            let Some(path) = entry.as_ref().map_or_else(|error| error.path(), |entry| Some(entry.path())) else {
                continue;
            };
            if is_passed_over(path) {
                continue;
            }
            let Ok(inside) = path.strip_prefix(folder).map(display).map(|inside| composed(&inside)) else { continue };
            let is_folder = entry.as_ref().is_ok_and(|entry| entry.file_type().is_dir());
            let path = path.to_path_buf();
            let is_page = pages.iter().any(|(page, _)| *page == inside);
            let is_lost = self.is_lost && is_folder && !inside.contains('/') && !is_room(&inside);
            if is_page || is_lost {
                if is_lost && !is_page {
                    self.lost.extend(path.strip_prefix(self.folder).ok().map(display));
                }
                walk.skip_current_dir();
                continue;
            }
            if is_folder && is_room(&inside) || inside == "chapter.md" {
                // A folder that is elsewhere may hold any number of files.
                if is_folder && self.leads_out(&path) {
                    self.is_partial = true;
                    walk.skip_current_dir();
                }
                continue;
            }
            let is_file = self.is_file(entry, &path, CHAPTER);
            if is_folder {
                walk.skip_current_dir();
            }
            self.take(&mut files, path, inside, is_file);
        }
        if files.quiz.is_none() && !files.chapter.is_missing() {
            let hint = "write quiz.toml beside it and a ```quiz fence where it goes";
            self.mistakes.push(files.chapter.mistake(0, "this chapter has no quiz").hint(hint));
        }
        files
    }

    /// The pictures in the `figures/` of a part.
    pub(super) fn figures(&mut self, part: &Path) -> Vec<Figure> {
        let folder = part.join("figures");
        let mut figures = Vec::new();
        let walk = WalkDir::new(&folder).follow_links(true).min_depth(1).max_depth(1).sort_by_file_name();
        let is_there = folder.is_dir() && !self.leads_out(&folder);
        for entry in walk.into_iter().filter(|_| is_there) {
            let path = entry.as_ref().map_or_else(|error| error.path(), |entry| Some(entry.path()));
            let Some(path) = path.filter(|path| !is_passed_over(path)) else { continue };
            let path = path.to_path_buf();
            let Ok(inside) = path.strip_prefix(part).map(display).map(|inside| composed(&inside)) else { continue };
            let is_file = self.is_file(entry, &path, PART);
            // That a folder is no picture is said.
            if !path.is_dir() {
                self.same_name(&figures, &path, &inside);
                figures.push(self.figure(path, inside, is_file));
            }
        }
        figures
    }

    /// Reports a picture whose name others have: on many a disk, and in an address, letters do not differ by how their accents
    /// are composed or by their case.
    fn same_name(&mut self, figures: &[Figure], path: &Path, inside: &str) {
        let folded = inside.to_lowercase();
        if let Some(other) = figures.iter().find(|other| other.inside.to_lowercase() == folded) {
            let message = format!("this has the name of {}", display(&other.path));
            let at = Source::new(display(path), "");
            self.mistakes.push(at.mistake(0, message).hint("give it a name of its own"));
        }
    }

    /// A picture by its name; one that cannot be read is there too: what refers to it is right.
    fn figure(&mut self, path: PathBuf, inside: String, is_file: bool) -> Figure {
        let ending = inside.rsplit_once('.').map_or("", |(_, ending)| ending).to_lowercase();
        if !PUBLISHED.contains(&ending.as_str()) {
            let hint = ["a file to look at or to take along is one of ", &PUBLISHED.join(", ")].concat();
            self.mistakes.push(Source::new(display(&path), "").mistake(0, "no such file is published").hint(hint));
        }
        let is_drawing = inside.ends_with(".svg") && is_file;
        let drawing = is_drawing.then(|| self.read(&path).unwrap_or_default()).filter(|source| !source.is_missing());
        Figure { path, inside, drawing }
    }

    /// Whether there is a file; a folder in its place, or a link to nothing, is a mistake. `hint` says what can be there.
    fn is_file(&mut self, entry: walkdir::Result<DirEntry>, path: &Path, hint: &str) -> bool {
        let at = Source::new(display(path), "");
        match entry {
            Ok(entry) if entry.file_type().is_dir() => {
                self.mistakes.push(at.mistake(0, "no folder can stand here").hint(hint));
                false
            }
            Ok(entry) if !entry.file_type().is_file() => {
                self.mistakes.push(at.mistake(0, "cannot read this file: it is no file"));
                false
            }
            Ok(_) => !self.leads_out(path),
            Err(error) => {
                let why = error.io_error().map_or_else(|| error.to_string(), ToString::to_string);
                self.mistakes.push(at.mistake(0, format!("cannot read this file: {why}")));
                false
            }
        }
    }

    /// Whether a link, to the file or to a folder around it, leads to a file that is not of the content, which is a mistake:
    /// elsewhere there is no such file.
    pub(super) fn leads_out(&mut self, path: &Path) -> bool {
        let leads_out = self.is_outside(path);
        if leads_out {
            let at = Source::new(display(path), "");
            let hint = "put the file itself here";
            self.mistakes.push(at.mistake(0, "this link leads out of the content folder").hint(hint));
        }
        leads_out
    }

    fn is_outside(&self, path: &Path) -> bool {
        let (target, own) = (fs::canonicalize(path), fs::canonicalize(self.folder));
        matches!((&target, &own), (Ok(target), Ok(own)) if !target.starts_with(own))
    }

    /// Adds a file to its chapter by its name. One that cannot be read is there too: what refers to it is right.
    fn take(&mut self, files: &mut Files, path: PathBuf, inside: String, is_file: bool) {
        let read = |loader: &mut Self| if is_file { loader.read(&path).unwrap_or_default() } else { Source::default() };
        match inside.split_once('/') {
            None if inside == "quiz.toml" => files.quiz = Some(read(self)),
            Some((room @ ("scenarios" | "reality"), file)) if name_of(file).is_some() => {
                let named = (name_of(file).unwrap_or_default().to_string(), read(self));
                if room == "reality" { files.records.push(named) } else { files.scenarios.push(named) }
            }
            Some(("figures", _)) => {
                self.same_name(&files.figures, &path, &inside);
                files.figures.push(self.figure(path, inside, is_file));
            }
            _ if is_file => self.nothing_reads(&path, CHAPTER),
            _ => {}
        }
    }

    /// Reports folders and files in `inside` that the entries of `list` do not lead to. Where an entry leads nowhere, the
    /// folders are not told but given: it may mean one of them.
    pub(super) fn orphans(&mut self, inside: &str, list: &str) -> Vec<String> {
        let known = self.ids(list);
        let Ok(entries) = fs::read_dir(self.folder.join(inside)) else { return Vec::new() };
        let paths = entries.filter_map(|entry| Some(entry.ok()?.path()));
        let is_orphan = |path: &PathBuf| {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let own: &[&str] = if inside.is_empty() {
                &["book.toml", "course.toml", "glossary.toml", STRINGS]
            } else {
                &["map.toml", "quiz.toml", "figures"]
            };
            let is_own = name == "index.md" || own.contains(&name.as_ref());
            !(is_own || is_passed_over(path) || known.contains(name.as_ref()) || self.is_proposed(&name))
        };
        let is_lost = |path: &PathBuf| self.is_lost && path.is_dir();
        let (lost, orphans): (Vec<PathBuf>, Vec<PathBuf>) = paths.filter(is_orphan).partition(is_lost);
        for path in orphans {
            self.nothing_reads(&path, "add it to book.toml, or take it away");
        }
        lost.iter().filter_map(|path| path.strip_prefix(self.folder).ok()).map(display).collect()
    }

    pub(super) fn nothing_reads(&mut self, path: &Path, hint: &str) {
        let source = Source::new(display(path), "");
        self.mistakes.push(source.mistake(0, "nothing in the book leads here").hint(hint));
    }

    /// A file that must be there, named from the content folder; `asked` is the path in book.toml that asks for it.
    pub(super) fn file(&mut self, inside: &str, asked: &str) -> Option<Source> {
        let path = self.folder.join(inside);
        if path.is_file() {
            let is_outside = self.leads_out(&path);
            self.is_partial |= is_outside;
            return if is_outside { None } else { self.read(&path) };
        }
        let is_link = path.is_symlink();
        let name = display(&path);
        self.problem(asked, if is_link { format!("{name} links to nothing") } else { format!("there is no {name}") });
        // Of a folder that is there others may speak.
        self.is_partial |= path.parent().is_some_and(Path::is_dir) && inside.contains('/');
        None
    }

    /// The same, of a file that may be left out. One that cannot be read is there too.
    pub(super) fn file_if_there(&mut self, inside: &str, asked: &str) -> Option<Source> {
        let path = self.folder.join(inside);
        (path.exists() || path.is_symlink()).then(|| self.file(inside, asked).unwrap_or_default())
    }

    fn read(&mut self, path: &Path) -> Option<Source> {
        let read = read_file(path).map_err(|error| {
            let source = Source::new(display(path), "");
            source.mistake(0, format!("cannot read this file: {error}"))
        });
        match read.and_then(|bytes| source(path, &bytes)) {
            Ok(source) => {
                self.files += 1;
                Some(source)
            }
            Err(mistake) => {
                self.mistakes.push(mistake);
                self.is_partial = true;
                None
            }
        }
    }
}

/// The bytes of a file; of nothing else, for a pipe would keep its reader waiting for ever.
///
/// # Errors
/// If it cannot be read.
pub(super) fn read_file(path: &Path) -> io::Result<Vec<u8>> {
    if fs::metadata(path)?.is_file() { fs::read(path) } else { Err(io::Error::other("it is no file")) }
}

/// Whether a file is none of an author's: editors keep back-ups and locks beside a text, and systems their notes.
fn is_passed_over(path: &Path) -> bool {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let lower = name.to_lowercase();
    let ending = lower.rsplit_once('.').map_or("", |(_, ending)| ending);
    let is_backup = lower.ends_with('~') || lower.starts_with('#') && lower.ends_with('#') || lower.starts_with("~$");
    let is_kept = matches!(ending, "bak" | "orig" | "rej" | "save" | "swp" | "tmp") || ending.starts_with("sb-");
    // What `sed -i` and JetBrains' editors write before they rename it.
    let is_passing = lower.contains("___jb_") || lower.len() == 9 && lower.starts_with("sed") && ending.is_empty();
    let is_of_a_system = matches!(lower.as_str(), "4913" | "thumbs.db" | "desktop.ini" | "icon\r" | "__macosx");
    lower.starts_with('.') || is_backup || is_kept || is_passing || is_of_a_system
}

/// The name of the scenario or the record that a file holds.
fn name_of(file: &str) -> Option<&str> {
    file.strip_suffix(".toml").filter(|name| !name.is_empty() && !name.contains('/'))
}

/// Whether a folder of a chapter is one in which files may be.
fn is_room(inside: &str) -> bool {
    match inside.split_once('/') {
        Some(("figures", deeper)) => !deeper.contains('.'),
        _ => matches!(inside, "scenarios" | "reality" | "figures"),
    }
}
