//! An answer file, byte for byte.
//!
//! It is graded, or refused in words. It earns what a page gives for the same responses, never more than there is: neither
//! what it claims, nor its drafts, nor what it says of itself counts. What is read is written, and read again as the same.

use std::sync::LazyLock;

use faultlines::book;
use faultlines::quiz::notes::notes;
use faultlines::quiz::{Grade, Quiz, Submission, grade};

use crate::checkout;

/// A quiz with each kind of question.
static QUIZ: LazyLock<Quiz> = LazyLock::new(|| {
    let (quizzes, mistakes) = book::quizzes(&checkout("tests/fixtures/quiz/content")).expect("the content can be read");
    assert_eq!(mistakes, []);
    quizzes.into_iter().next().expect("a quiz")
});

pub(crate) fn holds(input: &[u8]) {
    let (submission, problems) = match Submission::from_bytes(input) {
        Ok(read) => read,
        Err(why) => return assert!(!why.message.is_empty()),
    };
    assert!(problems.iter().all(|problem| !problem.message.is_empty()));
    let earned = grade(&QUIZ, &submission);
    for mark in &earned.marks {
        let there_is = 0.0..=f64::from(mark.out_of);
        assert!(there_is.contains(&mark.points) && there_is.contains(&mark.first_points), "{mark:?}");
    }
    assert!(earned.points <= f64::from(QUIZ.points()));
    assert_eq!(points(&earned), points(&grade(&QUIZ, &in_a_page(&submission))));
    let claims_more = submission.claimed.is_some_and(|claimed| claimed.points > earned.points + 1e-6);
    let told = notes(&QUIZ, &submission, &earned);
    assert!(!claims_more || told.iter().any(|note| note.contains("claims")), "{told:?}");
    let bare = Submission { drafts: Vec::new(), claimed: None, ..submission.clone() };
    assert_eq!(grade(&QUIZ, &bare), earned);
    assert_eq!(Submission::from_bytes(submission.to_json().to_string().as_bytes()), Ok((submission, Vec::new())));
}

/// The responses of a file, given one after the other in a page.
fn in_a_page(submission: &Submission) -> Submission {
    let mut page = Submission::empty(&QUIZ);
    for question in &QUIZ.questions {
        if let Some(answer) = submission.answer(&question.id) {
            page.check(question, answer.first().clone());
            page.check(question, answer.response.clone());
        }
    }
    page
}

/// For each question the points of the last response, and of the first.
fn points(grade: &Grade) -> Vec<(f64, f64)> {
    grade.marks.iter().map(|mark| (mark.points, mark.first_points)).collect()
}
