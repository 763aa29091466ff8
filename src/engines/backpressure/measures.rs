//! The counts, and the recovery of the system from the spike.

use super::config::Load;
use crate::kernel::Time;
use crate::parts::LatencyHistogram;

/// A window is good if at least this part of the new requests was answered in time.
const GOOD: f64 = 0.9;

/// So many good windows one after another are a recovery.
const GOOD_WINDOWS: u32 = 3;

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
    at_window: Counts,
    good_windows: u32,
}

impl Measures {
    /// Ends the window from `from` to `until`; returns what it counted, and whether it makes a recovery.
    pub fn close_window(&mut self, from: Time, until: Time, end: Time, load: &Load) -> (Counts, bool) {
        let counted = self.counts.since(&self.at_window);
        self.at_window = self.counts;
        if until <= load.spike_from {
            self.before_spike = self.counts;
        }
        if until.0 <= end.0 / 4 * 3 {
            self.before_last_quarter = self.counts;
        }
        let good = counted.good_ratio() >= GOOD;
        let counts_towards = from >= load.spike_until && self.recovered_at.is_none();
        self.good_windows = if good && counts_towards { self.good_windows + 1 } else { 0 };
        let recovers = self.good_windows == GOOD_WINDOWS;
        if recovers {
            let windows_before = u64::from(GOOD_WINDOWS - 1) * (until - from).0;
            self.recovered_at = Some(Time(from.0 - windows_before).max(load.spike_until));
        }
        (counted, recovers)
    }

    /// From the end of the spike to the recovery, or to `now` if there was none.
    pub fn time_to_recover(&self, now: Time, load: &Load) -> Time {
        self.recovered_at.unwrap_or(now) - load.spike_until
    }

    /// The counts of the last quarter of the run.
    pub fn last_quarter(&self) -> Counts {
        self.counts.since(&self.before_last_quarter)
    }
}
