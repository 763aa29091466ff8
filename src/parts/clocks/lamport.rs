//! Lamport's clock (Communications of the ACM 21(7), 1978): a counter that every event raises and every message
//! carries.
//!
//! If a happened before b then L(a) < L(b). The converse fails: of two events of which neither could know of the other,
//! one still gets the smaller number.

/// A stamp that no other event has: the number, and the process to break ties. The order is total; it agrees with
/// happened-before and, where that says nothing, it is arbitrary.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct LamportStamp {
    /// The number.
    pub counter: u64,
    /// The process at which the event happened.
    pub process: u32,
}

/// The clock of one process.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LamportClock {
    counter: u64,
}

impl LamportClock {
    /// The number of a local event or of a send.
    pub fn tick(&mut self) -> u64 {
        self.counter += 1;
        self.counter
    }

    /// The number of the receipt of a message that bears `sent`.
    pub fn receive(&mut self, sent: u64) -> u64 {
        self.counter = self.counter.max(sent) + 1;
        self.counter
    }
}
