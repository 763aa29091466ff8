//! The browser's side of a plate: mounting, runs in slices, playback, the clipboard.

mod clipboard;
mod memory;
mod mount;
mod playback;
mod runner;
mod sight;

pub use clipboard::copy_link;
pub use mount::{address, mount, shown_run, steer, tried, unmount};

/// Milliseconds since the page was loaded, by a monotonic clock.
fn now_ms() -> f64 {
    leptos::prelude::window().performance().map_or(0.0, |clock| clock.now())
}

/// What time it is, in UTC, to the second: the clock of the reader's machine has more, which says nothing.
pub(in crate::ui) fn now() -> String {
    let text = String::from(js_sys::Date::new_0().to_iso_string());
    text.get(..19).map_or_else(String::new, |seconds| format!("{seconds}Z"))
}
