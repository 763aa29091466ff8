//! The steps of an algorithm, each with a line for its result.

use leptos::web_sys::Event;

use super::KindView;
use crate::quiz::kinds::{Perform, Step};
use crate::quiz::{Response, Verdict};
use crate::ui::dom::{Element, Node, element, value_of};
use crate::ui::phrases::quiz as say;
use crate::ui::quiz::card::Card;
use crate::ui::quiz::session::{At, Session, dispatch, item_id};

impl KindView for Perform {
    fn input(&self, card: &Card) -> Node {
        let steps = self.steps.iter().enumerate().map(|(row, step)| step_of(card, row, step).into());
        element("ol").class("steps").child(Node::Fragment(steps.collect())).into()
    }

    fn not_right(&self, verdict: &Verdict) -> Option<String> {
        let right = verdict.right();
        Some(say::STEPS_RIGHT.of([right.to_string(), self.steps.len().to_string()]))
    }
}

/// A step with its line, and what was judged of it: of what stands there if that is what was last checked, whatever the
/// reader has done in other steps since.
fn step_of(card: &Card, row: usize, step: &Step) -> Element {
    let line = |response: &Response| match response {
        Response::Steps(typed) => typed.get(row).cloned().unwrap_or_default(),
        _ => String::new(),
    };
    let (typed, checked) = (line(card.response), card.checked.map(line));
    let right = if !card.exam && checked.as_ref() == Some(&typed) { step.is_right(&typed) } else { None };
    let (class, mark) = match right {
        None => ("step", None),
        Some(true) => ("step is-right", Some(say::IS_RIGHT)),
        Some(false) => ("step is-wrong", Some(say::STEP_WRONG)),
    };
    let place = row.to_string();
    let [text, unit] = ["text", "unit"].map(|part| item_id(card.question, &place, part));
    let input = element("input")
        .attr("type", "text")
        .attr("id", item_id(card.question, &place, "result"))
        .class("words")
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-labelledby", format!("{text} {unit}"))
        .attr("disabled", !card.live)
        .attr("readonly", card.solved || right == Some(true))
        .property("value", (!typed.is_empty()).then_some(typed))
        .on("input", dispatch(card.signal, write, card.at(row)));
    let unit = element("span").class("unit").attr("id", unit).child(step.unit.clone());
    let mark = mark.map(|mark| element("span").class("option-mark").child(mark));
    element("li")
        .class(class)
        .child(element("div").attr("id", text).html(step.prompt.clone()))
        .child(element("p").class("line").child(input).child(unit).child(mark))
}

fn write(session: &mut Session, event: &Event, at: At) {
    session.step(at, value_of(event));
}
