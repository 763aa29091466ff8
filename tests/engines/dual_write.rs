//! The `dual-write` engine: laws, papers, the matrix of crashes.

mod laws;
mod matrix;
mod papers;
