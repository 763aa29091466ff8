//! What the grader says of an answer, for the eye and for the ear.

use super::card::{Card, worth};
use crate::quiz::grade::tidy;
use crate::quiz::{Kind, Outcome, Question, Remark, Verdict};
use crate::ui::dom::{Element, IntoNode as _, Node, element, many};

/// A live region that holds the verdict, and the explanation after it.
pub(super) fn panel(card: &Card) -> Node {
    let said = match &card.verdict {
        _ if !card.refusal.is_empty() => element("p").class("refusal").child(card.refusal.to_string()).into(),
        Some(verdict) => sentence(card.question, verdict),
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
    let earned = format!(" {points} of {}.", worth(question));
    let remarks = verdict.remarks.iter().filter_map(|remark| said_of(question, remark)).collect();
    let sign = element("span").attr("aria-hidden", "true").child(outcome.sign()).child(" ");
    let words = element("strong").child(words(question, verdict));
    many([element("p").class(class).child(sign).child(words).child(earned).into(), Node::Many(remarks)])
}

fn words(question: &Question, verdict: &Verdict) -> Node {
    match (verdict.outcome(), &question.kind) {
        (Outcome::Right, _) => "Right.".into_node(),
        (_, Kind::Multiple(_)) => {
            let right = verdict.remarks.iter().filter(|remark| remark.right).count();
            format!("Not complete: {right} right, {} wrong.", verdict.remarks.len() - right).into_node()
        }
        (Outcome::Partly, _) => "Partly right.".into_node(),
        _ => "Not right.".into_node(),
    }
}

/// A remark, after the option that it is about where there may be several.
fn said_of(question: &Question, remark: &Remark) -> Option<Node> {
    if remark.text.is_empty() {
        return None;
    }
    let text = remark.text.clone();
    let about = match &question.kind {
        Kind::Multiple(options) => options.iter().find(|option| Some(&option.id) == remark.option.as_ref()),
        _ => None,
    };
    let row = element("div").class("remark");
    let row: Element = match about {
        Some(option) => row
            .child(if remark.right { "✓ right: " } else { "✗ wrong: " })
            .child(element("em").html(option.text.clone()))
            .child(" ")
            .child(element("div").html(text)),
        None => row.html(text),
    };
    Some(row.into())
}
