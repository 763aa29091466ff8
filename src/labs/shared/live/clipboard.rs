//! The link to what is shown, on the clipboard or in a field to copy by hand.

use js_sys::futures::JsFuture;
use leptos::prelude::*;
use wasm_bindgen::{JsCast as _, JsValue};
use web_sys::{Clipboard, HtmlInputElement};

use crate::labs::shared::Desk;

/// Copies the link to exactly what is shown, and puts it into the address bar. `copied` hears whether the clipboard took
/// it; where it did not (no permission, `file://`), the field shows it, selected.
pub fn copy_link(desk: Desk, field_id: &str, copied: RwSignal<Option<bool>>) {
    let address = address(desk);
    if let Ok(history) = window().history() {
        // Some browsers refuse this on file://; the link is good all the same.
        let _ = history.replace_state_with_url(&JsValue::NULL, "", Some(&address));
    }
    let by_hand = {
        let (address, field_id) = (address.clone(), field_id.to_string());
        move || {
            copied.set(Some(false));
            request_animation_frame(move || select_field(&field_id, &address));
        }
    };
    let Some(clipboard) = clipboard() else { return by_hand() };
    let promise = clipboard.write_text(&address);
    leptos::task::spawn_local(async move {
        match JsFuture::from(promise).await {
            Ok(_) => copied.set(Some(true)),
            Err(_) => by_hand(),
        }
    });
}

/// The clipboard, which an insecure page does not have.
fn clipboard() -> Option<Clipboard> {
    let clipboard = window().navigator().clipboard();
    (!clipboard.is_undefined()).then_some(clipboard)
}

/// This page, with the state as its query and the plate as its fragment.
fn address(desk: Desk) -> String {
    let link = desk.shown_link();
    let page = window().location().href().unwrap_or_default();
    let page = page.split(['?', '#']).next().unwrap_or_default();
    format!("{page}?{}#{}", link.to_query(), desk.plate.with_value(|plate| plate.id.clone()))
}

fn select_field(id: &str, address: &str) {
    let field = document().get_element_by_id(id).and_then(|field| field.dyn_into::<HtmlInputElement>().ok());
    if let Some(field) = field {
        field.set_value(address);
        field.select();
    }
}
