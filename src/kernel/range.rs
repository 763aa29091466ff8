//! How a parameter with a range is declared: by names, `.range(1..=50).default(10)`.

use std::ops::RangeInclusive;

use super::schema::{ParamKind, ParamSpec};

/// A parameter that has a range, while it is declared.
#[derive(Clone, Copy, Debug)]
pub struct Range<T> {
    pub(super) name: &'static str,
    pub(super) label: &'static str,
    pub(super) min: T,
    pub(super) max: T,
    pub(super) step: T,
}

impl Range<i64> {
    /// The smallest and the largest value allowed.
    pub const fn range(mut self, range: RangeInclusive<i64>) -> Self {
        (self.min, self.max) = (*range.start(), *range.end());
        self
    }

    /// The step of the slider.
    pub const fn step(mut self, step: i64) -> Self {
        self.step = step;
        self
    }

    /// The value when nothing is said: the parameter is complete but for its unit and its help.
    ///
    /// # Panics
    /// When compiled, if the default is out of the range.
    pub const fn default(self, default: i64) -> ParamSpec {
        let Self { name, label, min, max, step } = self;
        assert!(min <= default && default <= max, "the default is out of the range");
        ParamSpec::plain(name, label, ParamKind::Integer { min, max, step, default })
    }
}

impl Range<f64> {
    /// The smallest and the largest value allowed.
    pub const fn range(mut self, range: RangeInclusive<f64>) -> Self {
        (self.min, self.max) = (*range.start(), *range.end());
        self
    }

    /// The step of the slider.
    pub const fn step(mut self, step: f64) -> Self {
        self.step = step;
        self
    }

    /// The value when nothing is said: the parameter is complete but for its unit and its help.
    ///
    /// # Panics
    /// When compiled, if the default is out of the range.
    pub const fn default(self, default: f64) -> ParamSpec {
        let Self { name, label, min, max, step } = self;
        assert!(min <= default && default <= max, "the default is out of the range");
        ParamSpec::plain(name, label, ParamKind::Number { min, max, step, default })
    }
}
