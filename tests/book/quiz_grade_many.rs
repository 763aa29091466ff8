//! `faultlines grade` over a great many files: the memory that it takes, and the same bytes whatever the order.

use std::fs::{self, File};
use std::io::Write as _;
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

use faultlines::book;
use faultlines::quiz::kinds::Experiment;
use faultlines::quiz::{Kind, Question, Quiz, Response};
use faultlines::scenario::Link;
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use zip::write::{SimpleFileOptions, ZipWriter};

use crate::thorough;

const CONTENT: &str = "tests/fixtures/quiz/content";

/// The answer file of one of many readers, drawn from the reader's number: each answers most questions, some twice.
fn submission(quiz: &Quiz, reader: u64) -> String {
    let mut draw = reader.wrapping_mul(0x9e37_79b9_7f4a_7c15);
    let mut below = |most: u64| {
        draw = draw.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (draw >> 33) % most
    };
    let mut answers = Vec::new();
    // One in twenty has found a run.
    let asked = quiz.questions.iter().filter(|it| reader.is_multiple_of(20) || !matches!(it.kind, Kind::Experiment(_)));
    for question in asked {
        let attempts: Vec<Json> = (0..below(4))
            .map(|minute| {
                let right = below(3) > 0;
                let second = below(60);
                json!({
                    "at": format!("2026-11-{:02}T20:{:02}:{second:02}Z", 1 + reader % 28, minute * 7),
                    "response": if right { question.kind.solution() } else { wrong(question, reader) }.to_tree().to_text(false).parse::<Json>().expect("JSON"),
                })
            })
            .collect();
        if !attempts.is_empty() {
            answers.push(json!({
                "question": question.id, "question_hash": question.hash, "checked": attempts.len(), "attempts": attempts,
            }));
        }
    }
    json!({
        "format": "faultlines-answers", "version": 2, "book": "faultlines", "course": quiz.course, "reader": format!("Reader {reader:06}"),
        "reader_id": format!("{:016x}", reader + 1), "exported_at": "2026-11-29T12:00:00Z",
        "chapters": [{ "chapter": quiz.chapter, "quiz_hash": quiz.hash, "answers": answers, "drafts": [] }],
    })
    .to_string()
}

fn wrong(question: &Question, reader: u64) -> Response {
    if let Kind::Experiment(experiment) = &question.kind {
        return Response::Run { link: some_run(experiment, reader), metrics: Vec::new() };
    }
    match &question.kind.solution() {
        Response::Option(_) => Response::Option("modulo".to_string()),
        Response::Options(_) => Response::Options(vec!["d".to_string()]),
        Response::Number(_) => Response::Number("50".to_string()),
        Response::Order(ids) => Response::Order(ids.iter().rev().cloned().collect()),
        Response::Pairs(pairs) => Response::Pairs(pairs.clone()),
        Response::Steps(steps) => Response::Steps(vec!["luck".to_string(); steps.len()]),
        Response::Run { link, .. } => Response::Run { link: link.clone(), metrics: Vec::new() },
        Response::Text(_) => Response::Text("luck".to_string()),
    }
}

/// A run that the question allows: some 400 differ.
fn some_run(experiment: &Experiment, reader: u64) -> String {
    let mut scenario = Link::parse(&experiment.start).0.expect("a run").scenario;
    scenario.set_param("vnodes", &(1 + reader / 20 % 40).to_string()).expect("within the slider");
    scenario.set_param("epsilon", &format!("0.{}", 1 + reader / 800 % 9)).expect("within the slider");
    Link::of(scenario).to_query()
}

fn in_a_folder(folder: &Path, quiz: &Quiz, readers: u64) {
    fs::create_dir(folder).expect("a folder");
    for reader in 0..readers {
        fs::write(folder.join(format!("{reader:06}.json")), submission(quiz, reader)).expect("a file");
    }
}

/// Ten zips, the readers dealt out among them.
fn in_zips(folder: &Path, quiz: &Quiz, readers: u64) {
    fs::create_dir(folder).expect("a folder");
    for pack in 0..10 {
        let file = File::create(folder.join(format!("{pack}.zip"))).expect("a file");
        let mut zip = ZipWriter::new(std::io::BufWriter::new(file));
        for reader in (pack..readers).step_by(10) {
            let path = format!("Reader {reader:06}_{reader}_assignsubmission_file_/answers.json");
            zip.start_file(path, SimpleFileOptions::default().compression_level(Some(1))).expect("an entry");
            zip.write_all(submission(quiz, reader).as_bytes()).expect("written");
        }
        zip.finish().expect("a zip");
    }
}

/// Grades a folder into every table: seconds, and the most memory, in MB.
fn graded(content: &str, folder: &Path, out: &Path) -> (f64, u64) {
    fs::create_dir_all(out).expect("a folder");
    let mut command = Command::new(assert_cmd::cargo::cargo_bin("faultlines"));
    command.args(["grade", "--content", content, "--late-after", "2026-11-15"]).arg(folder);
    for (flag, name) in [("--csv", "grades.csv"), ("--csv-answers", "answers.csv"), ("--json", "grades.json")] {
        command.arg(flag).arg(out.join(name));
    }
    let said = File::create(out.join("said.txt")).expect("a file");
    let start = Instant::now();
    let mut child =
        command.stdout(said.try_clone().expect("a file")).stderr(Stdio::inherit()).spawn().expect("it runs");
    let mut most = 0;
    while child.try_wait().expect("it runs").is_none() {
        // The highest that it ever was, in kB.
        let status = fs::read_to_string(format!("/proc/{}/status", child.id())).unwrap_or_default();
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
        most = most.max(line.and_then(|line| line.trim().trim_end_matches(" kB").trim().parse().ok()).unwrap_or(0));
        std::thread::sleep(Duration::from_millis(5));
    }
    assert!(child.wait().expect("it ends").success());
    (start.elapsed().as_secs_f64(), most / 1000)
}

/// How many readers: enough to see that memory does not grow with what they wrote; with `FAULTLINES_MANY` as many as it says.
fn readers() -> u64 {
    let said = std::env::var("FAULTLINES_MANY").ok().and_then(|many| many.parse().ok());
    said.unwrap_or(if thorough::on() { 20_000 } else { 1_500 })
}

#[test]
#[expect(clippy::print_stderr, reason = "what was measured")]
fn a_great_many_files_take_little_memory_and_give_the_same_grades_from_a_folder_and_from_zips() {
    let (quizzes, _) = book::quizzes(Path::new(CONTENT)).expect("the content");
    let (readers, quiz) = (readers(), &quizzes[0]);
    let place = TempDir::new().expect("a folder");
    let at = |name: &str| place.path().join(name);
    in_a_folder(&at("folder"), quiz, readers);
    in_zips(&at("zips"), quiz, readers);
    for name in ["folder", "zips"] {
        let (seconds, most) = graded(CONTENT, &at(name), &at(&format!("{name}-out")));
        eprintln!("{readers} files in {name}: {seconds:.1} s, {most} MB");
        assert!(most < 200, "{most} MB");
    }
    let scores = |name: &str| {
        let text = fs::read_to_string(at(name).join("grades.csv")).expect("CSV");
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.expect("a row").iter().take(9).map(str::to_string).collect()).collect();
        rows
    };
    assert_eq!(scores("folder-out").len() as u64, readers);
    assert_eq!(scores("folder-out"), scores("zips-out"));
    graded(CONTENT, &at("folder"), &at("again"));
    for name in ["grades.csv", "answers.csv", "grades.json", "said.txt"] {
        assert!(
            fs::read(at("again").join(name)).expect(name) == fs::read(at("folder-out").join(name)).expect(name),
            "{name}"
        );
    }
}

#[test]
#[expect(clippy::print_stderr, reason = "what was measured")]
fn where_one_in_twenty_carries_an_experiment_equal_runs_are_run_once_and_memory_stays_small() {
    let (quizzes, _) = book::quizzes(Path::new("content")).expect("the content");
    let quiz = quizzes.iter().find(|quiz| quiz.chapter.ends_with("consistent-hashing")).expect("the chapter");
    assert!(quiz.questions.iter().any(|question| matches!(question.kind, Kind::Experiment(_))));
    let (readers, place) = (readers(), TempDir::new().expect("a folder"));
    let at = |name: &str| place.path().join(name);
    in_a_folder(&at("folder"), quiz, readers);
    let (seconds, most) = graded("content", &at("folder"), &at("out"));
    eprintln!("{readers} files, one in twenty with an experiment: {seconds:.1} s, {most} MB");
    assert!(most < 200, "{most} MB");
    let answers = fs::read_to_string(at("out").join("answers.csv")).expect("CSV");
    let runs = answers.lines().filter(|line| line.contains("lab=hash-ring")).count() as u64;
    assert!(runs > readers / 60 && runs < readers / 20 + 1, "{runs} runs");
}
