//! The `backpressure` engine: laws, oracles, papers, and by subject credit, retries and what a reader does.

mod credit;
mod laws;
mod oracles;
mod papers;
mod retries;
mod switching;
