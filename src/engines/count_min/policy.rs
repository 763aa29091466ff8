//! The reader's choice: how an arrival changes the counters of its item.

use crate::kernel::ChoiceTable;

/// How an arrival changes the counters of its item.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Update {
    /// Every counter goes up by one.
    Plain,
    /// Only those that stand at the least go up.
    Conservative,
}

/// Both ways by name.
pub const UPDATES: ChoiceTable<Update, 2> = ChoiceTable::new([
    ("plain", "Plain: all go up", Update::Plain),
    ("conservative", "Conservative: the least go up", Update::Conservative),
]);
