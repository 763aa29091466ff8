//! Predictions in closed form: the thin line under the measured points.
//!
//! Leaves are independent, and a second copy is independent of the first, so both laws are products:
//! a call is late if both its copies are, and a root is on time if all its calls are.

use super::call::Policy;
use super::leaf::Leaf;
use crate::kernel::measured::LONGEST_MS;

/// A quantile is predicted if at least so many requests are beyond it.
const FEWEST_BEYOND: f64 = 10.0;

/// A quantile is predicted if its mean over samples is as near to it as this fraction of it.
const SHIFT: f64 = 0.01;

/// The exact law of a leaf call and of a root.
#[derive(Clone, Debug)]
pub struct Theory {
    leaf: Leaf,
    fan_out: u32,
    second_after_ms: Option<f64>,
    timeout_ms: f64,
}

impl Theory {
    /// The law of `fan_out` calls to leaves like `leaf` under `policy`.
    pub fn new(leaf: Leaf, policy: &Policy, fan_out: u32) -> Self {
        Self {
            leaf,
            fan_out,
            second_after_ms: policy.second_after().map(|after| after.as_millis()),
            timeout_ms: policy.timeout.map_or(LONGEST_MS, |limit| limit.as_millis()),
        }
    }

    /// P(a call has no answer at `latency_ms`), as if there were no timeout.
    fn unanswered(&self, latency_ms: f64) -> f64 {
        let first = self.leaf.survival(latency_ms);
        match self.second_after_ms {
            Some(after_ms) if latency_ms > after_ms => first * self.leaf.survival(latency_ms - after_ms),
            _ => first,
        }
    }

    /// P(the root waits for a leaf call longer than `latency_ms`).
    pub fn leaf_survival(&self, latency_ms: f64) -> f64 {
        if latency_ms < self.timeout_ms { self.unanswered(latency_ms) } else { 0.0 }
    }

    /// P(a root takes longer than `latency_ms`) = 1 − (1 − s)ⁿ for a call's survival s.
    pub fn root_survival(&self, latency_ms: f64) -> f64 {
        self.any_of_all(self.leaf_survival(latency_ms))
    }

    /// P(a root takes `latency_ms` or longer): the timeout itself counts.
    pub fn root_at_least(&self, latency_ms: f64) -> f64 {
        if latency_ms <= self.timeout_ms { self.any_of_all(self.unanswered(latency_ms)) } else { 0.0 }
    }

    /// 1 − (1 − p)ⁿ without cancellation: the chance that at least one of the calls has it.
    fn any_of_all(&self, p: f64) -> f64 {
        -libm::expm1(f64::from(self.fan_out) * libm::log1p(-p))
    }

    /// The quantile of a leaf call on which the root's quantile `q` depends: q^(1/n).
    pub fn leaf_quantile_behind(&self, q: f64) -> f64 {
        libm::pow(q, 1.0 / f64::from(self.fan_out))
    }

    /// The latency that a root exceeds with probability 1 − `q`, in milliseconds.
    pub fn root_quantile_ms(&self, q: f64) -> f64 {
        self.latency_ms_at(-libm::expm1(libm::log(q) / f64::from(self.fan_out)))
    }

    /// The same, if the quantile of so many requests is that on average: at least [`FEWEST_BEYOND`] of them are beyond it,
    /// and it is not so near to a jump of the law that chance decides on which side it comes to lie.
    pub fn predicted_root_quantile_ms(&self, q: f64, requests: u64) -> Option<f64> {
        let beyond = (1.0 - q) * requests as f64;
        // 10 − 10⁻¹⁴ is ten.
        if beyond + 1e-6 < FEWEST_BEYOND {
            return None;
        }
        let (law, seen) = (self.root_quantile_ms(q), self.mean_sample_quantile_ms(q, requests));
        ((seen - law).abs() <= SHIFT * law).then_some(law)
    }

    /// The mean over samples of so many roots of their quantile `q`: an order statistic, of which the part beyond it has a
    /// law that is nearly a gamma (as a cube of a normal variable: Wilson & Hilferty 1931).
    fn mean_sample_quantile_ms(&self, q: f64, requests: u64) -> f64 {
        /// Steps of half a standard deviation, up to four on each side.
        const STEPS: i32 = 8;
        let all = requests as f64 + 1.0;
        let beyond = all - (q * requests as f64).ceil();
        let deviation = ((all - beyond) / all / beyond).sqrt() / 3.0;
        let (mut sum, mut weights) = (0.0, 0.0);
        for step in -STEPS..=STEPS {
            let z = 0.5 * f64::from(step);
            let root = 1.0 - deviation * deviation + z * deviation;
            let tail = (beyond / all * root * root * root).clamp(f64::MIN_POSITIVE, 1.0 - f64::EPSILON);
            let weight = libm::exp(-0.5 * z * z);
            sum += weight * self.latency_ms_at(-libm::expm1(libm::log1p(-tail) / f64::from(self.fan_out)));
            weights += weight;
        }
        sum / weights
    }

    /// The latency that a leaf call exceeds with probability `tail`, in milliseconds.
    fn latency_ms_at(&self, tail: f64) -> f64 {
        // The law has no closed inverse once calls are hedged, but it falls: halve the (logarithmic) interval until
        // it is narrower than a double can tell.
        let (mut low, mut high) = (libm::log(1e-6), libm::log(LONGEST_MS));
        for _ in 0..64 {
            let middle = 0.5 * (low + high);
            if self.leaf_survival(libm::exp(middle)) > tail {
                low = middle;
            } else {
                high = middle;
            }
        }
        libm::exp(high).min(self.timeout_ms)
    }
}
