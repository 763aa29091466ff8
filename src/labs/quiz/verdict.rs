//! What the grader says of an answer, for the eye and for the ear.

use leptos::prelude::*;

use super::card::Card;
use crate::labs::markup::{Element, IntoNode as _, Node, element, many};
use crate::quiz::grade::tidy;
use crate::quiz::{Kind, Outcome, Question, Remark, Verdict};

/// A live region that holds the verdict, and the explanation after it.
pub(super) fn panel(card: Card) -> Node {
    let said = move || {
        let refusal = card.refusal.get();
        if !refusal.is_empty() {
            return Some(element("p").class("refusal").child(refusal).into());
        }
        let verdict = card.verdict.get()?;
        Some(card.question.with_value(|question| sentence(question, &verdict)))
    };
    let explained = move || {
        let text = card.question.with_value(|question| question.explanation.clone());
        let shown = card.verdict.with(Option::is_some) && !text.is_empty();
        shown.then(|| {
            element("details")
                .class("explanation")
                .attr("open", card.solved())
                .child(element("summary").child("Explanation"))
                .child(element("div").html(text))
        })
    };
    many([element("div").class("verdict").attr("role", "status").child(said).into(), explained.into_node()])
}

fn sentence(question: &Question, verdict: &Verdict) -> Node {
    let outcome = verdict.outcome();
    let class = match outcome {
        Outcome::Right => "outcome is-right",
        Outcome::Partly => "outcome is-partly",
        Outcome::Wrong | Outcome::Unanswered => "outcome is-wrong",
    };
    let points = tidy(verdict.credit * f64::from(question.points));
    let earned = format!(" {points} of {} {}.", question.points, if question.points == 1 { "point" } else { "points" });
    let remarks: Vec<_> = verdict.remarks.iter().filter_map(|remark| said_of(question, remark)).collect();
    let sign = element("span").attr("aria-hidden", "true").child(format!("{} ", outcome.sign()));
    let words = element("strong").child(words(question, verdict));
    many([element("p").class(class).child(sign).child(words).child(earned).into(), remarks.into_node()])
}

fn words(question: &Question, verdict: &Verdict) -> String {
    match (verdict.outcome(), &question.kind) {
        (Outcome::Right, _) => "Right.".to_string(),
        (_, Kind::Multiple(_)) => {
            let right = verdict.remarks.iter().filter(|remark| remark.right).count();
            format!("Not complete: {right} right, {} wrong.", verdict.remarks.len() - right)
        }
        (Outcome::Partly, _) => "Partly right.".to_string(),
        _ => "Not right.".to_string(),
    }
}

/// A remark, after the option that it is about where there may be several.
fn said_of(question: &Question, remark: &Remark) -> Option<Element> {
    if remark.text.is_empty() {
        return None;
    }
    let text = remark.text.clone();
    let about = match &question.kind {
        Kind::Multiple(options) => options.iter().find(|option| Some(&option.id) == remark.option.as_ref()),
        _ => None,
    };
    let row = element("div").class("remark");
    Some(match about {
        Some(option) => row
            .child(if remark.right { "✓ right: " } else { "✗ wrong: " })
            .child(element("em").html(option.text.clone()))
            .child(" ")
            .child(element("div").html(text)),
        None => row.html(text),
    })
}
