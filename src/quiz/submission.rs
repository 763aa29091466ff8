//! A reader's answers: kept by the page on the reader's machine, exported, handed in, graded.

mod file;

use super::{Question, Quiz, ReaderId, grade};

/// The `format` of an answer file.
pub const FORMAT: &str = "faultlines-answers";
/// The `version` that a page writes and reads.
pub const VERSION: u64 = 1;
/// The `book` of an answer file.
pub const BOOK: &str = "faultlines";
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
///   "claimed": { "points": 1, "out_of": 9 },
///   "drafts": [
///     { "question": "ring-order", "question_hash": "07be…", "response": { "option": "clockwise" }, "attempts": 0 }
///   ]
/// }
/// ```
///
/// A response is `{"option": id}`, `{"options": [id, …]}`, `{"number": as typed}`, `{"order": [id, …]}`,
/// `{"pairs": {item: target, …}}`, `{"steps": [as typed, …]}`, `{"run": {"link": …, "metrics": {name: number, …}}}` or
/// `{"text": as typed}`. `attempts` counts the times that the reader had it checked; `first_response` stands where it
/// differs from the last. `claimed` is the score that the page showed. `drafts` is what was filled in and not checked,
/// which earns nothing; a file without drafts leaves it out. `reader_id` decided the order in which the page showed options
/// and items; files of earlier pages have none. Keys that are not known are passed over, so that later pages may add to
/// the form (evidence from a lab, variants) without a new version.
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
    /// What was filled in and not checked; at most one for each question, in any order.
    pub drafts: Vec<Answer>,
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
    /// The last response that was checked; of a draft what was filled in.
    pub response: Response,
    /// How often a response was checked, at least 1; 0 for a draft.
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
    /// The ids of items, each with the id of the target chosen for it, sorted by item.
    Pairs(Vec<(String, String)>),
    /// The results of steps, each as typed; empty for one that was not done.
    Steps(Vec<String>),
    /// A run of a plate.
    Run {
        /// What a link to it says behind its `?`; empty for none.
        link: String,
        /// What the page says that it measured.
        metrics: Vec<(String, f64)>,
    },
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
    fn fresh(question: &Question, response: Response, attempts: u32) -> Self {
        let (id, hash) = (question.id.clone(), question.hash.clone());
        Self { question: id, question_hash: hash, response, attempts, first_response: None }
    }

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

    /// What stands in a question's inputs and was not checked.
    pub fn draft(&self, question: &str) -> Option<&Answer> {
        self.drafts.iter().find(|draft| draft.question == question)
    }

    /// Takes what stands in a question's inputs; `None` if there is nothing that was not checked.
    pub fn set_draft(&mut self, question: &Question, response: Option<Response>) {
        self.drafts.retain(|draft| draft.question != question.id);
        if let Some(response) = response {
            self.drafts.push(Answer::fresh(question, response, 0));
        }
    }

    /// Records that a response was checked. An answer to an earlier wording of the question is replaced.
    pub fn check(&mut self, question: &Question, response: Response) {
        self.set_draft(question, None);
        match self.answers.iter_mut().find(|answer| answer.question == question.id) {
            Some(answer) if answer.question_hash == question.hash => {
                let first = answer.first().clone();
                answer.first_response = (first != response).then_some(first);
                answer.response = response;
                answer.attempts = answer.attempts.saturating_add(1);
            }
            Some(answer) => *answer = Answer::fresh(question, response, 1),
            None => self.answers.push(Answer::fresh(question, response, 1)),
        }
    }

    /// Takes over what was changed elsewhere since `base`, from which both sides began. Where both changed a question, or
    /// the name, what was changed here counts.
    pub fn merge(&mut self, base: &Self, theirs: Self) {
        self.answers = merged(&self.answers, &base.answers, theirs.answers);
        self.drafts = merged(&self.drafts, &base.drafts, theirs.drafts);
        if self.reader == base.reader {
            self.reader = theirs.reader;
        }
    }

    /// The answers and drafts to the questions as they now are, in the quiz's order, with the score that the page shows:
    /// what is handed in. Those to questions that have changed or gone stay behind.
    pub fn current(&self, quiz: &Quiz) -> Self {
        let answered = quiz
            .questions
            .iter()
            .filter_map(|question| self.answer(&question.id).filter(|answer| answer.question_hash == question.hash));
        let mut current = Self::empty(quiz);
        current.reader = self.reader.clone();
        current.reader_id = self.reader_id;
        current.answers = answered.cloned().collect();
        let drafted = quiz
            .questions
            .iter()
            .filter_map(|question| self.draft(&question.id).filter(|draft| draft.question_hash == question.hash));
        current.drafts = drafted.cloned().collect();
        if quiz.is_exam {
            return current;
        }
        let grade = grade(quiz, &current);
        current.claimed = Some(Claim { points: grade.points, out_of: grade.out_of.into() });
        current
    }
}

/// Their answers, but for the questions of which the answer here is another than in `base`.
fn merged(mine: &[Answer], base: &[Answer], mut theirs: Vec<Answer>) -> Vec<Answer> {
    let of = |answers: &'_ [Answer], one: &Answer| answers.iter().position(|other| other.question == one.question);
    let changed = |one: &Answer| of(mine, one).map(|at| &mine[at]) != of(base, one).map(|at| &base[at]);
    theirs.retain(|one| !changed(one));
    theirs.extend(mine.iter().filter(|one| changed(one)).cloned());
    theirs
}

/// The first forty characters of a hostile text: enough to recognise it.
#[cfg(not(target_arch = "wasm32"))]
pub fn brief(text: &str) -> String {
    text.chars().take(40).collect()
}

/// A reader's name, safe to print: one line, no control or direction-changing characters, not too long.
pub fn clean_reader(name: &str) -> String {
    let shown: String = name.chars().filter(|&c| c.is_whitespace() || is_printable(c)).collect();
    let words = shown.split_whitespace().collect::<Vec<_>>().join(" ");
    words.chars().take(MAX_READER).collect::<String>().trim_end().to_string()
}

/// Whether a character of a stranger's text may be printed: it neither controls the terminal nor changes the direction of
/// what follows.
pub fn is_printable(c: char) -> bool {
    let turns = matches!(c, '\u{61c}' | '\u{200e}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}');
    !c.is_control() && !turns
}
