//! From bytes to rows, in memory.

mod editions;
mod late;
mod runs;
mod schema;
mod variants;

use std::io::Cursor;

use proptest::prelude::*;
use serde_json::{Value as Json, json};

use super::intake::{self, AnswerFile, Refusal, checksum::checksum};
use super::tables::variants::Variants;
use super::tables::{Output as _, Setting, Style};
use super::*;
use crate::quiz::kinds::KINDS;
use crate::quiz::{Quiz, ReaderId, Response, Submission};
use crate::scenario::{Link, Problem, Tree};

const SAMPLE: &str =
    include_str!(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/quiz/content/part-1/sample/quiz.toml"));

fn quizzes() -> Vec<Quiz> {
    let tree: Json = toml::from_str(SAMPLE).unwrap();
    let (quiz, problems) = Quiz::from_json("part-1/sample", "sample", &tree, Some(&|name| Err(Problem::new("", name))));
    assert_eq!(problems, []);
    vec![quiz.unwrap()]
}

/// An answer file of version 2 with attempts at the question `share`, a minute after one another.
fn second_version(reader: &str, id: u64, answers: &[&str]) -> Json {
    let quiz = &quizzes()[0];
    let at = |minute: usize| format!("2026-11-27T20:{minute:02}:00Z");
    let attempts: Vec<Json> = (0..)
        .zip(answers)
        .map(|(minute, answer)| json!({ "at": at(minute), "response": { "number": answer } }))
        .collect();
    json!({
        "format": "faultlines-answers", "version": 2, "book": "faultlines", "course": "sample", "reader": reader,
        "reader_id": format!("{id:016x}"), "exported_at": at(30),
        "chapters": [{
            "chapter": "part-1/sample", "quiz_hash": quiz.hash, "drafts": [],
            "answers": [{
                "question": "share", "question_hash": quiz.questions[2].hash, "checked": attempts.len(),
                "attempts": attempts,
            }],
        }],
    })
}

fn sealed(mut tree: Json) -> Vec<u8> {
    tree["checksum"] = checksum(&Tree::from(tree.clone())).into();
    tree.to_string().into_bytes()
}

fn read(bytes: &[u8]) -> AnswerFile {
    intake::read("a.json", bytes).unwrap()
}

/// A reader's name, total, and of each file the path, whether it counts, and the notes.
type Told = (String, f64, Vec<(String, bool, Vec<String>)>);

fn graded(keep: Keep, files: &[(&str, Vec<u8>)]) -> Vec<Told> {
    let quizzes = quizzes();
    let judge = Judge::new(&quizzes, keep, None);
    let mut book = Gradebook::new(keep, Roster::default(), Cursor::new(Vec::new()));
    for (path, bytes) in files {
        for record in judge.judge(path, bytes).unwrap().records {
            book.add(&record).unwrap();
        }
    }
    book.close();
    let mut rows = Vec::new();
    book.rows(|row| {
        let entry = |entry: &gradebook::Entry| (entry.record.file.clone(), entry.counts, entry.record.notes.clone());
        rows.push((row.name.to_string(), row.total(), row.entries.iter().map(entry).collect()));
    })
    .unwrap();
    rows
}

#[test]
fn the_second_version_is_read_with_all_attempts_and_its_checksum() {
    let file = read(&sealed(second_version("Ada", 7, &["50", "9.1", "12"])));
    let chapter = &file.chapters[0];
    assert_eq!((&file.notes, &chapter.notes), (&vec![], &vec![]));
    assert_eq!(chapter.exported_at, moment::read("2026-11-27T20:30:00Z"));
    assert_eq!((chapter.submission.reader.as_str(), chapter.submission.reader_id.0), ("Ada", 7));
    let answer = chapter.submission.answer("share").unwrap();
    assert_eq!((answer.checked, answer.attempts.len()), (3, 3));
    assert_eq!(answer.first(), Some(&Response::Number("50".into())));
    assert_eq!(answer.last(), Some(&Response::Number("12".into())));
}

#[test]
fn what_a_page_exports_earns_the_same_here_with_its_times_and_its_checksum() {
    let quiz = &quizzes()[0];
    let mut page = Submission::empty(quiz);
    page.reader = "Ada “Löve”\u{7f}lace \\".into();
    let question = |id: &str| quiz.question(id).unwrap();
    for (minute, answer) in [(1, "50"), (2, "9.1"), (3, "12")] {
        page.check(question("share"), Response::Number(answer.into()), format!("2026-11-27T20:0{minute}:00Z"));
    }
    page.check(question("many"), Response::Options(vec!["a".into()]), "2026-11-27T20:04:00Z".into());
    page.set_draft(question("name"), Some(Response::Text("v\nnode\u{1}".into())));
    let text = page.current(quiz).exported("2026-11-27T20:05:00Z").to_text(true);
    let file = read(text.as_bytes());
    assert_eq!((&file.notes, &file.chapters[0].notes), (&vec![], &vec![]));
    assert_eq!(
        (file.chapters[0].submission.course.as_str(), file.chapters[0].exported_at),
        ("sample", moment::read("2026-11-27T20:05:00Z"))
    );
    let quizzes = quizzes();
    for (keep, points) in [(Keep::First, 0.5), (Keep::Best, 1.5), (Keep::Last, 0.5)] {
        let judge = Judge::new(&quizzes, keep, moment::read("2026-11-27T20:03:30Z"));
        let record = judge.judge("a.json", text.as_bytes()).unwrap().records.remove(0);
        assert_eq!((record.points, record.late), (points, Some(true)), "{keep:?}");
        assert_eq!(
            record.notes,
            ["filled in and not checked, so it earns nothing: name", "1 attempt after 2026-11-27T20:03:30Z"]
        );
    }
    for (was, is) in
        [("\"12\"", "\"9.1\""), ("20:03:00", "20:03:01"), ("\"checked\": 3", "\"checked\": 4"), ("Ada", "Eda")]
    {
        let changed = read(text.replace(was, is).as_bytes());
        assert!(changed.notes[0].starts_with("the checksum does not fit"), "{was}: {:?}", changed.notes);
    }
}

#[test]
fn a_file_that_was_changed_is_graded_and_said_to_be() {
    let whole = String::from_utf8(sealed(second_version("Ada", 7, &["50"]))).unwrap();
    let changed = read(whole.replace("50", "9.1").as_bytes());
    assert!(changed.notes[0].starts_with("the checksum does not fit"), "{:?}", changed.notes);
    let mut elsewhere = second_version("Ada", 7, &["9.1"]);
    elsewhere["course"] = "another".into();
    let rows = graded(Keep::Best, &[("a.json", sealed(elsewhere))]);
    assert_eq!(rows[0].2[0].2, ["answered in the course `another`; this is `sample`"]);
    let bare = read(second_version("Ada", 7, &["50"]).to_string().as_bytes());
    assert!(bare.notes[0].starts_with("there is no checksum"), "{:?}", bare.notes);
}

#[test]
fn what_is_wrong_is_told_and_never_taken_in_the_readers_favour() {
    let quiz = &quizzes()[0];
    let tree = json!({
        "format": "faultlines-answers", "version": 1, "book": "faultlines", "chapter": quiz.chapter, "reader": 429,
        "answers": [
            { "question": "one", "response": { "option": "ring" }, "attempts": 1e30, "first_response": { "option": 5 } },
            { "question": "share", "response": { "number": "9.1" }, "attempts": -3 },
            { "question": "many", "response": { "options": ["a", "b"] }, "attempts": 1.5 },
        ],
    });
    let file = read(tree.to_string().as_bytes());
    let chapter = &file.chapters[0];
    assert_eq!(chapter.submission.reader, "429");
    assert!(file.notes[0].contains("`reader` is a number"), "{:?}", file.notes);
    for note in [
        "`first_response` of `one` cannot be read; as a first try it earns nothing",
        "`attempts` of `one` is no count; 2 taken",
        "`attempts` of `share` is no count; 1 taken",
        "`attempts` of `many` is no count; 1 taken",
    ] {
        assert!(chapter.notes.iter().any(|told| told == note), "{note} in {:?}", chapter.notes);
    }
    let graded = crate::quiz::grade(quiz, &chapter.submission);
    assert_eq!((graded.marks[0].points, graded.marks[0].first_points), (2.0, 0.0));
    let twice = tree.to_string().replacen("\"response\":", "\"response\":{\"option\":\"modulo\"},\"response\":", 1);
    let file = read(twice.as_bytes());
    assert!(file.chapters[0].submission.answer("one").is_none(), "which of two was meant, nobody knows");
    assert!(file.notes.iter().any(|note| note.starts_with("`response` stands twice")), "{:?}", file.notes);
}

#[test]
fn what_is_no_answer_file_is_told_apart_from_what_is_broken() {
    let why = |path: &str, bytes: &[u8]| intake::read(path, bytes).unwrap_err();
    assert_eq!(why("a.json", br#"{"format":"faultlines-grades"}"#), Refusal::Own);
    let page = report::reader_page(
        &Row { name: "Ada", student: None, entries: Vec::new() },
        &Setting {
            quizzes: &[],
            earlier: &[],
            course: &Course::default(),
            asked: Vec::new(),
            roster: false,
            late: false,
        },
    );
    assert_eq!(why("ada.html", page.as_bytes()), Refusal::Own);
    for (path, bytes) in [("a.pdf", &b"%PDF-1.7"[..]), ("notes.txt", b"my answers"), ("empty", b"")] {
        assert!(matches!(why(path, bytes), Refusal::Other(_)), "{path}");
    }
    for (path, bytes) in
        [("a.7z", &b"7z\xbc\xaf\x27\x1c"[..]), ("a.json", b"%PDF-1.7"), ("a.json", b""), ("a.txt", b"{\"a")]
    {
        assert!(matches!(why(path, bytes), Refusal::Broken(_)), "{path}");
    }
}

#[test]
fn the_best_the_last_or_the_first_counts_of_attempts_and_of_files() {
    let file = |answers: &[&str]| sealed(second_version("Ada", 7, answers));
    let mut early = second_version("Ada", 7, &["12"]);
    early["exported_at"] = "2026-11-26T00:00:00Z".into();
    let files = [("a.json", file(&["50", "9.1", "12"])), ("b.json", sealed(early))];
    for (keep, points, counts) in
        [(Keep::Best, 1.0, "a.json"), (Keep::Last, 0.0, "a.json"), (Keep::First, 0.0, "b.json")]
    {
        let rows = graded(keep, &files);
        let (name, total, entries) = &rows[0];
        let counting: Vec<&str> = entries.iter().filter(|entry| entry.1).map(|entry| entry.0.as_str()).collect();
        assert_eq!((name.as_str(), *total, counting), ("Ada", points, vec![counts]), "{keep:?}");
    }
}

#[test]
fn one_name_is_one_reader_however_it_is_written_and_different_files_under_it_are_flagged_in_both() {
    let file = |reader: &str, id: u64, answer: &str| sealed(second_version(reader, id, &[answer]));
    let files = [
        ("1.json", file("José", 1, "9.1")),
        ("2.json", file("JOSE\u{301} ", 2, "50")),
        ("3.json", file("Ada", 3, "50")),
        ("4.json", file("ADA ", 3, "50")),
    ];
    let rows = graded(Keep::Best, &files);
    assert_eq!(rows.len(), 2, "{rows:?}");
    let notes = |row: usize, entry: usize| rows[row].2[entry].2.join("; ");
    assert!(notes(0, 1).contains("the same answers as in 3.json, which counts"), "{rows:?}");
    assert!(notes(1, 0).contains("other answers and does not count: 2.json"), "{rows:?}");
    assert!(notes(1, 1).contains("other answers and counts: 1.json"), "{rows:?}");
    let backwards: Vec<_> = files.iter().rev().cloned().collect();
    assert_eq!(graded(Keep::Best, &backwards), rows, "whatever the order");
}

#[test]
fn one_browser_and_the_same_moments_under_two_names_are_flagged_in_both() {
    let file = |reader: &str, id: u64| sealed(second_version(reader, id, &["12", "50", "9.1"]));
    let rows = graded(Keep::Best, &[("a.json", file("Ada", 5)), ("b.json", file("Bob", 5)), ("c.json", file("", 6))]);
    let notes: Vec<String> = rows.iter().map(|row| row.2[0].2.join("; ")).collect();
    assert!(notes[0].contains("the same browser handed in as “Bob”: b.json"), "{notes:?}");
    assert!(notes[1].contains("the same browser handed in as “Ada”: a.json"), "{notes:?}");
    assert!(notes[2].contains("answered at the same moments as “Ada”: a.json"), "{notes:?}");
}

/// Changes of bytes: replaced, dropped, doubled, cut off.
fn spoilt(mut bytes: Vec<u8>, changes: &[(usize, u8, u8)]) -> Vec<u8> {
    for &(place, how, byte) in changes {
        let place = place % bytes.len().max(1);
        match how % 8 {
            _ if bytes.is_empty() => {}
            0 => drop(bytes.remove(place)),
            1 => bytes.insert(place, byte),
            2 => bytes.truncate(place),
            3..6 => bytes[place] = byte,
            _ => bytes[place] ^= 1 << (byte % 8),
        }
    }
    bytes
}

fn changes() -> impl Strategy<Value = Vec<(usize, u8, u8)>> {
    prop::collection::vec((any::<usize>(), any::<u8>(), any::<u8>()), 1..4)
}

proptest! {
    /// Damage is refused or told, whatever it hit.
    #[test]
    fn a_spoilt_file_is_refused_or_told_from_the_one_that_was_exported(changes in changes()) {
        let whole = sealed(second_version("Ada", 7, &["50", "9.1"]));
        let bytes = spoilt(whole.clone(), &changes);
        let tree = |bytes: &[u8]| std::str::from_utf8(bytes).ok().and_then(Tree::parse);
        if tree(&bytes) != tree(&whole)
            && let Ok(file) = intake::read("a.json", &bytes)
        {
            let told = file.notes.iter().any(|note| note.contains("checksum") || note.contains("twice"));
            prop_assert!(told, "{}", String::from_utf8_lossy(&bytes));
        }
    }

    #[test]
    fn a_spoilt_zip_gives_files_or_reasons(changes in changes()) {
        use std::io::Write as _;
        let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
        for name in ["a.json", "b/c.json"] {
            zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
            zip.write_all(&sealed(second_version("Ada", 7, &["50"]))).unwrap();
        }
        let bytes = spoilt(zip.finish().unwrap().into_inner(), &changes);
        let mut budget = intake::archive::Budget { bytes: 1 << 20, files: 10 };
        let mut read = 0;
        intake::archive::each("z.zip", Cursor::new(bytes), &mut budget, &mut |found| match found.bytes {
            Ok(bytes) => read += bytes.len(),
            Err(why) => assert!(!why.is_empty()),
        });
        prop_assert!(read <= 1 << 20);
    }
}
