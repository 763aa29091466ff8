//! Anki's text form: a card on each line, its fields between tabs. <https://docs.ankiweb.net/importing/text-files.html>
//!
//! A card that is imported again takes the place of the one before it, by its `guid`.

use std::fmt::Write as _;

use csv::{QuoteStyle, WriterBuilder};

use super::markup::{html, words};
use super::numbers::plain;
use super::report::Report;
use crate::quiz::{Choice, Kind, Question, Quiz};

/// Writes a quiz as a deck of cards.
///
/// # Errors
/// If the text cannot be made, which no quiz brings about.
pub fn write(quiz: &Quiz, report: &mut Report) -> Result<String, csv::Error> {
    let mut rows = WriterBuilder::new().delimiter(b'\t').quote_style(QuoteStyle::Necessary).from_writer(Vec::new());
    for question in &quiz.questions {
        if matches!(question.kind, Kind::Experiment(_)) {
            report.left_out(&question.id, "a card runs no experiment");
            continue;
        }
        let guid = format!("faultlines:{}:{}", quiz.chapter, question.id);
        let tags = format!("{} {}", quiz.chapter.replace(['/', ' '], "::"), question.kind.name());
        rows.write_record([&guid, &front(question), &back(question), &tags])?;
    }
    let rows = rows.into_inner().map_err(|error| csv::Error::from(error.into_error()))?;
    report.changed("", "a card has a front and a back: nothing is typed or graded, and points are left out");
    let deck = words(&quiz.title).replace("::", ":");
    Ok(format!(
        "#separator:tab\n#html:true\n#notetype:Basic\n#deck:{deck}\n#guid column:1\n#tags column:4\n{}",
        String::from_utf8_lossy(&rows)
    ))
}

/// What is asked, with what there is to choose from.
fn front(question: &Question) -> String {
    let mut out = html(&question.prompt);
    let options = question.kind.choices();
    if !options.is_empty() {
        list(&mut out, "ol", options.iter().map(|option| html(&option.text)));
    }
    match &question.kind {
        Kind::Ordering(ordering) => {
            // By their letters, or from behind where that is the right order.
            let mut items: Vec<&str> = ordering.items.iter().map(|item| item.text.as_str()).collect();
            let right = items.clone();
            items.sort_unstable();
            if items == right {
                items.reverse();
            }
            list(&mut out, "ul", items.into_iter().map(html));
        }
        Kind::Matching(matching) => {
            list(&mut out, "ul", matching.items.iter().map(|item| html(&item.text)));
            list(&mut out, "ul", matching.targets.iter().map(|target| html(&target.text)));
        }
        Kind::Perform(perform) => list(&mut out, "ol", perform.steps.iter().map(|step| html(&step.prompt))),
        Kind::Numeric(numeric) if !numeric.unit.is_empty() => _ = write!(out, " [{}]", html(&numeric.unit)),
        _ => {}
    }
    out
}

/// What is right, and why.
fn back(question: &Question) -> String {
    let mut out = String::new();
    match &question.kind {
        Kind::Single(_) | Kind::Multiple(_) | Kind::Prediction(_) => {
            list(&mut out, "ol", question.kind.choices().iter().map(judged))
        }
        Kind::Numeric(numeric) => {
            let unit = if numeric.unit.is_empty() { String::new() } else { format!(" {}", html(&numeric.unit)) };
            let _ = write!(out, "<p>{}{unit} (± {})</p>", plain(numeric.answer), plain(numeric.tolerance));
            out += &paragraph(&numeric.feedback_correct);
        }
        Kind::Ordering(ordering) => {
            list(&mut out, "ol", ordering.items.iter().map(|item| html(&item.text)));
            out += &paragraph(&ordering.feedback_correct);
        }
        Kind::Matching(matching) => {
            let target = |id: &str| matching.targets.iter().find(|it| it.id == id).map_or("", |it| it.text.as_str());
            let pairs =
                matching.items.iter().map(|item| format!("{}: {}", html(&item.text), html(target(&item.target))));
            list(&mut out, "ul", pairs);
        }
        Kind::Perform(perform) => {
            list(&mut out, "ol", perform.steps.iter().map(|step| escaped(&format!("{} {}", step.answer, step.unit))));
        }
        // It is no card.
        Kind::Experiment(_) => {}
        Kind::Short(short) => {
            list(&mut out, "ul", short.accepted.iter().map(|form| escaped(form)));
            out += &paragraph(&short.feedback_correct);
        }
        Kind::Open(open) => {
            out += &paragraph(&open.model);
            list(&mut out, "ul", open.compare.iter().map(|point| html(point)));
        }
    }
    out + &paragraph(&question.explanation)
}

fn judged(option: &Choice) -> String {
    let sign = if option.correct { "✓" } else { "✗" };
    format!("{sign} {}{}", html(&option.text), paragraph(&option.feedback))
}

fn list(out: &mut String, element: &str, items: impl Iterator<Item = String>) {
    let items: String = items.map(|item| format!("<li>{item}</li>")).collect();
    let _ = write!(out, "<{element}>{items}</{element}>");
}

fn paragraph(text: &str) -> String {
    if text.is_empty() { String::new() } else { format!("<div>{}</div>", html(text)) }
}

fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;")
}
