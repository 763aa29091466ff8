//! The key file: the quizzes of a book with everything that counts as right, for whoever grades without its content, or
//! after it has changed.
//!
//! ```json
//! {
//!   "format": "faultlines-keys", "version": 1, "book": "faultlines", "book_version": "0.1.0",
//!   "quizzes": [
//!     {
//!       "chapter": "part-10/consistent-hashing", "course": "ds-2026", "quiz_hash": "6d1f…", "question_hashes": ["91c0…"],
//!       "quiz": { "title": "…", "questions": [{ "id": "moved-share", "kind": "numeric", "answer": 9.1 }] }
//!     }
//!   ]
//! }
//! ```
//!
//! A `quiz` has the keys of a `quiz.toml`, with numbers where an engine computed them. The hashes are those that its pages
//! had, by which an answer file says what its reader saw; whatever a later program would make of the same texts.

use serde_json::{Value as Json, json};

use crate::quiz::Quiz;
use crate::quiz::submission::{BOOK, brief};

/// What a key file says that it is.
pub const FORMAT: &str = "faultlines-keys";
/// The version that is written, and read.
const VERSION: u64 = 1;

/// Writes a key file.
pub fn write(quizzes: &[Quiz]) -> String {
    let quizzes = quizzes.iter().map(|quiz| {
        let hashes: Vec<&str> = quiz.questions.iter().map(|question| question.hash.as_str()).collect();
        json!({
            "chapter": quiz.chapter, "course": quiz.course, "quiz_hash": quiz.hash, "question_hashes": hashes,
            "quiz": quiz.to_json(),
        })
    });
    let file = json!({
        "format": FORMAT, "version": VERSION, "book": BOOK, "book_version": env!("CARGO_PKG_VERSION"),
        "quizzes": quizzes.collect::<Vec<_>>(),
    });
    format!("{file}\n")
}

/// Whether this looks like a key file, whole or not.
pub fn is_one(bytes: &[u8]) -> bool {
    let start = &bytes[..bytes.len().min(4096)];
    start.windows(FORMAT.len()).any(|window| window == FORMAT.as_bytes())
}

/// Reads a key file.
///
/// # Errors
/// What it is instead, or where it is damaged.
pub fn read(bytes: &[u8]) -> Result<Vec<Quiz>, String> {
    let file: Json = serde_json::from_slice(bytes).map_err(|error| format!("this is not JSON: {error}"))?;
    let text = |key: &str| file[key].as_str().unwrap_or_default();
    if text("format") != FORMAT {
        return Err(format!("this is not a key file: its `format` is not `{FORMAT}`"));
    }
    if file["version"] != VERSION {
        return Err(format!("this key file has version {}; this program reads version {VERSION}", file["version"]));
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
    let hashes: Vec<&str> =
        entry["question_hashes"].as_array().into_iter().flatten().filter_map(Json::as_str).collect();
    if hashes.len() != quiz.questions.len() {
        return Err(format!("{} questions have {} hashes", quiz.questions.len(), hashes.len()));
    }
    for (question, hash) in quiz.questions.iter_mut().zip(hashes) {
        question.hash = hash.to_string();
    }
    quiz.hash = text("quiz_hash")?.to_string();
    Ok(quiz)
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
        (quiz.hash, quiz.questions[0].hash) = ("0".repeat(32), "1".repeat(32));
        let file = write(std::slice::from_ref(&quiz));
        assert!(is_one(file.as_bytes()));
        assert_eq!(read(file.as_bytes()), Ok(vec![quiz]));
    }

    #[test]
    fn what_is_none_or_damaged_is_told_and_where() {
        let file = write(&[every_kind()]);
        let cut = read(&file.as_bytes()[..file.len() / 2]).unwrap_err();
        assert!(cut.starts_with("this is not JSON"), "{cut}");
        for (from, to, said) in [
            (FORMAT, "faultlines-answers", "this is not a key file: its `format` is not `faultlines-keys`"),
            ("\"version\":1", "\"version\":9", "this key file has version 9; this program reads version 1"),
            ("\"faultlines\"", "\"another\"", "these are the keys of another book, `another`"),
            (
                "\"chapter\":\"part/chapter\"",
                "\"chapter\":7",
                "the key file is damaged at `quizzes.0`: `chapter` is no text",
            ),
            ("\"single-example\"", "\"Single Example\"", "damaged at `quizzes.0`: `quiz.questions.0.id`: "),
            ("\"question_hashes\":[", "\"question_hashes\":[\"0\",", "questions have"),
        ] {
            let why = read(file.replace(from, to).as_bytes()).unwrap_err();
            assert!(why.contains(said), "{why} does not say {said}");
        }
    }
}
