//! The ways to answer: choose, type, order.

use leptos::prelude::*;

use super::card::Card;
use crate::quiz::{Choice, Item, Response};

/// Radio buttons, or check boxes for a multiple choice.
pub(super) fn choices(card: Card, options: &[Choice], multiple: bool) -> impl IntoView + use<> {
    let hint = multiple.then(|| view! { <p class="hint">"Choose all that are right."</p> });
    let rows: Vec<_> = options.iter().map(|option| choice(card, option, multiple)).collect();
    view! {
        {hint}
        <ul class="options">{rows}</ul>
    }
}

fn choice(card: Card, option: &Choice, multiple: bool) -> impl IntoView + use<> {
    let id = StoredValue::new(option.id.clone());
    let chosen = move || card.draft.with(|draft| id.with_value(|id| holds(draft, id)));
    let toggle = move |_| {
        let draft = card.draft.get_untracked();
        card.write(id.with_value(|id| toggled(draft, id)));
    };
    // Locked by hand: a disabled control would lose the focus at the moment of the answer.
    let lock = move |event: leptos::ev::MouseEvent| {
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
    view! {
        <li class="option" class:is-right=move || mark() == Some(true) class:is-wrong=move || mark() == Some(false)>
            <label>
                <input
                    type=if multiple { "checkbox" } else { "radio" }
                    name=card.id("choice")
                    value=option.id.clone()
                    disabled=!card.session.live()
                    aria-disabled=move || card.solved().then_some("true")
                    prop:checked=chosen
                    on:click=lock
                    on:change=toggle
                />
                <span class="option-text" inner_html=option.text.clone()></span>
                {move || mark().map(|right| view! {
                    <span class="option-mark">{if right { "✓ right" } else { "✗ not this one" }}</span>
                })}
            </label>
        </li>
    }
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
                None => chosen.push(id.clone()),
            }
            chosen.sort();
            Response::Options(chosen)
        }
        _ => Response::Option(id.clone()),
    }
}

/// A line to type on: a number with its unit, or words.
pub(super) fn line(card: Card, unit: &str, number: bool) -> impl IntoView + use<> {
    let typed = move || match card.draft.get() {
        Response::Number(text) | Response::Text(text) => text,
        _ => String::new(),
    };
    let write = move |event| {
        let text = event_target_value(&event);
        card.write(if number { Response::Number(text) } else { Response::Text(text) });
    };
    let unit = (!unit.is_empty()).then(|| view! { <span class="unit" id=card.id("unit")>{unit.to_string()}</span> });
    let named_by =
        if unit.is_some() { format!("{} {}", card.id("prompt"), card.id("unit")) } else { card.id("prompt") };
    view! {
        <p class="line">
            <input
                type="text"
                class=if number { "number" } else { "words" }
                inputmode=number.then_some("decimal")
                autocomplete="off"
                spellcheck="false"
                aria-labelledby=named_by
                disabled=!card.session.live()
                readonly=move || card.solved()
                prop:value=typed
                on:input=write
            />
            {unit}
        </p>
    }
}

/// Items with "Move up" and "Move down".
pub(super) fn order(card: Card, items: &[Item]) -> impl IntoView + use<> {
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
    view! {
        <p class="hint">"Put these in order, the first at the top."</p>
        <ol class="order">{rows}</ol>
    }
}

fn row(card: Card, item: Item, place: usize, count: usize) -> impl IntoView {
    let text_id = card.id(&format!("{}-text", item.id));
    let button = |label: &'static str, part: &'static str, target: Option<usize>| {
        let id = card.id(&format!("{}-{part}", item.id));
        let described = format!("{id} {text_id}");
        let focus = id.clone();
        let press = move |_| {
            if let Some(target) = target.filter(|_| !card.solved()) {
                shift(card, place, target, focus.clone());
            }
        };
        view! {
            <button
                type="button"
                class="button quiet"
                id=id
                aria-labelledby=described
                disabled=!card.session.live()
                aria-disabled=move || (target.is_none() || card.solved()).then_some("true")
                on:click=press
            >
                {label}
            </button>
        }
    };
    let up = button("Move up", "up", place.checked_sub(1));
    let down = button("Move down", "down", Some(place + 1).filter(|&below| below < count));
    view! {
        <li>
            <span class="order-text" id=text_id inner_html=item.text></span>
            <span class="order-do">{up} {down}</span>
        </li>
    }
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
