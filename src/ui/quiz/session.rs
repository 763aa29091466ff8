//! The state of one quiz, and everything that a reader can do to it.

mod keep;

use leptos::web_sys::Event;

use crate::kernel::{Report, words};
use crate::quiz::grade::tidy;
use crate::quiz::submission::{ASKED_AGAIN, clean_reader};
use crate::quiz::{Answer, Evidence, Kind, Outcome, Question, Quiz, Response, Shuffle, Submission, Verdict, grade};
use crate::scenario::Link;
use crate::ui::dom::Signal;
use crate::ui::phrases::{Phrase, quiz as say};

/// What the browser does for a live quiz.
#[derive(Clone, Copy)]
pub(super) struct BrowserApi {
    /// Keeps what was answered on the reader's machine; false if this browser keeps nothing.
    pub keep: fn(&Submission) -> bool,
    /// What is kept there now, perhaps by another tab.
    pub recall: fn(&Quiz) -> Option<Submission>,
    /// Asks the browser to save a file `(name, content)`; false if it cannot even be asked. Whether it does, nobody is told.
    pub download: fn(&str, &str) -> bool,
    /// Moves the focus to the element with this id, once it is drawn.
    pub focus: fn(String),
    /// The run that the plate with this id shows, with what it measured; nothing where it shows none.
    pub shown_run: fn(&str) -> Option<(Link, Report)>,
    /// The runs that the plate with this id showed since this was asked before.
    pub tried: fn(&str) -> Vec<Evidence>,
    /// What time it is, in UTC: `2026-11-27T20:29:11Z`.
    pub now: fn() -> String,
}

/// A quiz while a reader is at it.
pub(super) struct Session {
    pub quiz: Quiz,
    /// Everything that was checked or filled in, with answers to questions that have changed since.
    pub answers: Submission,
    /// What of it the reader's machine keeps, as far as this tab has seen.
    kept: Submission,
    /// One for each question.
    pub inputs: Vec<Input>,
    /// What a live region says, beside the verdicts.
    pub said: String,
    /// The answer file, once it was exported.
    pub exported: Option<String>,
    /// The answers that were thrown away last.
    pub thrown: Option<Submission>,
    pub api: Option<BrowserApi>,
}

/// What stands in the inputs of a question.
pub(super) struct Input {
    pub response: Response,
    /// Why it could not be judged; empty if it could.
    pub refusal: String,
    /// Whether the question is asked again, though it was answered: nothing is said of an answer before it is checked.
    pub again: bool,
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

/// The id of a part of an item: with a point, which is in no name, so that no two questions and items make one id.
pub(super) fn item_id(question: &Question, item: &str, part: &str) -> String {
    format!("quiz-{}.{item}-{part}", question.id)
}

impl Session {
    pub(super) fn new(quiz: Quiz, mut answers: Submission, api: Option<BrowserApi>) -> Self {
        answers.claim(&quiz);
        let (kept, said, inputs) = (answers.clone(), String::new(), Vec::new());
        let mut session = Self { quiz, answers, kept, inputs, said, exported: None, thrown: None, api };
        session.fill_in();
        session
    }

    /// Fills the inputs with what was filled in or answered. One that holds it already stays as it is.
    pub(super) fn fill_in(&mut self) {
        let mut before = std::mem::take(&mut self.inputs).into_iter();
        let inputs = self.quiz.questions.iter().map(|question| {
            let (response, again) = self.filled_in(self.answers.asked(question));
            let same = before.next().filter(|input| input.response == response);
            let refusal = same.as_ref().map_or_else(String::new, |input| input.refusal.clone());
            Input { response, refusal, again: again || same.is_some_and(|input| input.again) }
        });
        self.inputs = inputs.collect();
    }

    /// What was filled in and not checked, if it fits the question as it now is, or what was answered; and whether the question
    /// is asked again.
    fn filled_in(&self, question: &Question) -> (Response, bool) {
        let answered = self.answered_with(question);
        let draft = self.answers.draft(&question.id).and_then(Answer::last);
        let is_fresh = self.answers.answer(&question.id).is_some() && self.kept_answer(question).is_none();
        let fits = |response: &&Response| {
            let typed = matches!(
                (response, &answered),
                (Response::Text(_), Response::Text(_)) | (Response::Number(_), Response::Number(_))
            );
            let begun = matches!(&question.kind, Kind::Matching(matching) if matching.fits(response));
            typed || begun || **response == self.blank(question) || question.grade(response).is_ok()
        };
        match draft {
            Some(draft) if *draft == ASKED_AGAIN => (self.blank(question), true),
            Some(draft) if fits(&draft) => (draft.clone(), is_fresh || *draft == answered),
            _ => (answered, false),
        }
    }

    /// What was answered; nothing, if that was nothing. An answer to an earlier wording counts, if it still fits, and waits
    /// to be checked again.
    fn answered_with(&self, question: &Question) -> Response {
        let kept = self.kept_answer(question).and_then(Answer::last);
        kept.filter(|kept| question.grade(kept).is_ok()).cloned().unwrap_or_else(|| self.blank(question))
    }

    /// What is kept of a question, if it was last answered with the numbers that it has now.
    fn kept_answer(&self, question: &Question) -> Option<&Answer> {
        let draw = self.answers.draw(&question.id);
        let is_of_draw = |answer: &&Answer| answer.attempts.last().is_some_and(|attempt| attempt.variant == draw);
        self.answers.answer(&question.id).filter(is_of_draw)
    }

    /// A question with the numbers with which this reader is asked it.
    pub(super) fn question(&self, index: usize) -> &Question {
        self.answers.asked(&self.quiz.questions[index])
    }

    fn blank(&self, question: &Question) -> Response {
        question.blank(&self.shuffle(question))
    }

    /// Whether nothing stands in the inputs of a question.
    pub(super) fn is_blank(&self, index: usize) -> bool {
        self.inputs[index].response == self.blank(self.question(index))
    }

    pub(super) fn live(&self) -> bool {
        self.api.is_some()
    }

    /// Where the reader stands, in a sentence.
    pub(super) fn score(&self) -> String {
        let current = self.answers.current(&self.quiz);
        let (answered, all) = (current.answers.len(), self.quiz.questions.len());
        let some =
            |phrase: Phrase<1>, count: usize| if count == 0 { String::new() } else { phrase.of([count.to_string()]) };
        let filled_in = some(say::FILLED_IN, current.drafts.len());
        let answered_of = |more: String| say::ANSWERED_OF.of([answered.to_string(), all.to_string(), more]);
        if self.quiz.is_exam {
            return answered_of(filled_in);
        }
        let grade = grade(&self.quiz, &current);
        let open = grade.marks.iter().filter(|mark| mark.attempts > 0 && mark.points < f64::from(mark.out_of)).count();
        let points = say::SCORE.of([tidy(grade.points).to_string(), grade.out_of.to_string()]);
        points + " " + &answered_of(some(say::TO_TRY_AGAIN, open) + &filled_in)
    }

    /// What a reader should know before the answers are exported.
    pub(super) fn before_export(&self) -> String {
        let drafts = self.answers.current(&self.quiz).drafts.len();
        let mut said = String::new();
        if drafts > 0 {
            said = say::DRAFTS_EXPORTED.of([words::whole(drafts as u64)]) + " ";
        }
        if self.quiz.questions.iter().any(|question| self.unkept(question)) || self.answers.reader != self.kept.reader {
            said += &say::NOT_ALL_KEPT.text();
        }
        said
    }

    /// The verdict on what stands in a question's inputs, if that is what was last checked.
    pub(super) fn verdict(&self, index: usize) -> Option<Verdict> {
        if self.quiz.is_exam {
            return None;
        }
        let question = self.question(index);
        let answer = self.answers.answer(&question.id)?;
        let input = &self.inputs[index];
        let checked = question.is_of(answer) && answer.last() == Some(&input.response) && !input.again;
        if checked { question.grade(&input.response).ok() } else { None }
    }

    /// Whether what stands in a question's inputs is recorded for an exam.
    pub(super) fn recorded(&self, index: usize) -> bool {
        let checked = self.checked(&self.quiz.questions[index]);
        self.quiz.is_exam && checked == Some(&self.inputs[index].response)
    }

    /// Whether a question is answered right: then its inputs are locked.
    pub(super) fn solved(&self, index: usize) -> bool {
        self.verdict(index).is_some_and(|verdict| verdict.outcome() == Outcome::Right)
    }

    /// Whether an answer to the question as it now is was checked.
    pub(super) fn answered(&self, question: &Question) -> bool {
        self.checked(question).is_some()
    }

    /// What was last checked of the question as it now is.
    pub(super) fn checked(&self, question: &Question) -> Option<&Response> {
        let kept = self.kept_answer(question).filter(|kept| question.is_of(kept));
        kept.and_then(Answer::last)
    }

    /// In which order this reader sees a question's options and items.
    pub(super) fn shuffle(&self, question: &Question) -> Shuffle {
        Shuffle::new(&self.quiz, question, self.answers.reader_id)
    }

    /// Whether what is kept answers an earlier wording of the question.
    pub(super) fn outdated(&self, question: &Question) -> bool {
        self.answers.answer(&question.id).is_some_and(|kept| !question.is_of(kept))
    }

    /// The inputs that the reader is about to change, unless they are locked.
    fn open(&mut self, index: usize) -> Option<&mut Response> {
        if self.solved(index) {
            return None;
        }
        let input = &mut self.inputs[index];
        input.refusal.clear();
        Some(&mut input.response)
    }

    /// A press on an option, by its place as written: a radio button takes it, a check box takes it or leaves it.
    pub(super) fn choose(&mut self, at: At) {
        let Some(option) = self.question(at.question).kind.choices().get(at.row) else { return };
        let id = option.id.clone();
        match self.open(at.question) {
            Some(Response::Options(chosen)) => match chosen.iter().position(|other| *other == id) {
                Some(place) => drop(chosen.remove(place)),
                None => chosen.insert(chosen.partition_point(|other| *other < id), id),
            },
            Some(response) => *response = Response::Option(id),
            None => return,
        }
        self.keep_draft(at.question);
    }

    /// Takes the target that was chosen for an item; the empty one takes it back.
    pub(super) fn pair(&mut self, at: At, target: String) {
        let Kind::Matching(matching) = &self.question(at.question).kind else { return };
        let Some(item) = matching.items.get(at.row).map(|item| item.id.clone()) else { return };
        let Some(Response::Pairs(pairs)) = self.open(at.question) else { return };
        pairs.retain(|(id, _)| *id != item);
        if !target.is_empty() {
            pairs.insert(pairs.partition_point(|(id, _)| *id < item), (item, target));
        }
        self.keep_draft(at.question);
    }

    /// Takes what the reader typed as the result of a step.
    pub(super) fn step(&mut self, at: At, typed: String) {
        if let Some(Response::Steps(steps)) = self.open(at.question)
            && let Some(step) = steps.get_mut(at.row)
        {
            *step = typed;
            self.keep_draft(at.question);
        }
    }

    /// Takes the run that the experiment's plate shows, if it is one that the question allows.
    pub(super) fn take_run(&mut self, index: usize) {
        if self.open(index).is_none() {
            return;
        }
        let Kind::Experiment(experiment) = &self.question(index).kind else { return };
        let shown = self.api.and_then(|api| (api.shown_run)(&experiment.plate));
        let allowed = shown.map(|(link, report)| experiment.allows(&link).map(|()| experiment.taken(&link, report)));
        match allowed {
            None => self.inputs[index].refusal = say::NO_RUN.text(),
            Some(Err(why)) => self.inputs[index].refusal = why,
            Some(Ok(run)) => {
                self.inputs[index].response = run;
                self.said = say::RUN_TAKEN.text();
                self.keep_draft(index);
            }
        }
    }

    /// Takes what the reader typed.
    pub(super) fn write(&mut self, index: usize, typed: String) {
        if let Some(Response::Number(text) | Response::Text(text)) = self.open(index) {
            *text = typed;
            self.keep_draft(index);
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
        self.keep_draft(at.question);
        self.said = say::MOVED.of([(target + 1).to_string(), count.to_string()]);
        if let Some(api) = self.api {
            (api.focus)(item_id(&self.quiz.questions[at.question], &item, if up { "up" } else { "down" }));
        }
    }

    /// Has what stands in the inputs judged, if it is not what was last checked.
    pub(super) fn check(&mut self, index: usize) {
        let Some(api) = self.api.filter(|_| self.verdict(index).is_none() && !self.recorded(index)) else { return };
        let question = self.answers.asked(&self.quiz.questions[index]);
        let input = &mut self.inputs[index];
        match question.grade(&input.response) {
            Ok(_) => {
                input.refusal.clear();
                input.again = false;
                self.answers.check(question, input.response.clone(), (api.now)());
                if let Kind::Experiment(experiment) = &question.kind {
                    self.answers.witness(question, (api.tried)(&experiment.plate));
                }
                self.thrown = None;
                self.keep();
            }
            Err(why) => input.refusal = why,
        }
    }

    /// Asks a question again, with other numbers, and leads the reader to its prompt.
    pub(super) fn ask_again(&mut self, index: usize) {
        let question = &self.quiz.questions[index];
        let prompt = id_of(question, "prompt");
        self.answers.ask_again(question);
        self.keep();
        self.fill_in();
        self.said = say::OTHER_NUMBERS_ASKED.of([(index + 1).to_string()]);
        if let Some(api) = self.api {
            (api.focus)(prompt);
        }
    }

    /// Takes the reader's name.
    pub(super) fn rename(&mut self, name: &str) {
        self.answers.reader = clean_reader(name);
        self.keep();
    }

    /// Writes the answer file out as text.
    pub(super) fn write_out(&mut self) -> Submission {
        let current = self.answers.current(&self.quiz);
        let at = self.api.map_or_else(String::new, |api| (api.now)());
        self.exported = Some(current.exported(&at).to_text(true));
        current
    }

    /// Hands the answer file to the browser. What becomes of it there is not known, and not claimed.
    pub(super) fn export(&mut self) {
        let current = self.write_out();
        let (count, all) = (current.answers.len(), self.quiz.questions.len());
        let drafts = say::DRAFTS.of([words::whole(current.drafts.len() as u64)]);
        let (name, text) = (file_name(&current), self.exported.as_deref().unwrap_or_default());
        let done = self.api.is_some_and(|api| (api.download)(&name, text));
        self.said = if done {
            say::SAVED.of([name, count.to_string(), all.to_string(), drafts])
        } else {
            say::CANNOT_SAVE.text()
        };
    }
}

/// `consistent-hashing-ada-lovelace.json`.
fn file_name(submission: &Submission) -> String {
    let chapter = submission.chapter.rsplit('/').next().unwrap_or_default();
    // Letters of other alphabets stay: a system that knows the name can write it.
    let plain = |c: char| if c.is_ascii_alphanumeric() || !c.is_ascii() { c.to_ascii_lowercase() } else { '-' };
    let reader: String = submission.reader.chars().map(plain).collect();
    format!("{chapter}-{}.json", if reader.is_empty() { "answers" } else { &reader })
}
