//! The keys of a plate. They are heard only while the focus is inside it, and never in a field that takes letters, so
//! that a page with ten plates, a screen reader and a slide deck keep their own.

use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::{Element as DomElement, Event, KeyboardEvent};

use super::state::PlateState;
use crate::ui::dom::{Element, IntoNode as _, Signal, element};
use crate::ui::phrases::plate as say;

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

/// The keys, in words.
pub(super) fn help() -> Element {
    let keys = [
        ("k".into_node(), say::DOES_PLAY),
        (".".into_node(), say::STEP),
        (",".into_node(), say::STEP_BACK),
        (say::KEY_TAB.into_node(), say::DOES_TAB),
        (say::KEY_ARROWS.into_node(), say::DOES_ARROWS),
    ];
    let keys = keys.map(|(key, does)| {
        let key = element("dt").child(element("kbd").child(key));
        element("div").child(key).child(element("dd").child(does))
    });
    element("details")
        .child(element("summary").child(say::KEYS))
        .child(element("p").child(say::KEYS_WHERE))
        .child(element("dl").class("keys").child(keys))
}
