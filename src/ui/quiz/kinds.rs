//! How each kind of question is drawn: a file each, and a line each in [`view`].

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

use super::card::Card;
use crate::quiz::{Kind, Verdict};
use crate::ui::dom::{Node, element};
use crate::ui::phrases::{Phrase, quiz as say};

/// The view of a kind of question.
pub(super) fn view(kind: &Kind) -> &dyn KindView {
    match kind {
        Kind::Single(kind) => kind,
        Kind::Multiple(kind) => kind,
        Kind::Numeric(kind) => kind,
        Kind::Ordering(kind) => kind,
        Kind::Matching(kind) => kind,
        Kind::Prediction(kind) => kind,
        Kind::Perform(kind) => kind,
        Kind::Experiment(kind) => kind,
        Kind::Short(kind) => kind,
        Kind::Open(kind) => kind,
    }
}

/// What a kind of question looks like where it differs from others.
pub(super) trait KindView {
    /// What the reader answers with.
    fn input(&self, card: &Card) -> Node;

    /// The button's words while there is something to check.
    fn ask(&self) -> Phrase<0> {
        say::CHECK
    }

    /// What an answer is called that is not all right; `None` for the usual words.
    fn not_right(&self, _: &Verdict) -> Option<String> {
        None
    }

    /// What the grader has to say, a piece for each remark.
    fn remarks(&self, _: &Card, verdict: &Verdict) -> Vec<Node> {
        let said = verdict.remarks.iter().filter(|remark| !remark.text.is_empty());
        said.map(|remark| element("div").class("remark").html(remark.text.clone()).into()).collect()
    }

    /// What follows the verdict, beside the question's explanation.
    fn after(&self, _: &Card) -> Node {
        Node::nothing()
    }
}
