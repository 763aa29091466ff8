//! From a submission to a grade.

use super::submission::brief;
use super::{Quiz, Submission};
use crate::registry::decimal;

/// How an answer did.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// Full credit.
    Right,
    /// Some credit.
    Partly,
    /// No credit.
    Wrong,
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
            Self::Unanswered => "not answered",
        }
    }

    /// A shape that stands beside the word.
    pub fn sign(self) -> &'static str {
        match self {
            Self::Right => "✓",
            Self::Partly => "◐",
            Self::Wrong => "✗",
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
    /// Points to be had.
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
    /// What the person who grades should know, a sentence each.
    pub notes: Vec<String>,
}

/// Grades a submission. Questions without an answer earn nothing; answers to unknown questions, to questions that have
/// changed, or that cannot be judged are noted; so is a claimed score that is not the graded one.
pub fn grade(quiz: &Quiz, submission: &Submission) -> Grade {
    let mut notes = Vec::new();
    let marks: Vec<Mark> = quiz.questions.iter().map(|question| mark(question, submission, &mut notes)).collect();
    if submission.quiz_hash != quiz.hash {
        let changed: Vec<&str> = marks.iter().filter(|mark| mark.changed).map(|mark| mark.question.as_str()).collect();
        notes.push(match changed.as_slice() {
            [] => "the quiz has changed since, but no question that was answered".to_string(),
            _ => format!("the quiz has changed since; graded as it now stands, look at: {}", changed.join(", ")),
        });
    }
    for answer in submission.answers.iter().filter(|answer| quiz.question(&answer.question).is_none()) {
        notes.push(format!("the quiz has no question `{}`; its answer was passed over", brief(&answer.question)));
    }
    let points = marks.iter().map(|mark| mark.points).sum();
    let first_points = marks.iter().map(|mark| mark.first_points).sum();
    let out_of = quiz.points();
    if let Some(claimed) = submission.claimed {
        let differs = |claimed: f64, graded: f64| (claimed - graded).abs() > 1e-6;
        if differs(claimed.points, points) || differs(claimed.out_of, out_of.into()) {
            let claim = format!("{} of {}", tidy(claimed.points), tidy(claimed.out_of));
            notes.push(format!("the file claims {claim} points, the answers earn {} of {out_of}", tidy(points)));
        }
    }
    Grade { marks, points, first_points, out_of, notes }
}

fn mark(question: &super::Question, submission: &Submission, notes: &mut Vec<String>) -> Mark {
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
    mark.attempts = answer.attempts;
    mark.changed = answer.question_hash != question.hash;
    let worth = f64::from(question.points);
    match question.judge(&answer.response) {
        Ok(verdict) => {
            mark.outcome = verdict.outcome();
            mark.points = verdict.credit * worth;
        }
        Err(why) => notes.push(format!("`{}` counts as not answered: {why}", question.id)),
    }
    mark.first_points = question.judge(answer.first()).map_or(0.0, |verdict| verdict.credit * worth);
    mark
}

/// Points as people read them: `7`, `7.5`, `6.67`; never more than two decimals.
pub fn tidy(points: f64) -> String {
    // Only what a file claims can be so large.
    #[cfg(not(target_arch = "wasm32"))]
    if points.abs() >= 1e6 {
        return format!("{points:e}");
    }
    let text = decimal::fixed(points, 2);
    text.trim_end_matches('0').trim_end_matches('.').to_string()
}
