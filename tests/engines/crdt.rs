//! The `crdt` engine: laws, oracles, other libraries, papers, last writer wins, edits by hand.

mod hand;
mod last_writer;
mod laws;
mod libraries;
mod oracles;
mod papers;
