//! The edition for exams: nothing of what is right is in it.

use super::kinds::examples;
use super::*;

/// The form of a page with every question of this quiz, for an exam.
fn page(quiz: &Quiz) -> Vec<u8> {
    quiz.clone().for_exam().to_page()
}

#[test]
fn an_exam_is_the_same_whatever_is_right() {
    let quiz = examples();
    let mut other = quiz.clone();
    for question in &mut other.questions {
        question.explanation = "Another.".into();
        match &mut question.kind {
            Kind::Single(kind) => kind.options.iter_mut().for_each(|option| option.correct = !option.correct),
            Kind::Multiple(kind) => kind.options.iter_mut().for_each(|option| option.correct = !option.correct),
            Kind::Prediction(kind) => kind.measured += 5000.0,
            Kind::Numeric(kind) => kind.answer += 1.0,
            Kind::Ordering(kind) => kind.items.reverse(),
            Kind::Matching(kind) => kind.items[0].target = "none".into(),
            Kind::Perform(kind) => kind.steps[0].answer = "7".into(),
            Kind::Experiment(kind) => kind.solution += "&seed=2",
            Kind::Short(kind) => kind.accepted = vec!["other".into()],
            Kind::Open(kind) => kind.model = "Other.".into(),
        }
    }
    assert_eq!(page(&quiz), page(&other));
    // Of an open question no hash says what is a good answer.
    let keyed = quiz.questions.iter().filter(|one| one.kind.scored());
    assert!(keyed.into_iter().all(|one| one.hash != one.exam_hash));
}

#[test]
fn what_is_asked_is_all_there_and_what_is_said_after_is_not() {
    let quiz = examples();
    let exam = quiz.clone().for_exam();
    let text = String::from_utf8_lossy(&page(&quiz)).into_owned();
    for (question, asked) in quiz.questions.iter().zip(&exam.questions) {
        assert!(text.contains(&question.prompt) && asked.points == question.points, "{}", question.id);
        for option in question.kind.choices() {
            assert!(text.contains(&option.text));
            assert!(option.feedback.is_empty() || !text.contains(&option.feedback), "{}", option.feedback);
        }
        assert!(!question.kind.scored() || !text.contains(&question.hash), "{}", question.id);
        // What is refused still is, and the rest is taken: nobody is told more.
        assert!(asked.grade(&question.kind.solution()).is_ok(), "{}", question.id);
    }
}
