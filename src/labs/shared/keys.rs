//! The keys of a plate. They are heard only while the focus is inside it, and never in a field that takes letters, so
//! that a page with ten plates, a screen reader and a slide deck keep their own.

use leptos::ev::KeyboardEvent;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::Element as DomElement;

use super::desk::Desk;
use crate::labs::markup::{Element, element};

/// Does what a key asks for.
pub fn press(desk: Desk, event: &KeyboardEvent) {
    let modified = event.ctrl_key() || event.alt_key() || event.meta_key();
    if modified || desk.asking_untracked() || event.target().is_some_and(|target| takes_letters(target.dyn_ref())) {
        return;
    }
    match event.key().as_str() {
        "k" => desk.toggle_play(),
        "." => desk.step(1),
        "," => desk.step(-1),
        _ => return,
    }
    event.prevent_default();
}

fn takes_letters(target: Option<&DomElement>) -> bool {
    let Some(target) = target else { return false };
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
pub fn help() -> Element {
    let keys = KEYS.map(|(key, does)| {
        let key = element("dt").child(element("kbd").child(key));
        element("div").child(key).child(element("dd").child(does))
    });
    element("details")
        .child(element("summary").child("Keyboard"))
        .child(element("p").child("While the focus is inside this plate, and not in a field:"))
        .child(element("dl").class("keys").child(keys))
}
