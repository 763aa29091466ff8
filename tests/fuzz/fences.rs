//! A fence of a chapter, or a file of TOML. The first line of an input says which: ```` ```lab hash-ring ````,
//! `quiz.toml` or `scenario.toml`.
//!
//! It is read, or what is wrong with it is said at a point that it has. What is read is what its written forms say.

use faultlines::book::diagnostic::{Diagnostic, Place, Source};
use faultlines::book::names::{Names, scenario};
use faultlines::book::parse::{CHAPTER_FRONT_KEYS, document};
use faultlines::book::tree::Tree;
use faultlines::engines::catalog;
use faultlines::kernel::Report;
use faultlines::quiz::{Question, Quiz, obfuscation};
use faultlines::scenario::{Plate, Problem, Scenario};

/// The scenario that a fence may start from.
const BASE: &str = "lab = \"fan-out\"\nseed = 7\n\n[params]\nfan_out = 10\nrequests = 300\n";

pub(crate) fn holds(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    match text.split_once('\n') {
        Some(("scenario.toml", text)) => scenario_file(text),
        Some(("quiz.toml", text)) => quiz(text),
        _ => fences(text),
    }
}

fn fences(text: &str) {
    let source = Source::new("chapter.md", format!("+++\ntitle = \"T\"\nbreaks = \"B\"\nsummary = \"S\"\n+++\n{text}"));
    let (document, mut mistakes) = document(&source, CHAPTER_FRONT_KEYS);
    let mut names = Names::default();
    names.scenario_file("tail-10", &Source::new("tail-10.toml", BASE));
    let plates = names.plates(&document, "10.1");
    mistakes.append(&mut names.mistakes);
    have_places(&mistakes, &source);
    for plate in plates.values().flatten().filter(|_| mistakes.is_empty()) {
        assert_eq!(Plate::from_page(&plate.to_page()).as_ref(), Some(plate));
        is_written_and_read(&plate.scenario);
    }
}

fn scenario_file(text: &str) {
    let source = Source::new("scenario.toml", text);
    let place = Place::exact(&source, 0);
    let (tree, mistakes) = Tree::parse(text, place);
    let (scenario, found) = scenario(&tree, place);
    have_places(&mistakes, &source);
    have_places(&found, &source);
    if let Some(scenario) = scenario {
        is_written_and_read(&scenario);
    }
}

fn quiz(text: &str) {
    let source = Source::new("quiz.toml", text);
    let place = Place::exact(&source, 0);
    let (tree, mistakes) = Tree::parse(text, place);
    let (quiz, problems) = Quiz::from_json("part-1/first", "small", &tree.json, Some(&measured));
    let is_right = mistakes.is_empty() && problems.is_empty();
    have_places(&mistakes, &source);
    have_places(&tree.diagnostics(problems, place), &source);
    let Some(quiz) = quiz.filter(|_| is_right) else { return };
    assert_eq!(obfuscation::reveal(&quiz.chapter, &obfuscation::obfuscate(&quiz)), Some(of_page(quiz.clone())));
    let (again, problems) = Quiz::from_json(&quiz.chapter, &quiz.course, &quiz.to_json(), Some(&measured));
    assert_eq!(problems, []);
    assert_eq!(again.as_ref(), Some(&quiz));
    for question in &quiz.questions {
        let verdict = question.grade(&question.kind.solution()).expect("a solution can be judged");
        assert_eq!(verdict.points(question.points), f64::from(question.points), "{}", question.id);
    }
}

/// A quiz as its page knows it: without tags, drawn values and the hashes of the edition for exams.
fn of_page(mut quiz: Quiz) -> Quiz {
    let forget = |one: &mut Question| (one.tags, one.drawn, one.exam_hash) = (Vec::new(), Vec::new(), String::new());
    for question in &mut quiz.questions {
        forget(question);
        question.others.iter_mut().for_each(forget);
    }
    Quiz { exam_hash: String::new(), ..quiz }
}

/// What the scenario that keys are computed from has measured.
fn measured(name: &str) -> Result<Report, Problem> {
    let lab = catalog::find("two-generals").expect("a small lab");
    if name == "small" { Ok(Scenario::defaults(lab).report()) } else { Err(Problem::new("", "unknown scenario")) }
}

fn is_written_and_read(scenario: &Scenario) {
    let (read, problems) = Scenario::from_json(&scenario.to_json());
    assert_eq!(problems, []);
    assert_eq!(read.as_ref(), Some(scenario));
}

/// Each mistake stands on a line of the source, in it or right behind it.
fn have_places(mistakes: &[Diagnostic], source: &Source) {
    for mistake in mistakes {
        let line = source.text.split('\n').nth((mistake.at.line as usize).wrapping_sub(1));
        let columns = line.map(|line| line.chars().count() + 1);
        let is_there = columns.is_some_and(|columns| (1..=columns).contains(&(mistake.at.column as usize)));
        assert!(is_there && mistake.at.file == source.path, "{mistake}: there is no such place");
    }
}
