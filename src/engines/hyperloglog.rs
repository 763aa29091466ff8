//! HyperLogLog: how many different items came by, in a kilobyte.
//!
//! After Flajolet, Fusy, Gandouet & Meunier, "HyperLogLog: the analysis of a near-optimal cardinality estimation
//! algorithm", AofA 2007. The first p bits of an item's digest choose one of m = 2ᵖ registers; the register keeps the
//! greatest number of leading zeros (plus one) that the rest of a digest has shown it. Long runs of zeros are rare, so
//! they tell of many items, and the harmonic mean over the registers tames the luck of a single one. The standard error is
//! 1.04/√m, whatever the number of items.
//!
//! Repetitions change nothing, and neither does order; so the registers of two sketches, each the greater of the two,
//! are the sketch of both streams together. In the lab a stream is dealt among shards that each keep a sketch: servers, or
//! days. Merging gives the answer for the whole; adding up the shards' answers counts an item once for each shard that saw
//! it. What two shards both saw is the sum less the merged answer; its error is as large as theirs, however small it is.

pub mod policy;
mod report;
pub mod run;
pub mod sketch;
pub mod spec;
pub mod tally;
pub mod theory;

pub use policy::{Deal, SmallRange};
pub use run::{Checkpoint, HyperLogLog};
pub use sketch::{Estimate, Sketch};
pub use spec::SPEC;
pub use tally::{Tally, Visit};
