//! **short**: a word or two.

#[cfg(grader)]
use serde_json::Value as Json;

use super::{Kind, QuestionKind, Row};
use crate::quiz::fold::fold;
use crate::quiz::order::Shuffle;
use crate::quiz::page::{PageReader, PageWriter};
#[cfg(grader)]
use crate::quiz::read::Table;
use crate::quiz::submission::Response;
use crate::quiz::verdict::Verdict;
#[cfg(grader)]
use crate::quiz::write;
#[cfg(grader)]
use crate::scenario::keys::{Key, Takes};

/// A question whose answer is a word or two.
#[derive(Clone, Debug, PartialEq)]
pub struct Short {
    /// The accepted answers; letter case, spaces and punctuation are ignored.
    pub accepted: Vec<String>,
    /// Feedback on a right answer.
    pub feedback_correct: String,
    /// Feedback on a wrong answer.
    pub feedback_wrong: String,
}

/// (Native.) Its own keys.
#[cfg(grader)]
const KEYS: &[Key] = &[
    Key::new("accepted", Takes::Texts, "What counts as right; letter case, spaces and punctuation do not matter.")
        .required(),
    Key::new("feedback_correct", Takes::Text, "What to tell a reader who is right."),
    Key::new("feedback_wrong", Takes::Text, "What to tell a reader who is not."),
];

pub(super) const ROW: Row = Row {
    name: "short",
    read_page: |page| Kind::Short(read_page(page)),
    #[cfg(grader)]
    read: |table, _| read(table).map(Kind::Short),
    #[cfg(grader)]
    title: "Questions for a word",
    #[cfg(grader)]
    help: "A word or two, compared without regard to case and punctuation.",
    #[cfg(grader)]
    keys: &[("Keys of the question", KEYS)],
    #[cfg(grader)]
    example: r#"
[[questions]]
id = "short-example"
kind = "short"
prompt = "What is one of the many positions of a node on a ring called?"
accepted = ["virtual node", "vnode"]
feedback_correct = "That is its name."
feedback_wrong = "It looks like a machine and is none."
"#,
};

impl QuestionKind for Short {
    fn row(&self) -> &'static Row {
        &ROW
    }

    fn grade(&self, response: &Response) -> Result<Verdict, String> {
        let Response::Text(text) = response else { return Verdict::of_another_kind(ROW.name) };
        let given = fold(text);
        if given.is_empty() {
            return Err("Type an answer first.".to_string());
        }
        let right = self.accepted.iter().any(|form| fold(form) == given);
        Ok(Verdict::plain(right, if right { &self.feedback_correct } else { &self.feedback_wrong }))
    }

    fn blank(&self, _: &Shuffle) -> Response {
        Response::Text(String::new())
    }

    fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str)) {
        map(&mut self.feedback_correct, "feedback_correct");
        map(&mut self.feedback_wrong, "feedback_wrong");
    }

    fn write_page(&self, page: &mut PageWriter) {
        page.list(&self.accepted, |form, page| page.text(form));
        page.text(&self.feedback_correct);
        page.text(&self.feedback_wrong);
    }

    #[cfg(grader)]
    fn write_asked(&self, tree: &mut Json) {
        tree["accepted"] = self.accepted.clone().into();
    }

    #[cfg(grader)]
    fn write_said(&self, tree: &mut Json) {
        write::text(tree, "feedback_correct", &self.feedback_correct);
        write::text(tree, "feedback_wrong", &self.feedback_wrong);
    }

    #[cfg(grader)]
    fn forget(&mut self) {
        self.accepted.clear();
        self.feedback_correct.clear();
        self.feedback_wrong.clear();
    }

    #[cfg(grader)]
    fn solution(&self) -> Response {
        Response::Text(self.accepted.first().cloned().unwrap_or_default())
    }
}

fn read_page(page: &mut PageReader) -> Short {
    Short { accepted: page.list(PageReader::text), feedback_correct: page.text(), feedback_wrong: page.text() }
}

#[cfg(grader)]
fn read(table: &mut Table) -> Option<Short> {
    table.only_with(KEYS);
    let accepted = table.texts("accepted");
    table.no_braces("accepted", &accepted.iter().flatten().map(String::as_str).collect::<Vec<_>>().join("\n"));
    let usable = |forms: &Vec<String>| !forms.is_empty() && forms.iter().all(|form| !fold(form).is_empty());
    let accepted = accepted.filter(usable);
    if accepted.is_none() {
        table.problem("accepted", "a short answer needs `accepted = [\"…\"]`, each form with a letter or a digit");
    }
    let (feedback_correct, feedback_wrong) = (table.text("feedback_correct"), table.text("feedback_wrong"));
    Some(Short { accepted: accepted?, feedback_correct, feedback_wrong })
}
