//! The ways to answer: choose, type, order.

use leptos::prelude::*;
use leptos::web_sys::Event;

use super::card::Card;
use crate::labs::markup::{Element, IntoNode as _, Node, button, element, many};
use crate::quiz::{Choice, Item, Response};

/// Radio buttons, or check boxes for a multiple choice.
pub(super) fn choices(card: Card, options: &[Choice], multiple: bool) -> Node {
    let hint = multiple.then(|| element("p").class("hint").child("Choose all that are right."));
    let rows: Vec<_> = options.iter().map(|option| choice(card, option, multiple)).collect();
    many([hint.into_node(), element("ul").class("options").child(rows).into()])
}

fn choice(card: Card, option: &Choice, multiple: bool) -> Element {
    let id = StoredValue::new(option.id.clone());
    let chosen = move || card.draft.with(|draft| id.with_value(|id| holds(draft, id)));
    let toggle = move |_: Event| {
        let draft = card.draft.get_untracked();
        card.write(id.with_value(|id| toggled(draft, id)));
    };
    // Locked by hand: a disabled control would lose the focus at the moment of the answer.
    let lock = move |event: Event| {
        if card.solved() {
            event.prevent_default();
        }
    };
    let mark = move || {
        card.verdict.with(|verdict| {
            let remarks = &verdict.as_ref()?.remarks;
            id.with_value(|id| {
                remarks.iter().find(|remark| remark.option.as_ref() == Some(id)).map(|found| found.right)
            })
        })
    };
    let class = move || match mark() {
        None => "option",
        Some(true) => "option is-right",
        Some(false) => "option is-wrong",
    };
    let marked = move || {
        let mark = mark().map(|right| if right { "✓ right" } else { "✗ not this one" });
        mark.map(|mark| element("span").class("option-mark").child(mark))
    };
    let input = element("input")
        .attr("type", if multiple { "checkbox" } else { "radio" })
        .attr("name", card.id("choice"))
        .attr("value", option.id.clone())
        .attr("disabled", !card.session.live())
        .attr("aria-disabled", move || card.solved().then_some("true"))
        .property("checked", chosen)
        .on("click", lock)
        .on("change", toggle);
    let text = element("span").class("option-text").html(option.text.clone());
    element("li").class(class).child(element("label").child(input).child(text).child(marked))
}

fn holds(draft: &Response, id: &String) -> bool {
    match draft {
        Response::Option(chosen) => chosen == id,
        Response::Options(chosen) => chosen.contains(id),
        _ => false,
    }
}

/// The draft after a press on an option: a radio button takes it, a check box takes it or leaves it.
fn toggled(draft: Response, id: &String) -> Response {
    match draft {
        Response::Options(mut chosen) => {
            match chosen.iter().position(|other| other == id) {
                Some(place) => drop(chosen.remove(place)),
                None => chosen.insert(chosen.partition_point(|other| other < id), id.clone()),
            }
            Response::Options(chosen)
        }
        _ => Response::Option(id.clone()),
    }
}

/// A line to type on: a number with its unit, or words.
pub(super) fn line(card: Card, unit: &str, number: bool) -> Element {
    let typed = move || match card.draft.get() {
        Response::Number(text) | Response::Text(text) => text,
        _ => String::new(),
    };
    let write = move |event: Event| {
        let text = event_target_value(&event);
        card.write(if number { Response::Number(text) } else { Response::Text(text) });
    };
    let named_by = match unit {
        "" => card.id("prompt"),
        _ => format!("{} {}", card.id("prompt"), card.id("unit")),
    };
    let unit =
        (!unit.is_empty()).then(|| element("span").class("unit").attr("id", card.id("unit")).child(unit.to_string()));
    let input = element("input")
        .attr("type", "text")
        .class(if number { "number" } else { "words" })
        .attr("inputmode", number.then_some("decimal"))
        .attr("autocomplete", "off")
        .attr("spellcheck", "false")
        .attr("aria-labelledby", named_by)
        .attr("disabled", !card.session.live())
        .attr("readonly", move || card.solved())
        .property("value", typed)
        .on("input", write);
    element("p").class("line").child(input).child(unit)
}

/// Items with "Move up" and "Move down".
pub(super) fn order(card: Card, items: &[Item]) -> Node {
    let items = StoredValue::new(items.to_vec());
    let rows = move || {
        let Response::Order(ids) = card.draft.get() else { return Vec::new() };
        let count = ids.len();
        let rows = ids.iter().enumerate().filter_map(|(place, id)| {
            let item = items.with_value(|items| items.iter().find(|item| item.id == *id).cloned())?;
            Some(row(card, item, place, count))
        });
        rows.collect()
    };
    many([
        element("p").class("hint").child("Put these in order, the first at the top.").into(),
        element("ol").class("order").child(rows).into(),
    ])
}

fn row(card: Card, item: Item, place: usize, count: usize) -> Element {
    let text_id = card.id(&format!("{}-text", item.id));
    let mover = |label: &'static str, part: &'static str, target: Option<usize>| {
        let id = card.id(&format!("{}-{part}", item.id));
        let focus = id.clone();
        let press = move || {
            if let Some(target) = target.filter(|_| !card.solved()) {
                shift(card, place, target, focus.clone());
            }
        };
        button("button quiet", label, press)
            .attr("aria-labelledby", format!("{id} {text_id}"))
            .attr("id", id)
            .attr("disabled", !card.session.live())
            .attr("aria-disabled", move || (target.is_none() || card.solved()).then_some("true"))
    };
    let up = mover("Move up", "up", place.checked_sub(1));
    let down = mover("Move down", "down", Some(place + 1).filter(|&below| below < count));
    element("li")
        .child(element("span").class("order-text").attr("id", text_id.clone()).html(item.text))
        .child(element("span").class("order-do").child(up).child(" ").child(down))
}

/// Moves an item by one place, keeps the focus on its button, and says where it went.
fn shift(card: Card, place: usize, target: usize, button: String) {
    let Response::Order(mut ids) = card.draft.get_untracked() else { return };
    ids.swap(place, target);
    let count = ids.len();
    card.write(Response::Order(ids));
    card.session.said.set(format!("Moved to place {} of {count}.", target + 1));
    if let Some(hands) = card.session.hands {
        (hands.focus)(button);
    }
}
