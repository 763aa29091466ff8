//! The `crdt` engine: laws, oracles, papers, last writer wins.

mod last_writer;
mod laws;
mod oracles;
mod papers;
