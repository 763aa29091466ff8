//! What the grader says of an answer, for the eye and for the ear.

use super::card::Card;
use super::kinds;
use crate::quiz::grade::tidy;
use crate::quiz::{Outcome, Verdict};
use crate::ui::dom::{IntoNode as _, Node, element, fragment};
use crate::ui::phrases::quiz as say;

/// A live region that holds the verdict, and the explanation after it.
pub(super) fn panel(card: &Card) -> Node {
    let said = match &card.verdict {
        _ if !card.refusal.is_empty() => element("p").class("refusal").child(card.refusal.to_string()).into(),
        Some(verdict) => sentence(card, verdict),
        None if card.recorded => element("p").class("outcome").child(say::RECORDED).into(),
        None => Node::nothing(),
    };
    let text = &card.question.explanation;
    let explained = (card.verdict.is_some() && !text.is_empty()).then(|| {
        element("details")
            .class("explanation")
            .attr("open", card.solved)
            .child(element("summary").child(say::EXPLANATION))
            .child(element("div").html(text.clone()))
    });
    let unkept = card.unkept.then(|| element("p").class("unkept").child(say::NOT_KEPT));
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
        Outcome::Right => ("outcome is-right", say::RIGHT),
        Outcome::Partly => ("outcome is-partly", say::PARTLY_RIGHT),
        Outcome::Answered => ("outcome", say::WAS_ANSWERED),
        Outcome::Wrong | Outcome::Unanswered => ("outcome is-wrong", say::NOT_RIGHT),
    };
    let own = if matches!(outcome, Outcome::Partly | Outcome::Wrong) { view.not_right(verdict) } else { None };
    let earned = match outcome {
        Outcome::Answered => say::COMPARE_YOURSELF.text(),
        _ => say::EARNED.of([tidy(verdict.points(question.points)).to_string(), question.points.to_string()]),
    };
    let sign = element("span").attr("aria-hidden", "true").child(outcome.sign()).child(" ");
    let words = element("strong").child(own.map_or_else(|| usual.into_node(), |own| own.into_node()));
    let said = element("p").class(class).child(sign).child(words).child(" ").child(earned);
    fragment([said.into(), Node::Fragment(view.remarks(card, verdict))])
}
