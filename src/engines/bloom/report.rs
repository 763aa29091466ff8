//! The report of a run.

use super::filter::Filter;
use super::phase::Counts;
use super::spec::SPEC;
use super::theory;
use crate::kernel::Report;
use crate::parts::zipf_stream::hash_table_bytes;

/// The inputs of the report.
#[derive(Clone, Copy, Debug)]
pub(super) struct Outcome<'a> {
    /// The filter, as it is now.
    pub(super) filter: &'a dyn Filter,
    /// The counts so far.
    pub(super) counts: Counts,
    /// Keys of the set that have been offered to the filter.
    pub(super) offered: u32,
    /// Keys of the set that are to be deleted, whether or not they can be.
    pub(super) to_delete: u32,
    /// Cells that a key touches.
    pub(super) hashes: u32,
}

impl Outcome<'_> {
    /// The metrics.
    pub(super) fn report(&self) -> Report {
        let Self { filter, counts, offered, to_delete, hashes } = *self;
        let of = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
        // The keys of the set that the filter still counts.
        let held = offered - counts.refused - counts.deleted;
        let metrics = [
            ("memory_bytes", filter.memory_bytes() as f64),
            ("exact_memory_bytes", hash_table_bytes(offered.saturating_sub(to_delete), 8) as f64),
            ("false_positive_rate", of(counts.false_positives, counts.non_members)),
            ("predicted_false_positive_rate", filter.predicted_rate(held)),
            ("textbook_false_positive_rate", theory::classic_rate(filter.textbook_cells(), held, hashes)),
            ("fill_fraction", of(filter.used_cells(), filter.cells())),
            ("refused_keys", counts.refused.into()),
            ("kicks_per_key", filter.kicks() as f64 / f64::from(offered.max(1))),
            ("stuck_counters", filter.stuck_cells().into()),
            ("deleted_keys", counts.deleted.into()),
            ("stale_fraction", of(counts.stale, to_delete)),
            ("foreign_deletes_done", counts.foreign_done.into()),
            ("false_negatives", counts.lost.into()),
        ];
        Report::of(SPEC.metrics, metrics)
    }
}
