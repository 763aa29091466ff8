use std::io::Write as _;

use zip::write::{SimpleFileOptions, ZipWriter};

use super::*;
use crate::quiz::Submission;
use crate::quiz::kinds::KINDS;

fn quiz() -> Quiz {
    let examples: String = KINDS.iter().map(|row| row.example).collect();
    let tree = toml::from_str(&format!("title = \"All\"\n{examples}")).unwrap();
    let (quiz, problems) = Quiz::from_json("part-1/all", "a course", &tree, Some(&|_| unreachable!()));
    assert_eq!(problems, []);
    quiz.unwrap()
}

/// A reader's file, every question answered right.
fn solved(reader: &str) -> Vec<u8> {
    let quiz = quiz();
    let mut submission = Submission::empty(&quiz);
    submission.reader = reader.to_string();
    for question in &quiz.questions {
        submission.check(question, question.kind.solution(), String::new());
    }
    submission.current(&quiz).exported("2026-11-27T20:31:00Z").to_text(false).into_bytes()
}

fn room(choices: &Choices) -> Result<Room, String> {
    Room::new(&[("keys.json".to_string(), keys::write(&[quiz()]).into_bytes())], choices)
}

#[test]
fn files_folders_and_zips_are_graded_and_each_file_of_a_zip_is_told() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (path, bytes) in [("grace.json", solved("Grace")), ("cut.json", solved("Eve")[..300].to_vec())] {
        zip.start_file(path, SimpleFileOptions::default()).unwrap();
        zip.write_all(&bytes).unwrap();
    }
    let zip = zip.finish().unwrap().into_inner();
    let mut room = room(&Choices::default()).unwrap();
    let mut told = 0;
    for (path, bytes) in [
        ("all/ada.json", solved("Ada")),
        ("all/.DS_Store", Vec::new()),
        (".hidden.json", solved("Bob")),
        ("class.zip", zip),
        ("notes.txt", b"hello".to_vec()),
        ("large.json", vec![b' '; intake::MAX_BYTES as usize + 1]),
    ] {
        room.file(path, Cursor::new(bytes), &mut || told += 1).unwrap();
    }
    room.empty_folder("nothing");
    let shown: Json = serde_json::from_str(&room.close().unwrap()).unwrap();
    let points = quiz().points();
    assert_eq!((told, &shown["graded"], &shown["passed"]), (2, &json!(3), &json!(1)));
    assert_eq!(shown["chapters"], json!([["part-1/all", points]]));
    let row = |name: &str| json!([name, points.to_string(), [points.to_string()]]);
    assert_eq!(shown["readers"], json!([row("Ada"), row("Bob"), row("Grace")]));
    let failed = shown["failures"].as_array().unwrap().iter().map(|failure| failure[0].as_str().unwrap());
    assert_eq!(failed.collect::<Vec<_>>(), ["class.zip/cut.json", "large.json", "nothing"]);
    assert_eq!(shown["others"], json!([["notes.txt", "this is not an answer file"]]));
    let grades = String::from_utf8(room.table("grades", None).unwrap()).unwrap();
    let first = grades.lines().map(|line| line.split(',').next().unwrap()).collect::<Vec<_>>();
    assert_eq!(first, ["reader", "Ada", "Bob", "Grace", "", "", "", ""]);
    assert_eq!(room.table("grades", Some(b';')).unwrap()[..3], *b"\xef\xbb\xbf");
    for name in ["answers", "moodle", "canvas", "json"] {
        assert!(!room.table(name, None).unwrap().is_empty(), "{name}");
    }
    assert!(room.table("another", None).is_err());
}

#[test]
fn what_cannot_be_begun_says_why() {
    let choices = |late_after: &str, roster: &[u8]| Choices {
        late_after: late_after.to_string(),
        roster: Some(roster.to_vec()).filter(|roster| !roster.is_empty()),
        ..Choices::default()
    };
    for (given, said) in [
        (room(&choices("tomorrow", b"")), "late after: write a time such as"),
        (room(&choices("", b"a,b\n1,2\n")), "the roster has no column"),
        (Room::new(&[], &Choices::default()), "there are no keys"),
        (Room::new(&[("old.json".into(), b"{}".to_vec())], &Choices::default()), "old.json: this is not a key file"),
    ] {
        let why = given.map(drop).unwrap_err();
        assert!(why.starts_with(said), "{why}");
    }
}
