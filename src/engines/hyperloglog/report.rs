//! The report of a run.

use super::policy::SmallRange;
use super::sketch::Sketch;
use super::spec::SPEC;
use super::theory;
use crate::kernel::Report;
use crate::parts::zipf_stream::hash_table_bytes;

/// The metrics of a run: its shards' sketches merged, how many different items came, and the shards' answers added up.
pub(super) fn measured(merged: &Sketch, small_range: SmallRange, distinct: u32, summed: f64) -> Report {
    let registers = merged.registers().len() as u32;
    let estimate = merged.estimate(small_range);
    let truth = f64::from(distinct);
    let error = |value: f64| (value - truth).abs() / truth.max(1.0);
    let metrics = [
        ("memory_bytes", registers.into()),
        ("exact_memory_bytes", hash_table_bytes(distinct, 8) as f64),
        ("distinct", truth),
        ("estimate", estimate.value),
        ("error", error(estimate.value)),
        ("error_bound", theory::standard_error(registers)),
        ("raw_estimate", estimate.raw),
        ("linear_counting", f64::from(u8::from(estimate.linear))),
        ("zero_registers", estimate.zero_registers.into()),
        ("predicted_zero_registers", theory::zero_registers(registers, distinct)),
        ("summed_estimate", summed),
        ("summed_error", error(summed)),
    ];
    Report::of(SPEC.metrics, metrics)
}
