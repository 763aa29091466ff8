//! The requests that one event of the trace stands for.

use crate::kernel::{Event, Time};
use crate::parts::latency_histogram::nanos_to_ms;

/// The requests since the last event, and the slowest among them.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Batch {
    /// The number of the first request.
    pub first: u32,
    slowest: u32,
    slowest_leaf: u32,
    latency: Time,
    total_ns: u64,
    second_copies: u32,
}

impl Batch {
    /// No request yet; the first to come has this number.
    pub(super) fn from(first: u32) -> Self {
        Self { first, slowest: first, ..Self::default() }
    }

    /// Adds a request: how long it took, because of which leaf, and the second copies that it sent.
    pub(super) fn add(&mut self, request: u32, latency: Time, slowest_leaf: u32, second_copies: u32) {
        if latency > self.latency {
            (self.slowest, self.slowest_leaf, self.latency) = (request, slowest_leaf, latency);
        }
        self.total_ns = self.total_ns.saturating_add(latency.0);
        self.second_copies += second_copies;
    }

    /// The event of a batch that is a single request.
    pub(super) fn request(&self) -> Event {
        Event::new(
            "request",
            vec![
                ("request", self.slowest.into()),
                ("latency_ms", self.latency.as_millis().into()),
                ("slowest_leaf", self.slowest_leaf.into()),
                ("second_copies", self.second_copies.into()),
            ],
        )
    }

    /// The event of all requests before `next`.
    pub(super) fn requests(&self, next: u32) -> Event {
        let mean_ms = nanos_to_ms(self.total_ns) / f64::from(next - self.first);
        Event::new(
            "requests",
            vec![
                ("from", self.first.into()),
                ("to", (next - 1).into()),
                ("mean_ms", mean_ms.into()),
                ("slowest", self.slowest.into()),
                ("slowest_ms", self.latency.as_millis().into()),
                ("slowest_leaf", self.slowest_leaf.into()),
                ("second_copies", self.second_copies.into()),
            ],
        )
    }
}
