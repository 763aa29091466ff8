//! The reader's choices: the estimator, and how visits are dealt among the shards.

use crate::kernel::ChoiceTable;

/// How the registers are made into a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallRange {
    /// The improved estimator, without bias at any number of items (Ertl, "New cardinality estimation algorithms for
    /// HyperLogLog sketches", arXiv 1702.01284, 2017, Algorithm 6).
    Improved,
    /// Below 5/2·m, while some register is empty: count by the empty ones (Whang et al., ACM TODS 15(2), 1990).
    LinearCounting,
    /// The raw estimate as it is; far too high for few items.
    Raw,
}

/// All of them by name.
pub const SMALL_RANGES: ChoiceTable<SmallRange, 3> = ChoiceTable::new([
    ("improved", "Improved: no bias", SmallRange::Improved),
    ("linear-counting", "Count by the empty registers", SmallRange::LinearCounting),
    ("raw", "Nothing: the raw estimate", SmallRange::Raw),
]);

/// Which shard takes note of an arrival.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Deal {
    /// Any of them, drawn for each arrival.
    Random,
    /// One after the other, each for its part of the stream: days.
    Days,
}

/// Both by name.
pub const DEALS: ChoiceTable<Deal, 2> =
    ChoiceTable::new([("random", "Among servers, at random", Deal::Random), ("days", "Day after day", Deal::Days)]);
