//! How long a request is served: four laws with one mean and different spreads.
//!
//! The spread is told by the coefficient of variation cv = deviation / mean. It is all that the mean wait depends on
//! besides the load (Pollaczek 1930, Khinchine 1932), see [`super::theory`].

use std::f64::consts::TAU;

use super::policy::{SERVICES, ServiceKind};
use crate::kernel::{Params, Stream, Time};

/// A law of service times; means in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Service {
    /// Memoryless: cv = 1.
    Exponential {
        /// The mean.
        mean_ms: f64,
    },
    /// Always the same: cv = 0.
    Constant {
        /// The time.
        mean_ms: f64,
    },
    /// The exponential of a normal variable.
    Lognormal {
        /// The mean.
        mean_ms: f64,
        /// The coefficient of variation.
        cv: f64,
        /// The standard deviation of the logarithm: σ² = ln(1 + cv²).
        sigma: f64,
        /// The mean of the logarithm: ln(mean) − σ²/2.
        mu: f64,
    },
    /// Mostly short, seldom long: one of two exponentials, each with half of the total work ("balanced means").
    Hyperexponential {
        /// The mean.
        mean_ms: f64,
        /// The coefficient of variation, at least 1.
        cv: f64,
        /// The probability of the short branch, (1 + √((cv² − 1)/(cv² + 1)))/2; its mean is mean/(2·short).
        short: f64,
    },
}

impl Service {
    /// How many services show about the second moment, on which the mean wait depends: as many as the square of its own
    /// coefficient of variation. In smaller samples of a lognormal law the longest services are missing.
    pub fn sample_size(&self) -> f64 {
        match *self {
            Self::Lognormal { cv, .. } => libm::pow(1.0 + cv * cv, 4.0),
            Self::Exponential { .. } | Self::Constant { .. } | Self::Hyperexponential { .. } => 1.0,
        }
    }

    /// The law that the parameters name.
    pub fn of(params: &Params) -> Self {
        let (mean_ms, cv) = (params.number("service_ms"), params.number("service_cv"));
        match params.chosen("service", &SERVICES) {
            ServiceKind::Exponential => Self::Exponential { mean_ms },
            ServiceKind::Constant => Self::Constant { mean_ms },
            ServiceKind::Lognormal => {
                let variance = libm::log1p(cv * cv);
                let mu = libm::log(mean_ms) - 0.5 * variance;
                Self::Lognormal { mean_ms, cv, sigma: variance.sqrt(), mu }
            }
            ServiceKind::Hyperexponential => {
                let square = cv.max(1.0) * cv.max(1.0);
                let short = 0.5 * (1.0 + ((square - 1.0) / (square + 1.0)).sqrt());
                Self::Hyperexponential { mean_ms, cv: cv.max(1.0), short }
            }
        }
    }

    /// The mean, in milliseconds.
    pub fn mean_ms(&self) -> f64 {
        match *self {
            Self::Exponential { mean_ms }
            | Self::Constant { mean_ms }
            | Self::Lognormal { mean_ms, .. }
            | Self::Hyperexponential { mean_ms, .. } => mean_ms,
        }
    }

    /// The coefficient of variation.
    pub fn cv(&self) -> f64 {
        match *self {
            Self::Exponential { .. } => 1.0,
            Self::Constant { .. } => 0.0,
            Self::Lognormal { cv, .. } | Self::Hyperexponential { cv, .. } => cv,
        }
    }

    /// One service time. The number of draws depends on the law only, never on the state of the station.
    #[inline]
    pub fn draw(&self, stream: &mut Stream) -> Time {
        Time::from_millis_f64(match *self {
            Self::Exponential { mean_ms } => stream.exponential(mean_ms),
            Self::Constant { mean_ms } => mean_ms,
            Self::Lognormal { sigma, mu, .. } => {
                // Box & Muller 1958: two uniform draws make a normal one.
                let radius = (-2.0 * libm::log(stream.unit_positive())).sqrt();
                libm::exp(mu + sigma * radius * libm::cos(TAU * stream.unit()))
            }
            Self::Hyperexponential { mean_ms, short, .. } => {
                let branch = if stream.unit() < short { short } else { 1.0 - short };
                stream.exponential(mean_ms / (2.0 * branch))
            }
        })
    }
}
