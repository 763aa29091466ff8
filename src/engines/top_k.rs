//! Space-Saving: the k most frequent items, with a fixed number of counters.
//!
//! After Metwally, Agrawal & El Abbadi, "Efficient computation of frequent and top-k elements in data streams", ICDT 2005.
//! An item that has a counter is counted. One that has none takes over the counter of the least frequent item, count and
//! all, and goes on from there; what it took over is kept beside as its possible error. So no count is too low, none is
//! too high by more than its error, no error exceeds n/m after n items with m counters, and every item that came more than
//! n/m times has a counter.
//!
//! The guarantee is about n/m and not about rank: a flood of items that come once each raises the least count, and items
//! with no more than n/m arrivals are driven out, however high they rank.

mod report;
pub mod run;
pub mod spec;
pub mod theory;

pub use run::{Checkpoint, TopK};
pub use spec::SPEC;

pub use crate::parts::space_saving::{Counter, Summary};
