//! The `cache-stampede` engine: laws, papers, and by subject the right to recompute and XFetch.

mod laws;
mod papers;
mod rights;
mod xfetch;
