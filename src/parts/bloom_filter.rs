//! The filter of Bloom 1970 (CACM 13(7)), the interface that it shares with its kin, and how often it should be wrong.

pub mod classic;
pub mod double_hashing;
pub mod filter;
pub mod probes;

pub use classic::Classic;
pub use filter::{Filter, Removal};
