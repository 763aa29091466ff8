//! Two loads of one system: that at which an expiry tips it over, and that at which it recovers by itself.
//!
//! One key, and a database that does μ queries a second, shared evenly among those that run. Between an expiry and the first
//! answer every read is a query, so at A = λ/μ ≥ 1 the first answer takes (δ/A) e^(A−1), and the others longer. If that is
//! later than the readers' patience T nothing is ever stored: it tips at e^(A−1)/A = T/δ.
//!
//! Once every attempt fails each read is 1 + r attempts, or 1 + b with a budget of b retries a read. The queries that nobody
//! waits for any more grow fewer only if these are fewer than μ (Bronson et al., "Metastable Failures in Distributed
//! Systems", HotOS 2021, §2.1; Huang et al., "Metastable Failures in the Wild", OSDI 2022, theorem 2). Pauses before a
//! retry do not change that.

use super::policy::{PATTERNS, Pattern, STRATEGIES, Strategy};
use crate::kernel::Params;

/// The law counts queries as if they were a fluid: a database that runs fewer at full speed tips over by chance alone.
const FEWEST: u32 = 5;

/// What the two loads depend on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Tipping {
    /// Queries that the database does in a second.
    pub capacity_per_s: f64,
    /// The readers' patience as a multiple of a recomputation.
    pub patience: f64,
    /// Retries of a read, if all its attempts fail.
    pub retries: f64,
    /// The most queries that the database takes in, as a multiple of those that it does in the readers' patience; infinite
    /// without a limit.
    pub connections: f64,
}

impl Tipping {
    /// The system that the parameters describe, where the law holds: for one key that every reader who misses it
    /// recomputes, and answers that never fail by themselves.
    pub fn of(params: &Params) -> Option<Self> {
        let recomputes = matches!(params.chosen("strategy", &STRATEGIES), Strategy::None | Strategy::Jitter);
        let is_steady = params.chosen("arrivals", &PATTERNS) == Pattern::Steady;
        let only_key = params.count("keys") == 1 && params.number("absent_fraction") == 0.0;
        let capacity = params.count("database_capacity");
        if !recomputes || !is_steady || !only_key || capacity < FEWEST || params.number("crash_probability") > 0.0 {
            return None;
        }
        let (recompute_s, patience_s) = (params.number("recompute_ms") / 1e3, params.number("timeout_ms") / 1e3);
        let capacity_per_s = f64::from(capacity) / recompute_s;
        let (retries, budget) = (f64::from(params.count("retries")), params.number("retry_budget"));
        let most = params.count("max_connections");
        Some(Self {
            capacity_per_s,
            patience: patience_s / recompute_s,
            retries: if budget > 0.0 { retries.min(budget) } else { retries },
            connections: if most > 0 { f64::from(most) / (capacity_per_s * patience_s) } else { f64::INFINITY },
        })
    }

    /// The reads a second above which one expiry tips the system over.
    pub fn tip(&self) -> Option<f64> {
        let log = libm::log(self.patience);
        if log < 0.0 {
            return None;
        }
        // A − 1 − ln A rises from 0 at A = 1, and reaches any logarithm of a patience below 64.
        let (mut low, mut high) = (1.0, 64.0);
        for _ in 0..50 {
            let load: f64 = 0.5 * (low + high);
            if load - 1.0 - libm::log(load) < log { low = load } else { high = load }
        }
        // With fewer connections than reads in one patience the first answer comes sooner.
        (self.connections >= low).then_some(low * self.capacity_per_s)
    }

    /// The reads a second below which it recovers by itself. With so few connections that every query ends in time there is
    /// nothing to recover from.
    pub fn recovery(&self) -> Option<f64> {
        (self.patience >= 1.0 && self.connections > 1.0).then(|| self.capacity_per_s / (1.0 + self.retries))
    }
}
