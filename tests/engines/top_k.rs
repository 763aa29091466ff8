//! The `top-k` engine: laws, oracles, papers.

mod laws;
mod oracles;
mod papers;
