//! The grade of an answer, and the feedback to the reader.

use super::order::Shuffle;
use super::{Outcome, Question, Response};

/// The verdict on one answer.
#[derive(Clone, Debug, PartialEq)]
pub struct Verdict {
    /// The share of the question's points, 0 to 1; `None` where answers are not scored.
    pub credit: Option<f64>,
    /// The feedback to the reader, in the order of the question.
    pub remarks: Vec<Remark>,
}

/// One thing to tell the reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Remark {
    /// The option that it is about, if it is about one.
    pub option: Option<String>,
    /// Whether that part of the answer is right.
    pub right: bool,
    /// The text of the remark; may be empty.
    pub text: String,
}

impl Verdict {
    /// All or nothing.
    pub(super) fn plain(right: bool, text: &str) -> Self {
        Self::partial(if right { 1.0 } else { 0.0 }, text)
    }

    /// So much of the credit, and one thing to say.
    pub(super) fn partial(credit: f64, text: &str) -> Self {
        let remark = Remark { option: None, right: credit == 1.0, text: text.to_string() };
        Self { credit: Some(credit), remarks: vec![remark] }
    }

    /// An answer was given, and is neither right nor wrong.
    pub(super) fn unscored() -> Self {
        Self { credit: None, remarks: Vec::new() }
    }

    /// The refusal of a response to another kind of question than `kind`.
    pub(super) fn of_another_kind(kind: &str) -> Result<Self, String> {
        Err(format!("This answer is not one to a question of the kind “{kind}”."))
    }

    /// Of how many parts of the answer it tells that they are right.
    pub fn right(&self) -> usize {
        self.remarks.iter().filter(|remark| remark.right).count()
    }

    /// In a word.
    pub fn outcome(&self) -> Outcome {
        match self.credit {
            None => Outcome::Answered,
            Some(1.0..) => Outcome::Right,
            Some(credit) if credit > 0.0 => Outcome::Partly,
            Some(_) => Outcome::Wrong,
        }
    }

    /// The points that it earns of a question worth `worth`.
    pub fn points(&self, worth: u32) -> f64 {
        self.credit.unwrap_or(0.0) * f64::from(worth)
    }
}

impl Question {
    /// Judges a response. Credit:
    ///
    /// - single, short: all or nothing;
    /// - numeric: all if within the tolerance, bounds included; else nothing;
    /// - multiple: (right ones chosen − wrong ones chosen) / right ones, at least 0;
    /// - ordering: of the pairs that are neighbours in the right order, the share that are neighbours, in that order,
    ///   in the answer: all for the right order, nothing for the reverse, about 1/n for a guess among n;
    /// - matching: the share of the items with their own target;
    /// - prediction: all or nothing;
    /// - perform: the share of the steps with their result;
    /// - experiment: all if the run meets every goal, by what it is said to have measured; else nothing;
    /// - open: never scored; nor is any question of an exam.
    ///
    /// # Errors
    /// If the response is not an answer to this question (nothing chosen, not a number, another kind's): says why,
    /// in words for the reader. Such a response is neither right nor wrong.
    pub fn grade(&self, response: &Response) -> Result<Verdict, String> {
        let verdict = self.kind.grade(response)?;
        Ok(if self.is_exam { Verdict::unscored() } else { verdict })
    }

    /// The response of a reader who has not answered: what the inputs of a fresh page hold.
    pub fn blank(&self, shuffle: &Shuffle) -> Response {
        self.kind.blank(shuffle)
    }
}
