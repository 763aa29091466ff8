//! The servers: each with a line of copies, one of which it works on; and for a while it may stand still.

use std::collections::VecDeque;

use crate::kernel::Time;
use crate::parts::LatencyHistogram;

/// A copy of a request at a server.
#[derive(Clone, Copy, Debug)]
pub(super) struct Copy {
    pub request: u32,
    /// Whether it was sent later than the first.
    pub is_second: bool,
    /// When it came.
    pub came: Time,
    /// How much work it is.
    pub service: Time,
}

/// A server.
#[derive(Clone, Debug, Default)]
pub(super) struct Host {
    pub line: VecDeque<Copy>,
    pub serving: Option<Copy>,
    /// When it is done with that.
    pub done_at: Time,
    /// Until when it stands still.
    pub paused_until: Time,
    /// How long copies were here, from coming to answer.
    pub latencies: LatencyHistogram,
}

impl Host {
    /// Takes the next copy, if it is free; says which, and when it will be done.
    pub(super) fn start(&mut self, now: Time) -> Option<(Copy, Time)> {
        if self.serving.is_some() {
            return None;
        }
        let copy = self.line.pop_front()?;
        self.serving = Some(copy);
        self.done_at = now.max(self.paused_until) + copy.service;
        Some((copy, self.done_at))
    }

    /// Stands still from now on for so long; what it works on is done so much later.
    pub(super) fn pause(&mut self, now: Time, length: Time) {
        let still = self.paused_until.max(now) - now;
        self.paused_until = now + still.max(length);
        self.done_at = self.done_at + (length - length.min(still));
    }

    /// Takes the copies of a request out of the line.
    pub(super) fn cancel(&mut self, request: u32) {
        self.line.retain(|copy| copy.request != request);
    }
}
