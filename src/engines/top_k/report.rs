//! The report of a run.

use super::spec::SPEC;
use crate::kernel::Report;
use crate::parts::space_saving::Summary;
use crate::parts::zipf_stream::hash_table_bytes;

/// The inputs of the report.
#[derive(Clone, Debug)]
pub(super) struct Outcome<'a> {
    /// The counters, as they are now.
    pub(super) summary: &'a Summary,
    /// How many of the most frequent items are asked for.
    pub(super) k: u32,
    /// How many different items came.
    pub(super) distinct: u32,
    /// The fraction of the exact list that the summary has.
    pub(super) recall: f64,
    /// By how much each counter exceeds the truth, and the truth, the greatest count first.
    pub(super) overestimates: Vec<(f64, f64)>,
    /// No count exceeds the truth by more.
    pub(super) error_bound: f64,
    /// Items that came more often than that, exactly.
    pub(super) heavy: usize,
    /// Those among them that have no counter.
    pub(super) missed: usize,
    /// Heavy items by Zipf's law.
    pub(super) predicted_heavy: Option<f64>,
    /// The true counts of the k most frequent items.
    pub(super) exact_counts: &'a [u32],
    /// The share of all arrivals that these have, by Zipf's law.
    pub(super) predicted_top_share: Option<f64>,
}

impl Outcome<'_> {
    /// The metrics.
    pub(super) fn report(&self) -> Report {
        let summary = self.summary;
        let worst = self.overestimates.iter().map(|&(over, _)| over).fold(0.0, f64::max);
        let list = &self.overestimates[..self.overestimates.len().min(self.k as usize)];
        let relative: f64 = list.iter().map(|(over, truth)| over / truth).sum();
        let top: u64 = self.exact_counts.iter().copied().map(u64::from).sum();
        let metrics = [
            ("memory_bytes", Some(hash_table_bytes(summary.capacity(), 16) as f64)),
            ("exact_memory_bytes", Some(hash_table_bytes(self.distinct, 12) as f64)),
            ("recall", Some(self.recall)),
            ("guaranteed_items", Some(summary.guaranteed(self.k).into())),
            ("error", Some(worst)),
            ("top_relative_error", Some(relative / list.len().max(1) as f64)),
            ("error_bound", Some(self.error_bound)),
            ("least_count", Some(summary.least().into())),
            ("heavy_items", Some(self.heavy as f64)),
            ("heavy_items_missed", Some(self.missed as f64)),
            ("predicted_heavy_items", self.predicted_heavy),
            ("top_share", Some(top as f64 / f64::from(summary.arrivals().max(1)))),
            ("predicted_top_share", self.predicted_top_share),
            ("takeovers", Some(summary.takeovers().into())),
            ("distinct", Some(self.distinct.into())),
        ];
        Report::of(SPEC.metrics, metrics)
    }
}
