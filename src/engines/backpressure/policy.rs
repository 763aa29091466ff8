//! The reader's choices: the policy against overload, the service times of stages, the patience of clients.

use crate::kernel::ChoiceTable;

/// The policy when items come faster than they leave.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Policy {
    /// Keep them all.
    Unbounded,
    /// The sender waits until there is room.
    Block,
    /// The receiver grants the sender a number of items; without credit nothing is sent (Reactive Streams).
    Credit,
    /// An item that finds the buffer full is dropped.
    DropNewest,
    /// The item that has waited longest is dropped to make room.
    DropOldest,
    /// While a buffer is half full, only one item in some is let in.
    Sample,
    /// The producer raises its rate step by step and cuts it when something was dropped.
    Aimd,
    /// The producer keeps to a fixed rate, with bursts.
    TokenBucket,
    /// Items are dropped when all of them wait too long.
    Codel,
    /// The producer refuses on behalf of a consumer that refuses.
    Throttle,
}

impl Policy {
    /// Whether a sender holds an item back rather than lose it.
    pub fn waits(self) -> bool {
        matches!(self, Self::Block | Self::Credit)
    }
}

/// The policies against overload.
pub const POLICIES: ChoiceTable<Policy, 10> = ChoiceTable::new([
    ("unbounded", "Unbounded buffers", Policy::Unbounded),
    ("block", "Block the sender", Policy::Block),
    ("credit", "Credit", Policy::Credit),
    ("drop-newest", "Drop the newest", Policy::DropNewest),
    ("drop-oldest", "Drop the oldest", Policy::DropOldest),
    ("sample", "Sample", Policy::Sample),
    ("aimd", "AIMD", Policy::Aimd),
    ("token-bucket", "Token bucket", Policy::TokenBucket),
    ("codel", "CoDel", Policy::Codel),
    ("throttle", "Adaptive throttling", Policy::Throttle),
]);

/// Whether the time that a stage works on an item is random rather than always the same.
pub const SERVICES: ChoiceTable<bool, 2> =
    ChoiceTable::new([("exponential", "Exponential", true), ("constant", "Constant", false)]);

/// Whether a client gives up at the deadline and tries again.
pub const CLIENTS: ChoiceTable<bool, 2> =
    ChoiceTable::new([("patient", "Patient", false), ("impatient", "Impatient", true)]);
