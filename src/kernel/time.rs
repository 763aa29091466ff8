//! Virtual time: integer nanoseconds, so that order never depends on rounding.

use std::fmt;
use std::ops::{Add, Sub};

/// A point in virtual time, in nanoseconds since the start of a run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Time(pub u64);

impl Time {
    /// The start of a run.
    pub const ZERO: Self = Self(0);

    /// Whole milliseconds.
    pub const fn from_millis(ms: u64) -> Self {
        Self(ms * 1_000_000)
    }

    /// Milliseconds, rounded to the nearest nanosecond. Negative and non-finite values become zero.
    pub fn from_millis_f64(ms: f64) -> Self {
        Self((ms * 1e6 + 0.5) as u64)
    }

    /// Milliseconds as a real number, for display and for charts.
    pub fn as_millis(self) -> f64 {
        self.0 as f64 / 1e6
    }
}

impl Add for Time {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self(self.0.saturating_add(other.0))
    }
}

impl Sub for Time {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        Self(self.0.saturating_sub(other.0))
    }
}

impl fmt::Display for Time {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}.{:06} ms", self.0 / 1_000_000, self.0 % 1_000_000)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn milliseconds_survive_the_round_trip() {
        assert_eq!(Time::from_millis(12), Time::from_millis_f64(12.0));
        assert_eq!(Time::from_millis_f64(1.5).as_millis(), 1.5);
        assert_eq!(Time::from_millis_f64(-3.0), Time::ZERO);
        assert_eq!(Time::from_millis_f64(f64::NAN), Time::ZERO);
        assert_eq!(Time(1_500_000).to_string(), "1.500000 ms");
    }
}
