//! What holds of every quiz of this book.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use assert_cmd::Command;
use faultlines::book;
use faultlines::grading::keys;
use faultlines::quiz::{Kind, Question, Quiz, ReaderId, Submission};
use serde_json::{Value, json};
use tempfile::TempDir;

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

/// Whoever grades by the key file reads and writes what who grades by the content does.
#[test]
fn the_key_file_of_the_book_is_read_as_it_was_written_its_texts_plain() {
    let quizzes = quizzes();
    assert_eq!(keys::read(keys::write(&quizzes).as_bytes()).as_ref(), Ok(&quizzes));
    for mut quiz in quizzes {
        quiz.map_texts(|text, path| {
            for mark in ["{{", "**", "](#", "$"] {
                assert!(!text.contains(mark), "{mark} in {path}: {text}");
            }
            String::new()
        });
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

#[test]
fn a_teacher_finds_each_readers_numbers_again_and_sees_the_points_by_concept() {
    let quizzes = quizzes();
    let quiz = quizzes.iter().find(|quiz| quiz.chapter == "part-10/consistent-hashing").expect("the chapter");
    let question = quiz.question("ring-twenty").expect("the question");
    let folder = TempDir::new().expect("a folder");
    let mut expected = vec!["reader,reader_id,chapter,question,n,values,prompt,key".to_string()];
    for reader in 1..8 {
        let mut answers = Submission { reader: format!("R{reader}"), ..Submission::empty(quiz) };
        answers.reader_id = ReaderId(reader);
        for draw in 0..2 {
            let asked = answers.asked(question).clone();
            let Kind::Numeric(numeric) = &asked.kind else { panic!("{asked:?}") };
            answers.check(&asked, asked.kind.solution(), String::new());
            answers.ask_again(question);
            let nodes = &asked.drawn[0].1;
            // The engine's number has three decimals, and what a double adds to them.
            let key = (numeric.answer * 1000.0).round() / 1000.0;
            expected.push(format!(
                "R{reader},{:016x},{},ring-twenty,{draw},nodes = {nodes},\"A ring of {nodes} nodes with 100 points each gets one more. \
                 About what share of the keys moves, in per cent?\",{key}",
                reader, quiz.chapter
            ));
        }
        let file = answers.current(quiz).exported("2026-11-27T20:30:00Z").to_text(false);
        fs::write(folder.path().join(format!("{reader}.json")), file).expect("a file");
    }
    let place = |name: &str| folder.path().join("out").join(name);
    fs::create_dir(folder.path().join("out")).expect("a folder");
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    command.arg("grade").arg(folder.path()).arg("--variants").arg(place("variants.csv"));
    command.arg("--json").arg(place("grades.json")).arg("--html").arg(place("reports"));
    command.assert().success();
    let table = fs::read_to_string(place("variants.csv")).expect("the table");
    assert_eq!(table.lines().collect::<Vec<_>>(), expected);
    let grades: Value = serde_json::from_str(&fs::read_to_string(place("grades.json")).expect("grades")).expect("JSON");
    let reader = &grades["readers"][0];
    let concept = |tag: &str| {
        let concepts = reader["concepts"].as_array().expect("a list");
        concepts.iter().find(|concept| concept["tag"] == tag).cloned().expect("the concept")
    };
    assert_eq!(concept("virtual-node")["score"], json!(1.0));
    assert!(concept("virtual-node")["max_score"].as_u64() > Some(1));
    let test = reader["tests"]
        .as_array()
        .expect("a list")
        .iter()
        .find(|it| it["name"] == "part-10/consistent-hashing#ring-twenty");
    assert_eq!(test.expect("the question")["tags"], json!(["numeric", "consistent-hashing", "virtual-node"]));
    let class = fs::read_to_string(place("reports").join("index.html")).expect("the class");
    assert!(class.contains("<h2>Concepts</h2>") && class.contains("<td>virtual-node</td>"), "{class}");
    assert_eq!(crate::html::faults(&class), [""; 0]);
}
