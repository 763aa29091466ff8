//! From files to graded sheets.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, anyhow, bail};
use faultlines::quiz::notes::notes;
use faultlines::quiz::submission::is_printable;
use faultlines::quiz::{Grade, Quiz, Submission, grade};
use sha2::{Digest as _, Sha256};
use walkdir::WalkDir;

/// The largest file that is read, in bytes. A real one has a few thousand.
const MAX_BYTES: u64 = 1 << 20;

/// A graded file.
pub(super) struct Sheet {
    /// Its path.
    pub file: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// What it holds.
    pub submission: Submission,
    /// How it did.
    pub grade: Grade,
    /// What the person who grades should know, a sentence each.
    pub notes: Vec<String>,
    /// The hash of the quiz that it was graded against.
    pub quiz_hash: String,
    /// Whether it is the one that counts, of this reader for this chapter.
    pub counts: bool,
}

/// A file that could not be graded.
pub(super) struct Failure {
    /// Its path.
    pub file: String,
    /// Why not.
    pub why: String,
}

impl Failure {
    fn new(path: &Path, why: &str) -> Self {
        Self { file: printable(&path.to_string_lossy()), why: printable(why) }
    }
}

/// A text that may quote what a stranger wrote, without what would confuse a terminal or a table.
fn printable(text: &str) -> String {
    text.chars().filter(|&c| is_printable(c)).collect()
}

/// Grades every file, in the order of readers, chapters, paths.
pub(super) fn read_all(paths: &[PathBuf], quizzes: &[Quiz]) -> (Vec<Sheet>, Vec<Failure>) {
    let (mut sheets, mut failures) = (Vec::new(), Vec::new());
    for path in gather(paths, &mut failures) {
        match read(&path, quizzes) {
            Ok(sheet) => sheets.push(sheet),
            Err(error) => failures.push(Failure::new(&path, &format!("{error:#}"))),
        }
    }
    sheets.sort_by(|a, b| key(a).cmp(&key(b)));
    choose(&mut sheets);
    (sheets, failures)
}

fn key(sheet: &Sheet) -> (&str, &str, &str) {
    (&sheet.submission.reader, &sheet.submission.chapter, &sheet.file)
}

/// The files themselves and those in the folders, each once, whatever the ways that lead to it.
fn gather(paths: &[PathBuf], failures: &mut Vec<Failure>) -> Vec<PathBuf> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(path.clone());
            continue;
        }
        let before = files.len();
        for entry in WalkDir::new(path).sort_by_file_name() {
            match entry {
                Ok(entry) if entry.file_type().is_file() && is_json(entry.path()) => files.push(entry.into_path()),
                Ok(_) => {}
                Err(error) => failures.push(Failure::new(path, &error.to_string())),
            }
        }
        if files.len() == before {
            failures.push(Failure::new(path, "there are no .json files in this folder"));
        }
    }
    files.sort();
    let mut seen = BTreeSet::new();
    files.retain(|path| seen.insert(path.canonicalize().unwrap_or_else(|_| path.clone())));
    files
}

fn is_json(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case("json"))
}

fn read(path: &Path, quizzes: &[Quiz]) -> anyhow::Result<Sheet> {
    // To open a pipe would be to wait for its other end.
    if !path.metadata().context("cannot be opened")?.is_file() {
        bail!("this is a pipe or a device, not a file: save the answers in a file");
    }
    let mut bytes = Vec::new();
    let file = File::open(path).context("cannot be opened")?;
    file.take(MAX_BYTES + 1).read_to_end(&mut bytes).context("cannot be read")?;
    if bytes.len() as u64 > MAX_BYTES {
        bail!("this is larger than any answer file (1 MiB)");
    }
    let (submission, problems) = Submission::from_bytes(&bytes).map_err(|problem| anyhow!("{problem}"))?;
    let chapter = &submission.chapter;
    let Some(quiz) = quizzes.iter().find(|quiz| quiz.chapter == *chapter) else {
        let known: Vec<&str> = quizzes.iter().map(|quiz| quiz.chapter.as_str()).collect();
        let shown: String = chapter.chars().take(60).collect();
        bail!("the book has no chapter `{shown}` with a quiz (it has: {})", known.join(", "));
    };
    let grade = grade(quiz, &submission);
    let mut notes = notes(quiz, &submission, &grade);
    notes.extend(problems.iter().map(ToString::to_string));
    let notes = notes.iter().map(|note| printable(note)).collect();
    let sha256 = Sha256::digest(&bytes).iter().map(|byte| format!("{byte:02x}")).collect();
    let file = printable(&path.to_string_lossy());
    Ok(Sheet { file, sha256, submission, grade, notes, quiz_hash: quiz.hash.clone(), counts: true })
}

/// Of several files of one reader for one chapter, the best one counts.
fn choose(sheets: &mut [Sheet]) {
    let mut best: BTreeMap<(String, String), usize> = BTreeMap::new();
    for index in 0..sheets.len() {
        let submission = &sheets[index].submission;
        if submission.reader.is_empty() {
            continue;
        }
        let place = (submission.reader.clone(), submission.chapter.clone());
        let Some(&other) = best.get(&place) else {
            best.insert(place, index);
            continue;
        };
        let (winner, loser) = if better(&sheets[index], &sheets[other]) { (index, other) } else { (other, index) };
        sheets[loser].counts = false;
        sheets[loser].notes.push(format!("another file of this reader counts: {}", sheets[winner].file));
        best.insert(place, winner);
    }
}

fn better(one: &Sheet, other: &Sheet) -> bool {
    let attempts = |sheet: &Sheet| sheet.grade.marks.iter().map(|mark| u64::from(mark.attempts)).sum::<u64>();
    match one.grade.points.total_cmp(&other.grade.points) {
        std::cmp::Ordering::Equal => attempts(one) < attempts(other),
        ordering => ordering.is_gt(),
    }
}
