//! Predictions for an expiry, for Poisson reads and a database that is never the bottleneck.

use super::policy::Strategy;
use super::settings::Settings;
use crate::parts::Zipf;

/// Euler's constant: the mean of a standard Gumbel variable.
const EULER: f64 = 0.577_215_664_901_532_9;

/// The rates and times that the predictions depend on.
#[derive(Clone, Copy, Debug)]
pub struct Theory<'a> {
    /// The strategy with its numbers.
    pub settings: &'a Settings,
    /// Reads of all keys per second.
    pub reads_per_s: f64,
    /// The law by which keys are read.
    pub popularity: &'a Zipf,
    /// How long a recomputation takes, in seconds.
    pub recompute_s: f64,
    /// How many application servers read.
    pub servers: u32,
}

impl Theory<'_> {
    /// Recomputations for each expiry.
    pub fn recomputes_per_expiry(&self) -> f64 {
        let servers = f64::from(self.servers);
        match self.settings.strategy {
            Strategy::None | Strategy::Jitter => self.over_expiries(|rate| 1.0 + rate * self.recompute_s),
            // Every other server joins in if it sees a read before the first answer.
            Strategy::Singleflight => {
                self.over_expiries(|rate| 1.0 - (servers - 1.0) * libm::expm1(-rate * self.recompute_s / servers))
            }
            // Geometric: with Λ the expected number of draws that reach the expiry, the first comes at Λ ~ Exp(1), and
            // while it runs Λ grows by the factor e^(1/β).
            Strategy::XFetch => libm::exp(1.0 / self.settings.beta),
            _ => 1.0,
        }
    }

    /// XFetch: how long before the expiry the first recomputation begins, in milliseconds; 0 for the others.
    pub fn lead_ms(&self) -> f64 {
        let scale_s = self.recompute_s * self.settings.beta;
        if self.settings.strategy != Strategy::XFetch {
            return 0.0;
        }
        self.over_expiries(|rate| (1e3 * scale_s * (libm::log(rate * scale_s) + EULER)).max(0.0))
    }

    /// The mean over the expiries of all keys of something that depends on the reads of a key per second. A key
    /// expires once in its time to live and the wait for the next read.
    fn over_expiries(&self, what: impl Fn(f64) -> f64) -> f64 {
        let ttl_s = self.settings.ttl.as_millis() / 1e3;
        let (mut sum, mut weights) = (0.0, 0.0);
        for rank in 1..=self.popularity.count() {
            let rate = self.reads_per_s * self.popularity.share(rank);
            let weight = 1.0 / (ttl_s + 1.0 / rate);
            sum += weight * what(rate);
            weights += weight;
        }
        sum / weights
    }
}
