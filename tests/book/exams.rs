//! The edition for exams, page by page.

use std::path::Path;

use faultlines::book::compile_edition;
use faultlines::book::load::Edition;
use faultlines::book::site::Shell;
use faultlines::grading::keys::FORMAT;
use faultlines::quiz::{Quiz, obfuscation};
use scraper::{Html, Selector};

/// The quizzes in the pages of an edition.
fn quizzes(edition: Edition) -> Vec<(Quiz, String)> {
    let (book, mistakes) = compile_edition(Path::new("content"), &Shell::default(), edition).expect("the content");
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let section = Selector::parse("[data-quiz]").unwrap();
    let of = |html: &str| {
        let page = Html::parse_document(html);
        let found = page.select(&section).next()?;
        let attribute = |name: &str| found.attr(name).expect("of a quiz");
        let quiz = obfuscation::reveal(attribute("data-chapter"), attribute("data-quiz")).expect("a quiz");
        Some((quiz, found.inner_html()))
    };
    book.pages.iter().filter_map(|(_, html)| of(html)).collect()
}

#[test]
fn no_page_of_an_exam_holds_what_is_right() {
    let (practice, exams) = (quizzes(Edition::Practice), quizzes(Edition::Exam));
    assert_eq!(practice.len(), exams.len());
    for ((quiz, _), (exam, html)) in practice.iter().zip(&exams) {
        assert!(exam.is_exam && html.contains("This is an exam"), "{}", exam.chapter);
        assert!(quiz.points() == 0 || quiz.hash != exam.hash, "{}", quiz.chapter);
        for (question, asked) in quiz.questions.iter().zip(&exam.questions) {
            assert_eq!((&question.id, &question.prompt), (&asked.id, &asked.prompt));
            assert!(!question.kind.scored() || question.hash != asked.hash, "{}", question.id);
            assert!(asked.explanation.is_empty(), "{}", question.id);
            let told = asked.kind.choices().iter().any(|option| option.correct || !option.feedback.is_empty());
            assert!(!told && !html.contains("class=\"explanation model\""), "{}", question.id);
        }
    }
}

#[test]
fn the_grading_room_has_keys_of_its_own_in_the_edition_for_practice_alone() {
    for (edition, expected) in [(Edition::Practice, 2), (Edition::Exam, 0)] {
        let (book, _) = compile_edition(Path::new("content"), &Shell::default(), edition).expect("the content");
        let is_keys = |(path, text): &&(String, String)| path.contains("keys.json") || text.contains(FORMAT);
        assert_eq!(book.pages.iter().filter(is_keys).count(), expected, "{edition:?}");
        assert!(book.pages.iter().any(|(path, _)| path == "grading/index.html"), "{edition:?}");
    }
}

#[test]
fn an_edition_that_is_none_is_told_with_those_that_are() {
    let built = std::process::Command::new(env!("CARGO_BIN_EXE_faultlines"))
        .arg("build")
        .env("FAULTLINES_EDITION", "exams")
        .output()
        .expect("it runs");
    let said = String::from_utf8_lossy(&built.stderr);
    assert!(!built.status.success() && said.contains("FAULTLINES_EDITION"), "{said}");
}
