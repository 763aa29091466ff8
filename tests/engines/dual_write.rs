//! The `dual-write` engine: laws, papers.

mod laws;
mod papers;
