//! What is wrong with an answer file, for the person who grades.

use std::collections::BTreeSet;

use super::file::{MAX_ANSWERS, entries};
use super::{Answer, BOOK, FORMAT, Submission, VERSION, brief};
use crate::quiz::ReaderId;
use crate::scenario::{Problem, Tree};

impl Submission {
    /// (Native.) Reads an answer file, in UTF-8 with or without a byte-order mark, as [`Submission::from_json`] does.
    ///
    /// # Errors
    /// Why it is none of ours.
    pub fn from_bytes(bytes: &[u8]) -> Result<(Self, Vec<Problem>), Problem> {
        let text = bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes);
        let tree = serde_json::from_slice(text)
            .map_err(|error| Problem::new("", format!("this is not valid JSON: {error}")))?;
        match Self::from_json(&tree) {
            (Some(submission), problems) => Ok((submission, problems)),
            (None, problems) => {
                Err(problems.into_iter().next().unwrap_or_else(|| Problem::new("", "this is not an answer file")))
            }
        }
    }

    /// (Native.) [`Submission::from_tree`] of serde_json's tree, and what is wrong with it; an answer that cannot be read is
    /// a problem, and the others are kept.
    pub fn from_json(tree: &serde_json::Value) -> (Option<Self>, Vec<Problem>) {
        let tree = Tree::from(tree.clone());
        match check_form(&tree) {
            Ok(()) => (Self::from_tree(&tree), problems(&tree)),
            Err(problem) => (None, vec![problem]),
        }
    }
}

/// Whether a tree is an answer file that this program reads.
fn check_form(tree: &Tree) -> Result<(), Problem> {
    let text = |key: &str| tree.get(key).and_then(Tree::as_text).unwrap_or_default();
    if text("format") != FORMAT {
        return Err(Problem::new("format", format!("this is not an answer file: its `format` is not `{FORMAT}`")));
    }
    match tree.get("version").and_then(Tree::as_whole) {
        Some(VERSION) => {}
        Some(version) => {
            let message = format!("this answer file has version {version}; this program reads version {VERSION}");
            return Err(Problem::new("version", message));
        }
        None => return Err(Problem::new("version", "this answer file does not say its `version`")),
    }
    if text("book") != BOOK {
        return Err(Problem::new("book", format!("these are answers to another book, `{}`", brief(text("book")))));
    }
    Ok(())
}

fn problems(tree: &Tree) -> Vec<Problem> {
    let mut problems = Vec::new();
    if let Some(id) = tree.get("reader_id")
        && id.as_text().and_then(ReaderId::parse).is_none()
    {
        problems.push(Problem::new("reader_id", "`reader_id` is not of 16 hexadecimal digits, and was passed over"));
    }
    let answers = tree.get("answers").and_then(Tree::as_list);
    if answers.is_none() {
        problems.push(Problem::new("answers", "`answers` is not a list: nothing in it can be graded"));
    }
    of_list(tree, "answers", 1, &mut problems);
    if answers.is_some_and(|answers| answers.len() > MAX_ANSWERS) {
        problems.push(Problem::new("answers", format!("more than {MAX_ANSWERS} answers; the rest was left out")));
    }
    of_list(tree, "drafts", 0, &mut problems);
    problems
}

fn of_list(tree: &Tree, list: &str, least_attempts: u64, problems: &mut Vec<Problem>) {
    let mut seen = BTreeSet::new();
    for (index, entry) in entries(tree, list).iter().enumerate() {
        let path = format!("{list}.{index}");
        let what = list.trim_end_matches('s');
        let Some(answer) = Answer::from_tree(entry, least_attempts) else {
            problems.push(Problem::new(path, format!("{what} {} cannot be read", index + 1)));
            continue;
        };
        let question = brief(&answer.question);
        let attempts = entry.get("attempts");
        if !seen.insert(answer.question) {
            problems.push(Problem::new(path, format!("a second {what} to `{question}`; the first one counts")));
        } else if attempts.is_some() && attempts.and_then(Tree::as_whole) != Some(answer.attempts.into()) {
            let message = format!("`attempts` of `{question}` is no count; {} taken", answer.attempts);
            problems.push(Problem::new(path, message));
        }
    }
}
