//! The `delivery` engine: laws, papers.

mod laws;
mod papers;
