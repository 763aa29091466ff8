//! The `hash-ring` engine: laws, oracles, papers, weights.

mod laws;
mod oracles;
mod papers;
mod placed;
mod weights;
