//! **single**: options, one of which is right.

#[cfg(grader)]
use serde_json::Value as Json;

use super::{Kind, QuestionKind, Row};
use crate::quiz::choices::{self, Choice};
use crate::quiz::order::Shuffle;
use crate::quiz::page::PageWriter;
#[cfg(grader)]
use crate::quiz::read::Table;
use crate::quiz::submission::Response;
#[cfg(grader)]
use crate::quiz::traced;
use crate::quiz::verdict::Verdict;

/// A choice of one option.
#[derive(Clone, Debug, PartialEq)]
pub struct Single {
    /// As written, one of them right; pages show them shuffled.
    pub options: Vec<Choice>,
}

pub(super) const ROW: Row = Row {
    name: "single",
    read_page: |page| Kind::Single(Single { options: choices::read_page(page) }),
    #[cfg(grader)]
    read: |table, _| Some(Kind::Single(read(table))),
    #[cfg(grader)]
    title: "Questions with one right option",
    #[cfg(grader)]
    help: "Exactly one of at least two options is right.",
    #[cfg(grader)]
    keys: &[("Keys of `[[questions.options]]`", choices::OPTION_KEYS)],
    #[cfg(grader)]
    example: r#"
[[questions]]
id = "single-example"
kind = "single"
prompt = "Which of these moves the fewest keys?"
options = [
  { id = "modulo", text = "Modulo", feedback = "It moves nearly all." },
  { id = "ring", text = "A ring", correct = true, feedback = "It moves one share." },
]
"#,
};

impl QuestionKind for Single {
    fn row(&self) -> &'static Row {
        &ROW
    }

    fn choices(&self) -> &[Choice] {
        &self.options
    }

    fn grade(&self, response: &Response) -> Result<Verdict, String> {
        choices::grade_one(&self.options, response, ROW.name)
    }

    fn blank(&self, _: &Shuffle) -> Response {
        Response::Option(String::new())
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
        choices::the_right_one(&self.options)
    }
}

#[cfg(grader)]
fn read(table: &mut Table) -> Single {
    let options = if traced::is_traced(table) { traced::read(table) } else { choices::read(table) };
    let right = options.iter().filter(|option| option.correct).count();
    if right > 1 {
        table.problem(
            "options",
            format!("{right} options are right; a `single` question has one, else it is `multiple`"),
        );
    }
    Single { options }
}
