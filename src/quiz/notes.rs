//! Notes on a submission for the person who grades, beside the grade.

use super::grade::{Grade, tidy};
use super::submission::brief;
use super::{Attempt, Quiz, Submission};

/// Answers to unknown questions, to questions that have changed, or that cannot be judged, drafts, and a claimed score that
/// is not the graded one: a sentence each.
pub fn notes(quiz: &Quiz, submission: &Submission, grade: &Grade) -> Vec<String> {
    let mut notes = Vec::new();
    for question in &quiz.questions {
        let last = submission.answer(&question.id).and_then(|answer| answer.attempts.last());
        let asked = |last: &Attempt| submission.drawn(question, last.variant);
        let judged = last.map(|last| asked(last).grade(&last.response));
        if let Some(Err(why)) = judged {
            notes.push(format!("`{}` counts as not answered: {why}", question.id));
        }
    }
    let changed = grade.marks.iter().filter(|mark| mark.changed).map(|mark| mark.question.as_str());
    let changed = changed.collect::<Vec<_>>();
    match changed.as_slice() {
        [] if submission.quiz_hash == quiz.hash => {}
        [] => notes.push("the quiz has changed since, but no question that was answered".to_string()),
        changed => {
            notes.push(format!("the quiz has changed since; graded as it now stands, look at: {}", changed.join(", ")));
        }
    }
    for answer in submission.answers.iter().filter(|answer| quiz.question(&answer.question).is_none()) {
        notes.push(format!("the quiz has no question `{}`; its answer was passed over", brief(&answer.question)));
    }
    let drafts: Vec<&str> = submission
        .drafts
        .iter()
        .map(|draft| draft.question.as_str())
        .filter(|id| quiz.question(id).is_some())
        .collect();
    if !drafts.is_empty() {
        notes.push(format!("filled in and not checked, so it earns nothing: {}", drafts.join(", ")));
    }
    if let Some(claimed) = submission.claimed {
        let differs = |claimed: f64, graded: f64| (claimed - graded).abs() > 1e-6;
        if differs(claimed.points, grade.points) || differs(claimed.out_of, grade.out_of.into()) {
            let claim = format!("{} of {}", tidy(claimed.points), tidy(claimed.out_of));
            let earned = format!("{} of {}", tidy(grade.points), grade.out_of);
            let may_be = if changed.is_empty() { "" } else { ", perhaps because the quiz has changed" };
            notes.push(format!("the file claims {claim} points, the answers earn {earned}{may_be}"));
        }
    }
    notes
}
