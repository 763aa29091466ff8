//! The `cache-stampede` engine: laws, papers.

mod laws;
mod papers;
