//! The kinds of question: a file each, and here a line each in the lists below.
//!
//! A kind is a struct with everything that its questions hold, a [`QuestionKind`] for what can be done with it, and a
//! [`Row`] by which it is found under its name. Its view is in `ui::quiz::kinds`.

mod experiment;
mod matching;
mod multiple;
mod numeric;
mod open;
mod ordering;
mod perform;
mod prediction;
mod short;
mod single;

#[cfg(grader)]
use serde_json::Value as Json;

pub use experiment::{Experiment, Goal};
pub use matching::{Matching, Premise};
pub use multiple::Multiple;
pub use numeric::Numeric;
pub use open::Open;
pub use ordering::{Item, Ordering};
pub use perform::{Perform, Step};
pub use prediction::Prediction;
pub use short::Short;
pub use single::Single;

use super::choices::Choice;
use super::order::Shuffle;
use super::page::{PageReader, PageWriter};
#[cfg(grader)]
use super::read::{Named, Table};
use super::submission::Response;
use super::verdict::Verdict;
#[cfg(grader)]
use crate::scenario::keys::Key;

/// How a question is answered, and what is right.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Exactly one option is right.
    Single(Single),
    /// Any number of options are right, at least one.
    Multiple(Multiple),
    /// A number.
    Numeric(Numeric),
    /// Items to put in order.
    Ordering(Ordering),
    /// A target to be found for each of some items.
    Matching(Matching),
    /// What a run will measure.
    Prediction(Prediction),
    /// An algorithm to carry out, step by step.
    Perform(Perform),
    /// A run to find.
    Experiment(Experiment),
    /// A word or two.
    Short(Short),
    /// Some sentences, compared with a model answer by the reader.
    Open(Open),
}

/// Every kind, in the order in which messages name them.
pub const KINDS: &[&Row] = &[
    &single::ROW,
    &multiple::ROW,
    &numeric::ROW,
    &ordering::ROW,
    &matching::ROW,
    &prediction::ROW,
    &perform::ROW,
    &experiment::ROW,
    &short::ROW,
    &open::ROW,
];

impl Kind {
    fn inside(&self) -> &dyn QuestionKind {
        match self {
            Self::Single(kind) => kind,
            Self::Multiple(kind) => kind,
            Self::Numeric(kind) => kind,
            Self::Ordering(kind) => kind,
            Self::Matching(kind) => kind,
            Self::Prediction(kind) => kind,
            Self::Perform(kind) => kind,
            Self::Experiment(kind) => kind,
            Self::Short(kind) => kind,
            Self::Open(kind) => kind,
        }
    }

    fn inside_mut(&mut self) -> &mut dyn QuestionKind {
        match self {
            Self::Single(kind) => kind,
            Self::Multiple(kind) => kind,
            Self::Numeric(kind) => kind,
            Self::Ordering(kind) => kind,
            Self::Matching(kind) => kind,
            Self::Prediction(kind) => kind,
            Self::Perform(kind) => kind,
            Self::Experiment(kind) => kind,
            Self::Short(kind) => kind,
            Self::Open(kind) => kind,
        }
    }
}

/// The entry of a kind in the table of kinds: its name, keys, readers and an example.
pub struct Row {
    /// The kind's name in `quiz.toml`.
    pub name: &'static str,
    /// Reads what [`QuestionKind::write_page`] wrote.
    pub(super) read_page: fn(&mut PageReader) -> Kind,
    /// (Native.) Reads the kind's own keys of a `[[questions]]`, and reports what is wrong with them; `None` if no
    /// question can be made of them.
    #[cfg(grader)]
    pub(super) read: fn(&mut Table, Named) -> Option<Kind>,
    /// (Native.) What authors call it, in the plural.
    #[cfg(grader)]
    pub title: &'static str,
    /// (Native.) How it is answered, in a sentence for authors.
    #[cfg(grader)]
    pub help: &'static str,
    /// (Native.) The tables of its own keys, each with its caption: what the reader takes and the page for authors shows.
    #[cfg(grader)]
    pub keys: &'static [(&'static str, &'static [Key])],
    /// (Native.) A question of this kind as an author writes it. Tests ask of each example what holds for every kind.
    #[cfg(grader)]
    pub example: &'static str,
}

/// The operations that a question of every kind supports.
pub(super) trait QuestionKind {
    /// Its line in [`KINDS`].
    fn row(&self) -> &'static Row;

    /// Whether answers earn points.
    fn scored(&self) -> bool {
        true
    }

    /// The options of a choice; none of any other kind.
    fn choices(&self) -> &[Choice] {
        &[]
    }

    /// As [`Question::grade`](super::Question::grade).
    fn grade(&self, response: &Response) -> Result<Verdict, String>;

    /// The response of a reader who has not answered.
    fn blank(&self, shuffle: &Shuffle) -> Response;

    /// Hands every text that a reader sees to `map`, with its path in the question (`options.2.feedback`).
    fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str));

    /// Writes everything that the kind holds into the form in which pages carry it.
    fn write_page(&self, page: &mut PageWriter);

    /// (Native.) Adds what is asked and what counts as right, as `quiz.toml` has it; the question's hash is over this.
    #[cfg(grader)]
    fn write_asked(&self, tree: &mut Json);

    /// (Native.) Adds what is said after an answer: nothing that a hash is over.
    #[cfg(grader)]
    fn write_said(&self, tree: &mut Json);

    /// (Native.) Drops what counts as right, and what is said after an answer.
    #[cfg(grader)]
    fn forget(&mut self);

    /// (Native.) A response with which nothing is wrong.
    #[cfg(grader)]
    fn solution(&self) -> Response;
}

impl Kind {
    /// Its name in `quiz.toml`.
    pub fn name(&self) -> &'static str {
        self.inside().row().name
    }

    /// Whether answers earn points.
    pub fn scored(&self) -> bool {
        self.inside().scored()
    }

    /// The options of a choice, as written; none of any other kind.
    pub fn choices(&self) -> &[Choice] {
        self.inside().choices()
    }

    pub(super) fn grade(&self, response: &Response) -> Result<Verdict, String> {
        self.inside().grade(response)
    }

    pub(super) fn blank(&self, shuffle: &Shuffle) -> Response {
        self.inside().blank(shuffle)
    }

    pub(super) fn map_texts(&mut self, map: &mut dyn FnMut(&mut String, &str)) {
        self.inside_mut().map_texts(map);
    }

    pub(super) fn write_page(&self, page: &mut PageWriter) {
        page.text(self.name());
        self.inside().write_page(page);
    }

    /// Reads what [`Kind::write_page`] wrote. `None` if there is no kind of the name that stands there.
    pub(super) fn read_page(page: &mut PageReader) -> Option<Self> {
        let name = page.text();
        let row = KINDS.iter().find(|row| row.name == name)?;
        Some((row.read_page)(page))
    }
}

#[cfg(grader)]
impl Kind {
    /// (Native.) Reads the kind called `name`; `None` if there is none, or if no question can be made of what is there.
    pub(super) fn read(name: &str, table: &mut Table, named: Named) -> Option<Self> {
        match KINDS.iter().find(|row| row.name == name) {
            Some(row) => {
                let told = table.problems.len();
                let kind = (row.read)(table, named);
                let of_another =
                    table.problems[told..].iter().any(|problem| problem.message.starts_with("unknown key"));
                match KINDS.iter().find(|other| of_another && table.fits(other.read, named)) {
                    Some(other) => {
                        table.problems.truncate(told);
                        table.unknown("kind", "kind of question with these keys", name, [other.name].into_iter());
                        None
                    }
                    None => kind,
                }
            }
            None => {
                table.unknown("kind", "kind of question", name, KINDS.iter().map(|row| row.name));
                None
            }
        }
    }

    pub(super) fn write_asked(&self, tree: &mut Json) {
        self.inside().write_asked(tree);
    }

    pub(super) fn write_said(&self, tree: &mut Json) {
        self.inside().write_said(tree);
    }

    pub(super) fn forget(&mut self) {
        self.inside_mut().forget();
    }

    /// (Native.) A response that earns full credit; to a question that is not scored, its model answer.
    pub fn solution(&self) -> Response {
        self.inside().solution()
    }
}
