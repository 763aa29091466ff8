//! What a schema tells people about itself: labels, lines of help, summaries, the sentences of events, what properties promise
//! and what a model leaves out.
//!
//! A page's module (feature `page`) carries none of it, for it would be a twentieth of what a page loads as WebAssembly:
//! the page brings these texts in a file of their own, and [`crate::ui::told`] finds them there.

/// Whether the texts are compiled in, and with them what only tests and the reference want to know.
pub const CARRIED: bool = cfg!(not(feature = "page"));

/// A text for people; empty in a page's module.
pub const fn told(text: &'static str) -> &'static str {
    if CARRIED { text } else { "" }
}

/// Texts for people, or what words them; none in a page's module.
pub const fn told_all<T>(texts: &'static [T]) -> &'static [T] {
    if CARRIED { texts } else { &[] }
}
