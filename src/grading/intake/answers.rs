//! An answer file, read for the person who grades: both versions, with everything that is wrong in it, and nothing that is
//! wrong taken in the reader's favour.
//!
//! Both versions are described at [`Submission`]; one of version 2 may hold more than one chapter. For `checksum` see
//! [`checksum`](super::checksum::checksum).

use std::collections::BTreeSet;

use super::checksum;
use crate::grading::moment::{self, Moment};
use crate::quiz::submission::{BOOK, FORMAT, brief, clean_reader};
use crate::quiz::variants::LAST_DRAW;
use crate::quiz::{Answer, Attempt, Claim, Evidence, ReaderId, Response, Submission};
use crate::scenario::Tree;

/// The most answers that are read of one chapter; no quiz has as many questions.
const MAX_ANSWERS: usize = 1000;
/// The most attempts at one question that are read.
const MAX_ATTEMPTS: usize = 200;
/// The most chapters that are read.
const MAX_CHAPTERS: usize = 200;

/// One reader's answers to the quizzes of one or more chapters.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AnswerFile {
    /// One for each chapter, in the order of the file.
    pub chapters: Vec<ChapterAnswers>,
    /// What is wrong with the file as a whole, a sentence each.
    pub notes: Vec<String>,
}

/// The answers to the quiz of one chapter.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ChapterAnswers {
    /// As a page has them, but for what it claimed of each attempt; each `at` can be read as a moment.
    pub submission: Submission,
    /// When the page wrote them, as it says: each of several lines was written by itself.
    pub exported_at: Option<Moment>,
    /// What is wrong with them, a sentence each.
    pub notes: Vec<String>,
}

/// In place of a response that cannot be read: no kind of question gives anything for it.
fn blank() -> Response {
    Response::Option(String::new())
}

/// Reads an answer file.
///
/// # Errors
/// Why it is none of ours.
pub(super) fn read(tree: &Tree) -> Result<AnswerFile, String> {
    let version = version(tree)?;
    let mut file = AnswerFile::default();
    let (reader, reader_id) = (reader(tree, &mut file.notes), reader_id(tree, &mut file.notes));
    let mut chapters = match version {
        1 => vec![chapter(tree, 1)],
        _ => chapters(tree, &mut file.notes)?,
    };
    let course = tree.get("course").and_then(Tree::as_text).unwrap_or_default();
    let written = at(tree, "exported_at", &mut file.notes);
    for ChapterAnswers { submission, exported_at, .. } in &mut chapters {
        (submission.reader, submission.reader_id) = (reader.clone(), reader_id);
        submission.course = course.to_string();
        *exported_at = written;
    }
    file.chapters = chapters;
    // A page that wrote one wrote the second version, whatever the file says now.
    if version > 1 || tree.get(checksum::KEY).is_some() {
        file.notes.extend(damage(tree));
    }
    Ok(file)
}

/// The version of an answer file to this book.
fn version(tree: &Tree) -> Result<u64, String> {
    let text = |key: &str| tree.get(key).and_then(Tree::as_text).unwrap_or_default();
    if text("format") != FORMAT {
        return Err(format!("this is not an answer file: its `format` is not `{FORMAT}`"));
    }
    let version = tree.get("version").and_then(Tree::as_whole);
    let version = version.ok_or("this answer file does not say its `version`")?;
    if !(1..=2).contains(&version) {
        return Err(format!("this answer file has version {version}; this program reads versions 1 and 2"));
    }
    if text("book") != BOOK {
        return Err(format!("these are answers to another book, `{}`", brief(text("book"))));
    }
    Ok(version)
}

fn damage(tree: &Tree) -> Option<String> {
    match tree.get(checksum::KEY).and_then(Tree::as_text) {
        None => Some("there is no checksum: nothing says whether the file is as it was exported".to_string()),
        Some(said) if said == checksum::checksum(tree) => None,
        Some(_) => Some("the checksum does not fit: the file was changed or damaged after it was exported".to_string()),
    }
}

fn reader(tree: &Tree, notes: &mut Vec<String>) -> String {
    match tree.get("reader") {
        Some(Tree::Text(name)) => clean_reader(name),
        None | Some(Tree::Null) => String::new(),
        Some(Tree::Number(number)) => {
            let name = number.to_string();
            notes.push(format!("`reader` is a number and was read as `{name}`; zeros before it are lost"));
            clean_reader(&name)
        }
        Some(_) => {
            notes.push("`reader` is not a text, and was passed over".to_string());
            String::new()
        }
    }
}

fn reader_id(tree: &Tree, notes: &mut Vec<String>) -> ReaderId {
    let said = tree.get("reader_id");
    let read = said.and_then(Tree::as_text).and_then(ReaderId::parse);
    if said.is_some() && read.is_none() {
        notes.push("`reader_id` is not of 16 hexadecimal digits, and was passed over".to_string());
    }
    read.unwrap_or_default()
}

/// The moment that stands under a key.
fn at(tree: &Tree, key: &str, notes: &mut Vec<String>) -> Option<Moment> {
    let said = tree.get(key).filter(|said| **said != Tree::Null)?;
    let moment = said.as_text().and_then(moment::read);
    if moment.is_none() {
        notes.push(format!("`{key}` is no time, such as `2026-11-27T20:31:00Z`, and was passed over"));
    }
    moment
}

fn chapters(tree: &Tree, notes: &mut Vec<String>) -> Result<Vec<ChapterAnswers>, String> {
    let list = tree.get("chapters").and_then(Tree::as_list);
    let list = list.ok_or("its `chapters` is not a list: there is nothing in it to grade")?;
    if list.is_empty() {
        return Err("there are no chapters in it, and nothing to grade".to_string());
    }
    if list.len() > MAX_CHAPTERS {
        notes.push(format!("more than {MAX_CHAPTERS} chapters; the rest was left out"));
    }
    let mut read: Vec<ChapterAnswers> = Vec::new();
    for (place, tree) in list.iter().take(MAX_CHAPTERS).enumerate() {
        let answers = chapter(tree, 2);
        let id = &answers.submission.chapter;
        if id.is_empty() {
            notes.push(format!("chapter {} cannot be read: it does not say its `chapter`", place + 1));
        } else if read.iter().any(|other| other.submission.chapter == *id) {
            notes.push(format!("the chapter `{}` a second time; the first one counts", brief(id)));
        } else {
            read.push(answers);
        }
    }
    Ok(read)
}

fn chapter(tree: &Tree, version: u64) -> ChapterAnswers {
    let text = |key: &str| tree.get(key).and_then(Tree::as_text).unwrap_or_default();
    let mut chapter = ChapterAnswers::default();
    chapter.submission.chapter = text("chapter").to_string();
    chapter.submission.quiz_hash = text("quiz_hash").to_string();
    let claim = tree.get("claimed").filter(|claim| **claim != Tree::Null);
    let number = |key: &str| claim?.get(key)?.as_number();
    chapter.submission.claimed =
        number("points").zip(number("out_of")).map(|(points, out_of)| Claim { points, out_of });
    if claim.is_some() && chapter.submission.claimed.is_none() {
        chapter.notes.push("`claimed` cannot be read, and was passed over".to_string());
    }
    if tree.get("answers").and_then(Tree::as_list).is_none() {
        chapter.notes.push("`answers` is not a list: nothing in it can be graded".to_string());
    }
    let mut answers = Vec::new();
    each(tree, "answers", &mut chapter, |entry, id, chapter| {
        let answer = answer(entry, id, version, chapter);
        answer.map(|answer| answers.push(answer)).is_some()
    });
    let mut drafts = Vec::new();
    each(tree, "drafts", &mut chapter, |entry, id, _| {
        let response = entry.get("response").and_then(Response::from_tree);
        response.map(|response| drafts.push(fresh(entry, id, vec![attempt(response, None, 0)], 0))).is_some()
    });
    (chapter.submission.answers, chapter.submission.drafts) = (answers, drafts);
    chapter
}

/// Hands on each entry of a list with its question, once for each question; `read` says whether it could be read.
fn each(
    tree: &Tree,
    list: &str,
    chapter: &mut ChapterAnswers,
    mut read: impl FnMut(&Tree, &str, &mut ChapterAnswers) -> bool,
) {
    let entries = tree.get(list).and_then(Tree::as_list).unwrap_or_default();
    let what = list.trim_end_matches('s');
    let mut seen = BTreeSet::new();
    for (place, entry) in entries.iter().take(MAX_ANSWERS).enumerate() {
        let question = entry.get("question").and_then(Tree::as_text);
        if let Some(question) = question.filter(|question| seen.contains(question)) {
            chapter.notes.push(format!("a second {what} to `{}`; the first one counts", brief(question)));
        } else if let Some(question) = question.filter(|question| read(entry, question, chapter)) {
            seen.insert(question);
        } else {
            chapter.notes.push(format!("{what} {} cannot be read", place + 1));
        }
    }
    if entries.len() > MAX_ANSWERS {
        chapter.notes.push(format!("more than {MAX_ANSWERS} {list}; the rest was left out"));
    }
}

fn fresh(entry: &Tree, question: &str, attempts: Vec<Attempt>, checked: u32) -> Answer {
    let hash = entry.get("question_hash").and_then(Tree::as_text).unwrap_or_default();
    Answer { question: question.to_string(), question_hash: hash.to_string(), attempts, checked }
}

fn attempt(response: Response, at: Option<Moment>, variant: u32) -> Attempt {
    Attempt { at: at.map_or_else(String::new, moment::show), variant, ..Attempt::bare(response) }
}

fn answer(entry: &Tree, question: &str, version: u64, chapter: &mut ChapterAnswers) -> Option<Answer> {
    let (responses, key) = match version {
        1 => (vec![entry.get("first_response"), Some(entry.get("response")?)], "attempts"),
        _ => {
            let list = entry.get("attempts")?.as_list()?;
            (
                list.iter().take(MAX_ATTEMPTS).map(|attempt| attempt.get("response").or(Some(&Tree::Null))).collect(),
                "checked",
            )
        }
    };
    let draws = draws(entry, responses.len());
    let read =
        responses.iter().flatten().zip(&draws).map(|(response, draw)| draw.and_then(|_| Response::from_tree(response)));
    let responses: Vec<Option<Response>> = read.collect();
    let (first, last) = (responses.first()?, responses.last()?);
    let shown = brief(question);
    if version == 1 && last.is_none() {
        return None;
    }
    if version == 1 && first.is_none() {
        chapter.notes.push(format!("`first_response` of `{shown}` cannot be read; as a first try it earns nothing"));
    } else if responses.contains(&None) {
        chapter.notes.push(format!("an attempt at `{shown}` cannot be read, and earns nothing"));
    }
    let checked = count(entry.get(key), responses.len() as u32, key, &shown, &mut chapter.notes);
    let times = times(entry, responses.len(), &shown, &mut chapter.notes);
    let attempts = responses.into_iter().zip(times).zip(draws);
    let attempts =
        attempts.map(|((response, at), draw)| attempt(response.unwrap_or_else(blank), at, draw.unwrap_or(0)));
    let mut attempts: Vec<Attempt> = attempts.collect();
    for (attempt, tree) in attempts.iter_mut().zip(entry.get("attempts").and_then(Tree::as_list).unwrap_or_default()) {
        attempt.evidence = Evidence::of_attempt(tree);
    }
    Some(fresh(entry, question, attempts, checked))
}

/// The number of the draw that each attempt answers; `None` where there is no such draw.
fn draws(entry: &Tree, attempts: usize) -> Vec<Option<u32>> {
    let list = entry.get("attempts").and_then(Tree::as_list).unwrap_or_default();
    let draw = |attempt: Option<&Tree>| match attempt.and_then(|attempt| attempt.get("variant")) {
        None => Some(0),
        Some(draw) => draw.as_whole().filter(|&draw| draw <= LAST_DRAW.into()).map(|draw| draw as u32),
    };
    (0..attempts).map(|place| draw(list.get(place))).collect()
}

/// When each attempt was made; of version 1 nobody knows.
fn times(entry: &Tree, attempts: usize, question: &str, notes: &mut Vec<String>) -> Vec<Option<Moment>> {
    let Some(list) = entry.get("attempts").and_then(Tree::as_list) else { return vec![None; attempts] };
    let mut told = Vec::new();
    let times: Vec<Option<Moment>> = list.iter().take(attempts).map(|attempt| at(attempt, "at", &mut told)).collect();
    if !told.is_empty() {
        notes.push(format!("an attempt at `{question}` has no time that can be read"));
    }
    if !times.iter().flatten().is_sorted() {
        notes.push(format!("the attempts at `{question}` are not in the order of their times"));
    }
    times
}

/// How often a response was checked: never fewer times than there are responses.
fn count(said: Option<&Tree>, least: u32, key: &str, question: &str, notes: &mut Vec<String>) -> u32 {
    let count = said.and_then(Tree::as_whole).and_then(|count| u32::try_from(count).ok());
    let taken = count.unwrap_or_default().max(least);
    if said.is_some() && count != Some(taken) {
        notes.push(format!("`{key}` of `{question}` is no count; {taken} taken"));
    }
    taken
}
