//! What the grader says of an answer, for the eye and for the ear.

use super::card::{Card, worth};
use super::kinds;
use crate::quiz::grade::tidy;
use crate::quiz::{Outcome, Verdict};
use crate::ui::dom::{IntoNode as _, Node, element, fragment};

/// A live region that holds the verdict, and the explanation after it.
pub(super) fn panel(card: &Card) -> Node {
    let said = match &card.verdict {
        _ if !card.refusal.is_empty() => element("p").class("refusal").child(card.refusal.to_string()).into(),
        Some(verdict) => sentence(card, verdict),
        None => Node::nothing(),
    };
    let text = &card.question.explanation;
    let explained = (card.verdict.is_some() && !text.is_empty()).then(|| {
        element("details")
            .class("explanation")
            .attr("open", card.solved)
            .child(element("summary").child("Explanation"))
            .child(element("div").html(text.clone()))
    });
    let unkept = card.unkept.then(|| {
        let note = "This browser could not keep this answer: its storage is full, or closed to this page. Export your answers before you leave.";
        element("p").class("unkept").child(note)
    });
    let after = kinds::view(&card.question.kind).after(card);
    fragment([
        element("div").class("verdict").attr("role", "status").child(said).child(unkept).into(),
        after,
        explained.into_node(),
    ])
}

fn sentence(card: &Card, verdict: &Verdict) -> Node {
    let (question, outcome) = (card.question, verdict.outcome());
    let view = kinds::view(&question.kind);
    let (class, usual) = match outcome {
        Outcome::Right => ("outcome is-right", "Right."),
        Outcome::Partly => ("outcome is-partly", "Partly right."),
        Outcome::Answered => ("outcome", "Answered."),
        Outcome::Wrong | Outcome::Unanswered => ("outcome is-wrong", "Not right."),
    };
    let own = if matches!(outcome, Outcome::Partly | Outcome::Wrong) { view.not_right(verdict) } else { None };
    let earned = match outcome {
        Outcome::Answered => " Not scored: compare it with the model answer.".to_string(),
        _ => format!(" {} of {}.", tidy(verdict.points(question.points)), worth(question)),
    };
    let sign = element("span").attr("aria-hidden", "true").child(outcome.sign()).child(" ");
    let words = element("strong").child(own.map_or_else(|| usual.into_node(), |own| own.into_node()));
    let said = element("p").class(class).child(sign).child(words).child(earned);
    fragment([said.into(), Node::Fragment(view.remarks(card, verdict))])
}
