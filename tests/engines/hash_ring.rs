//! The `hash-ring` engine: laws, oracles, papers.

mod laws;
mod oracles;
mod papers;
mod placed;
