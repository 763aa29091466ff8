//! A submission as a tree: what a page keeps and exports, written and read again. What a stranger hands in is read by
//! `grading::intake`, which says what is wrong with it.

use xxhash_rust::xxh3::Xxh3;

use super::{
    Answer, Attempt, BOOK, Claim, Evidence, FORMAT, MAX_EVIDENCE, Response, Submission, VERSION, clean_reader,
};
use crate::quiz::ReaderId;
use crate::quiz::variants::LAST_DRAW;
use crate::scenario::Tree;

/// The most answers that are read from one file; no quiz has as many questions.
const MAX_ANSWERS: usize = 1000;

impl Submission {
    /// The tree of what a page keeps, its keys in alphabetical order on both targets.
    pub fn to_tree(&self) -> Tree {
        self.file("")
    }

    /// The tree of the answer file that is handed in: with the time, and a checksum against damage.
    pub fn exported(&self, at: &str) -> Tree {
        let mut tree = self.file(at);
        let mut hasher = Xxh3::new();
        hasher.update(tree.to_text(false).as_bytes());
        tree.push("checksum", format!("{:032x}", hasher.digest128()).as_str().into());
        tree
    }

    pub(in crate::quiz) fn file(&self, exported_at: &str) -> Tree {
        let mut tree = Tree::table([
            ("book", BOOK.into()),
            ("book_version", env!("CARGO_PKG_VERSION").into()),
            ("chapters", Tree::List(vec![self.chapter_tree()])),
        ]);
        let some = |tree: &mut Tree, key: &str, text: &str| {
            if !text.is_empty() {
                tree.push(key, text.into());
            }
        };
        some(&mut tree, "course", &self.course);
        some(&mut tree, "exported_at", exported_at);
        tree.push("format", FORMAT.into());
        tree.push("reader", self.reader.as_str().into());
        tree.push("reader_id", self.reader_id.to_string().as_str().into());
        tree.push("version", Tree::Number(VERSION as f64));
        tree
    }

    fn chapter_tree(&self) -> Tree {
        let answers = Tree::List(self.answers.iter().map(Answer::to_tree).collect());
        let mut tree = Tree::table([("answers", answers), ("chapter", self.chapter.as_str().into())]);
        if let Some(Claim { points, out_of }) = self.claimed {
            tree.push("claimed", Tree::table([("out_of", out_of.into()), ("points", points.into())]));
        }
        if !self.drafts.is_empty() {
            tree.push("drafts", Tree::List(self.drafts.iter().map(Answer::to_tree).collect()));
        }
        tree.push("quiz_hash", self.quiz_hash.as_str().into());
        tree
    }

    /// Reads the tree of an answer file of one chapter; what cannot be read in it is left out. `None` if it is none of ours.
    pub fn from_tree(tree: &Tree) -> Option<Self> {
        let chapter = match tree.get("version").and_then(Tree::as_whole)? {
            1 => tree,
            VERSION => tree.get("chapters")?.as_list()?.first()?,
            _ => return None,
        };
        let ours = text(tree, "format") == FORMAT && text(tree, "book") == BOOK;
        ours.then(|| Self {
            chapter: text(chapter, "chapter"),
            course: text(tree, "course"),
            quiz_hash: text(chapter, "quiz_hash"),
            reader: clean_reader(&text(tree, "reader")),
            reader_id: ReaderId::parse(&text(tree, "reader_id")).unwrap_or_default(),
            answers: answers(chapter, "answers", true),
            drafts: answers(chapter, "drafts", false),
            claimed: chapter.get("claimed").and_then(read_claim),
        })
    }
}

/// The answers in a list that can be read, the first to each question; whether they were checked, or are drafts.
fn answers(tree: &Tree, list: &str, checks: bool) -> Vec<Answer> {
    let mut answers: Vec<Answer> = Vec::new();
    for entry in entries(tree, list) {
        if let Some(answer) = Answer::from_tree(entry, checks)
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
        let mut tree = Tree::table([]);
        if self.checked > 0 {
            tree.push("attempts", Tree::List(self.attempts.iter().map(Attempt::to_tree).collect()));
            tree.push("checked", f64::from(self.checked).into());
        }
        tree.push("question", self.question.as_str().into());
        tree.push("question_hash", self.question_hash.as_str().into());
        if self.checked == 0 {
            tree.push("response", self.last().map_or(Tree::Null, Response::to_tree));
            push_variant(&mut tree, self.attempts.last());
        }
        tree
    }

    fn from_tree(tree: &Tree, checks: bool) -> Option<Self> {
        let text = |key: &str| tree.get(key).and_then(Tree::as_text);
        let count = |key: &str| tree.get(key).and_then(Tree::as_whole).unwrap_or_default().min(u32::MAX.into()) as u32;
        let (attempts, checked): (Vec<Attempt>, u32) = match tree.get("attempts").and_then(Tree::as_list) {
            Some(list) => (list.iter().filter_map(Attempt::from_tree).collect(), count("checked")),
            None => {
                let first = tree.get("first_response").and_then(Response::from_tree);
                let last = Response::from_tree(tree.get("response")?)?;
                let variant = variant(tree);
                let timeless = |response| Attempt { variant, ..Attempt::bare(response) };
                (first.into_iter().chain([last]).map(timeless).collect(), count("attempts"))
            }
        };
        let mut answer = Self {
            question: text("question")?.to_string(),
            question_hash: text("question_hash").unwrap_or_default().to_string(),
            checked: if checks { checked.max(attempts.len() as u32) } else { 0 },
            attempts,
        };
        answer.trim();
        (!answer.attempts.is_empty()).then_some(answer)
    }
}

impl Attempt {
    fn to_tree(&self) -> Tree {
        let mut tree = Tree::table([]);
        if !self.at.is_empty() {
            tree.push("at", self.at.as_str().into());
        }
        if let Some(claimed) = self.claimed {
            tree.push("claimed", claimed.into());
        }
        if !self.evidence.is_empty() {
            let run =
                |seen: &Evidence| Tree::table([("at", seen.at.as_str().into()), ("link", seen.link.as_str().into())]);
            tree.push("evidence", Tree::List(self.evidence.iter().map(run).collect()));
        }
        tree.push("response", self.response.to_tree());
        push_variant(&mut tree, Some(self));
        tree
    }

    fn from_tree(tree: &Tree) -> Option<Self> {
        Some(Self {
            at: text(tree, "at"),
            response: Response::from_tree(tree.get("response")?)?,
            claimed: tree.get("claimed").and_then(Tree::as_number),
            variant: variant(tree),
            evidence: Evidence::of_attempt(tree),
        })
    }
}

fn push_variant(tree: &mut Tree, attempt: Option<&Attempt>) {
    if let Some(attempt) = attempt.filter(|attempt| attempt.variant > 0) {
        tree.push("variant", f64::from(attempt.variant).into());
    }
}

/// The number of the draw that is answered; that of the first one where it does not say, or none can be.
fn variant(tree: &Tree) -> u32 {
    let draw = tree.get("variant").and_then(Tree::as_whole).filter(|&draw| draw <= LAST_DRAW.into());
    draw.unwrap_or_default() as u32
}

impl Evidence {
    /// What stands with an attempt as far as it can be read, the last of it.
    pub(crate) fn of_attempt(tree: &Tree) -> Vec<Self> {
        let all = tree.get("evidence").and_then(Tree::as_list).unwrap_or_default();
        let last = all.iter().skip(all.len().saturating_sub(MAX_EVIDENCE));
        let runs = last.map(|tree| Self { at: text(tree, "at"), link: text(tree, "link") });
        runs.filter(|run| !run.link.is_empty()).collect()
    }
}

/// The text at a key; empty if there is none.
fn text(tree: &Tree, key: &str) -> String {
    tree.get(key).and_then(Tree::as_text).unwrap_or_default().to_string()
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
                // In order, as all keys are: the checksum is taken of the text as it is written.
                let mut metrics: Vec<(String, Tree)> =
                    metrics.iter().map(|(name, value)| (name.clone(), (*value).into())).collect();
                metrics.sort_by(|one, other| one.0.cmp(&other.0));
                ("run", Tree::table([("link", text(link)), ("metrics", Tree::Table(metrics))]))
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

#[cfg(grader)]
impl Submission {
    /// (Native.) [`Submission::exported`], without a time, as serde_json's tree.
    pub fn to_json(&self) -> serde_json::Value {
        self.exported("").into()
    }
}
