//! Nouns that two engines share: laws of popularity, streams of items, vectors of versions, histograms of latencies.
//!
//! **Architecture Invariant:** what only one engine knows stays in that engine's folder; what the playing of a run needs
//! is in [`crate::kernel`].

pub mod items;
pub mod tally;
pub mod version_vector;
pub mod zipf;

pub use items::Items;
pub use tally::Tally;
pub use version_vector::{Dot, VersionVector};
pub use zipf::Zipf;
