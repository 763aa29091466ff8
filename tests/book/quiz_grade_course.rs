//! `faultlines grade --course`: what counts, what it is worth, and what is late.

use std::fs;
use std::path::{Path, PathBuf};

use assert_cmd::Command;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::folder;

const COURSE: &str =
    "title = \"Autumn\"\n[[chapters]]\nid = \"part-1/sample\"\npoints = 12\ndue = \"2026-12-01\"\nlate = \"50 %\"\n";

/// A book of two chapters with the same questions, worth 6 points each.
fn content(place: &TempDir) -> PathBuf {
    let content = place.path().join("content");
    folder::copy("tests/fixtures/quiz/content", &content);
    folder::copy("tests/fixtures/quiz/content/part-1/sample", &content.join("part-1/second"));
    let manifest = fs::read_to_string(content.join("book.toml")).expect("book.toml");
    fs::write(content.join("book.toml"), manifest + "\n[[parts.chapters]]\nid = \"second\"\n").expect("written");
    content
}

/// What somebody hands in who answered a question worth one point in both chapters, on these days of December.
fn file(reader: &str, attempts: &[(u32, &str)]) -> String {
    let exported_at = format!("2026-12-{:02}T13:00:00Z", attempts.last().expect("an attempt").0);
    let attempts: Vec<Json> = attempts
        .iter()
        .map(|(day, answer)| json!({ "at": format!("2026-12-{day:02}T12:00:00Z"), "response": { "number": answer } }))
        .collect();
    let chapter = |id: &str| json!({ "chapter": id, "answers": [{ "question": "share", "checked": attempts.len(), "attempts": attempts }] });
    json!({
        "format": "faultlines-answers", "version": 2, "book": "faultlines", "reader": reader,
        "exported_at": exported_at, "chapters": [chapter("part-1/sample"), chapter("part-1/second")],
    })
    .to_string()
}

fn run(place: &Path, args: &[&str]) -> (i32, String) {
    let mut command = Command::cargo_bin("faultlines").expect("the program");
    let output = command.current_dir(place).args(["grade", "answers"]).args(args).output().expect("a run");
    let said = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (output.status.code().expect("a status"), said)
}

#[test]
fn a_course_scales_its_chapters_takes_off_what_is_late_and_leaves_out_the_others() {
    let place = TempDir::new().expect("a folder");
    content(&place);
    fs::create_dir(place.path().join("answers")).expect("a folder");
    for (reader, attempts) in
        [("Ada", &[(1, "9.1")][..]), ("Bob", &[(1, "50"), (2, "9.1")]), ("Cleo", &[(1, "9.1"), (3, "9.1")])]
    {
        fs::write(place.path().join(format!("answers/{reader}.json")), file(reader, attempts)).expect("a file");
    }
    fs::write(place.path().join("autumn.toml"), COURSE).expect("a course");
    let outputs = ["--course", "autumn.toml", "--csv", "out.csv", "--json", "out.json", "--html", "reports"];
    let (status, said) = run(place.path(), &outputs);
    assert_eq!(status, 0, "{said}");
    for line in [
        "note: counted by the course “Autumn”",
        "note: part-1/second is graded and does not count: the course does not name it",
        "Ada  part-1/sample  1.00 of 6 points  first try 1.00  in the course 2.00 of 12",
        "Bob  part-1/sample  0.50 of 6 points  first try 0.00  in the course 1.00 of 12",
        "    note: 1 attempt after 2026-12-01T23:59:59Z, which counts 50 % less",
        "    note: this quiz does not count in the course",
    ] {
        assert!(said.lines().any(|told| told == line), "{line} in {said}");
    }
    let csv = fs::read_to_string(place.path().join("out.csv")).expect("CSV");
    let rows: Vec<&str> = csv.lines().collect();
    assert!(rows[0].starts_with("reader,total,out_of,late,part-1/sample,part-1/sample#one,"), "{csv}");
    assert!(!rows[0].contains("part-1/second"), "{csv}");
    assert!(rows[1].starts_with("Ada,2.00,12,no,2.00,,,1.00,"), "{csv}");
    assert!(rows[2].starts_with("Bob,1.00,12,yes,1.00,,,0.50,"), "{csv}");
    assert!(rows[3].starts_with("Cleo,2.00,12,yes,2.00,,,1.00,"), "what was right in time keeps its points: {csv}");
    let json: Json =
        serde_json::from_str(&fs::read_to_string(place.path().join("out.json")).expect("a file")).expect("JSON");
    let ada = &json["readers"][0];
    assert_eq!((&ada["score"], &ada["max_score"]), (&json!(2.0), &json!(12)));
    assert_eq!(ada["tests"].as_array().map(Vec::len), Some(5));
    assert_eq!(ada["submissions"][0]["course"], json!({ "points": 2.0, "out_of": 12 }));
    assert_eq!(ada["submissions"][1]["course"], json!({ "points": null, "out_of": null }));
    let page = fs::read_to_string(place.path().join("reports/00001-ada.html")).expect("a page");
    assert!(
        page.contains("2 of 12 points.")
            && page.contains("1 of 6 points, 1 of 6 at the first try, 2 of 12 in the course"),
        "{page}"
    );
}

#[test]
fn a_course_beside_the_book_counts_by_itself_and_its_mistakes_are_told_with_their_lines() {
    let place = TempDir::new().expect("a folder");
    let content = content(&place);
    fs::create_dir(place.path().join("answers")).expect("a folder");
    fs::write(place.path().join("answers/a.json"), file("Ada", &[(1, "9.1")])).expect("a file");
    assert_eq!(run(place.path(), &["--csv", "own.csv"]).0, 0);
    let own = fs::read_to_string(place.path().join("own.csv")).expect("CSV");
    assert!(own.contains("Ada,2.00,12,1.00,1.00,"), "without a course each chapter counts its points: {own}");
    fs::write(content.join("course.toml"), COURSE).expect("a course");
    let (status, said) = run(place.path(), &["--csv", "out.csv"]);
    assert!(status == 0 && said.contains("counted by the course “Autumn”"), "{said}");
    fs::write(content.join("course.toml"), COURSE.replace("part-1/sample", "part-1/smaple")).expect("a course");
    let (status, said) = run(place.path(), &[]);
    let told = "content/course.toml:3:1: unknown chapter with a quiz `part-1/smaple` (did you mean `part-1/sample`?)";
    assert!(status == 2 && said.contains(told), "{said}");
    let (status, said) = run(place.path(), &["--course", "nowhere.toml"]);
    assert!(status == 2 && said.contains("cannot read nowhere.toml"), "{said}");
}

/// The page of progress says what is due, and the check holds the file to its form.
#[test]
fn a_book_shows_what_is_due_in_its_course() {
    let place = TempDir::new().expect("a folder");
    let content = content(&place);
    fs::write(content.join("course.toml"), COURSE).expect("a course");
    let shell = faultlines::book::site::Shell::default();
    let (book, mistakes) = faultlines::book::compile(&content, &shell).expect("the content");
    assert_eq!(mistakes, []);
    let (_, page) = book.pages.iter().find(|(path, _)| path == "progress/index.html").expect("the page");
    let due = "<p class=\"due-by\">Due by <time datetime=\"2026-12-01T23:59:59Z\">2026-12-01 23:59 UTC</time>.</p>";
    assert_eq!(page.matches(due).count(), 1, "{page}");
    fs::write(content.join("course.toml"), COURSE.replace("50 %", "half")).expect("a course");
    let (_, mistakes) = faultlines::book::compile(&content, &shell).expect("the content");
    assert_eq!(mistakes.len(), 1, "{mistakes:?}");
    assert!(mistakes[0].to_string().ends_with("course.toml:6:1: `half` is no share (write it from `0 %` to `100 %`)"));
}
