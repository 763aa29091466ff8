//! A quiz on its way in: what a reader makes, before it is anybody's `quiz.toml`.

use std::collections::BTreeMap;

use super::markup;
use crate::quiz::kinds::{Multiple, Open, Single};
use crate::quiz::{Choice, Kind, Question};

/// A quiz without a chapter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Draft {
    /// Its heading.
    pub title: String,
    /// Its questions, without hashes.
    pub questions: Vec<Question>,
}

/// Ids that are given, each once, and how often each was asked for.
#[derive(Debug, Default)]
pub(super) struct Ids(BTreeMap<String, u32>);

/// The most words of a text that become its id.
const MOST_WORDS: usize = 5;

impl Ids {
    /// An id made of the first words of a text; of `other` if it has none in Latin letters.
    pub(super) fn make(&mut self, text: &str, other: &str) -> String {
        let text = text.to_lowercase().replace(['\'', '’'], "");
        let words = text.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
        let words: Vec<String> = words.take(MOST_WORDS).map(|word| word.chars().take(24).collect()).collect();
        self.free(if words.is_empty() { other.to_string() } else { words.join("-") })
    }

    /// The id itself, if it can be one; else one that is made of it.
    pub(super) fn keep(&mut self, id: &str, other: &str) -> String {
        if crate::scenario::id::fault(id).is_none() { self.free(id.to_string()) } else { self.make(id, other) }
    }

    fn free(&mut self, id: String) -> String {
        let mut free = id.clone();
        while self.0.contains_key(&free) {
            let asked = self.0.entry(id.clone()).or_insert(1);
            *asked += 1;
            free = format!("{id}-{asked}");
        }
        self.0.insert(free.clone(), 1);
        free
    }
}

/// A question as it was read.
pub(super) fn question(id: String, prompt: String, explanation: String, kind: Kind) -> Question {
    let points = u32::from(kind.scored());
    Question { points, explanation, ..Question::new(id, prompt, kind) }
}

/// Options with ids of their texts. What says the same as one before it is dropped.
#[derive(Debug, Default)]
pub(super) struct Options {
    ids: Ids,
    all: Vec<Choice>,
}

impl Options {
    /// Adds an option; false if there is one that says the same, or it says nothing.
    pub(super) fn add(&mut self, text: String, correct: bool, feedback: String) -> bool {
        let is_new = !text.is_empty() && self.all.iter().all(|option| option.text != text);
        if is_new {
            let id = self.ids.make(&markup::words(&text), &format!("option-{}", self.all.len() + 1));
            self.all.push(Choice { id, text, correct, feedback });
        }
        is_new
    }

    /// The choice of these options; why there is none, otherwise.
    pub(super) fn kind(self, is_single: bool) -> Result<Kind, &'static str> {
        let right = self.all.iter().filter(|option| option.correct).count();
        let options = self.all;
        match right {
            0 => Err("no option is right"),
            _ if options.len() < 2 => Err("a choice needs at least two options that say something else each"),
            1 if is_single => Ok(Kind::Single(Single { options })),
            _ => Ok(Kind::Multiple(Multiple { options })),
        }
    }
}

/// What stands where a file gives no model answer.
const NO_MODEL: &str = "(Write a model answer here.)";
/// What stands where a file names no points of a good answer.
const NO_POINTS: &str = "(Write here what a good answer speaks of.)";

/// An open question as a text of its own can hold it.
pub(super) struct OpenText {
    /// The question.
    pub kind: Kind,
    /// What follows its points.
    pub explanation: String,
    /// What its author has still to write.
    pub missing: Option<&'static str>,
}

/// Reads the model answer, the list of what a good answer speaks of, and what follows that.
pub(super) fn open(text: &str) -> OpenText {
    let lines: Vec<&str> = text.lines().collect();
    let is_point = |line: &&str| line.starts_with("- ");
    let first = lines.iter().position(is_point).unwrap_or(lines.len());
    let (model, rest) = lines.split_at(first);
    let (points, behind) = rest.split_at(rest.iter().take_while(|line| is_point(line)).count());
    let (model, explanation) = (model.join("\n").trim().to_string(), behind.join("\n").trim().to_string());
    let mut compare: Vec<String> =
        points.iter().map(|line| line[2..].trim().to_string()).filter(|point| !point.is_empty()).collect();
    let missing = match (model.is_empty(), compare.is_empty()) {
        (true, _) => Some("write its model answer, and in `compare` what a good answer speaks of"),
        (_, true) => Some("write in `compare` what a good answer speaks of"),
        _ => None,
    };
    if compare.is_empty() {
        compare.push(NO_POINTS.to_string());
    }
    let model = if model.is_empty() { NO_MODEL.to_string() } else { model };
    OpenText { kind: Kind::Open(Open { model, compare }), explanation, missing }
}

/// What [`open`] reads.
pub(super) fn open_text(open: &Open, explanation: &str) -> String {
    let points: Vec<String> = open.compare.iter().map(|point| format!("- {}", point.replace('\n', " "))).collect();
    format!("{}\n\n{}\n\n{explanation}", open.model, points.join("\n")).trim().to_string()
}
