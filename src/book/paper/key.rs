//! The key: what is right, and why, question by question, for whoever marks the answers on paper.

use anyhow::ensure;
use maud::{Markup, PreEscaped, html};

use super::leaf::Leaf;
use crate::kernel::{decimal, words};
use crate::quiz::{Kind, Question};
use crate::ui::phrases::paper as say;

/// The keys of all quizzes in the document.
///
/// # Errors
/// If there is no quiz in it.
pub(super) fn section(leaves: &[Leaf]) -> anyhow::Result<Markup> {
    let quizzes: Vec<_> = leaves.iter().filter_map(|leaf| Some((leaf, leaf.quiz.as_ref()?))).collect();
    ensure!(!quizzes.is_empty(), "there is no quiz on these pages, and so no key");
    let is_exam = quizzes.iter().any(|(_, quiz)| quiz.is_exam);
    ensure!(
        !is_exam,
        "these pages are of the edition for exams, which holds no keys: build the book without `--edition exam`"
    );
    Ok(html! {
        div.chapter.leaf.key {
            article.sheet {
                header.opening { h1 { (say::KEY) } }
                div.text {
                    @for (leaf, quiz) in quizzes {
                        h2 { (leaf.number) " " (PreEscaped(&quiz.title)) }
                        ol.answers { @for question in &quiz.questions { li { (answer(question)) } } }
                    }
                }
            }
        }
    })
}

fn answer(question: &Question) -> Markup {
    html! {
        (right(&question.kind))
        @if !question.explanation.is_empty() { div.why { (PreEscaped(&question.explanation)) } }
    }
}

/// What is right.
fn right(kind: &Kind) -> Markup {
    match kind {
        Kind::Single(_) | Kind::Multiple(_) | Kind::Prediction(_) => html! {
            @for option in kind.choices().iter().filter(|option| option.correct) { p.right { (PreEscaped(&option.text)) } }
        },
        Kind::Numeric(numeric) => html! {
            p.right {
                (words::short(numeric.answer)) " " (numeric.unit)
                @if numeric.tolerance > 0.0 { ", ± " (words::short(numeric.tolerance)) }
            }
        },
        Kind::Short(short) => {
            let all = short.accepted.iter().cloned().reduce(|answer, other| say::OR.of([answer, other]));
            html! { p.right { (all.unwrap_or_default()) } }
        }
        Kind::Ordering(ordering) => html! {
            ol.right { @for item in &ordering.items { li { (PreEscaped(&item.text)) } } }
        },
        Kind::Matching(matching) => html! {
            ul.right {
                @for item in &matching.items {
                    @let target = matching.targets.iter().find(|target| target.id == item.target);
                    li { (PreEscaped(&item.text)) ": " (PreEscaped(target.map_or("", |target| target.text.as_str()))) }
                }
            }
        },
        Kind::Perform(perform) => html! {
            ol.right {
                @for step in &perform.steps {
                    li { (decimal::parse(&step.answer).map_or_else(|| step.answer.clone(), words::short)) " " (step.unit) }
                }
            }
        },
        Kind::Experiment(experiment) => html! { p.right { code { (experiment.solution) } } },
        Kind::Open(open) => html! {
            div { (PreEscaped(&open.model)) }
            ul { @for point in &open.compare { li { (PreEscaped(point)) } } }
        },
    }
}
