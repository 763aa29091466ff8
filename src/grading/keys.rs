//! The key file: the quizzes of a book with everything that counts as right, for whoever grades without its content, or
//! after it has changed.
//!
//! ```json
//! {
//!   "format": "faultlines-keys", "version": 2, "book": "faultlines", "book_version": "0.1.0",
//!   "quizzes": [
//!     {
//!       "chapter": "part-10/consistent-hashing", "course": "ds-2026",
//!       "quiz_hashes": ["6d1f…", "0b77…"], "question_hashes": { "moved-share": ["91c0…", "e5a2…"] },
//!       "quiz": { "title": "…", "questions": [{ "id": "moved-share", "kind": "numeric", "answer": 9.1 }] }
//!     }
//!   ]
//! }
//! ```
//!
//! A `quiz` has the keys of a `quiz.toml`, with numbers where an engine computed them and texts that are plain. The hashes are
//! those that its pages had, by which an answer file says what its reader saw, first with the keys and then in the edition for
//! exams; whatever a later program would make of the same texts. Version 1 had texts as written, and of the hashes only the first
//! ones, as `quiz_hash` and `question_hashes`.

use std::collections::BTreeMap;

use serde_json::{Value as Json, json};

use crate::quiz::Quiz;
use crate::quiz::submission::{BOOK, brief};

/// What a key file says that it is.
pub const FORMAT: &str = "faultlines-keys";
/// The version that is written; the one before is read too.
const VERSION: u64 = 2;

/// Writes a key file.
pub fn write(quizzes: &[Quiz]) -> String {
    let quizzes = quizzes.iter().map(|quiz| {
        let all = quiz.questions.iter().map(|question| (&question.id, [&question.hash, &question.exam_hash]));
        json!({
            "chapter": quiz.chapter, "course": quiz.course, "quiz_hashes": [quiz.hash, quiz.exam_hash],
            "question_hashes": all.collect::<BTreeMap<_, _>>(), "quiz": quiz.to_json(),
        })
    });
    let file = json!({
        "format": FORMAT, "version": VERSION, "book": BOOK, "book_version": env!("CARGO_PKG_VERSION"),
        "quizzes": quizzes.collect::<Vec<_>>(),
    });
    format!("{file}\n")
}

/// Reads a key file.
///
/// # Errors
/// What it is instead, or where it is damaged.
pub fn read(bytes: &[u8]) -> Result<Vec<Quiz>, String> {
    // As an editor may save it.
    let bytes = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
    let file: Json = serde_json::from_slice(bytes).map_err(|error| format!("this is not JSON: {error}"))?;
    let text = |key: &str| file[key].as_str().unwrap_or_default();
    if text("format") != FORMAT {
        return Err(format!("this is not a key file: its `format` is not `{FORMAT}`"));
    }
    if file["version"] != VERSION && file["version"] != 1 {
        return Err(format!(
            "this key file has version {}; this program reads versions 1 and {VERSION}",
            file["version"]
        ));
    }
    if text("book") != BOOK {
        return Err(format!("these are the keys of another book, `{}`", brief(text("book"))));
    }
    let quizzes = file["quizzes"].as_array().ok_or("`quizzes` is no list")?;
    let read =
        |(index, entry)| quiz(entry).map_err(|why| format!("the key file is damaged at `quizzes.{index}`: {why}"));
    quizzes.iter().enumerate().map(read).collect()
}

fn quiz(entry: &Json) -> Result<Quiz, String> {
    let text = |key: &str| entry[key].as_str().ok_or(format!("`{key}` is no text"));
    let (quiz, problems) = Quiz::from_json(text("chapter")?, text("course")?, &entry["quiz"], None);
    if let Some(problem) = problems.first() {
        return Err(format!("`quiz.{}`: {}", problem.path, problem.message));
    }
    let mut quiz = quiz.ok_or("there is no question in it")?;
    match entry["question_hashes"].as_array() {
        Some(of_first_version) => {
            quiz.hash = text("quiz_hash")?.to_string();
            for (at, question) in quiz.questions.iter_mut().enumerate() {
                question.hash =
                    of_first_version.get(at).and_then(Json::as_str).ok_or(no_hash(&question.id))?.to_string();
            }
        }
        None => {
            (quiz.hash, quiz.exam_hash) = pair(&entry["quiz_hashes"]).ok_or("`quiz_hashes` are no two texts")?;
            for question in &mut quiz.questions {
                let hashes = pair(&entry["question_hashes"][&question.id]);
                (question.hash, question.exam_hash) = hashes.ok_or(no_hash(&question.id))?;
            }
        }
    }
    for question in &mut quiz.questions {
        let (hash, exam_hash) = (&question.hash, &question.exam_hash);
        question.others.iter_mut().for_each(|other| (other.hash, other.exam_hash) = (hash.clone(), exam_hash.clone()));
    }
    Ok(quiz)
}

fn no_hash(question: &str) -> String {
    format!("the question `{question}` has no hash")
}

/// Two texts.
fn pair(list: &Json) -> Option<(String, String)> {
    let [one, other] = list.as_array()?.as_slice() else { return None };
    Some((one.as_str()?.to_string(), other.as_str()?.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::quiz::kinds::KINDS;

    fn every_kind() -> Quiz {
        let examples: String = KINDS.iter().map(|row| row.example).collect();
        let tree: toml::Table = toml::from_str(&format!("title = \"All\"\n{examples}")).unwrap();
        let tree = serde_json::to_value(tree).unwrap();
        let (quiz, problems) = Quiz::from_json("part/chapter", "a course", &tree, Some(&|_| unreachable!()));
        assert_eq!(problems, []);
        quiz.unwrap()
    }

    #[test]
    fn keys_of_every_kind_come_back_with_the_hashes_that_pages_had() {
        let mut quiz = every_kind();
        assert_eq!(read(write(std::slice::from_ref(&quiz)).as_bytes()), Ok(vec![quiz.clone()]));
        // A program that hashes otherwise keeps what was written.
        (quiz.hash, quiz.questions[0].hash, quiz.questions[1].exam_hash) =
            ("0".repeat(32), "1".repeat(32), "2".repeat(32));
        let file = write(std::slice::from_ref(&quiz));
        assert_eq!(read(file.as_bytes()), Ok(vec![quiz.clone()]));
        assert_eq!(read(format!("\u{feff}{file}").as_bytes()), Ok(vec![quiz]));
    }

    #[test]
    fn the_first_version_is_read() {
        let quiz = every_kind();
        let mut file: Json = serde_json::from_str(&write(std::slice::from_ref(&quiz))).unwrap();
        let hashes: Vec<String> = quiz.questions.iter().map(|question| question.hash.clone()).collect();
        file["version"] = 1.into();
        let entry = &mut file["quizzes"][0];
        (entry["quiz_hash"], entry["question_hashes"]) = (quiz.hash.as_str().into(), hashes.into());
        entry.as_object_mut().unwrap().remove("quiz_hashes");
        assert_eq!(read(file.to_string().as_bytes()), Ok(vec![quiz]));
        file["quizzes"][0]["question_hashes"].as_array_mut().unwrap().pop();
        assert!(read(file.to_string().as_bytes()).unwrap_err().ends_with("has no hash"));
    }

    #[test]
    fn what_is_none_or_damaged_is_told_and_where() {
        let file = write(&[every_kind()]);
        let cut = read(&file.as_bytes()[..file.len() / 2]).unwrap_err();
        assert!(cut.starts_with("this is not JSON"), "{cut}");
        for (from, to, said) in [
            (FORMAT, "faultlines-answers", "this is not a key file: its `format` is not `faultlines-keys`"),
            ("\"version\":2", "\"version\":9", "this key file has version 9; this program reads versions 1 and 2"),
            ("\"faultlines\"", "\"another\"", "these are the keys of another book, `another`"),
            (
                "\"chapter\":\"part/chapter\"",
                "\"chapter\":7",
                "the key file is damaged at `quizzes.0`: `chapter` is no text",
            ),
            ("\"single-example\"", "\"Single Example\"", "damaged at `quizzes.0`: `quiz.questions.0.id`: "),
            ("\"quiz_hashes\":[", "\"quiz_hashes\":[\"0\",", "damaged at `quizzes.0`: `quiz_hashes` are no two texts"),
            ("\"single-example\":[", "\"single-example\":[\"0\",", "the question `single-example` has no hash"),
        ] {
            let why = read(file.replace(from, to).as_bytes()).unwrap_err();
            assert!(why.contains(said), "{why} does not say {said}");
        }
    }
}
