//! Everything that outputs say of one chapter of one file.

use serde::{Deserialize, Serialize};

use super::moment::Moment;
use super::runs::FoundRun;
use crate::quiz::submission::is_printable;
use crate::quiz::{Outcome, Response};

/// The longest answer that is kept, in characters.
const MAX_ANSWER: usize = 20_000;

/// One reader's answers to one chapter, graded.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub struct Record {
    /// The file's path.
    pub file: String,
    /// The SHA-256 of its bytes.
    pub sha256: String,
    /// The reader's name: the file's, or where it has none that of the platform's download; may be empty.
    pub reader: String,
    /// The number that the reader's browser drew; 0 if there is none.
    pub reader_id: u64,
    /// The learning platform's number of who handed it in.
    pub sender_id: Option<String>,
    /// Which of the quizzes it was graded against.
    pub quiz: u32,
    /// The hash of the quiz that was answered.
    pub answered_quiz_hash: String,
    /// Points for the attempts that count.
    pub points: f64,
    /// The same in the points of the course; 0 of a quiz that does not count there.
    pub earned: f64,
    /// Points for the first responses: what the reader knew before any feedback.
    pub first_points: f64,
    /// Points that the page showed, and those that it said there were.
    pub claimed: Option<(f64, f64)>,
    /// One for each question, in the quiz's order.
    pub marks: Vec<Marked>,
    /// What the person who grades should know, a sentence each.
    pub notes: Vec<String>,
    /// When the file was exported.
    pub exported_at: Option<Moment>,
    /// When the first attempt was made, and the last.
    pub worked: Option<(Moment, Moment)>,
    /// Whether anything was done after the time; `None` if the file says no times.
    pub late: Option<bool>,
    /// The hash of all answers, whoever gave them.
    pub answers_hash: u64,
    /// The runs that met the goals of experiments.
    pub runs: Vec<FoundRun>,
    /// The hash of the moments of all attempts; 0 if there are too few to tell one reader's from another's.
    pub moments_hash: u64,
}

/// How one question was answered.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Marked {
    outcome: u8,
    /// Points for the attempt that counts.
    pub points: f64,
    /// Points for the first response.
    pub first_points: f64,
    /// The number of the draw that the attempt that counts answers.
    pub variant: u32,
    /// Of a question with variants the draws that were answered, each once, ascending; the first one if none was.
    pub draws: Vec<Draw>,
    /// Where the question stands as it was asked: 0 for today's quizzes, and from 1 on the place among the earlier ones.
    pub edition: u32,
    /// How often a response was checked; 0 without an answer.
    pub attempts: u32,
    /// Whether the question has changed since it was answered.
    pub changed: bool,
    /// The response that counts, in words.
    pub answer: String,
    /// The first response, in words.
    pub first_answer: String,
    /// What the plate of an experiment showed on the way to the attempt that counts: when, and the run as a link has it.
    pub evidence: Vec<(String, String)>,
}

/// A draw of a question with variants.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Draw {
    /// Its number.
    pub number: u32,
    /// The place of the variant that it gave.
    pub place: u32,
}

const OUTCOMES: [Outcome; 5] =
    [Outcome::Right, Outcome::Partly, Outcome::Wrong, Outcome::Answered, Outcome::Unanswered];

impl Marked {
    /// A mark of a question without an answer.
    pub fn unanswered() -> Self {
        let answer = String::new();
        let mut mark = Self {
            outcome: 0,
            points: 0.0,
            first_points: 0.0,
            variant: 0,
            draws: Vec::new(),
            edition: 0,
            attempts: 0,
            changed: false,
            first_answer: answer.clone(),
            answer,
            evidence: Vec::new(),
        };
        mark.set_outcome(Outcome::Unanswered);
        mark
    }

    /// The place of the variant that the attempt that counts answers.
    pub fn place(&self) -> usize {
        self.draws.iter().find(|draw| draw.number == self.variant).map_or(0, |draw| draw.place as usize)
    }

    /// How the answer that counts did.
    pub fn outcome(&self) -> Outcome {
        OUTCOMES[usize::from(self.outcome) % OUTCOMES.len()]
    }

    /// Says how the answer that counts did.
    pub fn set_outcome(&mut self, outcome: Outcome) {
        let place = OUTCOMES.iter().position(|other| *other == outcome);
        self.outcome = place.unwrap_or_default() as u8;
    }
}

/// A response in words: ids of options, items in order, what was typed.
pub fn said(response: &Response) -> String {
    let text = match response {
        Response::Option(text) | Response::Number(text) | Response::Text(text) => text.clone(),
        Response::Options(ids) => ids.join(", "),
        Response::Order(ids) => ids.join(" > "),
        Response::Steps(typed) => typed.join("; "),
        Response::Run { link, .. } => link.clone(),
        Response::Pairs(pairs) => {
            pairs.iter().map(|(item, target)| format!("{item}: {target}")).collect::<Vec<_>>().join(", ")
        }
    };
    let mut kept: String = text.chars().filter(|&c| c == '\n' || is_printable(c)).take(MAX_ANSWER + 1).collect();
    if kept.chars().count() > MAX_ANSWER {
        kept.pop();
        kept.push('…');
    }
    kept
}

/// A text that may quote what a stranger wrote, without what would confuse a terminal or a table.
pub fn printable(text: &str) -> String {
    text.chars().filter(|&c| is_printable(c)).collect()
}
