//! Load: from the content folder to sources, with book.toml as the only place for order.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::Context as _;
use serde_json::Value as Json;

use super::diagnostic::{Diagnostic, Place, Source};
use super::tree::Tree;
use crate::scenario::keys::{self, Key, Takes};

/// The keys of book.toml.
pub const BOOK_KEYS: &[Key] = &[
    Key::new("title", Takes::Text, "The book’s title.").required(),
    Key::new("subtitle", Takes::Text, "One line under it.").required(),
    Key::new(
        "course",
        Takes::Text,
        "The course’s name, of a–z, 0–9 and `-`: another name, other orders of the options.",
    )
    .required(),
    Key::new("site_url", Takes::Text, "Where the book is published: a full address that ends with a slash.").required(),
    Key::new("parts", Takes::Tables, "The parts, in the book’s order."),
];

/// The keys of an entry of `[[parts]]`.
pub const PART_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its folder, with an index.md in it.").required(),
    Key::new("number", Takes::Whole, "Its number, as printed.").required(),
    Key::new("title", Takes::Text, "Its title.").required(),
    Key::new("chapters", Takes::Tables, "Its chapters, in order."),
];

/// The keys of an entry of `[[parts.chapters]]`.
pub const CHAPTER_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its folder in the part’s, and its place in the address.").required(),
    Key::new("planned", Takes::Flag, "True while it is to come: it has a title and a summary here, and no folder."),
    Key::new("title", Takes::Text, "The title of a planned chapter; a written one has it in its front matter."),
    Key::new("summary", Takes::Text, "What a planned chapter will be about."),
];

/// The content folder, read.
#[derive(Debug, Default)]
pub struct Content {
    /// `book.toml`.
    pub manifest: Source,
    /// The book's title.
    pub title: String,
    /// One line under it.
    pub subtitle: String,
    /// The course in which the book is read, in kebab-case: quizzes show their options to each reader of each course in an
    /// order of its own.
    pub course: String,
    /// Where the book is published, with a slash at its end; for the sitemap.
    pub site_url: String,
    /// The front page, `index.md`.
    pub front: Source,
    /// The parts in order.
    pub parts: Vec<Part>,
    /// How many files were read.
    pub files: u32,
}

/// A part of the book.
#[derive(Debug, Default)]
pub struct Part {
    /// Its folder.
    pub id: String,
    /// Its number, as printed.
    pub number: u32,
    /// Its title.
    pub title: String,
    /// Its overview, `index.md`.
    pub index: Source,
    /// Its chapters in order.
    pub chapters: Vec<Entry>,
}

/// A line of book.toml for a chapter.
#[derive(Debug)]
pub enum Entry {
    /// A chapter that is written.
    Written(Files),
    /// A chapter that is still to come.
    Planned {
        /// Its id.
        id: String,
        /// Its title.
        title: String,
        /// What it will be about.
        summary: String,
    },
}

/// The files of a chapter.
#[derive(Debug, Default)]
pub struct Files {
    /// The chapter's id, which is its folder's name.
    pub id: String,
    /// `chapter.md`.
    pub chapter: Source,
    /// `quiz.toml`, if it is there.
    pub quiz: Option<Source>,
    /// `scenarios/NAME.toml`, by name.
    pub scenarios: Vec<(String, Source)>,
    /// Its pictures.
    pub figures: Vec<Figure>,
}

/// A picture of a chapter.
#[derive(Debug)]
pub struct Figure {
    /// Where it lies.
    pub path: PathBuf,
    /// Its path from the chapter's folder, as the chapter names it: `figures/ring.svg`.
    pub inside: String,
    /// Its text, if it is an SVG drawing.
    pub drawing: Option<Source>,
}

impl Entry {
    /// The chapter's id.
    pub fn id(&self) -> &str {
        match self {
            Self::Written(files) => &files.id,
            Self::Planned { id, .. } => id,
        }
    }
}

/// Reads the content folder.
///
/// # Errors
/// If the folder or its book.toml cannot be read at all; every other fault is a diagnostic.
pub fn load(folder: &Path) -> anyhow::Result<(Content, Vec<Diagnostic>)> {
    let path = folder.join("book.toml");
    let text = fs::read_to_string(&path).with_context(|| format!("cannot read {}", path.display()))?;
    let manifest = Source { path: display(&path), text };
    let place = Place::exact(&manifest, 0);
    let (tree, mistakes) = Tree::parse(&manifest.text, place);
    let mut loader = Loader { folder, tree: &tree, place, mistakes, files: 1 };
    loader.keys("", BOOK_KEYS);
    let mut content = Content {
        title: loader.required("title"),
        subtitle: loader.required("subtitle"),
        course: loader.required("course"),
        site_url: loader.required("site_url"),
        front: loader.file("index.md", 0).unwrap_or_default(),
        ..Content::default()
    };
    if !(content.site_url.is_empty() || content.site_url.contains("://") && content.site_url.ends_with('/')) {
        loader.mistake("site_url", "`site_url` must be a full address that ends with a slash");
    }
    if !content.course.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-') {
        loader.mistake("course", "`course` must be of a–z, 0–9 and `-`, such as `distributed-systems-2026`");
    }
    let parts = tree.json.get("parts").and_then(Json::as_array).map_or(0, Vec::len);
    content.parts = (0..parts).map(|index| loader.part(&format!("parts.{index}"))).collect();
    loader.orphans("", content.parts.iter().map(|part| part.id.as_str()).collect());
    content.files = loader.files;
    let mistakes = loader.mistakes;
    content.manifest = manifest;
    Ok((content, mistakes))
}

struct Loader<'a> {
    folder: &'a Path,
    tree: &'a Tree,
    place: Place<'a>,
    mistakes: Vec<Diagnostic>,
    files: u32,
}

impl Loader<'_> {
    fn part(&mut self, path: &str) -> Part {
        self.keys(path, PART_KEYS);
        let id = self.required(&format!("{path}.id"));
        let number = self.value(&format!("{path}.number")).and_then(Json::as_u64);
        if self.value(&format!("{path}.number")).is_none() {
            self.mistake(path, "a part needs `number = …`, a whole number");
        }
        let title = self.required(&format!("{path}.title"));
        let at = self.tree.offset(path);
        let index = self.file(&format!("{id}/index.md"), at).unwrap_or_default();
        let count = self.value(&format!("{path}.chapters")).and_then(Json::as_array).map_or(0, Vec::len);
        let mut seen: BTreeMap<String, u32> = BTreeMap::new();
        let chapters = (0..count).filter_map(|index| {
            let path = format!("{path}.chapters.{index}");
            let entry = self.entry(&id, &path)?;
            let at = self.place.position(self.tree.offset(&path));
            if let Some(first) = seen.get(entry.id()) {
                let message = format!("the chapter `{}` stands here twice", entry.id());
                let hint = format!("the first is in {}:{first}", at.file);
                self.mistakes.push(Diagnostic::new(at, message).hint(hint));
            } else {
                seen.insert(entry.id().to_string(), at.line);
            }
            Some(entry)
        });
        let chapters: Vec<Entry> = chapters.collect();
        self.orphans(&id, chapters.iter().map(Entry::id).collect());
        Part { id, number: number.unwrap_or_default() as u32, title, index, chapters }
    }

    fn entry(&mut self, part: &str, path: &str) -> Option<Entry> {
        self.keys(path, CHAPTER_KEYS);
        let id = self.required(&format!("{path}.id"));
        if id.is_empty() {
            return None;
        }
        let at = self.tree.offset(path);
        let folder = self.folder.join(part).join(&id);
        if self.value(&format!("{path}.planned")).and_then(Json::as_bool) != Some(true) {
            let chapter = self.file(&format!("{part}/{id}/chapter.md"), at)?;
            return Some(Entry::Written(self.chapter(&folder, id, chapter)));
        }
        if folder.exists() {
            let hint = "take `planned = true` out when it is written";
            let message = format!("the chapter `{id}` is still to come, but has a folder");
            self.mistakes.push(self.place.mistake(at, message).hint(hint));
        }
        let title = self.required(&format!("{path}.title"));
        let summary = self.required(&format!("{path}.summary"));
        Some(Entry::Planned { id, title, summary })
    }

    fn chapter(&mut self, folder: &Path, id: String, chapter: Source) -> Files {
        let mut files = Files { id, chapter, ..Files::default() };
        let walk = walkdir::WalkDir::new(folder).sort_by_file_name().into_iter().filter_map(Result::ok);
        for entry in walk.filter(|entry| entry.file_type().is_file()) {
            let path = entry.path();
            let Ok(inside) = path.strip_prefix(folder) else { continue };
            let inside = display(inside);
            match inside.split_once('/') {
                None if inside == "chapter.md" => {}
                None if inside == "quiz.toml" => files.quiz = self.read(path),
                Some(("scenarios", name)) if name.ends_with(".toml") && !name.contains('/') => {
                    let name = name.trim_end_matches(".toml").to_string();
                    files.scenarios.extend(self.read(path).map(|source| (name, source)));
                }
                Some(("figures", name)) => {
                    let drawing = if name.ends_with(".svg") { self.read(path) } else { None };
                    files.figures.push(Figure { path: path.to_path_buf(), inside, drawing });
                }
                _ => self.nothing_reads(path, "a chapter is chapter.md, quiz.toml, scenarios/*.toml and figures/*"),
            }
        }
        if files.quiz.is_none() {
            let hint = "write quiz.toml beside it and a ```quiz fence where it goes";
            self.mistakes.push(files.chapter.mistake(0, "this chapter has no quiz").hint(hint));
        }
        files
    }

    /// Reports folders and files in `inside` that book.toml does not lead to.
    fn orphans(&mut self, inside: &str, known: BTreeSet<&str>) {
        let Ok(entries) = fs::read_dir(self.folder.join(inside)) else { return };
        let mut paths: Vec<PathBuf> = entries.filter_map(|entry| Some(entry.ok()?.path())).collect();
        paths.sort();
        for path in paths {
            let name = path.file_name().unwrap_or_default().to_string_lossy();
            let own_file = name == "index.md" || (inside.is_empty() && name == "book.toml");
            if !own_file && !known.contains(name.as_ref()) {
                self.nothing_reads(&path, "add it to book.toml, or take it away");
            }
        }
    }

    fn nothing_reads(&mut self, path: &Path, hint: &str) {
        let source = Source { path: display(path), text: String::new() };
        self.mistakes.push(source.mistake(0, "nothing in the book leads here").hint(hint));
    }

    /// A file that must be there, named from the content folder; `at` is the place in book.toml that asks for it.
    fn file(&mut self, inside: &str, at: usize) -> Option<Source> {
        let path = self.folder.join(inside);
        if path.is_file() {
            return self.read(&path);
        }
        self.mistakes.push(self.place.mistake(at, format!("there is no {}", display(&path))));
        None
    }

    fn read(&mut self, path: &Path) -> Option<Source> {
        match fs::read_to_string(path) {
            Ok(text) => {
                self.files += 1;
                Some(Source { path: display(path), text: text.replace("\r\n", "\n") })
            }
            Err(error) => {
                let source = Source { path: display(path), text: String::new() };
                self.mistakes.push(source.mistake(0, format!("cannot read this file: {error}")));
                None
            }
        }
    }

    fn value(&self, path: &str) -> Option<&Json> {
        self.tree.json.pointer(&format!("/{}", path.replace('.', "/")))
    }

    fn required(&mut self, path: &str) -> String {
        let text = self.value(path).and_then(Json::as_str).unwrap_or_default().trim().to_string();
        if text.is_empty() && self.value(path).is_none_or(Json::is_string) {
            let key = path.rsplit('.').next().unwrap_or(path);
            self.mistake(path, format!("`{key} = \"…\"` is missing"));
        }
        text
    }

    fn keys(&mut self, path: &str, known: &[Key]) {
        let table = if path.is_empty() { Some(&self.tree.json) } else { self.value(path) };
        if let Some(map) = table.and_then(Json::as_object) {
            let problems = keys::wrong(map, known);
            let problems =
                problems.into_iter().map(|problem| if path.is_empty() { problem } else { problem.under(path) });
            self.mistakes.extend(self.tree.diagnostics(problems.collect(), self.place));
        }
    }

    fn mistake(&mut self, path: &str, message: impl Into<String>) {
        self.mistakes.push(self.place.mistake(self.tree.offset(path), message));
    }
}

/// A path with forward slashes, so that messages read the same everywhere.
fn display(path: &Path) -> String {
    path.to_string_lossy().replace('\\', "/")
}
