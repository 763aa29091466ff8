//! The producer's own limit on sending.

use super::aimd::Aimd;
use super::config::Config;
use super::policy::Policy;
use super::throttle::Throttle;
use super::token_bucket::TokenBucket;
use crate::kernel::{Seed, Stream, Time};

/// The slowest and the fastest rate to which AIMD goes, per second.
const RATES: (f64, f64) = (1.0, 1e6);

/// The producer's door.
#[derive(Clone, Debug)]
pub enum Gate {
    /// Everything passes.
    Open,
    /// One in `every` passes while the pipeline is crowded.
    Sample {
        /// Of how many one passes.
        every: u32,
        /// How many have come while it was crowded.
        seen: u32,
    },
    /// An attempt passes if there is a token for it.
    Bucket(TokenBucket),
    /// The same, at a rate that follows congestion.
    Aimd {
        /// The bucket.
        bucket: TokenBucket,
        /// How the rate changes.
        rule: Aimd,
        /// The rate, per second.
        rate_per_s: f64,
        /// Something was dropped since the last step.
        congested: bool,
        /// Something was refused since the last step: the rate is what limits.
        limited: bool,
    },
    /// An attempt passes with the probability of adaptive throttling.
    Throttle {
        /// The client's counts.
        throttle: Throttle,
        /// Its dice.
        draws: Stream,
    },
}

impl Gate {
    /// The gate of a policy.
    pub fn of(config: &Config, seed: Seed) -> Self {
        let bucket = TokenBucket::new(interval(config.rate_per_s), config.burst);
        match config.policy {
            Policy::Sample => Self::Sample { every: config.sample_every, seen: 0 },
            Policy::TokenBucket => Self::Bucket(bucket),
            Policy::Aimd => Self::Aimd {
                bucket,
                rule: config.aimd,
                rate_per_s: config.rate_per_s,
                congested: false,
                limited: false,
            },
            Policy::Throttle => Self::Throttle {
                throttle: Throttle::new(config.throttle_k, config.throttle_window),
                draws: Stream::named(seed, "throttle"),
            },
            _ => Self::Open,
        }
    }

    /// Whether an item may be sent now.
    pub fn admits(&mut self, now: Time, crowded: bool) -> bool {
        match self {
            Self::Open => true,
            Self::Sample { .. } if !crowded => true,
            Self::Sample { every, seen } => {
                *seen += 1;
                *seen % *every == 1
            }
            Self::Bucket(bucket) => bucket.take(now),
            Self::Aimd { bucket, limited, .. } => {
                let passes = bucket.take(now);
                *limited |= !passes;
                passes
            }
            Self::Throttle { throttle, draws } => {
                let refused = draws.unit() < throttle.refusal();
                throttle.request(now);
                !refused
            }
        }
    }

    /// An item was answered in time.
    pub fn accepted(&mut self, now: Time) {
        if let Self::Throttle { throttle, .. } = self {
            throttle.accept(now);
        }
    }

    /// The pipeline dropped an item.
    pub fn dropped(&mut self) {
        if let Self::Aimd { congested, .. } = self {
            *congested = true;
        }
    }

    /// A step of AIMD. The rate rises only if it was what limited: else it would grow without having been tried (as RFC
    /// 7661 says of TCP's window).
    pub fn control(&mut self) {
        if let Self::Aimd { bucket, rule, rate_per_s, congested, limited } = self {
            if *congested || *limited {
                *rate_per_s = rule.next(*rate_per_s, *congested).clamp(RATES.0, RATES.1);
                bucket.set_interval(interval(*rate_per_s));
            }
            (*congested, *limited) = (false, false);
        }
    }
}

/// The distance between items at a rate.
fn interval(rate_per_s: f64) -> Time {
    Time((1e9 / rate_per_s + 0.5) as u64).max(Time(1))
}
