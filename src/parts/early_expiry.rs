//! Probabilistic early expiration, XFetch: the rule, and what it costs (Vattani, Chierichetti & Lowenstein, "Optimal
//! Probabilistic Cache Stampede Prevention", VLDB 2015).

use super::integral::integral;
use crate::kernel::Time;

/// How far a read with the uniform draw `u` in (0, 1] moves its clock forwards, in nanoseconds: −δ·β·ln u, of a value that
/// took δ.
pub fn reach_ns(took: Time, beta: f64, u: f64) -> f64 {
    -libm::log(u) * (took.0 as f64 * beta)
}

/// Whether a read at `now` recomputes a value that takes `took` and expires at `expires`: now − δ·β·ln u ≥ expires.
pub fn early(now: Time, expires: Time, took: Time, beta: f64, u: f64) -> bool {
    /// −ln of the smallest draw, 2⁻⁵³: no draw reaches further, and most reads need no logarithm.
    const LONGEST_DRAW: f64 = 36.74;
    let left_ns = (expires - now).0 as f64;
    left_ns <= took.0 as f64 * beta * LONGEST_DRAW && left_ns <= reach_ns(took, beta, u)
}

/// One expiry under Poisson reads.
///
/// At u before the expiry a read recomputes with the probability min(1, e^(−u/δβ)), so recomputations are a Poisson
/// process with r times that for its rate. The first comes where the integral Λ of the rate reaches an Exp(1) variable,
/// and those of the δ that it takes come on top. For a long life and rδβ ≫ 1 the means are e^(1/β) and δβ(ln(rδβ) + γ).
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct EarlyExpiry {
    /// Reads a second.
    pub reads_per_s: f64,
    /// How long a recomputation takes, δ, in seconds.
    pub recompute_s: f64,
    /// How eagerly values are recomputed early.
    pub beta: f64,
    /// How long a value lives, in seconds.
    pub ttl_s: f64,
}

impl EarlyExpiry {
    /// The mean by which a read moves its clock forwards, δβ, in seconds.
    pub fn scale_s(&self) -> f64 {
        self.recompute_s * self.beta
    }

    /// The reads that would be early if the value had lived for ever.
    pub fn at_store(&self) -> f64 {
        self.reads_per_s * self.scale_s() * libm::exp(-self.ttl_s / self.scale_s())
    }

    /// Λ: the mean number of reads that are early by more than `u` seconds.
    pub fn reached(&self, u: f64) -> f64 {
        self.reads_per_s * self.scale_s() * libm::exp(-u / self.scale_s()) - self.at_store()
    }

    /// The probability that the first recomputation begins less than `u` seconds before the expiry, or after it.
    pub fn lead_below(&self, u: f64) -> f64 {
        libm::exp(-self.reached(u.min(self.ttl_s)))
    }

    /// The lead above which so little is left that e^`less` is its reciprocal: but for that part of the entries the first
    /// early read comes later. In seconds.
    pub fn furthest_s(&self, less: f64) -> f64 {
        let most = libm::log(self.reads_per_s * self.scale_s()).max(0.0);
        self.ttl_s.min(self.scale_s() * (most + less))
    }

    /// The mean number of recomputations.
    pub fn recomputes(&self) -> f64 {
        let (rate, took, at_store) = (self.reads_per_s, self.recompute_s, self.at_store());
        // A first one that ends before the expiry: while it runs Λ grows by the factor e^(1/β).
        let in_time = self.reached(took).max(0.0);
        let luck = 1.0 - libm::exp(-in_time) * (1.0 + in_time) - at_store * libm::expm1(-in_time);
        let early = libm::expm1(took / self.scale_s()) * luck;
        // One that ends after it: from the expiry on every read recomputes.
        let at_end = self.reached(0.0);
        let across = integral(took.min(self.ttl_s), &|u| {
            let reached = self.reached(u);
            (at_end + rate * (took - u) - reached) * libm::exp(-reached) * rate * libm::exp(-u / self.scale_s())
        });
        1.0 + early + across + rate * took * libm::exp(-at_end)
    }

    /// By how many seconds, in the mean, the first recomputation comes before the expiry; 0 for one that comes after it.
    pub fn lead_s(&self) -> f64 {
        integral(self.furthest_s(27.0), &|u| -libm::expm1(-self.reached(u)))
    }

    /// The probability p = e^(−1/β) that the first recomputation is the only one: their number is then geometric. `None`
    /// where that does not hold: for a short life, and where the first may end after the expiry.
    pub fn once(&self) -> Option<f64> {
        let is_many = self.reached(self.recompute_s) > 8.0 && self.at_store() < 1e-3;
        is_many.then(|| libm::exp(-1.0 / self.beta))
    }
}
