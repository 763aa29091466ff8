//! GIFT against gift-pegjs: the questions, their types, right answers, tolerances, feedback.

use std::path::Path;

use faultlines::interchange::{Report, gift};
use faultlines::quiz::{Choice, Kind, Question};
use serde_json::{Value, json};

use super::{QUIZZES, kept, letters};
use crate::node::Node;

/// What gift-pegjs reads in a file.
fn parsed(node: &mut Node, file: &str) -> Value {
    let mut answer: Value = serde_json::from_str(&node.ask(&json!(file).to_string())).expect("JSON");
    assert_eq!(answer["error"], Value::Null, "gift-pegjs cannot read this:\n{file}");
    answer["questions"].take()
}

fn start() -> Node {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    assert!(root.join("node_modules/gift-pegjs").exists(), "gift-pegjs is not installed: run `scripts/setup tests`");
    Node::start(&[root.join("tests/book/interchange/gift.cjs")])
}

#[test]
fn gift_is_read_by_another_program_as_it_is_meant() {
    let mut node = start();
    let mut asked = 0;
    for quiz in QUIZZES.iter() {
        let mut report = Report::default();
        let all = parsed(&mut node, &gift::write(quiz, &mut report));
        let kept = kept(quiz, &report);
        let all = all.as_array().expect("questions");
        assert_eq!(letters(all[0]["title"].as_str().unwrap()), format!("course{}", letters(&quiz.title)));
        assert_eq!(all.len(), kept.len() + 1, "{}", quiz.chapter);
        for (question, theirs) in kept.into_iter().zip(&all[1..]) {
            question_is_meant(question, theirs);
        }
        asked += quiz.questions.len();
    }
    assert!(asked > 120, "only {asked} questions");
}

/// A text of theirs has the letters of ours; none is an empty one.
fn says(theirs: &Value, ours: &str, of: &Value) {
    assert_eq!(letters(theirs["text"].as_str().unwrap_or_default()), letters(ours), "{of}");
}

fn question_is_meant(question: &Question, theirs: &Value) {
    assert_eq!((&theirs["id"], &theirs["title"]), (&json!(question.id), &json!(question.id)));
    assert_eq!(theirs["stem"]["format"], "markdown");
    let choices = || theirs["choices"].as_array().expect("choices");
    let (mut explanation, mut prompt) = (question.explanation.clone(), question.prompt.clone());
    let kind = match &question.kind {
        Kind::Perform(_) | Kind::Experiment(_) => panic!("GIFT has no {}", question.kind.name()),
        Kind::Matching(matching) => {
            let pairs = theirs["matchPairs"].as_array().expect("pairs");
            for (pair, item) in pairs.iter().zip(&matching.items) {
                says(&pair["subquestion"], &item.text, theirs);
                let target = matching.targets.iter().find(|target| target.id == item.target).expect("a target");
                assert_eq!(letters(pair["subanswer"].as_str().unwrap()), letters(&target.text));
            }
            let used: std::collections::BTreeSet<_> = matching.items.iter().map(|item| &item.target).collect();
            assert_eq!(pairs.len(), matching.items.len() + matching.targets.len() - used.len());
            "Matching"
        }
        Kind::Single(_) | Kind::Prediction(_) => {
            options(question.kind.choices(), choices());
            assert!(
                choices().iter().zip(question.kind.choices()).all(|(theirs, ours)| theirs["isCorrect"] == ours.correct)
            );
            "MC"
        }
        Kind::Multiple(multiple) => {
            options(&multiple.options, choices());
            let shares: Vec<f64> = choices().iter().map(|choice| choice["weight"].as_f64().expect("a share")).collect();
            assert!(shares.iter().zip(&multiple.options).all(|(share, ours)| (*share > 0.0) == ours.correct));
            assert!((shares.iter().filter(|share| **share > 0.0).sum::<f64>() - 100.0).abs() < 1e-3, "{shares:?}");
            "MC"
        }
        Kind::Numeric(numeric) => {
            let first = &choices()[0];
            let number = |key: &str| first["text"][key].as_f64().expect("a number");
            assert_eq!((number("number"), number("range")), (numeric.answer, numeric.tolerance), "{theirs}");
            says(&first["feedback"], &numeric.feedback_correct, theirs);
            for (other, said) in choices()[1..].iter().zip([&numeric.feedback_low, &numeric.feedback_high]) {
                says(&other["feedback"], said, theirs);
            }
            if theirs["stem"]["text"].as_str().is_none_or(|stem| letters(stem) != letters(&prompt)) {
                prompt += &numeric.unit;
            }
            "Numerical"
        }
        Kind::Ordering(ordering) => {
            let pairs = theirs["matchPairs"].as_array().expect("pairs");
            assert_eq!(pairs.len(), ordering.items.len());
            for (place, (pair, item)) in (1..).zip(pairs.iter().zip(&ordering.items)) {
                says(&pair["subquestion"], &item.text, theirs);
                assert_eq!(pair["subanswer"], json!(place.to_string()));
            }
            "Matching"
        }
        Kind::Short(short) => {
            for (choice, form) in choices().iter().zip(&short.accepted) {
                says(&choice["text"], form, theirs);
                assert_ne!(choice["weight"], 0);
            }
            for other in &choices()[short.accepted.len()..] {
                assert_eq!((&other["text"]["text"], &other["weight"]), (&json!("*"), &json!(0)));
                says(&other["feedback"], &short.feedback_wrong, theirs);
            }
            "Short"
        }
        Kind::Open(open) => {
            explanation = format!("{} {} {explanation}", open.model, open.compare.join(" "));
            "Essay"
        }
    };
    says(&theirs["stem"], &prompt, theirs);
    says(&theirs["globalFeedback"], &explanation, theirs);
    assert_eq!(theirs["type"], kind, "{theirs}");
}

fn options(ours: &[Choice], theirs: &[Value]) {
    assert_eq!(ours.len(), theirs.len());
    for (option, choice) in ours.iter().zip(theirs) {
        says(&choice["text"], &option.text, choice);
        says(&choice["feedback"], &option.feedback, choice);
    }
}

#[test]
fn a_text_that_looks_like_gift_is_a_text_to_another_program() {
    let quiz = super::of_toml(
        r#####"
title = "a/b: {c}"
[[questions]]
id = "marks"
kind = "single"
prompt = "[html] = ~ # { } : \\ // $x_1 \\le y_2$ \\$5\n\n// second\n\n- a\n- b"
explanation = "#### \\n"
options = [
  { id = "a", text = "%50% = b -> c", correct = true, feedback = "#f ~g" },
  { id = "b", text = "[moodle] {#1}" },
]
[[questions]]
id = "words"
kind = "short"
prompt = "?{}"
accepted = ["%100% a=b", "c*~"]
feedback_wrong = ":{"
"#####,
    );
    let mut report = Report::default();
    let file = gift::write(&quiz, &mut report);
    let all = parsed(&mut start(), &file);
    assert_eq!(all.as_array().map(Vec::len), Some(3), "{file}");
    assert_eq!(
        all[1]["stem"]["text"],
        "[html] = ~ # { } : \\ // \\\\(x\\_1 \\\\le y\\_2\\\\) $5\n\n// second\n\n- a\n- b"
    );
    assert_eq!(all[1]["choices"][0]["text"]["text"], "%50% = b -&gt; c");
    assert_eq!(all[1]["choices"][0]["weight"], 100);
    assert_eq!(all[1]["choices"][0]["feedback"]["text"], "#f ~g");
    assert_eq!(all[1]["choices"][1]["text"]["text"], "[moodle] {#1}");
    assert_eq!(all[1]["globalFeedback"]["text"], "#### \\n");
    assert_eq!(all[2]["choices"][0]["text"]["text"], "%100% a=b");
    assert_eq!(all[2]["choices"][1]["text"]["text"], "c\\*~");
    let (draft, _) = gift::read(&file, "").expect("ours reads it too");
    let Kind::Short(short) = &draft.questions[1].kind else { panic!("{draft:?}") };
    assert_eq!(short.accepted, ["%100% a=b", "c*~"]);
    assert_eq!(draft.questions[0].kind.choices()[0].text, "%50% = b -> c");
}
