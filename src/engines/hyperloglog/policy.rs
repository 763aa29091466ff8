//! The reader's choice: the estimator.

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
