//! The servers: each with a line of calls, one of which it works on.

use std::collections::VecDeque;

use crate::kernel::Time;

/// A call at a server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Call {
    pub page: u32,
    pub part: u8,
    /// Which attempt of its page it is of; 0: the first.
    pub attempt: u8,
    /// How much work it is.
    pub service: Time,
}

/// A server.
#[derive(Clone, Debug, Default)]
pub(super) struct Host {
    /// Those who wait; those among them who were cancelled are passed over when their turn comes.
    pub line: VecDeque<Call>,
    pub serving: Option<Call>,
    /// How many wait: first calls, calls that were sent again, calls that nobody waits for.
    pub waiting: [u32; 3],
    /// Calls that were answered in the window under way: for somebody, for nobody.
    pub served: [u8; 2],
    /// Until when its work takes longer.
    pub slow_until: Time,
}

/// The places in [`Host::waiting`] of a call of this attempt that somebody waits for, and of one that nobody waits for.
pub(super) fn kind(attempt: u8) -> usize {
    usize::from(attempt > 0)
}
pub(super) const FOR_NOBODY: usize = 2;
