//! The keys of a plate. They are heard only while the focus is inside it, and never in a field that takes letters, so
//! that a page with ten plates, a screen reader and a slide deck keep their own.

use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element as DomElement, Event, KeyboardEvent};

use super::state::PlateState;
use crate::ui::dom::{Element, Signal, element};

/// Does what a key asks for.
pub(super) fn press(signal: Signal<PlateState>, event: &Event) {
    let key: &KeyboardEvent = event.unchecked_ref();
    let modified = key.ctrl_key() || key.alt_key() || key.meta_key();
    if modified || event.target().is_some_and(|target| takes_letters(target.unchecked_ref())) {
        return;
    }
    let act: fn(&mut PlateState) = match key.key().as_str() {
        "k" => PlateState::toggle_play,
        "." => PlateState::step,
        "," => PlateState::step_back,
        _ => return,
    };
    if signal.with(PlateState::asking) == Some(false) {
        signal.update(act);
        event.prevent_default();
    }
}

fn takes_letters(target: &DomElement) -> bool {
    match target.tag_name().as_str() {
        "INPUT" => target.get_attribute("type").as_deref() != Some("range"),
        "SELECT" | "TEXTAREA" => true,
        _ => false,
    }
}

/// The keys and what they do.
const KEYS: [(&str, &str); 5] = [
    ("k", "Play or pause"),
    (".", "Step"),
    (",", "Step back"),
    ("Tab", "Go to the next control"),
    ("Arrow keys", "Move the slider or the selection that has the focus"),
];

/// The keys, in words.
pub(super) fn help() -> Element {
    let keys = KEYS.map(|(key, does)| {
        let key = element("dt").child(element("kbd").child(key));
        element("div").child(key).child(element("dd").child(does))
    });
    element("details")
        .child(element("summary").child("Keys"))
        .child(element("p").child("While the focus is inside this plate, and not in a field:"))
        .child(element("dl").class("keys").child(keys))
}
