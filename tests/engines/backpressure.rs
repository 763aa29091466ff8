//! The `backpressure` engine: laws, oracles, papers, and by subject credit and retries.

mod credit;
mod laws;
mod oracles;
mod papers;
mod retries;
