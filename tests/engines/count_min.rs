//! The `count-min` engine: laws, oracles, papers.

mod laws;
mod oracles;
mod papers;
