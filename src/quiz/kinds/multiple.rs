//! **multiple**: options, any number of which are right.

#[cfg(grader)]
use serde_json::Value as Json;

use super::{Kind, QuestionKind, Row};
use crate::quiz::choices::{self, Choice};
use crate::quiz::order::Shuffle;
use crate::quiz::page::PageWriter;
use crate::quiz::submission::Response;
use crate::quiz::verdict::{Remark, Verdict};

/// A choice of all options that are right.
#[derive(Clone, Debug, PartialEq)]
pub struct Multiple {
    /// As written, at least one of them right; pages show them shuffled.
    pub options: Vec<Choice>,
}

pub(super) const ROW: Row = Row {
    name: "multiple",
    read_page: |page| Kind::Multiple(Multiple { options: choices::read_page(page) }),
    #[cfg(grader)]
    read: |table, _| Some(Kind::Multiple(Multiple { options: choices::read(table) })),
    #[cfg(grader)]
    title: "Questions with several right options",
    #[cfg(grader)]
    help: "Any number of the options is right, at least one.",
    #[cfg(grader)]
    keys: &[("Keys of `[[questions.options]]`", choices::OPTION_KEYS)],
    #[cfg(grader)]
    example: r#"
[[questions]]
id = "multiple-example"
kind = "multiple"
prompt = "Which of these even out the load?"
options = [
  { id = "points", text = "Many points a node", correct = true },
  { id = "bounds", text = "A bound on load", correct = true, feedback = "Items walk on." },
  { id = "luck", text = "Luck", feedback = "It runs out." },
]
"#,
};

impl QuestionKind for Multiple {
    fn row(&self) -> &'static Row {
        &ROW
    }

    fn choices(&self) -> &[Choice] {
        &self.options
    }

    fn grade(&self, response: &Response) -> Result<Verdict, String> {
        let Response::Options(ids) = response else { return Verdict::of_another_kind(ROW.name) };
        if ids.is_empty() {
            return Err("Choose at least one answer first.".to_string());
        }
        if !ids.iter().all(|id| self.options.iter().any(|option| option.id == *id)) {
            return Err("An option chosen is not among these.".to_string());
        }
        let chosen = self.options.iter().filter(|option| ids.contains(&option.id));
        let remarks: Vec<Remark> = chosen.map(Choice::remark).collect();
        let right = remarks.iter().filter(|remark| remark.right).count();
        let wrong = remarks.len() - right;
        let all = self.options.iter().filter(|option| option.correct).count().max(1);
        Ok(Verdict { credit: Some(right.saturating_sub(wrong) as f64 / all as f64), remarks })
    }

    fn blank(&self, _: &Shuffle) -> Response {
        Response::Options(Vec::new())
    }

    fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str)) {
        choices::map_texts(&mut self.options, map);
    }

    fn write_page(&self, page: &mut PageWriter) {
        choices::write_page(&self.options, page);
    }

    #[cfg(grader)]
    fn write_asked(&self, tree: &mut Json) {
        choices::write_asked(&self.options, tree);
    }

    #[cfg(grader)]
    fn write_said(&self, tree: &mut Json) {
        choices::write_said(&self.options, tree);
    }

    #[cfg(grader)]
    fn forget(&mut self) {
        choices::forget(&mut self.options);
    }

    #[cfg(grader)]
    fn solution(&self) -> Response {
        let mut right: Vec<String> =
            self.options.iter().filter(|option| option.correct).map(|option| option.id.clone()).collect();
        // As a page keeps them.
        right.sort();
        Response::Options(right)
    }
}
