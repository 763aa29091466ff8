//! The counts, and the recovery of the system from the spike.

use super::config::Load;
use crate::kernel::Time;
use crate::parts::LatencyHistogram;

/// A window is good if at least this part of the new requests was answered in time.
const GOOD: f64 = 0.9;

/// So many good windows one after another are a recovery.
const GOOD_WINDOWS: u32 = 3;

/// A system that answers less than this part of the new requests in time has tipped over.
const TIPPED: f64 = 0.5;

/// Counts of attempts and of requests.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// New requests.
    pub requests: u64,
    /// Attempts, retries among them, whether they left the producer or not.
    pub sent: u64,
    /// Attempts after the first.
    pub retries: u64,
    /// Attempts that the last stage has worked on.
    pub answered: u64,
    /// Of these, those in time for a client that still waited.
    pub good: u64,
    /// Attempts dropped in the pipeline or refused by the producer.
    pub dropped: u64,
    /// Of these, those that the producer refused.
    pub refused: u64,
    /// Of these, those that an open breaker did not let pass.
    pub short_circuited: u64,
    /// Attempts that were given up before they were sent.
    pub withdrawn: u64,
    /// Requests that ended without an answer: no retry was left, or their client does not retry.
    pub failed: u64,
}

impl Counts {
    /// Attempts on their way.
    pub fn in_flight(&self) -> u64 {
        self.sent - self.answered - self.dropped - self.withdrawn
    }

    /// The counts since `earlier`.
    pub fn since(&self, earlier: &Self) -> Self {
        Self {
            requests: self.requests - earlier.requests,
            sent: self.sent - earlier.sent,
            retries: self.retries - earlier.retries,
            answered: self.answered - earlier.answered,
            good: self.good - earlier.good,
            dropped: self.dropped - earlier.dropped,
            refused: self.refused - earlier.refused,
            short_circuited: self.short_circuited - earlier.short_circuited,
            withdrawn: self.withdrawn - earlier.withdrawn,
            failed: self.failed - earlier.failed,
        }
    }

    /// Useful answers per new request; 1 of none. Over a part of a run it can pass 1: some answer earlier requests.
    pub fn good_ratio(&self) -> f64 {
        if self.requests == 0 { 1.0 } else { self.good as f64 / self.requests as f64 }
    }
}

/// Everything that is measured.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    /// The whole run.
    pub counts: Counts,
    /// Up to the end of the last window before the spike.
    pub before_spike: Counts,
    /// Up to the beginning of the last quarter of the run.
    pub before_last_quarter: Counts,
    /// From sending to answer, of every attempt that was answered, however late.
    pub sojourn: LatencyHistogram,
    /// The moment at which the system recovered after the spike.
    pub recovered_at: Option<Time>,
    /// The loads at which the system tipped over, and at which it came back from that.
    pub turns: [Option<f64>; 2],
    /// The moments at which the buffers burst first, and how often they did.
    pub bursts: (Option<Time>, u32),
    /// The time that attempts have spent in the system up to the last event, in nanoseconds, counted by how many were in it.
    pub(super) filled: u64,
    /// The same of those that have left, each by itself, …
    pub(super) stayed: u64,
    /// … and the moments, added up, since when the others are inside.
    pub(super) since: u64,
    at_window: Counts,
    good_windows: u32,
    /// The windows of the next turn so far, one after another, and the load at the first of them.
    turning: (u32, f64),
}

impl Measures {
    /// Ends the window from `from` to `until`; returns what it counted, and whether it makes a recovery.
    pub fn close_window(&mut self, from: Time, until: Time, end: Time, load: &Load) -> (Counts, bool) {
        let counted = self.counts.since(&self.at_window);
        self.at_window = self.counts;
        self.turn(counted.good_ratio(), load.rate_per_s(from));
        if until <= load.spike_from() {
            self.before_spike = self.counts;
        }
        if until.0 <= end.0 / 4 * 3 {
            self.before_last_quarter = self.counts;
        }
        let good = counted.good_ratio() >= GOOD;
        let counts_towards = from >= load.spike_until() && self.recovered_at.is_none();
        self.good_windows = if good && counts_towards { self.good_windows + 1 } else { 0 };
        let recovers = self.good_windows == GOOD_WINDOWS;
        if recovers {
            let windows_before = u64::from(GOOD_WINDOWS - 1) * (until - from).0;
            self.recovered_at = Some(Time(from.0 - windows_before).max(load.spike_until()));
        }
        (counted, recovers)
    }

    /// Looks whether the system tips over or comes back, at a load in new requests per second.
    fn turn(&mut self, good_ratio: f64, per_s: f64) {
        let Some(next) = self.turns.iter().position(Option::is_none) else { return };
        if if next == 0 { good_ratio >= TIPPED } else { good_ratio < GOOD } {
            self.turning.0 = 0;
            return;
        }
        self.turning = (self.turning.0 + 1, if self.turning.0 == 0 { per_s } else { self.turning.1 });
        if self.turning.0 == GOOD_WINDOWS {
            self.turns[next] = Some(self.turning.1);
            self.turning.0 = 0;
        }
    }

    /// From the end of the spike to the recovery, or to `now` if there was none.
    pub fn time_to_recover(&self, now: Time, load: &Load) -> Time {
        self.recovered_at.unwrap_or(now) - load.spike_until()
    }

    /// Attempts that have come in: sent and not refused.
    pub fn admitted(&self) -> u64 {
        self.counts.sent - self.counts.refused
    }

    /// The time that attempts have spent in the system by a moment after the last event: by how many were in it, and by how
    /// long each was, in nanoseconds. Little's law says that they are the same.
    pub(super) fn stays(&self, last: Time, now: Time) -> [u64; 2] {
        let inside = self.counts.in_flight();
        [self.filled + inside * (now - last).0, self.stayed + inside * now.0 - self.since]
    }

    /// The counts of the last quarter of the run.
    pub fn last_quarter(&self) -> Counts {
        self.counts.since(&self.before_last_quarter)
    }
}
