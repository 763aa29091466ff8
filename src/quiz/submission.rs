//! What a reader answered: kept by the page on the reader's machine, exported, handed in, graded.

use serde_json::{Value as Json, json};

use super::{Quiz, grade};
use crate::scenario::Problem;

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
/// differs from the last. `claimed` is the score that the page showed. Keys that are not known are passed over, so that
/// later pages may add to the form (evidence from a lab, variants) without a new version.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Submission {
    /// The chapter's folder under `content/`.
    pub chapter: String,
    /// The [`Quiz::hash`] of the quiz that was answered.
    pub quiz_hash: String,
    /// The reader's name or number, if the reader gave one.
    pub reader: String,
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

/// What a reader chose or typed.
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
        current.answers = answered.cloned().collect();
        let grade = grade(quiz, &current);
        current.claimed = Some(Claim { points: grade.points, out_of: grade.out_of.into() });
        current
    }

    /// The tree of an answer file.
    pub fn to_json(&self) -> Json {
        let mut tree = json!({
            "format": FORMAT, "version": VERSION, "book": BOOK, "chapter": self.chapter, "quiz_hash": self.quiz_hash,
            "reader": self.reader, "answers": self.answers.iter().map(Answer::to_json).collect::<Vec<_>>(),
        });
        if let Some(claimed) = self.claimed {
            tree["claimed"] = json!({ "points": claimed.points, "out_of": claimed.out_of });
        }
        tree
    }

    /// Reads the tree of an answer file. `None` if it is none of ours; an answer that cannot be read is a problem, and
    /// the others are kept.
    pub fn from_json(tree: &Json) -> (Option<Self>, Vec<Problem>) {
        if let Err(problem) = check_form(tree) {
            return (None, vec![problem]);
        }
        let mut problems = Vec::new();
        let text = |key: &str| tree.get(key).and_then(Json::as_str).unwrap_or_default();
        let mut submission = Self {
            chapter: text("chapter").to_string(),
            quiz_hash: text("quiz_hash").to_string(),
            reader: clean_reader(text("reader")),
            answers: Vec::new(),
            claimed: tree.get("claimed").and_then(read_claim),
        };
        let answers = tree.get("answers").and_then(Json::as_array);
        if answers.is_none() {
            problems.push(Problem::new("answers", "`answers` is not a list: nothing in it can be graded"));
        }
        for (index, entry) in answers.into_iter().flatten().take(MAX_ANSWERS).enumerate() {
            let path = format!("answers.{index}");
            match Answer::from_json(entry) {
                Some(answer) if submission.answer(&answer.question).is_some() => {
                    let message = format!("a second answer to `{}`; the first one counts", brief(&answer.question));
                    problems.push(Problem::new(path, message));
                }
                Some(answer) => submission.answers.push(answer),
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
fn check_form(tree: &Json) -> Result<(), Problem> {
    let text = |key: &str| tree.get(key).and_then(Json::as_str).unwrap_or_default();
    if text("format") != FORMAT {
        return Err(Problem::new("format", format!("this is not an answer file: its `format` is not `{FORMAT}`")));
    }
    match tree.get("version").and_then(Json::as_u64) {
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
    let direction = |c: char| matches!(c, '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    let words = name.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().filter(|&c| !c.is_control() && !direction(c)).take(MAX_READER).collect::<String>().trim().to_string()
}

fn read_claim(tree: &Json) -> Option<Claim> {
    let number = |key: &str| tree.get(key).and_then(Json::as_f64);
    Some(Claim { points: number("points")?, out_of: number("out_of")? })
}

impl Answer {
    fn to_json(&self) -> Json {
        let mut tree = json!({
            "question": self.question, "question_hash": self.question_hash, "response": self.response.to_json(),
            "attempts": self.attempts,
        });
        if let Some(first) = &self.first_response {
            tree["first_response"] = first.to_json();
        }
        tree
    }

    fn from_json(tree: &Json) -> Option<Self> {
        let text = |key: &str| tree.get(key).and_then(Json::as_str);
        let attempts = tree.get("attempts").and_then(Json::as_u64).unwrap_or(1).clamp(1, u32::MAX.into());
        Some(Self {
            question: text("question")?.to_string(),
            question_hash: text("question_hash").unwrap_or_default().to_string(),
            response: Response::from_json(tree.get("response")?)?,
            attempts: attempts as u32,
            first_response: tree.get("first_response").and_then(Response::from_json),
        })
    }
}

impl Response {
    fn to_json(&self) -> Json {
        match self {
            Self::Option(id) => json!({ "option": id }),
            Self::Options(ids) => json!({ "options": ids }),
            Self::Number(text) => json!({ "number": text }),
            Self::Order(ids) => json!({ "order": ids }),
            Self::Text(text) => json!({ "text": text }),
        }
    }

    fn from_json(tree: &Json) -> Option<Self> {
        let map = tree.as_object().filter(|map| map.len() == 1)?;
        let (key, value) = map.iter().next()?;
        let text = || value.as_str().map(str::to_string);
        let texts =
            || -> Option<Vec<String>> { value.as_array()?.iter().map(|id| id.as_str().map(str::to_string)).collect() };
        match key.as_str() {
            "option" => text().map(Self::Option),
            "options" => texts().map(Self::Options),
            // A file made by hand may hold the number itself.
            "number" => text().or_else(|| value.as_f64().map(|number| number.to_string())).map(Self::Number),
            "order" => texts().map(Self::Order),
            "text" => text().map(Self::Text),
            _ => None,
        }
    }
}
