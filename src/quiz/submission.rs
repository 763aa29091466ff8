//! A reader's answers: kept by the page on the reader's machine, exported, handed in, graded.

mod file;
mod merge;
#[cfg(not(target_arch = "wasm32"))]
pub mod schema;

use super::variants::LAST_DRAW;
use super::{Question, Quiz, ReaderId, grade};

/// The `format` of an answer file.
pub const FORMAT: &str = "faultlines-answers";
/// The `version` that a page writes; it reads the first one too.
pub const VERSION: u64 = 2;
/// The `book` of an answer file.
pub const BOOK: &str = "faultlines";
/// So many attempts at a question are kept: the first and the last ones.
pub const MAX_KEPT: usize = 50;
/// So many runs of a plate are kept with an attempt: the last ones.
pub const MAX_EVIDENCE: usize = 20;
/// A draft in place of which a question that was answered is asked again.
pub(crate) const ASKED_AGAIN: Response = Response::Option(String::new());
/// The longest name of a reader, in characters.
const MAX_READER: usize = 100;

/// All answers of one reader to one quiz. As JSON it is the **answer file** of one chapter:
///
/// ```json
/// {
///   "format": "faultlines-answers", "version": 2, "book": "faultlines", "course": "ds-2026", "book_version": "0.1.0",
///   "reader": "Ada Lovelace", "reader_id": "5f2a90c41be77d03", "exported_at": "2026-11-27T20:31:00Z",
///   "chapters": [
///     {
///       "chapter": "part-10/consistent-hashing", "quiz_hash": "6d1f…",
///       "answers": [
///         {
///           "question": "moved-share", "question_hash": "91c0…", "checked": 2,
///           "attempts": [
///             { "at": "2026-11-27T20:29:11Z", "claimed": 0, "response": { "number": "50" } },
///             { "at": "2026-11-27T20:29:40Z", "claimed": 1, "response": { "number": "9.1 %" } }
///           ]
///         }
///       ],
///       "drafts": [{ "question": "ring-order", "question_hash": "07be…", "response": { "option": "clockwise" } }],
///       "claimed": { "points": 1, "out_of": 9 }
///     }
///   ],
///   "checksum": "…"
/// }
/// ```
///
/// A response is `{"option": id}`, `{"options": [id, …]}`, `{"number": as typed}`, `{"order": [id, …]}`,
/// `{"pairs": {item: target, …}}`, `{"steps": [as typed, …]}`, `{"run": {"link": …, "metrics": {name: number, …}}}` or
/// `{"text": as typed}`. `attempts` are those that are kept, the first and the last ones; `checked` says how many there were.
/// `at` is by the clock of the reader's machine; an attempt that an earlier page kept has none. What is `claimed` is what the
/// page showed: of an attempt the share of the credit, of a chapter its points. Where a question has variants, `variant` of an
/// attempt or a draft is the number of the [draw](Submission::drawn) that it answers; 0 is left out. `evidence` of an attempt at an
/// experiment is what its plate showed on the way, the last twenty runs as `{"at": …, "link": …}`. `drafts` is what was filled in
/// and not checked, which earns nothing; a file without drafts leaves it out. `reader_id` decided the order in which the page
/// showed options and items, and what was drawn; files of earlier pages have none. `checksum` is XXH3-128 of the same JSON with
/// sorted keys, without white space and without itself. Keys that are not known are passed over, so that later pages may add to
/// the form without a new version.
///
/// A file of version 1 is of one chapter, whose keys stand beside the others; in place of `attempts` and `checked` an answer
/// has its last `response`, the number of `attempts`, and the `first_response` where that was another.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Submission {
    /// The chapter's folder under `content/`.
    pub chapter: String,
    /// The course in which it was answered, which decided what was drawn.
    pub course: String,
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
    /// The responses that are kept, in the order in which they were checked; of a draft the one that was filled in.
    pub attempts: Vec<Attempt>,
    /// How often a response was checked; 0 for a draft.
    pub checked: u32,
}

/// A response that was checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Attempt {
    /// When, in UTC: `2026-11-27T20:29:11Z`; empty if nobody knows.
    pub at: String,
    /// What was answered.
    pub response: Response,
    /// The share of the credit that the page showed; none where answers are not scored.
    pub claimed: Option<f64>,
    /// The number of the draw that the reader was asked: [`Submission::drawn`] has the variant.
    pub variant: u32,
    /// Of an experiment, the runs that its plate showed on the way, the last [`MAX_EVIDENCE`].
    pub evidence: Vec<Evidence>,
}

/// A run that a plate showed to a reader.
#[derive(Clone, Debug, PartialEq)]
pub struct Evidence {
    /// When, in UTC: `2026-11-27T20:29:11Z`; empty if nobody knows.
    pub at: String,
    /// What a link to it says behind its `?`.
    pub link: String,
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
    fn fresh(question: &Question, attempt: Attempt, checked: u32) -> Self {
        let (id, hash) = (question.id.clone(), question.hash.clone());
        Self { question: id, question_hash: hash, attempts: vec![attempt], checked }
    }

    /// The response that was checked first.
    pub fn first(&self) -> Option<&Response> {
        self.attempts.first().map(|attempt| &attempt.response)
    }

    /// The response that was checked last; of a draft what was filled in.
    pub fn last(&self) -> Option<&Response> {
        self.attempts.last().map(|attempt| &attempt.response)
    }

    fn trim(&mut self) {
        while self.attempts.len() > MAX_KEPT {
            self.attempts.remove(1);
        }
    }
}

impl Attempt {
    /// A response of which no more is known.
    pub(crate) fn bare(response: Response) -> Self {
        Self { at: String::new(), response, claimed: None, variant: 0, evidence: Vec::new() }
    }
}

impl Submission {
    /// A submission to this quiz without answers.
    pub fn empty(quiz: &Quiz) -> Self {
        let (chapter, course, quiz_hash) = (quiz.chapter.clone(), quiz.course.clone(), quiz.hash.clone());
        Self { chapter, course, quiz_hash, ..Self::default() }
    }

    /// The answer to a question.
    pub fn answer(&self, question: &str) -> Option<&Answer> {
        self.answers.iter().find(|answer| answer.question == question)
    }

    /// What stands in a question's inputs and was not checked.
    pub fn draft(&self, question: &str) -> Option<&Answer> {
        self.drafts.iter().find(|draft| draft.question == question)
    }

    /// The number of the draw at which the reader is of a question: that of what was filled in or checked last.
    pub fn draw(&self, question: &str) -> u32 {
        let last = self.draft(question).or_else(|| self.answer(question)).and_then(|answer| answer.attempts.last());
        last.map_or(0, |attempt| attempt.variant)
    }

    /// The variant of a question at which the reader is.
    pub fn asked<'a>(&self, question: &'a Question) -> &'a Question {
        self.drawn(question, self.draw(&question.id))
    }

    /// Takes what stands in a question's inputs; `None` if there is nothing that was not checked.
    pub fn set_draft(&mut self, question: &Question, response: Option<Response>) {
        let variant = self.draw(&question.id);
        self.put_draft(question, response, variant);
    }

    /// Asks a question again, with other numbers if it has variants.
    pub fn ask_again(&mut self, question: &Question) {
        let variant = LAST_DRAW.min(self.draw(&question.id) + 1);
        self.put_draft(question, Some(ASKED_AGAIN), variant);
    }

    fn put_draft(&mut self, question: &Question, response: Option<Response>, variant: u32) {
        self.drafts.retain(|draft| draft.question != question.id);
        if let Some(response) = response {
            let attempt = Attempt { variant, ..Attempt::bare(response) };
            self.drafts.push(Answer::fresh(question, attempt, 0));
        }
    }

    /// Records that a response to the variant at which the reader is was checked at a moment. An answer to an earlier wording of
    /// the question is replaced.
    pub fn check(&mut self, question: &Question, response: Response, at: String) {
        let (claimed, variant) = (credit(question, &response), self.draw(&question.id));
        let attempt = Attempt { claimed, at, variant, ..Attempt::bare(response) };
        self.set_draft(question, None);
        match self.answers.iter_mut().find(|answer| answer.question == question.id) {
            Some(answer) if question.is_of(answer) => {
                answer.attempts.push(attempt);
                answer.checked = answer.checked.saturating_add(1);
                answer.trim();
            }
            Some(answer) => *answer = Answer::fresh(question, attempt, 1),
            None => self.answers.push(Answer::fresh(question, attempt, 1)),
        }
    }

    /// Keeps with the last attempt at a question what its plate showed on the way.
    pub fn witness(&mut self, question: &Question, evidence: Vec<Evidence>) {
        let answer = self.answers.iter_mut().find(|answer| answer.question == question.id);
        if let Some(attempt) = answer.and_then(|answer| answer.attempts.last_mut()) {
            attempt.evidence = evidence;
        }
    }

    /// Says of every attempt that an earlier page kept what it would have shown.
    pub fn claim(&mut self, quiz: &Quiz) {
        let mut answers = std::mem::take(&mut self.answers);
        for answer in &mut answers {
            let Some(question) = quiz.questions.iter().find(|question| question.is_of(answer)) else { continue };
            for attempt in &mut answer.attempts {
                let asked = self.drawn(question, attempt.variant);
                attempt.claimed = attempt.claimed.or_else(|| credit(asked, &attempt.response));
            }
        }
        self.answers = answers;
    }

    /// The answers and drafts to the questions as they now are, in the quiz's order, with the score that the page shows:
    /// what is handed in. Those to questions that have changed or gone stay behind.
    pub fn current(&self, quiz: &Quiz) -> Self {
        let answered = quiz
            .questions
            .iter()
            .filter_map(|question| self.answer(&question.id).filter(|answer| question.is_of(answer)));
        let mut current = Self::empty(quiz);
        current.reader = self.reader.clone();
        current.reader_id = self.reader_id;
        current.answers = answered.cloned().collect();
        let drafted =
            quiz.questions.iter().filter_map(|question| self.draft(&question.id).filter(|draft| question.is_of(draft)));
        // Nothing was filled in where a question is only asked again.
        current.drafts = drafted.filter(|draft| draft.last() != Some(&ASKED_AGAIN)).cloned().collect();
        if quiz.is_exam {
            return current;
        }
        let grade = grade(quiz, &current);
        current.claimed = Some(Claim { points: grade.points, out_of: grade.out_of.into() });
        current
    }
}

/// The share of the credit for a response, if it earns any and can be judged.
fn credit(question: &Question, response: &Response) -> Option<f64> {
    question.grade(response).ok().and_then(|verdict| verdict.credit)
}

/// The first forty characters of a hostile text: enough to recognise it.
#[cfg(grader)]
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
