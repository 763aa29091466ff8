//! From bytes to rows, in memory.

mod runs;
mod schema;

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
    assert_eq!(file.exported_at, moment::read("2026-11-27T20:30:00Z"));
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
    assert_eq!((file.course.as_str(), file.exported_at), ("sample", moment::read("2026-11-27T20:05:00Z")));
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
        &Setting { quizzes: &[], course: &Course::default(), asked: Vec::new(), roster: false, late: false },
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

/// A quiz of one experiment, and a file of the second version that answers it with a run and what it is said to measure.
fn experiment(link: &str, claimed: f64) -> (Vec<Quiz>, Vec<u8>) {
    let row = KINDS.iter().find(|row| row.name == "experiment").unwrap();
    let tree = toml::from_str(&format!("title = \"One\"\n{}", row.example)).unwrap();
    let (quiz, _) = Quiz::from_json("part-1/ring", "course", &tree, Some(&|name| Err(Problem::new("", name))));
    let quiz = quiz.unwrap();
    let question = &quiz.questions[0];
    let response = Response::Run { link: link.into(), metrics: vec![("max_over_mean".into(), claimed)] };
    let mut submission = Submission::empty(&quiz);
    submission.check(question, response, String::new());
    let seen = |link: &str| crate::quiz::Evidence { at: "2026-11-27T20:29:11Z".into(), link: link.into() };
    submission.witness(question, vec![seen("lab=hash-ring&vnodes=1"), seen(link)]);
    let file = submission.current(&quiz).to_tree().to_text(false).into_bytes();
    (vec![quiz], file)
}

#[test]
fn an_experiment_is_run_again_whatever_a_file_says_of_it() {
    let good = "lab=hash-ring&nodes=5&vnodes=400&keys=1000";
    let poor = "lab=hash-ring&nodes=5&vnodes=2&keys=1000";
    let measured = |link: &str| Link::parse(link).0.unwrap().scenario.report().get("max_over_mean").unwrap();
    for (link, claimed, points, note) in [
        (good, measured(good), 1.0, None),
        (poor, measured(poor), 0.0, None),
        (poor, 1.0, 0.0, Some("the file says that its run measures max_over_mean = 1, and it measures")),
        (good, 9.0, 1.0, Some("the file says that its run measures max_over_mean = 9, and it measures")),
        ("lab=hash-ring&nodes=50&vnodes=400&keys=1000", 1.0, 0.0, Some("`nodes` must stay at 5")),
        ("lab=hash-ring&nodes=many", 1.0, 0.0, Some("its run cannot be read")),
        ("", 1.0, 0.0, None),
        ("lab=sql", 1.0, 0.0, Some("its run cannot be read")),
    ] {
        let (quizzes, file) = experiment(link, claimed);
        let judge = Judge::new(&quizzes, Keep::Last, None);
        let record = judge.judge("a.json", &file).unwrap().records.remove(0);
        assert_eq!(record.points, points, "{link}");
        let seen: Vec<&str> = record.marks[0].evidence.iter().map(|(_, link)| link.as_str()).collect();
        let tried = ["lab=hash-ring&vnodes=1", link];
        assert_eq!(seen, if link.is_empty() { &tried[..1] } else { &tried }, "what was tried on the way");
        let said = record.notes.join("; ");
        assert!(note.is_none_or(|note| said.contains(note)), "{link}: {said}");
        assert_eq!(judge.judge("a.json", &file).unwrap().records[0].notes, record.notes, "the second time from memory");
    }
}

#[test]
fn answers_to_the_edition_for_exams_are_graded_with_the_keys() {
    let quizzes = quizzes();
    let quiz = &quizzes[0];
    let exam = quiz.clone().for_exam();
    let mut submission = Submission::empty(&exam);
    for (question, asked) in quiz.questions.iter().zip(&exam.questions) {
        submission.check(asked, question.kind.solution(), String::new());
    }
    let file = submission.current(&exam).exported("2026-11-27T20:30:00Z").to_text(false).into_bytes();
    let record = Judge::new(&quizzes, Keep::Last, None).judge("a.json", &file).unwrap().records.remove(0);
    assert_eq!((record.points, record.notes), (f64::from(quiz.points()), vec![]));
    assert!(record.marks.iter().all(|mark| !mark.changed));
}

#[test]
fn an_answer_to_a_quiz_that_has_changed_is_graded_by_the_key_that_its_reader_saw() {
    let then = quizzes();
    let tree: Json = toml::from_str(&SAMPLE.replace("answer = 9.1", "answer = 50.0")).unwrap();
    let now = vec![Quiz::from_json("part-1/sample", "sample", &tree, None).0.unwrap()];
    assert_ne!(then[0].hash, now[0].hash);
    let mut submission = Submission::empty(&then[0]);
    submission.check(&then[0].questions[2], Response::Number("9.1".into()), String::new());
    let whole = submission.current(&then[0]).exported("2026-11-27T20:30:00Z").to_text(false);
    // Of a build that nobody has kept, with that question as it was.
    let other_build = whole.replace(&then[0].hash, &"0".repeat(32));
    for file in [&whole, &other_build] {
        let forgetful = Judge::new(&now, Keep::Last, None);
        let record = forgetful.judge("a.json", file.as_bytes()).unwrap().records.remove(0);
        assert_eq!((record.points, record.marks[2].changed), (0.0, true));
        let keys = keys::read(keys::write(&then).as_bytes()).unwrap();
        let record = Judge::new(&now, Keep::Last, None).remembering(&keys).judge("a.json", file.as_bytes());
        let record = record.unwrap().records.remove(0);
        assert_eq!((record.points, record.marks[2].changed), (1.0, true), "{:?}", record.notes);
        let said = "`share` has changed since; graded by the key of what its reader saw: 1 of 1 points, by today's 0";
        assert!(record.notes.iter().any(|note| note == said), "{:?}", record.notes);
        assert!(!record.notes.iter().any(|note| note.contains("claims")), "{:?}", record.notes);
    }
}

#[test]
fn a_key_that_was_mended_after_an_exam_counts_and_a_question_that_was_reworded_is_graded_as_it_was() {
    let then = quizzes();
    let exam = then[0].clone().for_exam();
    let mut submission = Submission::empty(&exam);
    submission.check(&exam.questions[2], Response::Number("9.1".into()), String::new());
    let file = submission.current(&exam).exported("2026-11-27T20:30:00Z").to_text(false).into_bytes();
    let graded = |from: &str, to: &str| {
        let tree: Json = toml::from_str(&SAMPLE.replace(from, to)).unwrap();
        let now = vec![Quiz::from_json("part-1/sample", "sample", &tree, None).0.unwrap()];
        let judge = Judge::new(&now, Keep::Last, None).remembering(&then);
        let record = judge.judge("a.json", &file).unwrap().records.remove(0);
        (record.points, record.marks[2].changed)
    };
    // The pages of an exam say nothing of a key: what its reader saw is the question.
    assert_eq!(graded("answer = 9.1", "answer = 50.0"), (0.0, false));
    assert_eq!(graded("What share moves?", "What share stays?"), (1.0, true));
}

#[test]
fn each_readers_variant_is_found_again_and_written_with_its_key() {
    let text = r#"
        title = "Drawn"
        [[questions]]
        id = "sum"
        kind = "numeric"
        prompt = "What is {{one}} and 1?"
        answer = "{{two}}"
        tolerance = 0
        feedback_correct = "Yes."
        feedback_low = "More."
        feedback_high = "Less."
        tags = ["sums"]
        draw = { one = [3], two = [4] }
        pool = [{ draw = { one = [7], two = [8] } }, { draw = { one = [30], two = [31] } }]
    "#;
    let named = |name: &str| Err(Problem::new("", name));
    let (quiz, problems) = Quiz::from_json("part-1/sum", "course", &toml::from_str(text).unwrap(), Some(&named));
    assert_eq!(problems, []);
    let quizzes = vec![quiz.unwrap()];
    let (quiz, question) = (&quizzes[0], &quizzes[0].questions[0]);
    let mut book = Gradebook::new(Keep::Last, Roster::default(), Cursor::new(Vec::new()));
    let judge = Judge::new(&quizzes, Keep::Last, None);
    for reader in 1..20 {
        let mut answers = Submission { reader: format!("R{reader:02}"), ..Submission::empty(quiz) };
        answers.reader_id = ReaderId(reader);
        for _ in 0..3 {
            let asked = answers.asked(quiz, question).clone();
            answers.check(&asked, asked.kind.solution(), String::new());
            answers.ask_again(question);
        }
        let file = answers.current(quiz).exported("2026-11-27T20:30:00Z").to_text(false).into_bytes();
        let record = judge.judge("a.json", &file).unwrap().records.remove(0);
        assert_eq!(
            (record.points, record.marks[0].variant, record.marks[0].draws.as_slice()),
            (1.0, 2, &[0, 1, 2][..])
        );
        book.add(&record).unwrap();
    }
    book.close();
    let course = Course::of_book(&quizzes);
    let setting = Setting { quizzes: &quizzes, course: &course, asked: book.quizzes(), roster: false, late: false };
    let mut out = Vec::new();
    let mut table = Variants::new(&setting, Style { spreadsheet: false, separator: b',' }, &mut out).unwrap();
    book.rows(|row| table.row(row).unwrap()).unwrap();
    table.end(&[]).unwrap();
    drop(table);
    let lines: Vec<String> = String::from_utf8(out).unwrap().lines().map(str::to_string).collect();
    assert_eq!((lines.len(), lines[0].as_str()), (1 + 3 * 19, "reader,reader_id,chapter,question,n,values,prompt,key"));
    let asked = quiz.drawn(question, ReaderId(1), 0);
    let (values, key) = (crate::quiz::pool::values(&asked.drawn), record::said(&asked.kind.solution()));
    assert_eq!(lines[1], format!("R01,0000000000000001,part-1/sum,sum,0,\"{values}\",{},{key}", asked.prompt));
}

#[test]
fn a_draw_that_nobody_made_earns_nothing_and_is_told() {
    let quizzes = quizzes();
    let file = second_version("Ada", 7, &["9.1"]).to_string();
    let draw = |variant: &str| file.replace("\"response\":", &format!("\"variant\":{variant},\"response\":"));
    let judge = Judge::new(&quizzes, Keep::Last, None);
    for (variant, points) in [("0", 1.0), ("3", 1.0), ("1000", 0.0), ("-1", 0.0), ("\"one\"", 0.0), ("1e300", 0.0)] {
        let record = judge.judge("a.json", draw(variant).as_bytes()).unwrap().records.remove(0);
        assert_eq!(record.points, points, "{variant}");
        let told = record.notes.iter().any(|note| note == "an attempt at `share` cannot be read, and earns nothing");
        assert_eq!(told, points == 0.0, "{variant}: {:?}", record.notes);
    }
}
