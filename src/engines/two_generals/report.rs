//! The days that were played → their metrics.

use super::day::Day;
use super::policy::Plan;
use super::spec::SPEC;
use super::theory::{disagreement, victory};
use crate::kernel::Report;

/// How the days ended.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Days {
    /// How many were played.
    pub played: u32,
    both: u32,
    neither: u32,
    sent: u64,
    arrived: u64,
}

impl Days {
    /// Counts one more.
    pub(super) fn count(&mut self, day: &Day) {
        self.played += 1;
        self.both += u32::from(day.first && day.second);
        self.neither += u32::from(!day.first && !day.second);
        self.sent += u64::from(day.sent);
        self.arrived += u64::from(day.arrived);
    }

    /// The days on which one attacked alone, and those on which both did.
    pub(super) fn alone_and_both(&self) -> [u32; 2] {
        [self.played - self.both - self.neither, self.both]
    }

    /// The metrics, for a plan with `n` messengers, each caught with probability `p`.
    pub(super) fn report(&self, plan: Plan, p: f64, n: u32) -> Report {
        let per_day = |value: f64| value / f64::from(self.played.max(1));
        let [alone, both] = self.alone_and_both().map(f64::from);
        Report::of(
            SPEC.metrics,
            [
                ("both_attack", both),
                ("nobody_attacks", f64::from(self.neither)),
                ("one_attacks_alone", alone),
                ("disagreement_fraction", per_day(alone)),
                ("predicted_disagreement_fraction", disagreement(plan, p, n)),
                ("victory_fraction", per_day(both)),
                ("predicted_victory_fraction", victory(plan, p, n)),
                ("messengers_per_day", per_day(self.sent as f64)),
                ("arrivals_per_day", per_day(self.arrived as f64)),
            ],
        )
    }
}
