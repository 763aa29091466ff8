//! The browser's side of a plate: mounting, runs in slices, playback, the clipboard.

mod clipboard;
mod memory;
mod mount;
mod playback;
mod runner;
mod sight;

pub use clipboard::copy_link;
pub use mount::{address, mount, shown_run, steer, unmount};

/// Milliseconds since the page was loaded, by a monotonic clock.
fn now_ms() -> f64 {
    leptos::prelude::window().performance().map_or(0.0, |clock| clock.now())
}
