//! `faultlines grade`, run for real over a book of one chapter.

use std::fs;
use std::path::Path;

use crate::golden;
use assert_cmd::Command;
use faultlines::book;
use faultlines::quiz::{Claim, Quiz, Response, Submission};
use serde_json::{Value as Json, json};
use tempfile::TempDir;

const CONTENT: &str = "tests/fixtures/quiz/content";

fn quiz() -> Quiz {
    let (quizzes, mistakes) = book::quizzes(Path::new(CONTENT)).expect("the content");
    assert_eq!(mistakes, []);
    quizzes.into_iter().next().expect("a quiz")
}

/// What a reader hands in who answers these questions in turn.
fn answered(reader: &str, responses: &[(&str, Response)]) -> Submission {
    let quiz = quiz();
    let mut submission = Submission::empty(&quiz);
    submission.reader = reader.to_string();
    for (question, response) in responses {
        submission.check(quiz.question(question).expect("a question"), response.clone());
    }
    submission.current(&quiz)
}

fn number(text: &str) -> Response {
    Response::Number(text.to_string())
}

fn option(id: &str) -> Response {
    Response::Option(id.to_string())
}

fn hand_in(folder: &TempDir, name: &str, submission: &Submission) {
    fs::write(folder.path().join(name), submission.to_json().to_string()).expect("a file");
}

/// Grades a folder: success, what it prints, the CSV, the JSON.
fn grade(folder: &TempDir) -> (bool, String, String, Json) {
    let out = TempDir::new().expect("a folder");
    let (csv, json) = (out.path().join("grades.csv"), out.path().join("grades.json"));
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    command.args(["grade", "--content", CONTENT]).arg("--csv").arg(&csv).arg("--json").arg(&json).arg(folder.path());
    let output = command.output().expect("a run");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!said.contains("panicked"), "{said}");
    let json = serde_json::from_str(&fs::read_to_string(json).expect("JSON")).expect("JSON");
    let said = said.replace(&format!("{}/", folder.path().display()), "");
    (output.status.success(), said, fs::read_to_string(csv).expect("CSV"), json)
}

#[test]
fn a_file_earns_what_the_page_claimed_and_the_table_says_how() {
    let folder = TempDir::new().expect("a folder");
    let responses = [("one", option("modulo")), ("one", option("ring")), ("share", number("9,1 %"))];
    hand_in(&folder, "ada.json", &answered("Ada", &responses));
    let (done, said, csv, json) = grade(&folder);
    assert!(done, "{said}");
    golden::check("tests/fixtures/quiz/graded.txt", &said);
    assert_eq!(json["submissions"][0]["points"], 3.0);
    assert_eq!(json["submissions"][0]["first_points"], 1.0);
    assert_eq!(json["submissions"][0]["claimed"]["points"], 3.0);
    assert_eq!(json["submissions"][0]["notes"], json!([]));
    let row = csv.lines().nth(1).expect("a row");
    assert!(row.starts_with("Ada,part-1/sample,") && row.contains(",yes,3.00,6,1.00,2,3.00,,"), "{row}");
    assert!(row.ends_with(",2.00,0.00,1.00,0.00,0.00"), "{row}");
}

#[test]
fn rows_are_sorted_and_the_best_of_several_files_counts() {
    let folder = TempDir::new().expect("a folder");
    hand_in(&folder, "1.json", &answered("Grace", &[("share", number("9"))]));
    hand_in(&folder, "2.json", &answered("Ada", &[("share", number("50"))]));
    hand_in(&folder, "3.json", &answered("Ada", &[("share", number("9.1"))]));
    hand_in(&folder, "4.json", &answered("Ada", &[("share", number("50")), ("share", number("9.1"))]));
    let (done, said, csv, _) = grade(&folder);
    assert!(done, "{said}");
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows = reader.records().map(|row| {
        let row = row.expect("a row");
        let file = Path::new(&row[2]).file_name().expect("a name").to_string_lossy().to_string();
        format!("{} {file} {}", &row[0], &row[3])
    });
    assert_eq!(rows.collect::<Vec<_>>(), ["Ada 2.json no", "Ada 3.json yes", "Ada 4.json no", "Grace 1.json yes"]);
}

#[test]
fn one_bad_file_is_named_and_does_not_stop_the_others() {
    let folder = TempDir::new().expect("a folder");
    hand_in(&folder, "good.json", &answered("Ada", &[("one", option("ring"))]));
    let deep = format!("{}{}", "[".repeat(100_000), "]".repeat(100_000));
    let form = |change: &[(&str, Json)]| {
        let mut tree = answered("Eve", &[]).to_json();
        change.iter().for_each(|(key, value)| tree[*key] = value.clone());
        tree.to_string()
    };
    let bad = [
        ("array.json", "[]".to_string(), "this is not an answer file"),
        ("book.json", form(&[("book", "other".into())]), "another book, `other`"),
        ("chapter.json", form(&[("chapter", "part-9/x".into())]), "no chapter `part-9/x` with a quiz"),
        ("deep.json", deep, "not valid JSON"),
        ("empty.json", String::new(), "not valid JSON"),
        ("huge.json", " ".repeat(2 << 20), "larger than any answer file"),
        ("infinite.json", r#"{"format": 1e999}"#.to_string(), "not valid JSON"),
        ("nan.json", r#"{"format": NaN}"#.to_string(), "not valid JSON"),
        ("version.json", form(&[("version", 2.into())]), "has version 2; this program reads version 1"),
    ];
    for (name, content, _) in &bad {
        fs::write(folder.path().join(name), content).expect("a file");
    }
    fs::write(folder.path().join("bytes.json"), b"\xff\xfe\x00").expect("a file");
    let (done, said, csv, json) = grade(&folder);
    assert!(!done);
    for (name, _, why) in &bad {
        let line = said.lines().find(|line| line.starts_with(&format!("error: {name}: ")));
        assert!(line.is_some_and(|line| line.contains(why)), "{name}: {line:?}");
    }
    assert_eq!(json["failed"].as_array().map(Vec::len), Some(bad.len() + 1));
    assert_eq!(csv.lines().count(), 2);
    assert!(said.contains("1 file graded, 10 could not be graded"), "{said}");
}

#[test]
fn answers_of_wrong_types_are_passed_over_with_a_note() {
    let folder = TempDir::new().expect("a folder");
    let mut tree = answered("Ada", &[("one", option("ring"))]).to_json();
    let answers = tree["answers"].as_array_mut().expect("answers");
    answers.push(json!({ "question": "share", "response": { "number": [1] } }));
    answers.push(json!({ "question": "many", "response": { "number": "1" }, "attempts": -5 }));
    answers.push(json!({ "question": "gone\u{1b}[2J", "response": { "text": "x" } }));
    answers.push(json!({ "question": "one", "response": { "option": "modulo" } }));
    answers.push(json!(null));
    tree["claimed"] = json!({ "points": 6, "out_of": 6 });
    fs::write(folder.path().join("odd.json"), tree.to_string()).expect("a file");
    let (done, said, _, json) = grade(&folder);
    assert!(done, "{said}");
    assert_eq!(json["submissions"][0]["points"], 2.0);
    for note in [
        "answer 2 cannot be read",
        "`many` counts as not answered",
        "the quiz has no question `gone",
        "a second answer to `one`",
        "answer 6 cannot be read",
        "the file claims 6 of 6 points, the answers earn 2 of 6",
    ] {
        assert!(said.contains(note), "{note} in {said}");
    }
    assert!(!said.contains('\u{1b}'));
}

#[test]
fn a_quiz_that_has_changed_is_graded_as_it_stands_with_a_note() {
    let folder = TempDir::new().expect("a folder");
    let mut submission = answered("Ada", &[("one", option("ring")), ("share", number("9.1"))]);
    submission.quiz_hash = "0".repeat(32);
    submission.answers[1].question_hash = "0".repeat(32);
    hand_in(&folder, "old.json", &submission);
    let (done, said, _, json) = grade(&folder);
    assert!(done && said.contains("the quiz has changed since; graded as it now stands, look at: share"), "{said}");
    assert_eq!(json["submissions"][0]["points"], 3.0);
}

#[test]
fn no_cell_of_the_grade_book_is_a_formula() {
    let folder = TempDir::new().expect("a folder");
    for (index, reader) in ["=1+1", "+1", "-1", "@SUM(A1)", "a\"b,c"].into_iter().enumerate() {
        let mut submission = answered(reader, &[]);
        submission.claimed = Some(Claim { points: -3.0, out_of: 6.0 });
        hand_in(&folder, &format!("{index}.json"), &submission);
    }
    let (_, _, csv, _) = grade(&folder);
    let mut reader = csv::Reader::from_reader(csv.as_bytes());
    let rows: Vec<csv::StringRecord> = reader.records().map(|row| row.expect("a row")).collect();
    assert_eq!(rows.len(), 5);
    for cell in rows.iter().flatten() {
        assert!(!cell.starts_with(['=', '+', '-', '@', '\t', '\r']), "{cell}");
    }
}

#[test]
fn a_folder_without_answers_and_a_missing_file_are_named() {
    let folder = TempDir::new().expect("a folder");
    let (done, said, _, _) = grade(&folder);
    assert!(!done && said.contains("there are no .json files in this folder"), "{said}");
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    let output = command.args(["grade", "--content", CONTENT, "no-such-file.json"]).output().expect("a run");
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-such-file.json: cannot be opened"));
    assert_eq!(output.status.code(), Some(1));
}
