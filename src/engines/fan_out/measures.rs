//! The measurements of leaf calls and of root requests.

use super::call::Call;
use crate::kernel::Time;
use crate::parts::LatencyHistogram;

/// The counts of a run.
#[derive(Clone, Debug, Default)]
pub(super) struct Measures {
    /// How long the root waited for each leaf call.
    pub leaves: LatencyHistogram,
    /// How long each request took.
    pub roots: LatencyHistogram,
    /// Requests that were slow.
    pub slow_roots: u32,
    /// Requests that were answered without one of their leaves.
    pub incomplete_roots: u32,
    /// Calls for which two leaves did the work.
    pub calls_run_twice: u64,
}

impl Measures {
    /// Counts a leaf call.
    #[inline]
    pub(super) fn call(&mut self, call: &Call) {
        self.leaves.record(call.latency);
        self.calls_run_twice += u64::from(call.ran_twice);
    }

    /// Counts a request, all of its calls counted: how long it took, whether that is slow, whether it lacks a leaf.
    pub(super) fn root(&mut self, latency: Time, slow: bool, incomplete: bool) {
        self.roots.record(latency);
        self.slow_roots += u32::from(slow);
        self.incomplete_roots += u32::from(incomplete);
    }
}
