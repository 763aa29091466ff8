//! Last writer wins: a value bears a stamp, and the greater stamp stays. There is one value and no conflict; the price
//! is paid by whoever wrote with the smaller stamp.

use super::ledger::WriteId;

/// The order of values: a time in microseconds, a counter within it, and the process, so that no two differ only
/// in their value. (Without the process, replicas that meet a tie in different orders would never agree.)
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct WriteStamp {
    /// Wall time, or l of a hybrid clock.
    pub time_us: u64,
    /// 0, or c of a hybrid clock.
    pub logical: u32,
    /// The process that wrote.
    pub process: u32,
}

/// A register with one value.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stamped {
    held: Option<(WriteStamp, WriteId)>,
}

impl Stamped {
    /// Takes a value if its stamp is greater than that of the value held.
    pub fn write(&mut self, stamp: WriteStamp, value: WriteId) {
        self.merge(&Self { held: Some((stamp, value)) });
    }

    /// Keeps the value with the greater stamp.
    pub fn merge(&mut self, other: &Self) {
        self.held = self.held.max(other.held);
    }

    /// The value, if there is one.
    pub fn value(&self) -> Option<WriteId> {
        self.held.map(|(_, value)| value)
    }

    /// The stamp of the value.
    pub fn stamp(&self) -> Option<WriteStamp> {
        self.held.map(|(stamp, _)| stamp)
    }
}
