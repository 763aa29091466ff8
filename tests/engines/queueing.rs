//! The `queueing` engine: laws, oracles, papers, sweeps.

mod laws;
mod oracles;
mod papers;
mod sweep;
