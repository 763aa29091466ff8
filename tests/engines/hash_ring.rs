//! The `hash-ring` engine: laws, oracles, papers.

mod given_hash;
mod laws;
mod oracles;
mod papers;
