//! Load: from the content folder to sources, with book.toml as the only place for order.

mod files;
mod language;
mod manifest;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use anyhow::Context as _;
use atom_syndication::FixedDateTime;
pub use files::source;
use manifest::Loader;

use super::diagnostic::{Diagnostic, Place, Source};
use super::tree::Tree;
use crate::scenario::keys::{Key, Takes};
use crate::ui::phrases::catalogue::Catalogue;

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
    Key::new(
        "language",
        Takes::Text,
        "The language of the interface, by its tag: `en`, or another whose strings are in `strings/LANGUAGE.toml`.",
    ),
    Key::new("parts", Takes::Tables, "The parts, in the book’s order."),
];

/// The keys of an entry of `[[parts]]`.
pub const PART_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its folder, with an index.md in it.").required(),
    Key::new("number", Takes::Whole, "Its number, as printed; no other part has it.").required(),
    Key::new("title", Takes::Text, "Its title.").required(),
    Key::new("chapters", Takes::Tables, "Its chapters, in order."),
];

/// The keys of an entry of `[[parts.chapters]]`.
pub const CHAPTER_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its folder in the part’s, and its place in the address.").required(),
    Key::new("planned", Takes::Flag, "True while it is to come: it has a title and a summary here, and no folder."),
    Key::new("title", Takes::Text, "The title of a planned chapter; a written one has it in its front matter."),
    Key::new("summary", Takes::Text, "What a planned chapter will be about."),
    Key::new(
        "picture",
        Takes::Text,
        "What lists show of it: a scenario or a plate by its name, drawn by its lab, or a drawing in the part’s folder, \
         such as `figures/NAME.svg`. A written chapter shows its first plate if it is left out.",
    ),
    Key::new(
        "pages",
        Takes::Texts,
        "The folders of its further pages, in order; each lies in the chapter’s and holds what a chapter holds.",
    ),
    Key::new(
        "published",
        Takes::Text,
        "The day on which a written chapter came out, such as `\"2026-11-30\"`: with it, it is in the feed.",
    ),
    Key::new("updated", Takes::Text, "The day of its last change that is news to a reader."),
];

/// Folders of the site in which no part can be, of a part in which no chapter, of a chapter in which no further page.
pub const RESERVED: [(&str, &[&str]); 3] = [
    ("part", &["assets", "authors", "cards", "embed", "glossary", "reference", "schemas", "strings"]),
    ("chapter", &["figures", "villains"]),
    ("page", &["figures", "reality", "scenarios"]),
];

/// What is wrong with the id of a part, a chapter or a page whose folder is the book's own.
pub fn reserved(kind: &str, id: &str) -> Option<String> {
    let is_own = RESERVED.iter().any(|(of, ids)| *of == kind && ids.contains(&id));
    is_own.then(|| format!("`{id}` is a folder of the book’s own, and no {kind} can be called so"))
}

/// What the quizzes of a book tell their readers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, clap::ValueEnum)]
pub enum Edition {
    /// Each answer is judged and explained in the page.
    #[default]
    Practice,
    /// Answers are recorded; no page holds a key, feedback, an explanation, or a hash of one.
    Exam,
}

/// The content folder, read. In the place of a file that is not there, or cannot be read, is a source that
/// [is missing](Source::is_missing).
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
    /// What its quizzes tell their readers.
    pub edition: Edition,
    /// Where the book is published, with a slash at its end; for the sitemap, the feed and the cards.
    pub site_url: String,
    /// What the interface says, in the language of the book.
    pub words: Arc<Catalogue>,
    /// The front page, `index.md`.
    pub front: Source,
    /// What its terms mean, `glossary.toml`, if it is there.
    pub glossary: Option<Source>,
    /// How its quizzes count in a course, `course.toml`, if it is there.
    pub course_file: Option<Source>,
    /// The parts in order.
    pub parts: Vec<Part>,
    /// How many files were read.
    pub files: u32,
    /// Whether a file is missing or could not be read: what refers to something in it may be right.
    pub is_partial: bool,
    /// Whether an entry of book.toml leads to no page, which is told.
    pub is_lost: bool,
    /// The folders that such an entry may mean: what refers to something in them may be right.
    pub lost: Vec<String>,
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
    /// `map.toml`, if it is there: what ties its chapters together.
    pub map: Option<Source>,
    /// The questions of its overview, `quiz.toml`, if they are there.
    pub quiz: Option<Source>,
    /// The pictures of its overview and of its planned chapters.
    pub figures: Vec<Figure>,
    /// Its chapters in order, each followed by its further pages.
    pub chapters: Vec<Entry>,
}

impl Part {
    /// The number of an entry as printed: `10.1` of a chapter, `10.1b`, `10.1c` of its further pages.
    pub fn number_of(&self, index: usize) -> String {
        let until = &self.chapters[..=index];
        let chapters = until.iter().filter(|entry| entry.chapter().is_none()).count();
        let further = until.iter().rev().take_while(|entry| entry.chapter().is_some()).count();
        let letter = if further == 0 { None } else { ('a'..='z').nth(further).or(Some('z')) };
        let letter = letter.map(String::from).unwrap_or_default();
        format!("{}.{chapters}{letter}", self.number)
    }
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
        /// What lists show of it.
        picture: Option<Picture>,
    },
}

/// What book.toml wants shown of a chapter in lists.
#[derive(Clone, Debug)]
pub struct Picture {
    /// A scenario, a plate, or a drawing `figures/NAME.svg` of the part.
    pub name: String,
    /// Where book.toml says so.
    pub at: usize,
}

/// The files of a chapter.
#[derive(Debug, Default)]
pub struct Files {
    /// The chapter's id, which is its folder's name; of a further page `CHAPTER/PAGE`.
    pub id: String,
    /// `chapter.md`.
    pub chapter: Source,
    /// `quiz.toml`, if it is there.
    pub quiz: Option<Source>,
    /// `scenarios/NAME.toml`, by name.
    pub scenarios: Vec<(String, Source)>,
    /// `reality/NAME.toml`, by name: what was measured on real systems.
    pub records: Vec<(String, Source)>,
    /// Its pictures.
    pub figures: Vec<Figure>,
    /// What lists show of it.
    pub picture: Option<Picture>,
    /// The days on which it came out and on which it changed last, if book.toml says so.
    pub days: Days,
}

/// When a chapter came out.
#[derive(Clone, Debug, Default)]
pub struct Days {
    /// The day on which it came out.
    pub published: Option<FixedDateTime>,
    /// The day of its last change that is news.
    pub updated: Option<FixedDateTime>,
}

/// A day as the moment at which it begins; `None` for what is no day.
pub fn moment(day: &str) -> Option<FixedDateTime> {
    (day.len() == "2026-11-30".len()).then(|| format!("{day}T00:00:00Z").parse().ok()).flatten()
}

/// A picture of a chapter or a part.
#[derive(Debug)]
pub struct Figure {
    /// Where it lies.
    pub path: PathBuf,
    /// Its path from the folder of its text, as the text names it: `figures/ring.svg`.
    pub inside: String,
    /// Its text, if it is an SVG drawing.
    pub drawing: Option<Source>,
}

impl Part {
    /// The texts of the part itself.
    pub fn sources(&self) -> impl Iterator<Item = &Source> {
        [Some(&self.index), self.map.as_ref(), self.quiz.as_ref()].into_iter().flatten()
    }
}

impl Entry {
    /// The chapter's id.
    pub fn id(&self) -> &str {
        match self {
            Self::Written(files) => &files.id,
            Self::Planned { id, .. } => id,
        }
    }

    /// The id of the chapter of which it is a further page; `None` of a chapter.
    pub fn chapter(&self) -> Option<&str> {
        self.id().split_once('/').map(|(chapter, _)| chapter)
    }

    /// What book.toml wants shown of it in lists.
    pub fn picture(&self) -> Option<&Picture> {
        match self {
            Self::Written(files) => files.picture.as_ref(),
            Self::Planned { picture, .. } => picture.as_ref(),
        }
    }
}

/// Reads the content folder.
///
/// # Errors
/// If the folder or its book.toml cannot be read at all; every other fault is a diagnostic.
pub fn load(folder: &Path) -> anyhow::Result<(Content, Vec<Diagnostic>)> {
    let path = folder.join("book.toml");
    let bytes = files::read_file(&path).with_context(|| {
        format!("cannot read {}; in the checkout it is there, elsewhere `--content FOLDER` says where", path.display())
    })?;
    let manifest = match source(&path, &bytes) {
        Ok(manifest) => manifest,
        Err(mistake) => return Ok((Content { files: 1, ..Content::default() }, vec![mistake])),
    };
    let place = Place::exact(&manifest, 0);
    let (tree, mistakes) = Tree::parse(&manifest.text, place);
    // What follows a syntax error is missing only because of it, and with it the chapters and all that is in them.
    if !mistakes.is_empty() {
        return Ok((Content { files: 1, ..Content::default() }, mistakes));
    }
    let mut loader = Loader::new(folder, &tree);
    loader.leads_out(&path);
    let (mut content, problems, mut mistakes) = loader.content();
    mistakes.extend(tree.diagnostics(problems, place));
    content.manifest = manifest;
    Ok((content, mistakes))
}

/// A path with forward slashes, so that messages read the same everywhere.
fn display(path: &Path) -> String {
    path.to_string_lossy().replace(std::path::MAIN_SEPARATOR, "/")
}
