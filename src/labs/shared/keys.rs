//! The keys of a plate. They are heard only while the focus is inside it, and never in a field that takes letters, so
//! that a page with ten plates, a screen reader and a slide deck keep their own.

use leptos::ev::KeyboardEvent;
use leptos::prelude::*;
use leptos::wasm_bindgen::JsCast as _;
use leptos::web_sys::Element;

use super::desk::Desk;

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

fn takes_letters(target: Option<&Element>) -> bool {
    let Some(target) = target else { return false };
    match target.tag_name().as_str() {
        "INPUT" => target.get_attribute("type").as_deref() != Some("range"),
        "SELECT" | "TEXTAREA" => true,
        _ => false,
    }
}

/// The keys, in words.
pub fn help() -> AnyView {
    view! {
        <details>
            <summary>"Keyboard"</summary>
            <p>"While the focus is inside this plate, and not in a field:"</p>
            <dl class="keys">
                <div><dt><kbd>"k"</kbd></dt><dd>"Play or pause"</dd></div>
                <div><dt><kbd>"."</kbd></dt><dd>"Step"</dd></div>
                <div><dt><kbd>","</kbd></dt><dd>"Step back"</dd></div>
                <div><dt><kbd>"Tab"</kbd></dt><dd>"Go to the next control"</dd></div>
                <div><dt><kbd>"Arrow keys"</kbd></dt><dd>"Move the slider or the selection that has the focus"</dd></div>
            </dl>
        </details>
    }
    .into_any()
}
