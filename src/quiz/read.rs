//! `quiz.toml` → [`Quiz`], with everything that is wrong at once.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use super::{Kind, Question, Quiz, pool, write};
use crate::kernel::Report;
use crate::scenario::keys::{self, Key, Takes};
use crate::scenario::{Problem, id};

/// The metrics of a named scenario of the book, or the nearest right name; `None` where a quiz stands as a program wrote it: its
/// keys are numbers, and its experiments were run when it was read.
pub(super) type Named<'a> = Option<&'a dyn Fn(&str) -> Result<Report, Problem>>;

/// The keys of a `quiz.toml`.
pub const QUIZ_KEYS: &[Key] = &[
    Key::new("title", Takes::Text, "The heading above the questions.").required(),
    Key::new("questions", Takes::Tables, "The questions, in the order of the page.").required(),
];

/// The keys of every question.
pub const COMMON_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its id: a–z, 0–9 and `-`, unique in the quiz.").required(),
    Key::new("kind", Takes::Text, "How it is answered.").required(),
    Key::new("prompt", Takes::Text, "What is asked: Markdown with numbers.").required(),
    Key::new("points", Takes::Whole, "What full credit is worth, 1 to 100; 1 if it is left out."),
    Key::new("tags", Takes::Texts, "What it is about: ids of terms of the glossary. Reviews and reports go by them."),
    Key::new("hint", Takes::Text, "What helps a reader on who asks for it, before the answer."),
    Key::new("explanation", Takes::Text, "Why the right answer is right, for after the answer."),
    Key::new(
        "draw",
        Takes::Table,
        "Lists of values by name: each variant of the question has one of each in place of `{{name}}`.",
    ),
    Key::new(
        "pool",
        Takes::Tables,
        "Further variants: their keys stand in place of the question’s; with a `kind`, in place of all.",
    ),
];

impl Quiz {
    /// Reads the tree of a `quiz.toml`. `chapter` is the chapter's folder under `content/`, `course` the one that the book
    /// is read in; `named` gives the metrics of the book's named scenarios, for keys that are computed, and is `None` for a tree
    /// that [`Quiz::to_json`] made. Every problem has the dotted path of its place; the
    /// quiz holds the questions whose texts can be read, and is `None` if there is none; with any problem it is for
    /// checking those texts only, not for readers.
    pub fn from_json(chapter: &str, course: &str, tree: &Json, named: Named) -> (Option<Self>, Vec<Problem>) {
        let Some(map) = tree.as_object() else {
            return (None, vec![Problem::new("", "a quiz must have a `title` and `[[questions]]`")]);
        };
        let mut problems = Vec::new();
        let mut table = Table { map, path: String::new(), problems: &mut problems };
        table.only(&[QUIZ_KEYS]);
        let title = table.required("title");
        let entries = table.entries("questions");
        if table.has_fewer("questions", 1) {
            table.problem("questions", "a quiz needs at least one `[[questions]]`");
        }
        let (mut questions, mut ids) = (Vec::new(), BTreeMap::new());
        for entry in entries {
            let mut table = table.inside(entry);
            let id = table.id(&mut ids, "question");
            questions.extend(pool::read(&mut table, &id, named));
        }
        if questions.is_empty() {
            return (None, problems);
        }
        let hash = write::hash_quiz(&questions, |question| &question.hash);
        let exam_hash = write::hash_quiz(&questions, |question| &question.exam_hash);
        (
            Some(Self {
                chapter: chapter.to_string(),
                course: course.to_string(),
                title,
                questions,
                is_exam: false,
                exam_hash,
                hash,
            }),
            problems,
        )
    }
}

/// A table of a document and its path.
type Entry<'a> = (&'a Map<String, Json>, String);

/// A table of the document, where it is, and where its problems go.
pub(super) struct Table<'a, 'p> {
    /// Its keys.
    pub map: &'a Map<String, Json>,
    /// Its dotted path; empty for the document.
    pub path: String,
    /// All problems of the document.
    pub problems: &'p mut Vec<Problem>,
}

impl<'a> Table<'a, '_> {
    /// The path of a key.
    pub(super) fn at(&self, key: &str) -> String {
        match (self.path.as_str(), key) {
            ("", key) => key.to_string(),
            (path, "") => path.to_string(),
            (path, key) => format!("{path}.{key}"),
        }
    }

    /// Reports what is wrong at a key; the empty key is the table itself.
    pub(super) fn problem(&mut self, key: &str, message: impl AsRef<str>) {
        let path = self.at(key);
        self.problems.push(Problem::new(path, message));
    }

    /// Reports an unknown name at a key.
    pub(super) fn unknown<'k>(&mut self, key: &str, what: &str, given: &str, known: impl Iterator<Item = &'k str>) {
        let path = self.at(key);
        self.problems.push(Problem::unknown(path, what, given, known));
    }

    /// Reports every key but these.
    pub(super) fn only(&mut self, known: &[&[Key]]) {
        let known = || known.iter().copied().flatten().map(|key| key.name);
        for key in self.map.keys().filter(|key| !known().any(|name| name == key.as_str())) {
            let path = self.at(key);
            self.problems.push(Problem::unknown(path, "key", key, known()));
        }
    }

    /// As [`Table::only`], for a question: the keys that every kind has, and these.
    pub(super) fn only_with(&mut self, known: &[Key]) {
        self.only(&[COMMON_KEYS, known]);
    }

    /// A text; empty if it is not there.
    pub(super) fn text(&mut self, key: &str) -> String {
        match self.map.get(key) {
            None => String::new(),
            Some(Json::String(text)) => text.trim().to_string(),
            Some(_) => {
                self.problem(key, format!("`{key}` must be text in quotes"));
                String::new()
            }
        }
    }

    /// A text that must be there.
    pub(super) fn required(&mut self, key: &str) -> String {
        let text = self.text(key);
        if text.is_empty() && self.map.get(key).is_none_or(Json::is_string) {
            self.problem(key, format!("`{key} = \"…\"` is missing"));
        }
        text
    }

    /// Reports braces in the text at a key whose texts hold no numbers.
    pub(super) fn no_braces(&mut self, key: &str, text: &str) {
        let problem = keys::braces(&self.at(key), text);
        self.problems.extend(problem);
    }

    /// A number, if it is there.
    pub(super) fn number(&mut self, key: &str) -> Option<f64> {
        let value = self.map.get(key)?;
        let number = value.as_f64();
        if number.is_none() {
            self.problem(key, format!("`{key}` must be a number"));
        }
        number
    }

    /// True or false; false if it is not there.
    pub(super) fn flag(&mut self, key: &str) -> bool {
        let value = self.map.get(key);
        if value.is_some_and(|value| !value.is_boolean()) {
            self.problem(key, format!("`{key}` must be true or false"));
        }
        value.and_then(Json::as_bool).unwrap_or(false)
    }

    /// The texts of a list; `None` if it is not there, or is anything but a list of texts.
    pub(super) fn texts(&self, key: &str) -> Option<Vec<String>> {
        let list = self.map.get(key)?.as_array()?;
        list.iter().map(|text| text.as_str().map(str::to_string)).collect()
    }

    /// Whether a reader finds nothing wrong with this table.
    pub(super) fn fits(&self, read: fn(&mut Table, Named) -> Option<Kind>, named: Named) -> bool {
        let mut problems = Vec::new();
        let mut table = Table { map: self.map, path: self.path.clone(), problems: &mut problems };
        read(&mut table, named).is_some() && problems.is_empty()
    }

    /// A table inside this one, from [`Table::entries`].
    pub(super) fn inside(&mut self, (map, path): Entry<'a>) -> Table<'a, '_> {
        Table { map, path, problems: self.problems }
    }

    /// Whether a list is not there, or has fewer entries than this. (One of another type is a mistake of its own.)
    pub(super) fn has_fewer(&self, key: &str, least: usize) -> bool {
        self.map.get(key).is_none_or(|value| value.as_array().is_some_and(|list| list.len() < least))
    }

    /// The tables of a list, each with its path.
    pub(super) fn entries(&mut self, key: &str) -> Vec<Entry<'a>> {
        let list = match self.map.get(key) {
            None => return Vec::new(),
            Some(Json::Array(list)) => list,
            Some(_) => {
                self.problem(key, format!("`{key}` must be a list of tables"));
                return Vec::new();
            }
        };
        let mut tables = Vec::new();
        for (index, entry) in list.iter().enumerate() {
            let key = format!("{key}.{index}");
            match entry.as_object() {
                Some(map) => tables.push((map, self.at(&key))),
                None => self.problem(&key, "this must be a table of `name = value`"),
            }
        }
        tables
    }

    /// The `id`, kebab-case and none of those `taken`, which has the path of each and gets this one's.
    pub(super) fn id(&mut self, taken: &mut BTreeMap<String, String>, what: &str) -> String {
        let id = self.required("id");
        if let Some(fault) = id::fault(&id).filter(|_| !id.is_empty()) {
            self.problem("id", format!("the id {fault}"));
        } else if let Some(first) = taken.get(&id) {
            let problem = Problem::second(self.at("id"), first, format!("a second {what} has the id `{id}`"));
            self.problems.push(problem);
        } else if !id.is_empty() {
            taken.insert(id.clone(), self.at("id"));
        }
        id
    }

    /// Reports a text that says the same as one before it: a reader could not tell which of them is meant.
    pub(super) fn differs(&mut self, key: &str, what: &str, text: &str, said: &mut BTreeMap<String, String>) {
        match said.get(text) {
            _ if text.is_empty() => {}
            Some(first) => {
                let message = format!("a second {what} says the same");
                self.problems.push(Problem::second(self.at(key), first, message));
            }
            None => {
                said.insert(text.to_string(), self.at(key));
            }
        }
    }

    /// One variant of a question.
    pub(super) fn asked(&mut self, id: String, named: Named) -> Option<Question> {
        let prompt = self.required("prompt");
        let (hint, explanation) = (self.text("hint"), self.text("explanation"));
        let kind = match self.required("kind").as_str() {
            "" => None,
            name => Kind::read(name, self, named),
        };
        let points = if kind.as_ref().is_none_or(Kind::scored) { self.points() } else { self.no_points() };
        let tags = self.tags();
        Some(Question { points, tags, hint, explanation, ..Question::new(id, prompt, kind?) })
    }

    fn tags(&mut self) -> Vec<String> {
        let tags = self.texts("tags");
        if self.map.contains_key("tags") && tags.is_none() {
            self.problem("tags", "`tags` must be a list of texts");
        }
        tags.unwrap_or_default()
    }

    fn points(&mut self) -> u32 {
        let Some(value) = self.map.get("points") else { return 1 };
        match value.as_u64() {
            Some(points @ 1..=100) => points as u32,
            _ => {
                self.problem("points", "`points` must be a whole number from 1 to 100");
                1
            }
        }
    }

    /// For a kind whose answers earn none.
    fn no_points(&mut self) -> u32 {
        if self.map.contains_key("points") {
            self.problem("points", "an answer of this kind is not scored: take `points` out");
        }
        0
    }
}
