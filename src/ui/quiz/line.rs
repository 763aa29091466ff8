//! A line to type on.

use super::card::Card;
use super::session::dispatch;
use crate::quiz::Response;
use crate::ui::dom::{Node, element, value_of};

/// A line to type on: a number with its unit, or words.
pub(super) fn line(card: &Card, unit: &str, number: bool) -> Node {
    let typed = match card.response {
        Response::Number(text) | Response::Text(text) if !text.is_empty() => Some(text.clone()),
        _ => None,
    };
    let mut named_by = card.id("prompt");
    let unit = (!unit.is_empty()).then(|| {
        let id = card.id("unit");
        named_by = format!("{named_by} {id}");
        element("span").class("unit").attr("id", id).child(unit.to_string())
    });
    let input = element("input")
        .attr("type", "text")
        .class(if number { "number" } else { "words" })
        .attr("inputmode", number.then_some("decimal"))
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-labelledby", named_by)
        .attr("disabled", !card.live)
        .attr("readonly", card.solved)
        .property("value", typed)
        .on(
            "input",
            dispatch(card.signal, |session, event, at| session.write(at.question, value_of(event)), card.at(0)),
        );
    element("p").class("line").child(input).child(unit).into()
}
