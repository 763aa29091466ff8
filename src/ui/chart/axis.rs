//! From values to places, and the ticks between.

use crate::kernel::schema::within;
use crate::ui::maths::{log10, pow};

/// A linear or logarithmic axis between two places in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Axis {
    from: f64,
    to: f64,
    start: f64,
    end: f64,
    logarithmic: bool,
}

impl Axis {
    /// Values `from..to` in equal steps, drawn from place `start` to place `end`.
    pub fn linear((from, to): (f64, f64), (start, end): (f64, f64)) -> Self {
        Self { from, to: if to > from { to } else { from + 1.0 }, start, end, logarithmic: false }
    }

    /// Positive values `from..to` in equal ratios, drawn from place `start` to place `end`.
    pub fn logarithmic((from, to): (f64, f64), (start, end): (f64, f64)) -> Self {
        let from = from.max(f64::MIN_POSITIVE);
        Self { from, to: if to > from { to } else { from * 10.0 }, start, end, logarithmic: true }
    }

    /// The place of a value; one outside the axis lands on its end.
    pub fn place(&self, value: f64) -> f64 {
        let share = if self.logarithmic {
            log10(value.max(f64::MIN_POSITIVE) / self.from) / log10(self.to / self.from)
        } else {
            (value - self.from) / (self.to - self.from)
        };
        self.start + within(share, 0.0, 1.0) * (self.end - self.start)
    }

    /// The value at a place.
    pub fn value(&self, place: f64) -> f64 {
        let share = within((place - self.start) / (self.end - self.start), 0.0, 1.0);
        if self.logarithmic {
            self.from * pow(self.to / self.from, share)
        } else {
            self.from + share * (self.to - self.from)
        }
    }

    /// About `count` round values on the axis: powers of ten where they suffice, else 1, 2, 5 times them.
    pub fn ticks(&self, count: usize) -> Vec<f64> {
        if self.logarithmic { self.logarithmic_ticks(count) } else { self.linear_ticks(count) }
    }

    fn linear_ticks(&self, count: usize) -> Vec<f64> {
        let step = round_up((self.to - self.from) / count.max(1) as f64);
        let first = (self.from / step).ceil() as i32;
        let last = (self.to / step + 1e-9).floor() as i32;
        (first..=last).map(|index| f64::from(index) * step).collect()
    }

    fn logarithmic_ticks(&self, count: usize) -> Vec<f64> {
        let mut ticks = self.ticks_within(&[1.0, 2.0, 5.0], 1);
        let mut every = 1;
        while ticks.len() > count.max(1) {
            ticks = self.ticks_within(&[1.0], every);
            every += 1;
        }
        ticks
    }

    /// The multiples of a power of ten that lie on the axis, for one in `every` of the powers.
    fn ticks_within(&self, multiples: &[f64], every: i32) -> Vec<f64> {
        let mut ticks = Vec::new();
        for decade in log10(self.from).floor() as i32..=log10(self.to).ceil() as i32 {
            for multiple in multiples {
                let tick = multiple * pow(10.0, decade.into());
                let within = tick >= self.from * (1.0 - 1e-9) && tick <= self.to * (1.0 + 1e-9);
                if within && decade.rem_euclid(every) == 0 {
                    ticks.push(tick);
                }
            }
        }
        ticks
    }
}

/// The power of ten that is not above `value`.
fn decade_of(value: f64) -> f64 {
    pow(10.0, log10(value.max(1e-12)).floor())
}

/// The nearest of 1, 2, 5 times a power of ten that is not above `value`.
pub fn round_down(value: f64) -> f64 {
    let decade = decade_of(value);
    [5.0, 2.0, 1.0].into_iter().map(|factor| factor * decade).find(|&round| round <= value).unwrap_or(decade)
}

/// The nearest of 1, 2, 5 times a power of ten that is not below `value`.
pub fn round_up(value: f64) -> f64 {
    let decade = decade_of(value);
    [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * decade).find(|&round| round >= value).unwrap_or(value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_value_comes_back_from_its_place() {
        for axis in [Axis::linear((2.0, 12.0), (40.0, 400.0)), Axis::logarithmic((0.1, 1000.0), (200.0, 10.0))] {
            for value in [2.0, 3.5, 12.0] {
                assert!((axis.value(axis.place(value)) - value).abs() < 1e-9);
            }
        }
        assert_eq!(Axis::linear((0.0, 1.0), (0.0, 100.0)).place(7.0), 100.0);
    }

    #[test]
    fn a_wide_logarithmic_axis_has_decades_and_a_narrow_one_has_steps_between() {
        assert_eq!(Axis::logarithmic((1.0, 10_000.0), (0.0, 1.0)).ticks(6), [1.0, 10.0, 100.0, 1000.0, 10_000.0]);
        assert_eq!(Axis::logarithmic((20.0, 100.0), (0.0, 1.0)).ticks(6), [20.0, 50.0, 100.0]);
        assert_eq!(Axis::logarithmic((1e-3, 1e6), (0.0, 1.0)).ticks(5), [1e-2, 1.0, 100.0, 1e4, 1e6]);
    }

    #[test]
    fn linear_ticks_are_round() {
        assert_eq!(Axis::linear((0.0, 199.0), (0.0, 1.0)).ticks(5), [0.0, 50.0, 100.0, 150.0]);
        assert_eq!(Axis::linear((0.0, 1.0), (0.0, 1.0)).ticks(4).len(), 3);
    }

    #[test]
    fn rounding_keeps_to_one_two_five() {
        assert_eq!((round_down(73.0), round_up(73.0)), (50.0, 100.0));
        assert_eq!((round_down(20.0), round_up(20.0)), (20.0, 20.0));
        // What has no decade of its own gets the least that there is.
        assert_eq!((round_down(0.0), round_up(0.0)), (1e-12, 1e-12));
    }
}
