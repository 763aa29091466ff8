//! `faultlines grade --html`: valid pages without scripts, with what a teacher asks of a class.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use faultlines::grading::intake::OWN_PAGE;
use serde_json::json;
use tempfile::TempDir;

use crate::html::faults;

/// Twelve readers: those who know the number know the hash too, and one in four of the others says 50.
fn hand_in(folder: &Path) {
    for reader in 0..12 {
        let strong = reader % 2 == 0;
        let (hash, share) =
            if strong { ("ring", "9.1") } else { ("modulo", if reader % 3 == 0 { "50" } else { "<b>" }) };
        let at = |minute: u32| format!("2026-11-27T20:{:02}:00Z", minute + reader);
        let answer = |question: &str, minute: u32, response: serde_json::Value| json!({ "question": question, "question_hash": "", "checked": 1, "attempts": [{ "at": at(minute), "response": response }] });
        let file = json!({
            "format": "faultlines-answers", "version": 2, "book": "faultlines", "reader": format!("<Reader> {reader:02}"),
            "chapters": [{ "chapter": "part-1/sample", "quiz_hash": "", "drafts": [], "answers": [
                answer("one", 0, json!({ "option": hash })), answer("share", 20, json!({ "number": share })),
            ] }],
        });
        fs::write(folder.join(format!("{reader:02}.json")), file.to_string()).expect("a file");
    }
    fs::write(folder.join("broken.json"), "{").expect("a file");
}

#[test]
fn a_page_for_each_reader_and_one_for_the_class_are_valid_and_say_what_the_answers_say() {
    let place = TempDir::new().expect("a folder");
    let (answers, reports) = (place.path().join("answers"), place.path().join("reports"));
    fs::create_dir(&answers).expect("a folder");
    hand_in(&answers);
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    command.args(["grade", "--content", "tests/fixtures/quiz/content", "--html"]).arg(&reports).arg(&answers);
    assert_eq!(command.output().expect("a run").status.code(), Some(1));
    let pages: Vec<_> = names(&reports).iter().map(|name| reports.join(name)).collect();
    assert_eq!(pages.len(), 13);
    for path in &pages {
        let page = fs::read_to_string(path).expect("a page");
        assert_eq!(faults(&page), [""; 0], "{}", path.display());
        assert!(!page.contains("<script") && !page.contains("http"), "{}", path.display());
    }
    let class = fs::read_to_string(reports.join("index.html")).expect("the class");
    let cells = |question: &str| {
        let row =
            class.split("<tr>").find(|row| row.contains(&format!("<td>{question}</td>"))).expect("a row").to_string();
        let cells = row.split("</td>").map(|cell| cell.rsplit('>').next().unwrap_or_default().to_string());
        cells.skip(1).take(6).collect::<Vec<_>>()
    };
    assert_eq!(cells("one"), ["12", "6", "6", "50 %", "1.00", "Modulo (6)"]);
    assert_eq!(cells("share"), ["12", "6", "6", "50 %", "1.00", "&lt;b&gt; (4)"]);
    assert_eq!(cells("many")[0], "0");
    assert!(class.contains("from the first attempt to the last 20 min (median)"), "{class}");
    assert!(class.contains("broken.json: this is not valid JSON"), "{class}");
    let reader = fs::read_to_string(&pages[1]).expect("a reader's page");
    assert!(pages[0].ends_with("00001-reader-00.html") && pages[12].ends_with("index.html"), "{pages:?}");
    assert!(reader.contains("<h1>&lt;Reader&gt; 01</h1>") && reader.contains("0 of 6 points"), "{reader}");
}

fn graded(place: &Path, answers: &str) -> (Option<i32>, String) {
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    let content = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/quiz/content");
    command.current_dir(place).args(["grade", answers, "--html", "reports", "--content"]).arg(content);
    let output = command.output().expect("a run");
    (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
}

/// The names of the files in a folder that are not hidden, in order.
fn names(folder: &Path) -> Vec<String> {
    let files = fs::read_dir(folder).expect("a folder").map(|it| it.expect("a file").file_name());
    let mut names: Vec<String> = files.map(|name| name.to_string_lossy().into_owned()).collect();
    names.retain(|name| !name.starts_with('.'));
    names.sort();
    names
}

#[test]
fn a_folder_that_is_used_again_keeps_nothing_of_an_earlier_grading_and_all_that_is_not_ours() {
    let place = TempDir::new().expect("a folder");
    let (answers, reports) = (place.path().join("answers"), place.path().join("reports"));
    fs::create_dir(&answers).expect("a folder");
    hand_in(&answers);
    fs::remove_file(answers.join("broken.json")).expect("removed");
    assert_eq!(graded(place.path(), "answers").0, Some(0));
    assert_eq!(names(&reports).len(), 13);
    fs::write(reports.join("notes.txt"), "mine").expect("a file");
    // Somebody's own text in the place of a page that was ours, and a list that leads out of the folder.
    fs::write(reports.join("00012-reader-11.html"), "mine").expect("a file");
    fs::write(place.path().join("other.html"), OWN_PAGE).expect("a file");
    let list = fs::read_to_string(reports.join(".faultlines-grade")).expect("a list");
    fs::write(reports.join(".faultlines-grade"), list + "../other.html\n").expect("a list");
    assert_eq!(graded(place.path(), "answers/03.json").0, Some(0));
    assert_eq!(names(&reports), ["00001-reader-03.html", "00012-reader-11.html", "index.html", "notes.txt"]);
    assert!(place.path().join("other.html").exists());
    fs::write(reports.join("index.html"), "my own page").expect("a file");
    let (status, said) = graded(place.path(), "answers/03.json");
    assert!(status == Some(1) && said.contains("index.html is there and was not written by a grading"), "{said}");
    assert_eq!(fs::read_to_string(reports.join("index.html")).expect("a page"), "my own page");
}

#[cfg(unix)]
#[test]
fn a_list_that_is_a_link_is_neither_read_nor_written() {
    let place = TempDir::new().expect("a folder");
    let (answers, reports) = (place.path().join("answers"), place.path().join("reports"));
    fs::create_dir_all(&answers).and_then(|()| fs::create_dir(&reports)).expect("folders");
    hand_in(&answers);
    let (list, mine) = (reports.join(".faultlines-grade"), place.path().join("mine.txt"));
    let old = reports.join("old.html");
    fs::write(&mine, "old.html\n").and_then(|()| fs::write(&old, OWN_PAGE)).expect("files");
    for target in [mine.clone(), place.path().join("nothing.txt")] {
        std::os::unix::fs::symlink(&target, &list).expect("a link");
        let (status, said) = graded(place.path(), "answers/03.json");
        let why = ".faultlines-grade is there and was not written by a grading: name another folder";
        assert!(status == Some(1) && said.contains(why), "{said}");
        fs::remove_file(&list).expect("removed");
    }
    assert_eq!(names(&reports), ["old.html"]);
    assert_eq!(fs::read_to_string(&mine).expect("a file"), "old.html\n");
    assert!(!place.path().join("nothing.txt").exists());
}

#[test]
fn a_report_shows_the_words_of_a_question_and_its_numbers_and_no_marks() {
    let place = TempDir::new().expect("a folder");
    let (quizzes, _) = faultlines::book::quizzes(Path::new("content")).expect("the content");
    let quiz = quizzes.iter().find(|quiz| quiz.chapter == "part-10/tail-latency").expect("a quiz");
    let written = fs::read_to_string("content/part-10/tail-latency/quiz.toml").expect("a quiz");
    let is_computed = |line: &&str| line.starts_with("prompt") && line.contains("{{");
    assert!(written.lines().any(|line| is_computed(&line)), "nothing would be computed");
    let mut submission = faultlines::quiz::Submission::empty(quiz);
    submission.reader = "Ada".into();
    for question in &quiz.questions {
        submission.check(question, question.kind.solution(), String::new());
    }
    let file = place.path().join("a.json");
    fs::write(&file, submission.to_json().to_string()).expect("a file");
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    command.args(["grade", "--html"]).arg(place.path().join("reports")).arg(&file);
    assert_eq!(command.output().expect("a run").status.code(), Some(0));
    let page = fs::read_to_string(place.path().join("reports/00001-ada.html")).expect("a page");
    assert_eq!(faults(&page), [""; 0]);
    for mark in ["{{", "**", "](#", "$"] {
        assert!(!page.contains(mark), "{mark}: {page}");
    }
}
