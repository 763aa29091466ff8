//! The reader's choice: the correction for few items.

use crate::kernel::ChoiceTable;

/// The correction for few items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SmallRange {
    /// Below 5/2·m, while some register is empty: count by the empty ones (Whang et al., ACM TODS 15(2), 1990).
    LinearCounting,
    /// The raw estimate as it is; far too high for few items.
    Raw,
}

/// Both ways by name.
pub const SMALL_RANGES: ChoiceTable<SmallRange, 2> = ChoiceTable::new([
    ("linear-counting", "Count by the empty registers", SmallRange::LinearCounting),
    ("raw", "Nothing: the raw estimate", SmallRange::Raw),
]);
