//! The token bucket: tokens drip in at a steady rate up to a burst; a request takes one or is refused.
//!
//! The credit is kept as *time*, in whole nanoseconds: a token costs the interval at which tokens come. So the part of a
//! token that has come since the last look is never lost (the commonest mistake of toy buckets), and nothing rounds. What
//! comes while the bucket is full is lost, by design. Kept so, the bucket is the same thing as the generic cell rate
//! algorithm of ATM (ITU-T I.371), seen from its other side.

use crate::kernel::Time;

/// A token bucket.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TokenBucket {
    interval: Time,
    burst: u32,
    credit: Time,
    seen_at: Time,
}

impl TokenBucket {
    /// A full bucket: one token every `interval` (above zero), at most `burst` (from 1) of them.
    pub fn new(interval: Time, burst: u32) -> Self {
        let mut bucket = Self { interval, burst, credit: Time::ZERO, seen_at: Time::ZERO };
        bucket.credit = bucket.full();
        bucket
    }

    fn full(&self) -> Time {
        Time(self.interval.0.saturating_mul(u64::from(self.burst)))
    }

    /// Takes a token, if there is a whole one.
    pub fn take(&mut self, now: Time) -> bool {
        self.credit = (self.credit + (now - self.seen_at)).min(self.full());
        self.seen_at = now;
        let has_one = self.credit >= self.interval;
        if has_one {
            self.credit = self.credit - self.interval;
        }
        has_one
    }

    /// From now on a token comes every `interval`; the tokens in the bucket stay.
    pub fn set_interval(&mut self, interval: Time) {
        let tokens = u128::from(self.credit.0) * u128::from(interval.0) / u128::from(self.interval.0);
        self.credit = Time(u64::try_from(tokens).unwrap_or(u64::MAX));
        self.interval = interval;
    }

    /// The tokens in the bucket when it was last looked at, with the fraction of the next one.
    pub fn tokens(&self) -> f64 {
        self.credit.0 as f64 / self.interval.0 as f64
    }
}
