//! The report of a run.

use super::policy::SmallRange;
use super::spec::SPEC;
use super::tally::Tally;
use super::theory;
use crate::kernel::Report;
use crate::parts::zipf_stream::hash_table_bytes;

/// The metrics of a run: its shards' sketches merged, and the shards' answers added up.
pub(super) fn measured(tally: &Tally, small_range: SmallRange) -> Report {
    let merged = tally.merged();
    let registers = merged.registers().len() as u32;
    let estimate = merged.estimate(small_range);
    let (truth, overlap) = (f64::from(tally.distinct()), f64::from(tally.overlap()));
    let summed = tally.summed(small_range);
    let overlap_estimate = (summed - estimate.value).max(0.0);
    let error = |value: f64, truth: f64| (value - truth).abs() / truth.max(1.0);
    let metrics = [
        ("memory_bytes", registers.into()),
        ("exact_memory_bytes", hash_table_bytes(tally.distinct(), 8) as f64),
        ("distinct", truth),
        ("estimate", estimate.value),
        ("error", error(estimate.value, truth)),
        ("error_bound", theory::standard_error(registers)),
        ("raw_estimate", estimate.raw),
        ("linear_counting", f64::from(u8::from(estimate.linear))),
        ("zero_registers", estimate.zero_registers.into()),
        ("predicted_zero_registers", theory::zero_registers(registers, tally.distinct())),
        ("summed_estimate", summed),
        ("summed_error", error(summed, truth)),
        ("mean_estimate", summed / tally.shards().len() as f64),
        ("overlap", overlap),
        ("overlap_estimate", overlap_estimate),
        ("overlap_error", error(overlap_estimate, overlap)),
    ];
    Report::of(SPEC.metrics, metrics)
}
