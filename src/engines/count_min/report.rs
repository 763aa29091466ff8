//! The report of a run.

use super::errors::Errors;
use super::policy::Update;
use super::sketch::Sketch;
use super::spec::SPEC;
use super::theory;
use crate::kernel::Report;
use crate::parts::zipf_stream::hash_table_bytes;

/// The inputs of the report.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome<'a> {
    /// The table of the whole stream.
    pub(super) table: &'a Sketch,
    /// Errors over the items asked for so far.
    pub(super) errors: Errors,
    /// The error that is promised.
    pub(super) error_bound: f64,
    /// The fraction of items for which the promise may fail.
    pub(super) delta: f64,
    /// Count and estimate of the most frequent item.
    pub(super) heavy: (u32, u32),
    /// The same of the item that is asked for.
    pub(super) subject: (u32, u32),
    /// Arrivals that were not taken back.
    pub(super) remaining: u32,
    /// How many different items came.
    pub(super) distinct: u32,
    /// By how much a count of the list exceeds the truth at most, and the bound.
    pub(super) list_errors: (u32, f64),
}

impl Outcome<'_> {
    /// The metrics.
    pub(super) fn report(&self) -> Report {
        let (table, errors) = (self.table, self.errors);
        let mean = |sum: u64| sum as f64 / f64::from(errors.items.max(1));
        let (heavy, heavy_estimate) = (f64::from(self.heavy.0), f64::from(self.heavy.1));
        let used = table.counters().iter().filter(|&&counter| counter > 0).count() as f64;
        let metrics = [
            ("memory_bytes", Some(table.counters().len() as f64 * 4.0)),
            ("exact_memory_bytes", Some(hash_table_bytes(self.distinct, 12) as f64)),
            ("width", Some(table.width().into())),
            ("depth", Some(table.depth().into())),
            ("error", Some(mean(errors.sum))),
            ("error_max", Some(errors.max.into())),
            ("error_bound", Some(self.error_bound)),
            ("over_bound_fraction", Some(mean(errors.over_bound.into()))),
            ("promised_over_bound_fraction", Some(self.delta)),
            ("row_error", Some(mean(errors.row_sum))),
            (
                "predicted_row_error",
                (table.update() == Update::Plain)
                    .then(|| theory::row_error(self.remaining, self.distinct, table.width())),
            ),
            ("heavy_relative_error", Some((heavy_estimate - heavy).abs() / heavy.max(1.0))),
            ("underestimated_fraction", Some(mean(errors.under.into()))),
            ("fill_fraction", Some(used / table.counters().len() as f64)),
            ("asked_count", Some(self.subject.0.into())),
            ("asked_estimate", Some(self.subject.1.into())),
            ("list_error", Some(self.list_errors.0.into())),
            ("list_error_bound", Some(self.list_errors.1)),
        ];
        Report::of(SPEC.metrics, metrics)
    }
}
