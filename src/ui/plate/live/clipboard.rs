//! The link to what is shown, on the clipboard or in a field to copy by hand.

use leptos::prelude::*;
use wasm_bindgen::closure::Closure;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Clipboard, HtmlInputElement};

use crate::ui::dom::Signal;
use crate::ui::plate::PlateState;

/// Copies the link to exactly what is shown, and puts it into the address bar. Where the clipboard does not take it (no
/// permission, `file://`), the field shows it, selected.
pub fn copy_link(signal: Signal<PlateState>) {
    let Some(address) = signal.with(address) else { return };
    if let Ok(history) = window().history() {
        // Some browsers refuse this on file://; the link is good all the same.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    match clipboard() {
        Some(clipboard) => {
            let (good, bad) = (Closure::new(move |_| taken(signal, true)), Closure::new(move |_| taken(signal, false)));
            let _ = clipboard.write_text(&address).then2(&good, &bad);
            // One of the two is called later, and nobody here knows when.
            good.forget();
            bad.forget();
        }
        None => taken(signal, false),
    }
}

/// The clipboard took the link, or it is to be copied by hand.
fn taken(signal: Signal<PlateState>, taken: bool) {
    signal.update(|state| state.copied = Some(taken));
    if !taken {
        request_animation_frame(move || select_field(signal));
    }
}

/// The clipboard, which an insecure page does not have.
fn clipboard() -> Option<Clipboard> {
    let clipboard = window().navigator().clipboard();
    (!clipboard.is_undefined()).then_some(clipboard)
}

/// This page, with the state as its query and the plate as its fragment.
fn address(state: &PlateState) -> String {
    let page = window().location().href().unwrap_or_default();
    let page = page.split(['?', '#']).next().unwrap_or_default();
    format!("{page}?{}#{}", state.shown_link().to_query(), state.plate.id)
}

fn select_field(signal: Signal<PlateState>) {
    let Some((address, id)) = signal.with(|state| (address(state), state.id("link"))) else { return };
    if let Some(field) = document().get_element_by_id(&id) {
        let field: HtmlInputElement = field.unchecked_into();
        field.set_value(&address);
        field.select();
    }
}
