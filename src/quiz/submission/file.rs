//! A submission as a tree: what a page keeps and exports, written and read again. What a stranger hands in is read by
//! `grading::intake`, which says what is wrong with it.

use super::{Answer, BOOK, Claim, FORMAT, Response, Submission, VERSION, clean_reader};
use crate::quiz::ReaderId;
use crate::scenario::Tree;

/// The most answers that are read from one file; no quiz has as many questions.
const MAX_ANSWERS: usize = 1000;

impl Submission {
    /// The tree of an answer file, its keys in alphabetical order on both targets.
    pub fn to_tree(&self) -> Tree {
        let answers = Tree::List(self.answers.iter().map(Answer::to_tree).collect());
        let mut tree =
            Tree::table([("answers", answers), ("book", BOOK.into()), ("chapter", self.chapter.as_str().into())]);
        if let Some(Claim { points, out_of }) = self.claimed {
            tree.push("claimed", Tree::table([("out_of", out_of.into()), ("points", points.into())]));
        }
        if !self.drafts.is_empty() {
            tree.push("drafts", Tree::List(self.drafts.iter().map(Answer::to_tree).collect()));
        }
        tree.push("format", FORMAT.into());
        tree.push("quiz_hash", self.quiz_hash.as_str().into());
        tree.push("reader", self.reader.as_str().into());
        tree.push("reader_id", self.reader_id.to_string().as_str().into());
        tree.push("version", Tree::Number(VERSION as f64));
        tree
    }

    /// Reads the tree of an answer file; what cannot be read in it is left out. `None` if it is none of ours.
    pub fn from_tree(tree: &Tree) -> Option<Self> {
        let text = |key: &str| tree.get(key).and_then(Tree::as_text).unwrap_or_default();
        let version = tree.get("version").and_then(Tree::as_whole);
        let ours = text("format") == FORMAT && version == Some(VERSION) && text("book") == BOOK;
        ours.then(|| Self {
            chapter: text("chapter").to_string(),
            quiz_hash: text("quiz_hash").to_string(),
            reader: clean_reader(text("reader")),
            reader_id: ReaderId::parse(text("reader_id")).unwrap_or_default(),
            answers: answers(tree, "answers", 1),
            drafts: answers(tree, "drafts", 0),
            claimed: tree.get("claimed").and_then(read_claim),
        })
    }
}

/// The answers in a list that can be read, the first to each question.
fn answers(tree: &Tree, list: &str, least_attempts: u64) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    for entry in entries(tree, list) {
        if let Some(answer) = Answer::from_tree(entry, least_attempts)
            && !answers.iter().any(|other| other.question == answer.question)
        {
            answers.push(answer);
        }
    }
    answers
}

/// What stands in a list, as far as it is read.
fn entries<'a>(tree: &'a Tree, list: &str) -> &'a [Tree] {
    let entries = tree.get(list).and_then(Tree::as_list).unwrap_or_default();
    &entries[..entries.len().min(MAX_ANSWERS)]
}

fn read_claim(tree: &Tree) -> Option<Claim> {
    let number = |key: &str| tree.get(key).and_then(Tree::as_number);
    Some(Claim { points: number("points")?, out_of: number("out_of")? })
}

impl Answer {
    fn to_tree(&self) -> Tree {
        let mut tree = Tree::table([("attempts", f64::from(self.attempts).into())]);
        if let Some(first) = &self.first_response {
            tree.push("first_response", first.to_tree());
        }
        tree.push("question", self.question.as_str().into());
        tree.push("question_hash", self.question_hash.as_str().into());
        tree.push("response", self.response.to_tree());
        tree
    }

    fn from_tree(tree: &Tree, least_attempts: u64) -> Option<Self> {
        let text = |key: &str| tree.get(key).and_then(Tree::as_text);
        let attempts = tree.get("attempts").and_then(Tree::as_whole).unwrap_or_default();
        let attempts = attempts.clamp(least_attempts, u32::MAX.into());
        Some(Self {
            question: text("question")?.to_string(),
            question_hash: text("question_hash").unwrap_or_default().to_string(),
            response: Response::from_tree(tree.get("response")?)?,
            attempts: attempts as u32,
            first_response: tree.get("first_response").and_then(Response::from_tree),
        })
    }
}

impl Response {
    /// The response as an answer file holds it.
    pub fn to_tree(&self) -> Tree {
        let text = |text: &String| Tree::from(text.as_str());
        let texts = |ids: &[String]| Tree::List(ids.iter().map(text).collect());
        let (key, value) = match self {
            Self::Option(id) => ("option", text(id)),
            Self::Options(ids) => ("options", texts(ids)),
            Self::Number(typed) => ("number", text(typed)),
            Self::Order(ids) => ("order", texts(ids)),
            Self::Pairs(pairs) => {
                ("pairs", Tree::Table(pairs.iter().map(|(id, target)| (id.clone(), text(target))).collect()))
            }
            Self::Steps(typed) => ("steps", texts(typed)),
            Self::Run { link, metrics } => {
                let metrics = metrics.iter().map(|(name, value)| (name.clone(), (*value).into()));
                ("run", Tree::table([("link", text(link)), ("metrics", Tree::Table(metrics.collect()))]))
            }
            Self::Text(typed) => ("text", text(typed)),
        };
        Tree::table([(key, value)])
    }

    /// Reads a response.
    pub fn from_tree(tree: &Tree) -> Option<Self> {
        let [(key, value)] = tree.entries() else { return None };
        let text = |value: &Tree| value.as_text().map(str::to_string);
        let texts = || value.as_list()?.iter().map(text).collect::<Option<Vec<String>>>();
        match key.as_str() {
            "option" => text(value).map(Self::Option),
            "options" => texts().map(Self::Options),
            // A file made by hand may hold the number itself.
            "number" => text(value).or_else(|| value.as_number().map(|number| number.to_string())).map(Self::Number),
            "order" => texts().map(Self::Order),
            "pairs" => pairs(value).map(Self::Pairs),
            "steps" => texts().map(Self::Steps),
            "run" => run(value),
            "text" => text(value).map(Self::Text),
            _ => None,
        }
    }
}

/// A run of a plate, with what it is said to have measured.
fn run(tree: &Tree) -> Option<Response> {
    let measured = tree.get("metrics").map_or(&[][..], Tree::entries).iter();
    let metrics = measured.filter_map(|(name, value)| Some((name.clone(), value.as_number()?)));
    Some(Response::Run { link: tree.get("link")?.as_text()?.to_string(), metrics: metrics.collect() })
}

/// Pairs of texts, sorted.
fn pairs(tree: &Tree) -> Option<Vec<(String, String)>> {
    let Tree::Table(entries) = tree else { return None };
    let pair = |(id, target): &(String, Tree)| Some((id.clone(), target.as_text()?.to_string()));
    let mut pairs = entries.iter().map(pair).collect::<Option<Vec<_>>>()?;
    pairs.sort();
    Some(pairs)
}

#[cfg(not(target_arch = "wasm32"))]
impl Submission {
    /// (Native.) [`Submission::to_tree`] as serde_json's tree.
    pub fn to_json(&self) -> serde_json::Value {
        self.to_tree().into()
    }
}
