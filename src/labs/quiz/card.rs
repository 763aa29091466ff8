//! One question: its prompt, its input, "Check", the verdict.

use leptos::prelude::*;
use leptos::web_sys::Event;

use super::{Session, inputs, verdict};
use crate::labs::markup::{Element, Node, element};
use crate::quiz::{Kind, Outcome, Question, Response, Verdict};

/// A question while a reader is at it.
#[derive(Clone, Copy)]
pub(super) struct Card {
    pub session: Session,
    pub question: StoredValue<Question>,
    /// What the inputs hold.
    pub draft: RwSignal<Response>,
    /// Why the draft could not be judged; empty if it could.
    pub refusal: RwSignal<String>,
    /// The verdict on the draft, if the draft is what was last checked.
    pub verdict: Memo<Option<Verdict>>,
}

impl Card {
    fn new(session: Session, question: &Question) -> Self {
        let kept = session.answers.with_untracked(|answers| answers.answer(&question.id).cloned());
        // An answer to an earlier wording is filled in, if it still fits, and waits to be checked again.
        let fitting = kept.map(|answer| answer.response).filter(|response| question.judge(response).is_ok());
        let draft = RwSignal::new(fitting.unwrap_or_else(|| question.blank()));
        let question = StoredValue::new(question.clone());
        let verdict = Memo::new(move |_| {
            let draft = draft.get();
            question.with_value(|question| {
                session.answers.with(|answers| {
                    let answer = answers.answer(&question.id)?;
                    let checked = answer.question_hash == question.hash && answer.response == draft;
                    if checked { question.judge(&draft).ok() } else { None }
                })
            })
        });
        Self { session, question, draft, refusal: RwSignal::new(String::new()), verdict }
    }

    /// The id of an element of this card.
    pub fn id(self, part: &str) -> String {
        self.question.with_value(|question| format!("quiz-{}-{part}", question.id))
    }

    /// Whether the question is answered right: then its inputs are locked.
    pub fn solved(self) -> bool {
        self.verdict.with(|verdict| verdict.as_ref().is_some_and(|verdict| verdict.outcome() == Outcome::Right))
    }

    /// Takes what the reader chose or typed.
    pub fn write(self, response: Response) {
        if !self.solved() {
            self.refusal.set(String::new());
            self.draft.set(response);
        }
    }

    fn check(self) {
        if self.verdict.with(Option::is_some) || !self.session.live() {
            return;
        }
        let draft = self.draft.get();
        let judged = self.question.with_value(|question| question.judge(&draft));
        match judged {
            Ok(_) => {
                self.refusal.set(String::new());
                self.question.with_value(|question| self.session.change(|answers| answers.check(question, draft)));
            }
            Err(why) => self.refusal.set(why),
        }
    }

    /// Whether what is kept answers an earlier wording of the question.
    fn outdated(self) -> bool {
        self.question.with_value(|question| {
            let differs = |hash: &str| hash != question.hash;
            self.session.answers.with(|all| all.answer(&question.id).is_some_and(|kept| differs(&kept.question_hash)))
        })
    }

    fn button(self) -> &'static str {
        match self.verdict.with(|verdict| verdict.as_ref().map(Verdict::outcome)) {
            Some(Outcome::Right) => "Answered",
            Some(_) => "Change your answer, then check again",
            None => "Check",
        }
    }
}

/// Draws a question.
pub(super) fn card(session: Session, index: usize) -> Element {
    let quiz = session.quiz();
    let question = &quiz.questions[index];
    let card = Card::new(session, question);
    let (label, prompt) = (card.id("label"), card.id("prompt"));
    let points = if question.points == 1 { "1 point".to_string() } else { format!("{} points", question.points) };
    let submit = move |event: Event| {
        event.prevent_default();
        card.check();
    };
    let outdated = move || {
        let note = "This question has changed since you answered it. Your answer was kept; check it again.";
        card.outdated().then(|| element("p").class("outdated").child(note))
    };
    let check = element("button")
        .attr("type", "submit")
        .class("button")
        .attr("disabled", !session.live())
        .attr("aria-disabled", move || card.verdict.with(Option::is_some).then_some("true"))
        .child(move || card.button());
    let legend = element("legend")
        .attr("id", label.clone())
        .child(element("span").class("question-number").child(format!("Question {}", index + 1)))
        .child(" ")
        .child(element("span").class("question-points").child(points));
    let fields = element("fieldset")
        .attr("aria-labelledby", format!("{label} {prompt}"))
        .child(legend)
        .child(element("div").class("prompt").attr("id", prompt).html(question.prompt.clone()))
        .child(input(card, &question.kind))
        .child(outdated)
        .child(element("p").class("question-do").child(check));
    element("form")
        .class("question")
        .attr("id", card.id("form"))
        .on("submit", submit)
        .attr("novalidate", true)
        .child(fields)
        .child(verdict::panel(card))
}

fn input(card: Card, kind: &Kind) -> Node {
    match kind {
        Kind::Single(options) => inputs::choices(card, options, false),
        Kind::Multiple(options) => inputs::choices(card, options, true),
        Kind::Numeric(numeric) => inputs::line(card, &numeric.unit, true).into(),
        Kind::Short(_) => inputs::line(card, "", false).into(),
        Kind::Ordering(ordering) => inputs::order(card, &ordering.items),
    }
}
