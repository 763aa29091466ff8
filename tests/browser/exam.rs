//! The edition for exams: a whole chapter's quiz is recorded in the page, and judged by the command line alone.

use std::fs;
use std::path::Path;

use assert_cmd::Command;
use faultlines::book::compile_edition;
use faultlines::book::load::Edition;
use faultlines::book::site::Shell;
use serde_json::Value;
use walkdir::WalkDir;

use super::harness::{Setting, browse_at, chapters, dist};
use super::quiz::{answer, export, find_number, is_believed, questions, score};

/// Where a page's quiz stands in it.
pub(crate) const QUIZ: [&str; 2] = ["<section class=\"quiz\" id=\"quiz\"", "</section>"];

/// Where a part of a page stands, which begins with one text and ends with another.
fn part_of(page: &str, [start, end]: [&str; 2]) -> std::ops::Range<usize> {
    let start = page.find(start).expect("the page has the part");
    let end = page[start..].find(end).expect("it ends") + start + end.len();
    start..end
}

/// The built book, with a part of the page in a folder as the edition for exams has it.
pub(crate) fn site_for_exam(folder: &str, part: [&str; 2]) -> tempfile::TempDir {
    let (book, mistakes) =
        compile_edition(Path::new("content"), &Shell::default(), Edition::Exam).expect("the content");
    assert!(mistakes.is_empty(), "{mistakes:?}");
    let path = format!("{folder}/index.html");
    let (_, exam) = book.pages.iter().find(|(at, _)| *at == path).expect("the page");
    let (site, built) = (tempfile::tempdir().unwrap(), dist());
    for entry in WalkDir::new(&built).into_iter().map(|entry| entry.unwrap()) {
        let to = site.path().join(entry.path().strip_prefix(&built).unwrap());
        if entry.file_type().is_dir() {
            fs::create_dir_all(to).unwrap();
        } else if !entry.path().starts_with(built.join(folder)) || entry.file_name() == "index.html" {
            // The page goes without its compressed copies, which would be served in its place.
            fs::copy(entry.path(), to).unwrap();
        }
    }
    let mut page = fs::read_to_string(site.path().join(&path)).unwrap();
    page.replace_range(part_of(&page, part), &exam[part_of(exam, part)]);
    fs::write(site.path().join(path), page).unwrap();
    site
}

/// What `faultlines grade` says of a file, by the content.
fn graded(file: &Path) -> Value {
    let folder = tempfile::tempdir().unwrap();
    let grades = folder.path().join("grades.json");
    let mut command = Command::cargo_bin("faultlines").unwrap();
    command
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .arg("grade")
        .arg(file)
        .arg("--json")
        .arg(&grades)
        .assert()
        .success();
    serde_json::from_str(&fs::read_to_string(grades).unwrap()).unwrap()
}

#[test]
fn a_whole_exam_is_recorded_without_a_verdict_and_graded_with_the_keys() {
    let chapter = &chapters()[0];
    let site = site_for_exam(chapter, QUIZ);
    browse_at(site.path(), Setting::default(), |browser| async move {
        browser.goto(&format!("{chapter}/")).await;
        browser.alive("#quiz").await;
        let asked = questions(chapter);
        for question in &asked {
            answer(&browser, question).await;
        }
        let judged = "return [...document.querySelectorAll('#quiz')].map(it => it.textContent).join(' ')";
        let said = browser.text(judged).await;
        assert!(said.contains("This is an exam"), "{said}");
        for verdict in ["Right.", "Not right.", "Partly right.", "✓", "✗", "Explanation"] {
            assert!(!said.contains(verdict), "the page judges: {verdict} in {said}");
        }
        let recorded = score(&browser).await;
        assert!(recorded.contains(&format!("{0} of {0}", asked.len())), "{recorded}");
        let file = export(&browser).await;
        let grades = graded(&file);
        let known = ["single", "matching", "prediction", "perform", "experiment"];
        let right = asked.iter().filter(|question| known.contains(&question["kind"].as_str().unwrap()));
        let worth: f64 = right.map(|question| question["points"].as_f64().unwrap_or(1.0)).sum();
        let points = find_number(&grades, "points").expect("the grade has points");
        assert!(points >= worth, "{points} of {worth}: {grades}");
        is_believed(&grades);
        // What was recorded is there after a reload.
        browser.goto(&format!("{chapter}/")).await;
        browser.alive("#quiz").await;
        assert_eq!(score(&browser).await, recorded);
    });
}
