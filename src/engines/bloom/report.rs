//! The report of a run.

use super::phase::Counts;
use super::spec::SPEC;
use super::theory;
use crate::kernel::Report;
use crate::parts::bloom_filter::Filter;
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
    /// How many different keys the filter holds.
    pub(super) held: u32,
    /// Whether it holds just the traces of these.
    pub(super) is_sound: bool,
    /// Cells that a key touches.
    pub(super) hashes: u32,
}

impl Outcome<'_> {
    /// The metrics.
    pub(super) fn report(&self) -> Report {
        let Self { filter, counts, offered, to_delete, held, is_sound, hashes } = *self;
        let of = |part: u32, whole: u32| f64::from(part) / f64::from(whole.max(1));
        // A deletion of a stuck counter leaves its cells.
        let is_whole = is_sound && (counts.deleted == 0 || filter.stuck_cells() == 0);
        let metrics = [
            ("memory_bytes", Some(filter.memory_bytes() as f64)),
            ("exact_memory_bytes", Some(hash_table_bytes(offered.saturating_sub(to_delete), 8) as f64)),
            ("false_positive_rate", Some(of(counts.false_positives, counts.non_members))),
            ("predicted_false_positive_rate", is_whole.then(|| filter.predicted_rate(held))),
            ("textbook_false_positive_rate", Some(theory::classic_rate(filter.textbook_cells(), held, hashes))),
            ("fill_fraction", Some(of(filter.used_cells(), filter.cells()))),
            ("refused_keys", Some(counts.refused.into())),
            ("kicks_per_key", Some(filter.kicks() as f64 / f64::from(offered.max(1)))),
            ("stuck_counters", Some(filter.stuck_cells().into())),
            ("deleted_keys", Some(counts.deleted.into())),
            ("stale_fraction", Some(of(counts.stale, to_delete))),
            ("foreign_deletes_done", Some(counts.foreign_done.into())),
            ("false_negatives", Some(counts.lost.into())),
        ];
        Report::of(SPEC.metrics, metrics)
    }
}
