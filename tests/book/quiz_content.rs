//! What holds of every quiz of this book.

use std::collections::BTreeSet;
use std::path::Path;

use faultlines::book;
use faultlines::quiz::{Kind, Question, Quiz};

fn quizzes() -> Vec<Quiz> {
    let (quizzes, mistakes) = book::quizzes(Path::new("content")).expect("the content");
    assert_eq!(mistakes, []);
    quizzes
}

#[test]
fn every_question_says_what_it_is_about() {
    for quiz in quizzes() {
        let untagged: Vec<&str> =
            quiz.questions.iter().filter(|it| it.tags.is_empty()).map(|it| it.id.as_str()).collect();
        assert_eq!(untagged, Vec::<&str>::new(), "{}", quiz.chapter);
    }
}

#[test]
fn in_three_chapters_and_more_questions_have_other_numbers_with_keys_of_their_own() {
    let mut chapters = BTreeSet::new();
    for quiz in quizzes() {
        for question in quiz.questions.iter().filter(|question| !question.others.is_empty()) {
            let keys: Vec<String> = question.variants().map(|it| format!("{:?}", it.kind.solution())).collect();
            assert_eq!(keys.iter().collect::<BTreeSet<_>>().len(), keys.len(), "{}: {keys:?}", question.id);
            for (index, variant) in question.variants().enumerate() {
                let solution = variant.kind.solution();
                let right = |asked: &Question| asked.grade(&solution).is_ok_and(|verdict| verdict.credit == Some(1.0));
                assert!(right(variant), "{} {index}", question.id);
            }
            chapters.insert(quiz.chapter.clone());
        }
    }
    assert!(chapters.len() >= 3, "{chapters:?}");
}

/// What a reader works out by the formula that the explanation gives is right, whichever numbers were drawn.
#[test]
fn the_formulas_of_the_explanations_agree_with_what_the_engine_computes_for_every_draw() {
    let mut seen = 0;
    for quiz in quizzes() {
        for variant in quiz.questions.iter().flat_map(Question::variants) {
            let drawn = |name: &str| variant.drawn.iter().find(|(other, _)| other == name)?.1.parse::<f64>().ok();
            let expected = match variant.id.as_str() {
                "ring-twenty" => drawn("nodes").map(|nodes| 100.0 / (nodes + 1.0)),
                "fifty-shards" => drawn("shards").map(|shards| 100.0 * (1.0 - 0.99_f64.powf(shards))),
                "sends" => drawn("lost").zip(drawn("unheard")).map(|(lost, ack)| 1.0 / ((1.0 - lost) * (1.0 - ack))),
                _ => continue,
            };
            let (expected, Kind::Numeric(numeric)) = (expected.expect("drawn values"), &variant.kind) else { continue };
            let off = (numeric.answer - expected).abs();
            assert!(off < 0.8 * numeric.tolerance, "{} {:?}: {off}", variant.id, variant.drawn);
            seen += 1;
        }
    }
    assert_eq!(seen, 5 + 5 + 9);
}
