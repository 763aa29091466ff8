//! The state of one quiz, and everything that a reader can do to it.

use leptos::web_sys::Event;

use crate::quiz::grade::tidy;
use crate::quiz::submission::clean_reader;
use crate::quiz::{Outcome, Question, Quiz, Response, Shuffle, Submission, Verdict, grade};
use crate::ui::dom::Signal;

/// What the browser does for a live quiz.
#[derive(Clone, Copy)]
pub(super) struct BrowserApi {
    /// Keeps what was answered on the reader's machine; false if this browser keeps nothing.
    pub keep: fn(&Submission) -> bool,
    /// Offers a file `(name, content)` for download; false if it cannot.
    pub download: fn(&str, &str) -> bool,
    /// Moves the focus to the element with this id, once it is drawn.
    pub focus: fn(String),
}

/// A quiz while a reader is at it.
pub(super) struct Session {
    pub quiz: Quiz,
    /// Everything that was checked, with answers to questions that have changed since.
    pub answers: Submission,
    /// One for each question.
    pub drafts: Vec<Draft>,
    /// What a live region says, beside the verdicts.
    pub said: String,
    /// The answer file, once it was exported.
    pub exported: Option<String>,
    /// The answers that were thrown away last.
    pub thrown: Option<Submission>,
    pub api: Option<BrowserApi>,
}

/// What stands in the inputs of a question.
pub(super) struct Draft {
    pub response: Response,
    /// Why it could not be judged; empty if it could.
    pub refusal: String,
}

/// Where a reader does something: at a question, and at one of its options or items.
#[derive(Clone, Copy, Default)]
pub(super) struct At {
    pub question: usize,
    pub row: usize,
}

/// Something that a reader does.
pub(super) type Act = fn(&mut Session, &Event, At);

/// A listener for an act.
pub(super) fn dispatch(signal: Signal<Session>, act: Act, at: At) -> impl FnMut(Event) + 'static {
    move |event| signal.update(|session| act(session, &event, at))
}

/// The id of a part of a question.
pub(super) fn id_of(question: &Question, part: &str) -> String {
    format!("quiz-{}-{part}", question.id)
}

/// The id of a part of an item.
pub(super) fn item_id(question: &Question, item: &str, part: &str) -> String {
    id_of(question, &format!("{item}-{part}"))
}

impl Session {
    pub(super) fn new(quiz: Quiz, answers: Submission, api: Option<BrowserApi>) -> Self {
        let (said, drafts) = (String::new(), Vec::new());
        let mut session = Self { quiz, answers, drafts, said, exported: None, thrown: None, api };
        session.fill_in();
        session
    }

    /// Fills the inputs with what was answered. An answer to an earlier wording is filled in, if it still fits, and waits
    /// to be checked again.
    pub(super) fn fill_in(&mut self) {
        let draft = |question: &Question| {
            let kept = self.answers.answer(&question.id).filter(|kept| question.grade(&kept.response).is_ok());
            let response = kept.map_or_else(|| question.blank(&self.shuffle(question)), |kept| kept.response.clone());
            Draft { response, refusal: String::new() }
        };
        self.drafts = self.quiz.questions.iter().map(draft).collect();
    }

    pub(super) fn live(&self) -> bool {
        self.api.is_some()
    }

    /// Keeps the answers, which have changed.
    fn keep(&mut self) {
        let kept = self.api.is_some_and(|api| (api.keep)(&self.answers));
        if !kept {
            self.said = "This browser keeps nothing for this page: export your answers before you leave it.".into();
        }
    }

    /// Where the reader stands, in a sentence.
    pub(super) fn score(&self) -> String {
        let current = self.answers.current(&self.quiz);
        let grade = grade(&self.quiz, &current);
        let (answered, all) = (current.answers.len(), self.quiz.questions.len());
        let open = grade.marks.iter().filter(|mark| mark.attempts > 0 && mark.points < f64::from(mark.out_of)).count();
        let again = if open == 0 { String::new() } else { format!(", {open} to try again") };
        let points = tidy(grade.points);
        format!("{points} of {} points. {answered} of {all} questions answered{again}.", grade.out_of)
    }

    /// The verdict on what stands in a question's inputs, if that is what was last checked.
    pub(super) fn verdict(&self, index: usize) -> Option<Verdict> {
        let question = &self.quiz.questions[index];
        let answer = self.answers.answer(&question.id)?;
        let checked = answer.question_hash == question.hash && answer.response == self.drafts[index].response;
        if checked { question.grade(&answer.response).ok() } else { None }
    }

    /// Whether a question is answered right: then its inputs are locked.
    pub(super) fn solved(&self, index: usize) -> bool {
        self.verdict(index).is_some_and(|verdict| verdict.outcome() == Outcome::Right)
    }

    /// Whether an answer to the question as it now is was checked.
    pub(super) fn answered(&self, question: &Question) -> bool {
        self.answers.answer(&question.id).is_some_and(|kept| kept.question_hash == question.hash)
    }

    /// In which order this reader sees a question's options and items.
    pub(super) fn shuffle(&self, question: &Question) -> Shuffle {
        Shuffle::new(&self.quiz, question, self.answers.reader_id)
    }

    /// Whether what is kept answers an earlier wording of the question.
    pub(super) fn outdated(&self, question: &Question) -> bool {
        self.answers.answer(&question.id).is_some_and(|kept| kept.question_hash != question.hash)
    }

    /// A draft that the reader is about to change, unless it is locked.
    fn open(&mut self, index: usize) -> Option<&mut Response> {
        if self.solved(index) {
            return None;
        }
        let draft = &mut self.drafts[index];
        draft.refusal.clear();
        Some(&mut draft.response)
    }

    /// A press on an option, by its place as written: a radio button takes it, a check box takes it or leaves it.
    pub(super) fn choose(&mut self, at: At) {
        let Some(option) = self.quiz.questions[at.question].kind.choices().get(at.row) else { return };
        let id = option.id.clone();
        match self.open(at.question) {
            Some(Response::Options(chosen)) => match chosen.iter().position(|other| *other == id) {
                Some(place) => drop(chosen.remove(place)),
                None => chosen.insert(chosen.partition_point(|other| *other < id), id),
            },
            Some(response) => *response = Response::Option(id),
            None => {}
        }
    }

    /// Takes what the reader typed.
    pub(super) fn write(&mut self, index: usize, typed: String) {
        if let Some(Response::Number(text) | Response::Text(text)) = self.open(index) {
            *text = typed;
        }
    }

    /// Moves an item by one place, keeps the focus on its button, and says where it went.
    pub(super) fn shift(&mut self, at: At, up: bool) {
        let target = if up { at.row.wrapping_sub(1) } else { at.row + 1 };
        let Some(Response::Order(ids)) = self.open(at.question) else { return };
        if target >= ids.len() {
            return;
        }
        ids.swap(at.row, target);
        let (item, count) = (ids[target].clone(), ids.len());
        self.said = format!("Moved to place {} of {count}.", target + 1);
        if let Some(api) = self.api {
            (api.focus)(item_id(&self.quiz.questions[at.question], &item, if up { "up" } else { "down" }));
        }
    }

    /// Has the draft judged, if it is not what was last checked.
    pub(super) fn check(&mut self, index: usize) {
        if !self.live() || self.verdict(index).is_some() {
            return;
        }
        let (question, draft) = (&self.quiz.questions[index], &mut self.drafts[index]);
        match question.grade(&draft.response) {
            Ok(_) => {
                draft.refusal.clear();
                self.answers.check(question, draft.response.clone());
                self.keep();
            }
            Err(why) => draft.refusal = why,
        }
    }

    /// Takes the reader's name.
    pub(super) fn rename(&mut self, name: &str) {
        self.answers.reader = clean_reader(name);
        self.keep();
    }

    /// Hands the answer file over.
    pub(super) fn export(&mut self) {
        let current = self.answers.current(&self.quiz);
        let (count, all) = (current.answers.len(), self.quiz.questions.len());
        let text = current.to_tree().to_text(true);
        let name = file_name(&current);
        let done = self.api.is_some_and(|api| (api.download)(&name, &text));
        self.said = if done {
            format!("{count} of {all} answers exported to {name}.")
        } else {
            "This browser cannot save a file here. Copy the text below instead.".into()
        };
        self.exported = Some(text);
    }

    /// Whether answers were thrown away that can come back.
    pub(super) fn can_undo(&self) -> bool {
        self.thrown.is_some() && self.answers.answers.is_empty()
    }

    /// Throws all answers of this quiz away, or brings them back: nothing is lost by one press.
    pub(super) fn start_over(&mut self) {
        let undo = self.can_undo();
        let (reader, reader_id) = (self.answers.reader.clone(), self.answers.reader_id);
        let empty = Submission { reader, reader_id, ..Submission::empty(&self.quiz) };
        let next = self.thrown.take().filter(|_| undo).unwrap_or(empty);
        let before = std::mem::replace(&mut self.answers, next);
        self.keep();
        self.fill_in();
        self.said = if undo {
            "Your answers are back.".into()
        } else {
            self.thrown = Some(before);
            "All answers to this quiz are cleared.".into()
        };
    }
}

/// `consistent-hashing-ada-lovelace.json`.
fn file_name(submission: &Submission) -> String {
    let chapter = submission.chapter.rsplit('/').next().unwrap_or_default();
    let plain = |c: char| if c.is_alphanumeric() { c.to_ascii_lowercase() } else { '-' };
    let reader: String = submission.reader.chars().map(plain).collect();
    format!("{chapter}-{}.json", if reader.is_empty() { "answers" } else { &reader })
}
