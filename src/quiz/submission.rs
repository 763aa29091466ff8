//! A reader's answers: kept by the page on the reader's machine, exported, handed in, graded.

use super::{Quiz, ReaderId, grade};
use crate::scenario::{Problem, Tree};

/// The `format` of an answer file.
pub const FORMAT: &str = "faultlines-answers";
/// The `version` that this program writes, and the only one so far that it reads.
pub const VERSION: u64 = 1;
/// The `book` of an answer file.
pub const BOOK: &str = "faultlines";
/// The most answers that are read from one file; no quiz has as many questions.
const MAX_ANSWERS: usize = 1000;
/// The longest name of a reader, in characters.
const MAX_READER: usize = 100;

/// All answers of one reader to one quiz. As JSON it is the **answer file**:
///
/// ```json
/// {
///   "format": "faultlines-answers",
///   "version": 1,
///   "book": "faultlines",
///   "chapter": "part-10/consistent-hashing",
///   "quiz_hash": "6d1f…",
///   "reader": "Ada Lovelace",
///   "reader_id": "5f2a90c41be77d03",
///   "answers": [
///     {
///       "question": "moved-share", "question_hash": "91c0…",
///       "response": { "number": "9,1 %" }, "attempts": 2, "first_response": { "number": "50" }
///     }
///   ],
///   "claimed": { "points": 1, "out_of": 9 }
/// }
/// ```
///
/// A response is `{"option": id}`, `{"options": [id, …]}`, `{"number": as typed}`, `{"order": [id, …]}` or
/// `{"text": as typed}`. `attempts` counts the times that the reader had it checked; `first_response` stands where it
/// differs from the last. `claimed` is the score that the page showed. `reader_id` decided the
/// order in which the page showed options and items; files of earlier pages have none. Keys that are not known are passed over, so that
/// later pages may add to the form (evidence from a lab, variants) without a new version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Submission {
    /// The chapter's folder under `content/`.
    pub chapter: String,
    /// The [`Quiz::hash`] of the quiz that was answered.
    pub quiz_hash: String,
    /// The reader's name or number, if the reader gave one.
    pub reader: String,
    /// The number that the reader's browser drew; 0 if there is none.
    pub reader_id: ReaderId,
    /// At most one for each question, in any order.
    pub answers: Vec<Answer>,
    /// The score that the page showed.
    pub claimed: Option<Claim>,
}

/// The answer to one question.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// The question's id.
    pub question: String,
    /// The question's [`hash`](super::Question::hash) when it was answered; empty if the file does not say.
    pub question_hash: String,
    /// The last response that was checked.
    pub response: Response,
    /// How often a response was checked, at least 1.
    pub attempts: u32,
    /// The first response, if it was another.
    pub first_response: Option<Response>,
}

/// One answer as the reader chose or typed it.
#[derive(Clone, Debug, PartialEq)]
pub enum Response {
    /// The id of the option chosen.
    Option(String),
    /// The ids of the options chosen.
    Options(Vec<String>),
    /// A number, as typed.
    Number(String),
    /// The ids of the items, in the reader's order.
    Order(Vec<String>),
    /// Words, as typed.
    Text(String),
}

/// The score that a page showed.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claim {
    /// Points reached.
    pub points: f64,
    /// Points to be had.
    pub out_of: f64,
}

impl Answer {
    /// The response that was checked first.
    pub fn first(&self) -> &Response {
        self.first_response.as_ref().unwrap_or(&self.response)
    }
}

impl Submission {
    /// A submission to this quiz without answers.
    pub fn empty(quiz: &Quiz) -> Self {
        Self { chapter: quiz.chapter.clone(), quiz_hash: quiz.hash.clone(), ..Self::default() }
    }

    /// The answer to a question.
    pub fn answer(&self, question: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.question == question)
    }

    /// Records that a response was checked. An answer to an earlier wording of the question is replaced.
    pub fn check(&mut self, question: &super::Question, response: Response) {
        let fresh = Answer {
            question: question.id.clone(),
            question_hash: question.hash.clone(),
            response: response.clone(),
            attempts: 1,
            first_response: None,
        };
        match self.answers.iter_mut().find(|answer| answer.question == question.id) {
            Some(answer) if answer.question_hash == question.hash => {
                let first = answer.first().clone();
                answer.first_response = (first != response).then_some(first);
                answer.response = response;
                answer.attempts = answer.attempts.saturating_add(1);
            }
            Some(answer) => *answer = fresh,
            None => self.answers.push(fresh),
        }
    }

    /// The answers to the questions as they now are, in the quiz's order, with the score that the page shows: what is
    /// handed in. Answers to questions that have changed or gone stay behind.
    pub fn current(&self, quiz: &Quiz) -> Self {
        let answered = quiz
            .questions
            .iter()
            .filter_map(|question| self.answer(&question.id).filter(|answer| answer.question_hash == question.hash));
        let mut current = Self::empty(quiz);
        current.reader = self.reader.clone();
        current.reader_id = self.reader_id;
        current.answers = answered.cloned().collect();
        let grade = grade(quiz, &current);
        current.claimed = Some(Claim { points: grade.points, out_of: grade.out_of.into() });
        current
    }

    /// The tree of an answer file, its keys in alphabetical order on both targets.
    pub fn to_tree(&self) -> Tree {
        let answers = Tree::List(self.answers.iter().map(Answer::to_tree).collect());
        let mut tree =
            Tree::table([("answers", answers), ("book", BOOK.into()), ("chapter", self.chapter.as_str().into())]);
        if let Some(Claim { points, out_of }) = self.claimed {
            tree.push("claimed", Tree::table([("out_of", out_of.into()), ("points", points.into())]));
        }
        tree.push("format", FORMAT.into());
        tree.push("quiz_hash", self.quiz_hash.as_str().into());
        tree.push("reader", self.reader.as_str().into());
        tree.push("reader_id", self.reader_id.to_string().as_str().into());
        tree.push("version", Tree::Number(VERSION as f64));
        tree
    }

    /// Reads the tree of an answer file. `None` if it is none of ours; an answer that cannot be read is a problem, and
    /// the others are kept.
    pub fn from_tree(tree: &Tree) -> (Option<Self>, Vec<Problem>) {
        if let Err(problem) = check_form(tree) {
            return (None, vec![problem]);
        }
        let mut problems = Vec::new();
        let text = |key: &str| tree.get(key).and_then(Tree::as_text).unwrap_or_default();
        let mut submission = Self {
            chapter: text("chapter").to_string(),
            quiz_hash: text("quiz_hash").to_string(),
            reader: clean_reader(text("reader")),
            reader_id: ReaderId::parse(text("reader_id")).unwrap_or_default(),
            answers: Vec::new(),
            claimed: tree.get("claimed").and_then(read_claim),
        };
        if tree.get("reader_id").is_some() && ReaderId::parse(text("reader_id")).is_none() {
            problems
                .push(Problem::new("reader_id", "`reader_id` is not of 16 hexadecimal digits, and was passed over"));
        }
        let answers = tree.get("answers").and_then(Tree::as_list);
        if answers.is_none() {
            problems.push(Problem::new("answers", "`answers` is not a list: nothing in it can be graded"));
        }
        for (index, entry) in answers.into_iter().flatten().take(MAX_ANSWERS).enumerate() {
            let path = format!("answers.{index}");
            match Answer::from_tree(entry) {
                Some(answer) if submission.answer(&answer.question).is_some() => {
                    let message = format!("a second answer to `{}`; the first one counts", brief(&answer.question));
                    problems.push(Problem::new(path, message));
                }
                Some(answer) => {
                    let attempts = entry.get("attempts");
                    if attempts.is_some() && attempts.and_then(Tree::as_whole) != Some(answer.attempts.into()) {
                        let question = brief(&answer.question);
                        let message = format!("`attempts` of `{question}` is no count; {} taken", answer.attempts);
                        problems.push(Problem::new(path, message));
                    }
                    submission.answers.push(answer);
                }
                None => problems.push(Problem::new(path, format!("answer {} cannot be read", index + 1))),
            }
        }
        if answers.is_some_and(|answers| answers.len() > MAX_ANSWERS) {
            problems.push(Problem::new("answers", format!("more than {MAX_ANSWERS} answers; the rest was left out")));
        }
        (Some(submission), problems)
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

/// The first forty characters of a hostile text: enough to recognise it.
pub(super) fn brief(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A reader's name, safe to print: one line, no control or direction-changing characters, not too long.
pub fn clean_reader(name: &str) -> String {
    let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|&c| is_printable(c)).take(MAX_READER).collect::<String>().trim().to_string()
}

/// Whether a character of a stranger's text may be printed: it neither controls the terminal nor changes the direction of
/// what follows.
pub fn is_printable(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !turns
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

    fn from_tree(tree: &Tree) -> Option<Self> {
        let text = |key: &str| tree.get(key).and_then(Tree::as_text);
        let attempts = tree.get("attempts").and_then(Tree::as_whole).unwrap_or(1).clamp(1, u32::MAX.into());
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
    fn to_tree(&self) -> Tree {
        let text = |text: &String| Tree::from(text.as_str());
        let texts = |ids: &[String]| Tree::List(ids.iter().map(text).collect());
        let (key, value) = match self {
            Self::Option(id) => ("option", text(id)),
            Self::Options(ids) => ("options", texts(ids)),
            Self::Number(typed) => ("number", text(typed)),
            Self::Order(ids) => ("order", texts(ids)),
            Self::Text(typed) => ("text", text(typed)),
        };
        Tree::table([(key, value)])
    }

    fn from_tree(tree: &Tree) -> Option<Self> {
        let [(key, value)] = tree.entries() else { return None };
        let text = |value: &Tree| value.as_text().map(str::to_string);
        let texts = || value.as_list()?.iter().map(text).collect::<Option<Vec<String>>>();
        match key.as_str() {
            "option" => text(value).map(Self::Option),
            "options" => texts().map(Self::Options),
            // A file made by hand may hold the number itself.
            "number" => text(value).or_else(|| value.as_number().map(|number| number.to_string())).map(Self::Number),
            "order" => texts().map(Self::Order),
            "text" => text(value).map(Self::Text),
            _ => None,
        }
    }
}

#[cfg(not(target_arch = "wasm32"))]
impl Submission {
    /// (Native.) [`Submission::to_tree`] as serde_json's tree.
    pub fn to_json(&self) -> serde_json::Value {
        self.to_tree().into()
    }

    /// (Native.) [`Submission::from_tree`] of serde_json's tree.
    pub fn from_json(tree: &serde_json::Value) -> (Option<Self>, Vec<Problem>) {
        Self::from_tree(&tree.clone().into())
    }
}
