//! The run → its metrics.

use super::ledger::{Entry, Ledger};
use super::spec::SPEC;
use super::theory::Theory;
use crate::kernel::Report;

/// The metrics of a run, beside what probability says of one message (`theory`) and of two equal keys (`collision`). As
/// long as a run is not complete, a message that is under way is not lost.
pub(super) fn report(ledger: &Ledger, is_complete: bool, theory: &Theory, collision: f64) -> Report {
    let entries = ledger.entries();
    let counts = ledger.counts();
    let sum = |part: fn(&Entry) -> u32| entries.iter().map(part).map(f64::from).sum::<f64>();
    let per_message = |value: f64| value / entries.len().max(1) as f64;
    let (sends, deliveries) = (sum(|entry| entry.sends), sum(|entry| entry.deliveries));
    let lost = if is_complete { sum(|entry| u32::from(!entry.is_settled)) } else { 0.0 };
    let [p50, p99] = ledger.latency().quantiles_ms([0.5, 0.99]);
    let mut report = Report::of(
        SPEC.metrics,
        [
            ("sends", sends),
            ("deliveries", deliveries),
            ("effects", sum(|entry| entry.effects)),
            ("lost", lost),
            ("given_up", f64::from(counts.gave_up)),
            ("duplicate_effects", sum(|entry| entry.effects.saturating_sub(1))),
            ("stale_writes", f64::from(counts.stale_writes)),
            ("swallowed", f64::from(counts.swallowed)),
            ("conflicts", f64::from(counts.conflicts)),
            ("fenced", f64::from(counts.fenced)),
            ("dedup_memory_entries", f64::from(ledger.most_keys())),
            ("latency_ms_p50", p50),
            ("latency_ms_p99", p99),
            ("sends_per_message", per_message(sends)),
            ("predicted_sends_per_message", theory.sends),
            ("deliveries_per_message", per_message(deliveries)),
            ("predicted_deliveries_per_message", theory.deliveries),
            ("duplicate_fraction", per_message(sum(|entry| u32::from(entry.deliveries > 1)))),
            ("predicted_duplicate_fraction", theory.duplicate),
            ("lost_fraction", per_message(lost)),
            ("predicted_lost_fraction", theory.lost),
            ("predicted_collision_probability", collision),
        ],
    );
    ledger.latency().qualify_percentiles(&mut report, "latency_ms");
    report
}
