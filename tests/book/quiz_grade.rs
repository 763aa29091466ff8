//! `faultlines grade`, run for real over a book of one chapter.

use std::fs;
use std::path::Path;

use crate::golden;
use assert_cmd::Command;
use faultlines::book;
use faultlines::quiz::kinds::KINDS;
use faultlines::quiz::{Claim, Quiz, ReaderId, Response, Submission};
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
        submission.check(quiz.question(question).expect("a question"), response.clone(), String::new());
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
    grade_by(Path::new(CONTENT), folder)
}

/// All files that were graded, in the order of rows.
fn sheets(json: &Json) -> Vec<&Json> {
    let readers = json["readers"].as_array().expect("readers");
    readers.iter().flat_map(|reader| reader["submissions"].as_array().expect("files")).collect()
}

fn grade_by(content: &Path, folder: &TempDir) -> (bool, String, String, Json) {
    let out = TempDir::new().expect("a folder");
    let (csv, json) = (out.path().join("grades.csv"), out.path().join("grades.json"));
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    command
        .args(["grade", "--content"])
        .arg(content)
        .arg("--csv")
        .arg(&csv)
        .arg("--json")
        .arg(&json)
        .arg(folder.path());
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
    assert_eq!(sheets(&json)[0]["points"], 3.0);
    assert_eq!(sheets(&json)[0]["first_points"], 1.0);
    assert_eq!(sheets(&json)[0]["claimed"]["points"], 3.0);
    assert_eq!(sheets(&json)[0]["notes"], json!([]));
    let row = csv.lines().nth(1).expect("a row");
    assert!(row.starts_with("Ada,3.00,6,3.00,2.00,,1.00,,,") && row.ends_with("ada.json,"), "{row}");
}

#[test]
fn what_was_filled_in_and_never_checked_is_noted_and_earns_nothing() {
    let folder = TempDir::new().expect("a folder");
    let mut submission = answered("Ada", &[("share", number("9,1 %"))]);
    submission.set_draft(quiz().question("one").expect("a question"), Some(option("ring")));
    hand_in(&folder, "ada.json", &submission);
    let (done, said, _, json) = grade(&folder);
    assert!(done, "{said}");
    assert_eq!(sheets(&json)[0]["points"], 1.0);
    assert_eq!(sheets(&json)[0]["notes"], json!(["filled in and not checked, so it earns nothing: one"]));
}

#[test]
fn rows_are_sorted_and_the_best_of_several_files_counts() {
    let folder = TempDir::new().expect("a folder");
    hand_in(&folder, "1.json", &answered("Grace", &[("share", number("9"))]));
    hand_in(&folder, "2.json", &answered("Ada", &[("share", number("50"))]));
    hand_in(&folder, "3.json", &answered("Ada", &[("share", number("9.1"))]));
    hand_in(&folder, "4.json", &answered("Ada", &[("share", number("50")), ("share", number("9.1"))]));
    let (done, said, csv, json) = grade(&folder);
    assert!(done, "{said}");
    let rows = sheets(&json).into_iter().map(|sheet| {
        let file = Path::new(sheet["file"].as_str().expect("a path")).file_name().expect("a name").to_string_lossy();
        format!("{} {file} {}", sheet["reader"].as_str().expect("a name"), sheet["counts"])
    });
    let expected = ["Ada 2.json false", "Ada 3.json true", "Ada 4.json false", "Grace 1.json true"];
    assert_eq!(rows.collect::<Vec<_>>(), expected);
    let readers: Vec<&str> = csv.lines().map(|row| row.split(',').next().expect("a cell")).collect();
    assert_eq!(readers, ["reader", "Ada", "Grace"], "a row for each reader");
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
        (
            "chapter.json",
            form(&[("chapters", json!([{ "chapter": "part-9/x", "answers": [] }]))]),
            "no chapter `part-9/x` with a quiz",
        ),
        ("deep.json", deep, "not valid JSON"),
        ("empty.json", String::new(), "not valid JSON"),
        ("huge.json", " ".repeat(5 << 20), "larger than any answer file"),
        ("infinite.json", r#"{"format": 1e999}"#.to_string(), "not valid JSON"),
        ("nan.json", r#"{"format": NaN}"#.to_string(), "not valid JSON"),
        ("version.json", form(&[("version", 3.into())]), "has version 3; this program reads versions 1 and 2"),
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
    // Each has a row: the readers' first.
    assert_eq!(csv.lines().count(), 2 + bad.len() + 1);
    assert!(csv.lines().skip(2).all(|row| row.contains("not graded: ")), "{csv}");
    assert!(said.contains("1 file graded, 10 could not be graded"), "{said}");
}

#[test]
fn answers_of_wrong_types_are_passed_over_with_a_note() {
    let folder = TempDir::new().expect("a folder");
    let tree = json!({
        "format": "faultlines-answers", "version": 1, "book": "faultlines", "chapter": "part-1/sample",
        "quiz_hash": quiz().hash, "reader": "Ada", "claimed": { "points": 6, "out_of": 6 },
        "answers": [
            { "question": "one", "question_hash": quiz().questions[0].hash, "response": { "option": "ring" } },
            { "question": "share", "response": { "number": [1] } },
            { "question": "many", "response": { "number": "1" }, "attempts": -5 },
            { "question": "gone\u{1b}[2J\u{202e}", "response": { "text": "x" } },
            { "question": "one", "response": { "option": "modulo" } },
            null,
        ],
    });
    fs::write(folder.path().join("odd.json"), tree.to_string()).expect("a file");
    let (done, said, _, json) = grade(&folder);
    assert!(done, "{said}");
    assert_eq!(sheets(&json)[0]["points"], 2.0);
    for note in [
        "answer 2 cannot be read",
        "`many` counts as not answered",
        "`attempts` of `many` is no count; 1 taken",
        "the quiz has no question `gone",
        "a second answer to `one`",
        "answer 6 cannot be read",
        "the file claims 6 of 6 points, the answers earn 2 of 6",
    ] {
        assert!(said.contains(note), "{note} in {said}");
    }
    assert!(!said.contains(['\u{1b}', '\u{202e}']));
}

#[test]
fn a_file_is_graded_once_by_whatever_paths_and_a_pipe_is_named() {
    let folder = TempDir::new().expect("a folder");
    let mut ada = answered("Ada", &[("share", number("9.1"))]);
    ada.claimed = Some(Claim { points: 1e308, out_of: 6.0 });
    hand_in(&folder, "ada\u{202e}.json", &ada);
    let file = folder.path().join("ada\u{202e}.json");
    let pipe = folder.path().join("pipe.json");
    let made = std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo");
    assert!(made.success());
    let csv = folder.path().join("grades.csv");
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    command.args(["grade", "--content", CONTENT, "--csv"]).arg(&csv).arg(&file).arg(folder.path()).arg(&pipe);
    command.arg(folder.path().join(".").join("..").join(folder.path().file_name().expect("a name")));
    let output = command.timeout(std::time::Duration::from_secs(60)).output().expect("a run");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(!output.status.success() && said.contains("pipe.json: this is a pipe or a device"), "{said}");
    assert!(said.contains("1 file graded, 1 could not be graded"), "{said}");
    let csv = fs::read_to_string(csv).expect("CSV");
    assert_eq!(csv.lines().count(), 3, "{csv}");
    assert!(csv.contains("claims 1e308 of 6") && !format!("{said}{csv}").contains('\u{202e}'), "{csv}");
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
    assert_eq!(sheets(&json)[0]["points"], 3.0);
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
    assert!(!done && said.contains("there are no files in this folder"), "{said}");
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    let output = command.args(["grade", "--content", CONTENT, "no-such-file.json"]).output().expect("a run");
    assert!(String::from_utf8_lossy(&output.stderr).contains("no-such-file.json: cannot be opened"));
    assert_eq!(output.status.code(), Some(2));
}

/// A book whose one quiz has a question of each kind.
fn book_of_every_kind() -> TempDir {
    let content = TempDir::new().expect("a folder");
    let chapter = content.path().join("part-1/sample");
    fs::create_dir_all(&chapter).expect("a folder");
    for inside in ["book.toml", "index.md", "part-1/index.md", "part-1/sample/chapter.md"] {
        if Path::new(CONTENT).join(inside).exists() {
            fs::copy(Path::new(CONTENT).join(inside), content.path().join(inside)).expect("a copy");
        }
    }
    let all: String = KINDS.iter().map(|row| row.example).collect();
    fs::write(chapter.join("quiz.toml"), format!("title = \"Every kind\"\n{all}")).expect("a file");
    content
}

#[test]
fn every_kind_is_graded_and_an_open_answer_is_answered_and_not_scored() {
    let content = book_of_every_kind();
    let (quizzes, _) = book::quizzes(content.path()).expect("the content");
    let quiz = &quizzes[0];
    let mut submission = Submission::empty(quiz);
    submission.reader_id = ReaderId(0xabc);
    for question in &quiz.questions {
        submission.check(question, question.kind.solution(), String::new());
    }
    let folder = TempDir::new().expect("a folder");
    hand_in(&folder, "all.json", &submission.current(quiz));
    let (done, said, csv, json) = grade_by(content.path(), &folder);
    assert!(done, "{said}");
    let sheet = sheets(&json)[0];
    assert_eq!((&sheet["notes"], &sheet["reader_id"]), (&json!([]), &json!("0000000000000abc")));
    let scored = quiz.questions.iter().filter(|question| question.kind.scored()).count();
    assert_eq!((&sheet["points"], &sheet["out_of"]), (&json!(scored as f64), &json!(scored)));
    for (question, mark) in quiz.questions.iter().zip(sheet["questions"].as_array().expect("marks")) {
        let expected = if question.kind.scored() { "right" } else { "answered" };
        assert_eq!(mark["outcome"], expected, "{mark}");
        assert_ne!(mark["answer"], "");
    }
    let line = said.lines().find(|line| line.contains("open-example")).expect("a line");
    assert_eq!(line.split_whitespace().collect::<Vec<_>>().join(" "), "• answered open-example not scored 1 try");
    assert!(csv.lines().nth(1).is_some_and(|row| row.contains(",answered,")), "{csv}");
}

/// A file as pages exported it before they gave readers a number.
#[test]
fn a_file_without_a_readers_number_is_graded_as_before() {
    let folder = TempDir::new().expect("a folder");
    fs::copy("tests/fixtures/quiz/answers-without-reader-id.json", folder.path().join("old.json")).expect("a copy");
    let (done, said, _, json) = grade(&folder);
    assert!(done, "{said}");
    let sheet = sheets(&json)[0];
    assert_eq!(sheet["notes"], json!([]));
    assert_eq!((&sheet["points"], &sheet["claimed"]["points"]), (&json!(3.5), &json!(3.5)));
    assert_eq!((&sheet["first_points"], &sheet["counts"]), (&json!(1.5), &json!(true)));
    assert!(sheet["questions"].as_array().expect("marks").iter().all(|mark| mark["changed"] == false));
}

/// A page's file has the keys of the second version, and no others.
#[test]
fn a_new_file_has_the_keys_of_the_second_version() {
    let responses = [("one", option("modulo")), ("one", option("ring")), ("share", number("9,1 %"))];
    let new: Json = answered("Ada", &responses).exported("2026-11-27T20:31:00Z").into();
    let keys = |table: &Json| table.as_object().expect("a table").keys().cloned().collect::<Vec<String>>();
    let file = "book book_version chapters checksum course exported_at format reader reader_id version";
    assert_eq!(keys(&new).join(" "), file);
    let chapter = &new["chapters"][0];
    assert_eq!(keys(chapter).join(" "), "answers chapter claimed quiz_hash");
    assert_eq!(keys(&chapter["answers"][0]).join(" "), "attempts checked question question_hash");
    assert_eq!(keys(&chapter["answers"][0]["attempts"][1]).join(" "), "claimed response");
    assert_eq!((&new["version"], &new["reader_id"]), (&json!(2), &json!("0000000000000000")));
}

#[test]
fn a_readers_number_of_another_form_is_passed_over_with_a_note() {
    let folder = TempDir::new().expect("a folder");
    let mut tree = answered("Ada", &[("one", option("ring"))]).to_json();
    tree["reader_id"] = "12".into();
    fs::write(folder.path().join("odd.json"), tree.to_string()).expect("a file");
    let (done, said, _, json) = grade(&folder);
    assert!(done && said.contains("`reader_id` is not of 16 hexadecimal digits, and was passed over"), "{said}");
    assert_eq!(sheets(&json)[0]["points"], 2.0);
}
