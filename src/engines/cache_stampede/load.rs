//! How many reads come: always as many, or more and more and then fewer again.

use super::policy::{STARTS, Start};
use crate::kernel::{Params, Time};

const SECOND_NS: f64 = 1e9;

/// Reads a second over time.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    gap_ns: f64,
    ramp: Option<Ramp>,
}

/// A load that grows by the same percentage each second to its peak, and falls back as it rose.
#[derive(Clone, Copy, Debug, PartialEq)]
struct Ramp {
    /// The logarithm of the peak, as a multiple of the load at the start.
    log_rise: f64,
    /// When the peak comes.
    peak_ns: f64,
}

impl Load {
    /// The load that the parameters describe.
    pub fn of(params: &Params) -> Self {
        let (base, peak) = (params.number("reads_per_s"), params.number("peak_reads_per_s"));
        let peak_ns = 0.5 * SECOND_NS * f64::from(params.count("duration_s"));
        let ramp = (peak > 0.0).then(|| Ramp { log_rise: libm::log(peak / base), peak_ns });
        Self { ramp, ..Self::steady(base) }
    }

    /// So many reads a second, always.
    pub fn steady(reads_per_s: f64) -> Self {
        Self { gap_ns: SECOND_NS / reads_per_s, ramp: None }
    }

    /// The mean gap between two reads, so many nanoseconds after the start.
    pub fn gap_ns(&self, elapsed_ns: u64) -> f64 {
        let Some(ramp) = &self.ramp else { return self.gap_ns };
        let risen = (1.0 - (elapsed_ns as f64 / ramp.peak_ns - 1.0).abs()).max(0.0);
        self.gap_ns / libm::exp(ramp.log_rise * risen)
    }
}

/// A door that opens slowly: the share of readers who are let in rises evenly from none to all.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SlowStart(pub Time);

impl SlowStart {
    /// The door that the parameters describe: one that stands open unless the run begins with an empty cache.
    pub fn of(params: &Params) -> Self {
        let is_empty = params.chosen("start", &STARTS) == Start::Empty;
        Self(if is_empty { Time::from_millis(1_000 * u64::from(params.count("warm_up_s"))) } else { Time::ZERO })
    }

    /// Whether a reader with the uniform draw `u` in [0, 1) is let in; once the door is open no draw is needed.
    pub fn lets_in(self, now: Time, u: impl FnOnce() -> f64) -> bool {
        now >= self.0 || u() * (self.0.0 as f64) < now.0 as f64
    }
}
