//! The ways to answer: choose, type, order.

use leptos::web_sys::Event;

use super::card::Card;
use super::foot::press;
use super::session::{At, Session, hear, item_id};
use crate::quiz::{Choice, Item, Response};
use crate::ui::dom::value_of;
use crate::ui::dom::{Element, IntoNode as _, Node, element, many};

/// Radio buttons, or check boxes for a multiple choice.
pub(super) fn choices(card: &Card, options: &[Choice], multiple: bool) -> Node {
    let hint = multiple.then(|| element("p").class("hint").child("Choose all that are right."));
    let rows = options.iter().enumerate().map(|(row, option)| choice(card, row, option, multiple).into()).collect();
    many([hint.into_node(), element("ul").class("options").child(Node::Many(rows)).into()])
}

fn choice(card: &Card, row: usize, option: &Choice, multiple: bool) -> Element {
    let chosen = match card.draft {
        Response::Option(chosen) => *chosen == option.id,
        Response::Options(chosen) => chosen.contains(&option.id),
        _ => false,
    };
    let remarks = card.verdict.as_ref().map_or(&[][..], |verdict| &verdict.remarks);
    let remark = remarks.iter().find(|remark| remark.option.as_ref() == Some(&option.id));
    let (class, mark) = match remark.map(|remark| remark.right) {
        None => ("option", None),
        Some(true) => ("option is-right", Some("✓ right")),
        Some(false) => ("option is-wrong", Some("✗ not this one")),
    };
    let input = element("input")
        .attr("type", if multiple { "checkbox" } else { "radio" })
        .attr("name", card.id("choice"))
        .attr("value", option.id.clone())
        .attr("disabled", !card.live)
        .attr("aria-disabled", card.solved.then_some("true"))
        .property("checked", chosen)
        .on("click", hear(card.store, lock, card.at(row)))
        .on("change", hear(card.store, |session, _, at| session.choose(at), card.at(row)));
    let text = element("span").class("option-text").html(option.text.clone());
    let mark = mark.map(|mark| element("span").class("option-mark").child(mark));
    element("li").class(class).child(element("label").child(input).child(text).child(mark))
}

/// Locked by hand: a disabled control would lose the focus at the moment of the answer.
fn lock(session: &mut Session, event: &Event, at: At) {
    if session.solved(at.question) {
        event.prevent_default();
    }
}

/// A line to type on: a number with its unit, or words.
pub(super) fn line(card: &Card, unit: &str, number: bool) -> Node {
    let typed = match card.draft {
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
        .on("input", hear(card.store, |session, event, at| session.write(at.question, value_of(event)), card.at(0)));
    element("p").class("line").child(input).child(unit).into()
}

/// Items with "Move up" and "Move down".
pub(super) fn order(card: &Card, items: &[Item]) -> Node {
    let ids = match card.draft {
        Response::Order(ids) => &ids[..],
        _ => &[],
    };
    let item = |id: &String| items.iter().find(|item| item.id == *id);
    let rows = ids.iter().enumerate().filter_map(|(place, id)| Some(row(card, item(id)?, place, ids.len()).into()));
    many([
        element("p").class("hint").child("Put these in order, the first at the top.").into(),
        element("ol").class("order").child(Node::Many(rows.collect())).into(),
    ])
}

fn row(card: &Card, item: &Item, place: usize, count: usize) -> Element {
    let text_id = item_id(card.question, &item.id, "text");
    let mover = |up: bool| {
        let id = item_id(card.question, &item.id, if up { "up" } else { "down" });
        let at_end = if up { place == 0 } else { place + 1 == count };
        let mover = if up {
            press(card.store, "button quiet", "Move up", |session, _, at| session.shift(at, true), card.at(place))
        } else {
            press(card.store, "button quiet", "Move down", |session, _, at| session.shift(at, false), card.at(place))
        };
        mover
            .attr("aria-labelledby", format!("{id} {text_id}"))
            .attr("id", id)
            .attr("disabled", !card.live)
            .attr("aria-disabled", (at_end || card.solved).then_some("true"))
    };
    let movers = element("span").class("order-do").child(mover(true)).child(" ").child(mover(false));
    let text = element("span").class("order-text").attr("id", text_id).html(item.text.clone());
    element("li").child(text).child(movers)
}
