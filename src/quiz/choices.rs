//! Options, which the kinds of choice share.

#[cfg(grader)]
use std::collections::BTreeMap;

#[cfg(grader)]
use serde_json::{Value as Json, json};

use super::page::{PageReader, PageWriter};
#[cfg(grader)]
use super::read::Table;
use super::submission::Response;
use super::verdict::{Remark, Verdict};
#[cfg(grader)]
use crate::scenario::keys::{Key, Takes};

/// (Native.) The key of the options of a choice.
#[cfg(grader)]
const OPTIONS_KEY: &[Key] = &[Key::new("options", Takes::Tables, "The options, at least two.").required()];

/// (Native.) The keys of an option.
#[cfg(grader)]
pub(super) const OPTION_KEYS: &[Key] = &[
    Key::new("id", Takes::Text, "Its id, unique in the question.").required(),
    Key::new("text", Takes::Text, "What it says.").required(),
    Key::new("correct", Takes::Flag, "Whether it is right; false if it is left out."),
    Key::new("feedback", Takes::Text, "What to tell a reader who chose it."),
];

/// One option of a choice.
#[derive(Clone, Debug, PartialEq)]
pub struct Choice {
    /// Its id, kebab-case, unique in the question.
    pub id: String,
    /// The text of the option.
    pub text: String,
    /// Whether it is right.
    pub correct: bool,
    /// Feedback for a reader who chose it; may be empty.
    pub feedback: String,
}

impl Choice {
    /// The feedback as a remark.
    pub(super) fn remark(&self) -> Remark {
        Remark { option: Some(self.id.clone()), right: self.correct, text: self.feedback.clone() }
    }
}

/// Judges the choice of one option; `kind` is the name of the kind of question.
pub(super) fn grade_one(options: &[Choice], response: &Response, kind: &str) -> Result<Verdict, String> {
    let Response::Option(id) = response else { return Verdict::of_another_kind(kind) };
    if id.is_empty() {
        return Err("Choose an answer first.".to_string());
    }
    let option = options.iter().find(|option| option.id == *id);
    let option = option.ok_or("The option chosen is not among these.")?;
    Ok(Verdict { credit: Some(if option.correct { 1.0 } else { 0.0 }), remarks: vec![option.remark()] })
}

/// The choice of the one option that is right.
#[cfg(grader)]
pub(super) fn the_right_one(options: &[Choice]) -> Response {
    let right = options.iter().find(|option| option.correct);
    Response::Option(right.map_or_else(String::new, |option| option.id.clone()))
}

pub(super) fn map_texts(options: &mut [Choice], map: &mut dyn FnMut(&mut String, &str)) {
    for (index, option) in options.iter_mut().enumerate() {
        map(&mut option.text, &format!("options.{index}.text"));
        map(&mut option.feedback, &format!("options.{index}.feedback"));
    }
}

pub(super) fn write_page(options: &[Choice], page: &mut PageWriter) {
    page.list(options, |option, page| {
        page.text(&option.id);
        page.text(&option.text);
        page.flag(option.correct);
        page.text(&option.feedback);
    });
}

pub(super) fn read_page(page: &mut PageReader) -> Vec<Choice> {
    page.list(|page| Choice { id: page.text(), text: page.text(), correct: page.flag(), feedback: page.text() })
}

/// Reads `[[questions.options]]`, of which at least one must be right.
#[cfg(grader)]
pub(super) fn read(table: &mut Table) -> Vec<Choice> {
    table.only_with(OPTIONS_KEY);
    let (mut options, mut ids, mut texts) = (Vec::new(), BTreeMap::new(), BTreeMap::new());
    let mut is_told = false;
    for entry in table.entries("options") {
        let mut table = table.inside(entry);
        let told = table.problems.len();
        table.only(&[OPTION_KEYS]);
        let correct = table.flag("correct");
        // What is misspelt, or neither true nor false, may be the mark of the right one.
        is_told |= table.problems.len() > told;
        let id = table.id(&mut ids, "option of this question");
        let text = table.required("text");
        table.differs("text", "option of this question", &text, &mut texts);
        options.push(Choice { id, text, correct, feedback: table.text("feedback") });
    }
    if table.has_fewer("options", 2) {
        table.problem("options", "a choice needs at least two `[[questions.options]]`");
    } else if !is_told && !options.is_empty() && !options.iter().any(|option| option.correct) {
        table.problem("options", "no option is right: one needs `correct = true`");
    }
    options
}

/// Drops which of them are right, and what is said of them.
#[cfg(grader)]
pub(super) fn forget(options: &mut [Choice]) {
    for option in options {
        option.correct = false;
        option.feedback.clear();
    }
}

/// Adds the options without their feedback.
#[cfg(grader)]
pub(super) fn write_asked(options: &[Choice], tree: &mut Json) {
    let written = options.iter().map(|option| {
        let mut tree = json!({ "id": option.id, "text": option.text });
        if option.correct {
            tree["correct"] = true.into();
        }
        tree
    });
    tree["options"] = written.collect();
}

/// Adds the feedback to the options that [`write_asked`] wrote.
#[cfg(grader)]
pub(super) fn write_said(options: &[Choice], tree: &mut Json) {
    for (index, option) in options.iter().enumerate().filter(|(_, option)| !option.feedback.is_empty()) {
        tree["options"][index]["feedback"] = option.feedback.clone().into();
    }
}
