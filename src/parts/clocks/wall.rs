//! A quartz clock: it was set a little wrong (skew) and runs a little fast or slow (drift).

use crate::kernel::{Stream, Time};

/// The time of a perfect clock at the start of a run, in microseconds; above 0, so that a slow clock has a time too.
pub const START_US: u64 = 1_000_000;

/// The wall clock of one process. It goes back only when it is stepped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct WallClock {
    /// How far ahead of true time it was set, in nanoseconds; behind, if negative.
    pub skew_ns: i64,
    /// How many nanoseconds it gains each second (parts per billion); loses, if negative.
    pub drift_ppb: i64,
}

impl WallClock {
    /// A clock that is off by at most `skew_ms` and `drift_ppm`, either way. It takes two draws, whatever the limits.
    pub fn draw(skew_ms: f64, drift_ppm: f64, draws: &mut Stream) -> Self {
        let mut either_way = |limit: f64| (limit * (2.0 * draws.unit() - 1.0)) as i64;
        Self { skew_ns: either_way(skew_ms * 1e6), drift_ppb: either_way(drift_ppm * 1e3) }
    }

    /// How far ahead of true time the clock is, in nanoseconds.
    pub fn error_ns(&self, now: Time) -> i64 {
        let gained = i128::from(now.0) * i128::from(self.drift_ppb) / 1_000_000_000;
        self.skew_ns + gained as i64
    }

    /// Sets the clock so far ahead, or back, as an administrator or a time daemon does at once.
    pub fn step(&mut self, by_ms: i64) {
        self.skew_ns += by_ms * 1_000_000;
    }

    /// The time by the clock, in whole microseconds.
    pub fn read_us(&self, now: Time) -> u64 {
        let shown_ns = START_US as i64 * 1000 + now.0 as i64 + self.error_ns(now);
        shown_ns.max(0) as u64 / 1000
    }
}

/// The greatest disagreement between two of these clocks from the start until now, in milliseconds, with the microsecond that
/// reading them cuts off. Clocks that nobody steps drift steadily, so they differ most at the start or now.
pub fn spread_ms<'a>(clocks: impl Iterator<Item = &'a WallClock> + Clone, now: Time) -> f64 {
    let spread = |at| {
        let errors = || clocks.clone().map(|clock| clock.error_ns(at));
        errors().max().unwrap_or(0) - errors().min().unwrap_or(0)
    };
    (spread(Time::ZERO).max(spread(now)) + 1_000) as f64 / 1e6
}
