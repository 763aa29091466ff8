//! The `crdt` engine: laws, oracles, papers, last writer wins, edits by hand.

mod hand;
mod last_writer;
mod laws;
mod oracles;
mod papers;
