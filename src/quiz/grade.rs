//! From a submission to a grade.

use super::{Attempt, Quiz, Submission};
use crate::kernel::decimal;

/// How an answer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Full credit.
    Right,
    /// Some credit.
    Partly,
    /// No credit.
    Wrong,
    /// There is an answer, to a question that is not scored.
    Answered,
    /// There is no answer that can be judged.
    Unanswered,
}

impl Outcome {
    /// In words, for people and files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Right => "right",
            Self::Partly => "partly right",
            Self::Wrong => "wrong",
            Self::Answered => "answered",
            Self::Unanswered => "not answered",
        }
    }

    /// A shape that stands beside the word.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Right => "✓",
            Self::Partly => "◐",
            Self::Wrong => "✗",
            Self::Answered => "•",
            Self::Unanswered => "·",
        }
    }
}

/// How one question was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Mark {
    /// The question's id.
    pub question: String,
    /// In a word, for the last response.
    pub outcome: Outcome,
    /// Points for the last response.
    pub points: f64,
    /// Points for the first response.
    pub first_points: f64,
    /// Points to be had; 0 where answers are not scored.
    pub out_of: u32,
    /// How often a response was checked; 0 without an answer.
    pub attempts: u32,
    /// Whether the question has changed since it was answered.
    pub changed: bool,
}

/// How a quiz was answered.
#[derive(Clone, Debug, PartialEq)]
pub struct Grade {
    /// One for each question, in the quiz's order.
    pub marks: Vec<Mark>,
    /// Points for the last response to each question: what counts.
    pub points: f64,
    /// Points for the first responses: what the reader knew before any feedback.
    pub first_points: f64,
    /// Points to be had.
    pub out_of: u32,
}

/// Grades a submission. Questions without an answer, and answers that cannot be judged, earn nothing.
pub fn grade(quiz: &Quiz, submission: &Submission) -> Grade {
    let marks: Vec<Mark> = quiz.questions.iter().map(|question| mark(question, submission)).collect();
    let points = marks.iter().map(|mark| mark.points).sum();
    let first_points = marks.iter().map(|mark| mark.first_points).sum();
    Grade { marks, points, first_points, out_of: quiz.points() }
}

fn mark(question: &super::Question, submission: &Submission) -> Mark {
    let mut mark = Mark {
        question: question.id.clone(),
        outcome: Outcome::Unanswered,
        points: 0.0,
        first_points: 0.0,
        out_of: question.points,
        attempts: 0,
        changed: false,
    };
    let Some(answer) = submission.answer(&question.id) else { return mark };
    mark.attempts = answer.checked;
    mark.changed = !question.is_of(answer);
    let verdict = |attempt: Option<&Attempt>| {
        let attempt = attempt?;
        submission.drawn(question, attempt.variant).grade(&attempt.response).ok()
    };
    if let Some(verdict) = verdict(answer.attempts.last()) {
        mark.outcome = verdict.outcome();
        mark.points = verdict.points(question.points);
    }
    mark.first_points = verdict(answer.attempts.first()).map_or(0.0, |verdict| verdict.points(question.points));
    mark
}

/// Points as people read them: `7`, `7.5`, `6.67`; never more than two decimals.
pub fn tidy(points: f64) -> String {
    // Only what a file claims can be so large.
    #[cfg(grader)]
    if points.abs() >= 1e6 {
        return format!("{points:e}");
    }
    decimal::trimmed(&decimal::fixed(points, 2)).to_string()
}
