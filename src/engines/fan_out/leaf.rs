//! How long one leaf takes: the latency distributions of the field, sampled by inverting the survival function.
//!
//! One uniform draw gives one latency, and a larger draw never gives a longer one, so two policies (and even two
//! distributions) can be compared under the same draws.

use std::sync::Arc;

use super::histogram::{HISTOGRAM, Histogram};
use super::normal;
use super::policy::{LEAVES, LeafKind};
use crate::kernel::measured::LONGEST_MS;
use crate::kernel::{Params, Time};

/// A latency distribution, in milliseconds.
#[derive(Clone, Debug, PartialEq)]
pub enum Leaf {
    /// Memoryless: the waiting time of an M/M/1 server, the usual first model.
    Exponential {
        /// Its mean.
        mean_ms: f64,
    },
    /// The exponential of a normal variable: the product of many small delays.
    Lognormal {
        /// The logarithm of its median.
        mu: f64,
        /// The standard deviation of its logarithm.
        sigma: f64,
    },
    /// A power law: P(latency > t) = (scale / t)^shape from `scale_ms` upwards.
    Pareto {
        /// The shortest latency.
        scale_ms: f64,
        /// The exponent; the smaller, the heavier the tail.
        shape: f64,
    },
    /// A fast mode Exp(`mean_ms`), and with probability `slow` a slow mode `slow_ms` + Exp(`mean_ms`), which is
    /// therefore never faster than `slow_ms`.
    Bimodal {
        /// The mean of the fast mode.
        mean_ms: f64,
        /// The shortest latency of the slow mode.
        slow_ms: f64,
        /// The probability of the slow mode.
        slow: f64,
    },
    /// As counted in bins: [`HISTOGRAM`], stretched to a mean, or what a reader has measured.
    Histogram {
        /// Milliseconds in one unit of the edges.
        unit_ms: f64,
        /// The bins.
        histogram: Arc<Histogram>,
    },
}

impl Leaf {
    /// What a reader has measured; else the distribution that the parameters name.
    pub fn of(params: &Params) -> Self {
        if !params.measured().is_empty() {
            return Self::Histogram { unit_ms: 1.0, histogram: Arc::new(Histogram::of(params.measured())) };
        }
        let mean_ms = params.number("mean_ms");
        match params.chosen("leaf", &LEAVES) {
            LeafKind::Exponential => Self::Exponential { mean_ms },
            LeafKind::Lognormal => {
                let sigma = params.number("sigma");
                // The mean of a log-normal is exp(mu + sigma²/2).
                Self::Lognormal { mu: libm::log(mean_ms) - 0.5 * sigma * sigma, sigma }
            }
            LeafKind::Pareto => {
                let shape = params.number("shape");
                Self::Pareto { scale_ms: mean_ms * (shape - 1.0) / shape, shape }
            }
            LeafKind::Bimodal => {
                Self::Bimodal { mean_ms, slow_ms: params.number("slow_ms"), slow: params.number("slow_probability") }
            }
            LeafKind::Histogram => {
                let histogram = Histogram::of(&HISTOGRAM);
                Self::Histogram { unit_ms: mean_ms / histogram.mean(), histogram: Arc::new(histogram) }
            }
        }
    }

    /// The latency that a fraction `tail` in (0, 1] of calls exceeds, in milliseconds: the quantile of 1 − `tail`,
    /// without the cancellation. At most [`LONGEST_MS`].
    pub fn at_survival(&self, tail: f64) -> f64 {
        let latency_ms = match *self {
            Self::Exponential { mean_ms } => -mean_ms * libm::log(tail),
            Self::Lognormal { mu, sigma } => libm::exp(mu + sigma * normal::at_survival(tail)),
            Self::Pareto { scale_ms, shape } => scale_ms * libm::exp(-libm::log(tail) / shape),
            Self::Bimodal { mean_ms, slow_ms, slow } => bimodal_at_survival(mean_ms, slow_ms, slow, tail),
            Self::Histogram { unit_ms, ref histogram } => unit_ms * histogram.at_survival(tail),
        };
        latency_ms.min(LONGEST_MS)
    }

    /// P(latency > `latency_ms`), before the cap of [`LONGEST_MS`].
    pub fn survival(&self, latency_ms: f64) -> f64 {
        if latency_ms <= 0.0 {
            return 1.0;
        }
        match *self {
            Self::Exponential { mean_ms } => libm::exp(-latency_ms / mean_ms),
            Self::Lognormal { mu, sigma } => normal::survival((libm::log(latency_ms) - mu) / sigma),
            Self::Pareto { scale_ms, shape } if latency_ms > scale_ms => libm::pow(scale_ms / latency_ms, shape),
            Self::Pareto { .. } => 1.0,
            Self::Bimodal { mean_ms, slow_ms, slow } => {
                let past_slow_ms = if latency_ms > slow_ms { latency_ms - slow_ms } else { 0.0 };
                (1.0 - slow) * libm::exp(-latency_ms / mean_ms) + slow * libm::exp(-past_slow_ms / mean_ms)
            }
            Self::Histogram { unit_ms, ref histogram } => histogram.survival(latency_ms / unit_ms),
        }
    }

    /// One latency from one draw in (0, 1].
    pub fn draw(&self, unit_positive: f64) -> Time {
        Time::from_millis_f64(self.at_survival(unit_positive))
    }
}

/// The mixture inverts in closed form, since both modes decay alike: below `slow_ms` the slow mode is still whole.
fn bimodal_at_survival(mean_ms: f64, slow_ms: f64, slow: f64, tail: f64) -> f64 {
    let depth = slow_ms / mean_ms;
    let fast_at_slow = (1.0 - slow) * libm::exp(-depth);
    if tail > slow + fast_at_slow {
        (-mean_ms * libm::log((tail - slow) / (1.0 - slow))).min(slow_ms)
    } else {
        // −mean · ln(tail / (1 − slow + slow · e^depth)), with e^depth taken out before it overflows.
        mean_ms * (depth + libm::log(slow + fast_at_slow) - libm::log(tail))
    }
}
