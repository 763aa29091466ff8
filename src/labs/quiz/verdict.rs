//! What the grader says of an answer, for the eye and for the ear.

use leptos::prelude::*;

use super::card::Card;
use crate::quiz::grade::tidy;
use crate::quiz::{Kind, Outcome, Question, Remark, Verdict};

/// A live region that holds the verdict, and the explanation after it.
pub(super) fn panel(card: Card) -> impl IntoView {
    let said = move || {
        let refusal = card.refusal.get();
        if !refusal.is_empty() {
            return Some(view! { <p class="refusal">{refusal}</p> }.into_any());
        }
        let verdict = card.verdict.get()?;
        Some(card.question.with_value(|question| sentence(question, &verdict)).into_any())
    };
    let explained = move || {
        let text = card.question.with_value(|question| question.explanation.clone());
        let shown = card.verdict.with(Option::is_some) && !text.is_empty();
        shown.then(|| {
            view! {
                <details class="explanation" open=card.solved()>
                    <summary>"Explanation"</summary>
                    <div inner_html=text></div>
                </details>
            }
        })
    };
    view! {
        <div class="verdict" role="status">{said}</div>
        {explained}
    }
}

fn sentence(question: &Question, verdict: &Verdict) -> impl IntoView + use<> {
    let outcome = verdict.outcome();
    let class = match outcome {
        Outcome::Right => "outcome is-right",
        Outcome::Partly => "outcome is-partly",
        Outcome::Wrong | Outcome::Unanswered => "outcome is-wrong",
    };
    let points = tidy(verdict.credit * f64::from(question.points));
    let earned = format!(" {points} of {} {}.", question.points, if question.points == 1 { "point" } else { "points" });
    let remarks: Vec<_> = verdict.remarks.iter().filter_map(|remark| said_of(question, remark)).collect();
    view! {
        <p class=class>
            <span aria-hidden="true">{outcome.sign()} " "</span>
            <strong>{words(question, verdict)}</strong>
            {earned}
        </p>
        {remarks}
    }
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
fn said_of(question: &Question, remark: &Remark) -> Option<AnyView> {
    if remark.text.is_empty() {
        return None;
    }
    let text = remark.text.clone();
    let about = match &question.kind {
        Kind::Multiple(options) => options.iter().find(|option| Some(&option.id) == remark.option.as_ref()),
        _ => None,
    };
    Some(match about {
        Some(option) => {
            let sign = if remark.right { "✓ right: " } else { "✗ wrong: " };
            view! {
                <div class="remark">
                    {sign} <em inner_html=option.text.clone()></em> <div inner_html=text></div>
                </div>
            }
            .into_any()
        }
        None => view! { <div class="remark" inner_html=text></div> }.into_any(),
    })
}
