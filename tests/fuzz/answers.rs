//! An answer file, byte for byte.
//!
//! It is graded, or refused in words. It earns what a page gives for the same responses, never more than there is: neither
//! what it claims, nor its drafts, nor what it says of itself counts. What is read is written, and read again as the same.

use std::sync::LazyLock;

use faultlines::book;
use faultlines::grading::intake::{self, ChapterAnswers, Refusal};
use faultlines::grading::{Judge, Keep};
use faultlines::quiz::notes::notes;
use faultlines::quiz::{Grade, Quiz, Submission, grade};

use crate::checkout;

/// A quiz with each kind of question.
pub(crate) static QUIZ: LazyLock<Quiz> = LazyLock::new(|| {
    let (quizzes, mistakes) = book::quizzes(&checkout("tests/fixtures/quiz/content")).expect("the content can be read");
    assert_eq!(mistakes, []);
    quizzes.into_iter().next().expect("a quiz")
});

pub(crate) fn holds(input: &[u8]) {
    match intake::read("answers.json", input) {
        Ok(file) => {
            assert!(file.notes.iter().all(|note| !note.is_empty()));
            file.chapters.iter().for_each(chapter_holds);
        }
        Err(Refusal::Broken(why) | Refusal::Other(why)) => assert!(!why.is_empty()),
        Err(Refusal::Own) => {}
    }
    judged(input);
}

/// What is graded earns no more than there is, and with the best attempts no less than with the first or the last.
fn judged(input: &[u8]) {
    let quizzes = std::slice::from_ref(&*QUIZ);
    let points = [Keep::Best, Keep::Last, Keep::First].map(|keep| {
        let judge = Judge::new(quizzes, keep, Some(0));
        let judged = judge.judge("answers.json", input).ok();
        judged.into_iter().flat_map(|judged| judged.records).map(|record| record.points).sum::<f64>()
    });
    assert!(points[0] + 1e-9 >= points[1].max(points[2]) && points[0] <= f64::from(QUIZ.points()), "{points:?}");
}

fn chapter_holds(chapter: &ChapterAnswers) {
    let submission = &chapter.submission;
    assert!(chapter.notes.iter().all(|note| !note.is_empty()));
    let earned = grade(&QUIZ, submission);
    for mark in &earned.marks {
        let there_is = 0.0..=f64::from(mark.out_of);
        assert!(there_is.contains(&mark.points) && there_is.contains(&mark.first_points), "{mark:?}");
    }
    assert!(earned.points <= f64::from(QUIZ.points()));
    assert_eq!(points(&earned), points(&grade(&QUIZ, &in_a_page(submission))));
    let claims_more = submission.claimed.is_some_and(|claimed| claimed.points > earned.points + 1e-6);
    let told = notes(&QUIZ, submission, &earned);
    assert!(!claims_more || told.iter().any(|note| note.contains("claims")), "{told:?}");
    let bare = Submission { drafts: Vec::new(), claimed: None, ..submission.clone() };
    assert_eq!(grade(&QUIZ, &bare), earned);
    // In a file of more than one chapter each has its name.
    if submission.chapter.is_empty() {
        return;
    }
    let mut again =
        intake::read("answers.json", submission.to_json().to_string().as_bytes()).expect("it was read before");
    // Of a file by hand the times may run backwards, which is said again.
    again.chapters[0].notes.retain(|note| !note.ends_with("order of their times"));
    assert_eq!((&again.chapters[0].submission, &again.chapters[0].notes, &again.notes), (submission, &vec![], &vec![]));
}

/// The responses of a file, given one after the other in a page.
fn in_a_page(submission: &Submission) -> Submission {
    let mut page = Submission::empty(&QUIZ);
    for question in &QUIZ.questions {
        if let Some(answer) = submission.answer(&question.id) {
            for response in [answer.first(), answer.last()].into_iter().flatten() {
                page.check(question, response.clone(), String::new());
            }
        }
    }
    page
}

/// For each question the points of the last response, and of the first.
fn points(grade: &Grade) -> Vec<(f64, f64)> {
    grade.marks.iter().map(|mark| (mark.points, mark.first_points)).collect()
}
