//! The `fan-out` engine: laws, leaves, papers, picture.

mod laws;
mod leaves;
mod papers;
mod picture;
