//! What a plate remembers in the reader's browser: the prediction that was locked, so that it is not asked again.

use leptos::prelude::window;

/// The key of a plate's prediction: by its page, so that two books on one host keep apart, and by its id.
fn key(plate: &str) -> String {
    let page = window().location().pathname().unwrap_or_default();
    format!("faultlines:prediction:{}#{plate}", page.strip_suffix("index.html").unwrap_or(&page))
}

/// What was locked before, as it was entered.
pub(super) fn recall(plate: &str) -> Option<String> {
    window().local_storage().ok().flatten()?.get_item(&key(plate)).ok().flatten()
}

/// Keeps what was locked; whether the browser did.
pub(super) fn remember(plate: &str, entry: &str) -> bool {
    let storage = window().local_storage().ok().flatten();
    storage.is_some_and(|storage| storage.set_item(&key(plate), entry).is_ok())
}
