//! One question: its prompt, its input, "Check", the verdict.

use leptos::web_sys::Event;

use super::foot::press;
use super::session::{At, Session, dispatch, id_of};
use super::{kinds, verdict};
use crate::quiz::{Outcome, Question, Response, Shuffle, Verdict};
use crate::ui::dom::{Element, IntoNode as _, Signal, element, fragment};
use crate::ui::phrases::quiz as say;

/// A question as it is drawn now.
pub(super) struct Card<'a> {
    pub question: &'a Question,
    pub index: usize,
    pub signal: Signal<Session>,
    pub live: bool,
    /// What the inputs hold.
    pub response: &'a Response,
    /// Why it could not be judged; empty if it could.
    pub refusal: &'a str,
    /// Whether the browser could not keep it.
    pub unkept: bool,
    /// The verdict on what the inputs hold, if that is what was last checked.
    pub verdict: Option<Verdict>,
    /// Whether this is an exam, which says nothing of what is right.
    pub exam: bool,
    /// Whether what the inputs hold is recorded for it.
    pub recorded: bool,
    /// Whether the question is answered right: then its inputs are locked.
    pub solved: bool,
    /// Whether an answer to the question as it now is was checked, whatever the inputs hold since.
    pub answered: bool,
    /// What was last checked of the question as it now is.
    pub checked: Option<&'a Response>,
    /// In which order its options and items are shown.
    pub shuffle: Shuffle,
}

impl Card<'_> {
    /// The id of an element of this card.
    pub(super) fn id(&self, part: &str) -> String {
        id_of(self.question, part)
    }

    /// The place of an option or an item.
    pub(super) fn at(&self, row: usize) -> At {
        At { question: self.index, row }
    }
}

/// Draws a question.
pub(super) fn card(session: &Session, signal: Signal<Session>, index: usize) -> Element {
    let (question, input) = (session.question(index), &session.inputs[index]);
    let verdict = session.verdict(index);
    let outcome = verdict.as_ref().map(Verdict::outcome);
    let card = Card {
        question,
        index,
        signal,
        live: session.live(),
        response: &input.response,
        refusal: &input.refusal,
        unkept: session.unkept(question),
        verdict,
        exam: session.quiz.is_exam,
        recorded: session.recorded(index),
        solved: outcome == Some(Outcome::Right),
        answered: session.answered(question),
        checked: session.checked(question),
        shuffle: session.shuffle(question),
    };
    let (label, prompt) = (card.id("label"), card.id("prompt"));
    let outdated = session.outdated(question).then(|| element("p").class("outdated").child(say::OUTDATED));
    let hint = (!question.hint.is_empty()).then(|| {
        element("details")
            .class("explanation")
            .child(element("summary").child(say::HINT))
            .child(element("div").html(question.hint.clone()))
    });
    let view = kinds::view(&question.kind);
    let check = element("button")
        .attr("type", "submit")
        .class("button")
        .attr("disabled", !card.live)
        .attr("aria-disabled", (outcome.is_some() || card.recorded).then_some("true"))
        .child(match &card.verdict {
            None if card.exam => say::RECORD,
            Some(verdict) if matches!(verdict.outcome(), Outcome::Right | Outcome::Answered) => say::ANSWERED,
            Some(_) => say::CHECK_AGAIN,
            None => view.ask(),
        });
    let has_others = card.live && !session.quiz.questions[index].others.is_empty();
    // In an exam everybody is asked with the numbers of the first draw.
    let others = (has_others && card.verdict.is_some()).then(|| {
        let ask = |session: &mut Session, _: &Event, at: At| session.ask_again(at.question);
        fragment([" ".into_node(), press(signal, "button quiet", say::OTHER_NUMBERS, ask, card.at(0)).into()])
    });
    let fields = element("fieldset")
        .attr("aria-labelledby", format!("{label} {prompt}"))
        .child(
            element("legend")
                .attr("id", label)
                .child(element("span").class("question-number").child(say::QUESTION.of([(index + 1).to_string()])))
                .child(" ")
                .child(element("span").class("question-points").child(worth(question))),
        )
        .child(
            element("div")
                .class("prompt")
                .attr("id", prompt)
                .attr("tabindex", has_others.then_some("-1"))
                .html(question.prompt.clone()),
        )
        .child(view.input(&card))
        .child(hint)
        .child(outdated)
        .child(element("p").class("question-do").child(check).child(others));
    element("form")
        .class(if session.is_blank(index) { "question blank" } else { "question" })
        .attr("id", card.id("form"))
        .on("submit", dispatch(signal, submit, card.at(0)))
        .attr("novalidate", true)
        .child(fields)
        .child(verdict::panel(&card))
}

fn submit(session: &mut Session, event: &Event, at: At) {
    event.prevent_default();
    session.check(at.question);
}

/// What a question is worth, in words.
fn worth(question: &Question) -> String {
    match question.points {
        _ if !question.kind.scored() => say::NOT_SCORED.text(),
        points => say::POINTS.of([points.to_string()]),
    }
}
