//! Quizzes in the forms of other programs: what is written is read by parsers of others, and what is read back is the same but
//! for what the report says. Every quiz of the book is tried, and the example of every kind.

mod formats;
mod hostile;
mod oracle;
mod process;
mod round_trip;

use std::path::Path;
use std::sync::LazyLock;

use faultlines::book;
use faultlines::interchange::Report;
use faultlines::quiz::kinds::KINDS;
use faultlines::quiz::{Kind, Question, Quiz};
use serde_json::Value;

/// Every quiz of the book as it is told elsewhere, and one with an example of each kind.
static QUIZZES: LazyLock<Vec<Quiz>> = LazyLock::new(|| {
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("content");
    let (written, mistakes) = book::quizzes(&content).expect("the content can be read");
    assert_eq!(mistakes, []);
    let told = written.iter().map(|quiz| {
        let (told, mistakes) = book::told_quiz(&content, &quiz.chapter).expect("the chapter has a quiz");
        assert_eq!(mistakes, []);
        told.expect("a quiz").quiz
    });
    told.chain([examples()]).collect()
});

/// A quiz of the examples that authors are shown.
fn examples() -> Quiz {
    let all: String = KINDS.iter().map(|row| row.example).collect();
    of_toml(&format!("title = \"Examples: one of each kind\"\n{all}"))
}

/// A quiz that speaks of no scenario, and with which nothing is wrong.
fn of_toml(text: &str) -> Quiz {
    let tree: Value = toml::from_str(text).unwrap_or_else(|error| panic!("{error}\n{text}"));
    let named = |name: &str| panic!("no scenario is named, and `{name}` is");
    let (quiz, problems) = Quiz::from_json("part-1/examples", "", &tree, Some(&named));
    assert_eq!(problems, [], "{text}");
    quiz.expect("a quiz")
}

/// The questions of a quiz that are on the other side too.
fn kept<'a>(quiz: &'a Quiz, report: &Report) -> Vec<&'a Question> {
    let is_kept = |question: &&Question| !report.of(&question.id).any(|remark| remark.left_out);
    quiz.questions.iter().filter(is_kept).collect()
}

/// As what kind a question comes back: the range that makes an option of a prediction right is told nowhere.
fn comes_back_as(kind: &Kind) -> &'static str {
    if matches!(kind, Kind::Prediction(_)) { "single" } else { kind.name() }
}

/// The letters and digits of a text, whatever its marks.
fn letters(text: &str) -> String {
    text.replace("&lt;", "").replace("&gt;", "").replace("&amp;", "").chars().filter(|c| c.is_alphanumeric()).collect()
}
