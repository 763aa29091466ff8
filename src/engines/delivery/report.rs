//! The run → its metrics.

use super::ledger::{Entry, Ledger};
use super::spec::SPEC;
use super::theory::Theory;
use crate::kernel::Report;

/// The money that a message moves, in euros.
pub const AMOUNT: f64 = 10.0;

/// The chance of two equal keys up to which no message is lost by them.
const SELDOM: f64 = 0.01;

/// The metrics of a run, beside what probability says of one message (`theory`, where it does) and of two equal keys (`collision`). As
/// long as a run is not complete, a message that is under way is not lost.
pub(super) fn report(ledger: &Ledger, is_complete: bool, theory: Option<&Theory>, collision: f64) -> Report {
    let entries = ledger.entries();
    let counts = ledger.counts();
    let sum = |part: fn(&Entry) -> u32| entries.iter().map(part).map(f64::from).sum::<f64>();
    let per_message = |value: f64| value / entries.len().max(1) as f64;
    let (sends, deliveries) = (sum(|entry| entry.sends), sum(|entry| entry.deliveries));
    let lost = if is_complete { sum(|entry| u32::from(entry.is_lost())) } else { 0.0 };
    let effects = sum(|entry| entry.effects);
    let said = |part: fn(&Theory) -> f64| theory.map(part);
    let [p50, p99] = ledger.latency().quantiles_ms([0.5, 0.99]);
    let mut report = Report::of(
        SPEC.metrics,
        [
            ("sends", Some(sends)),
            ("deliveries", Some(deliveries)),
            ("effects", Some(effects)),
            ("lost", Some(lost)),
            ("given_up", Some(f64::from(counts.gave_up))),
            ("duplicate_effects", Some(sum(|entry| entry.effects.saturating_sub(1)))),
            ("stale_writes", Some(f64::from(counts.stale_writes))),
            ("swallowed", Some(f64::from(counts.swallowed))),
            ("conflicts", Some(f64::from(counts.conflicts))),
            ("fenced", Some(f64::from(counts.fenced))),
            ("dedup_memory_entries", Some(f64::from(ledger.most_keys()))),
            ("balance", Some(AMOUNT * effects)),
            ("balance_expected", Some(AMOUNT * sum(|entry| u32::from(entry.is_owed())))),
            ("latency_ms_p50", Some(p50)),
            ("latency_ms_p99", Some(p99)),
            ("sends_per_message", Some(per_message(sends))),
            ("predicted_sends_per_message", said(|theory| theory.sends)),
            ("deliveries_per_message", Some(per_message(deliveries))),
            ("predicted_deliveries_per_message", said(|theory| theory.deliveries)),
            ("duplicate_fraction", Some(per_message(sum(|entry| u32::from(entry.deliveries > 1))))),
            ("predicted_duplicate_fraction", said(|theory| theory.duplicate)),
            ("lost_fraction", Some(per_message(lost))),
            ("predicted_lost_fraction", said(|theory| theory.lost).filter(|_| collision <= SELDOM)),
            ("collision_probability", Some(collision)),
        ],
    );
    ledger.latency().qualify_metrics(&mut report, "latency_ms");
    report
}
