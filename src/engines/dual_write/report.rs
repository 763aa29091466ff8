//! The run → its metrics.

use super::ledger::{Entry, Ledger};
use super::spec::SPEC;
use crate::kernel::Report;

/// The metrics of a run whose processes have sent so many messages.
pub(super) fn report(ledger: &Ledger, messages: u64) -> Report {
    let entries = ledger.entries();
    let sum = |part: fn(&Entry) -> u32| entries.iter().map(part).map(f64::from).sum::<f64>();
    let committed = sum(|entry| u32::from(entry.committed.is_some()));
    let lost = ledger.lost().count() as f64;
    let [lag_p50, lag_p99] = ledger.lag().quantiles_ms([0.5, 0.99]);
    let (blocked, blocked_longest) = ledger.blocked();
    let mut report = Report::of(
        SPEC.metrics,
        [
            ("committed", committed),
            ("published", sum(|entry| entry.copies)),
            ("lost_events", lost),
            ("phantom_events", ledger.phantoms().count() as f64),
            ("duplicates", sum(|entry| entry.copies.saturating_sub(1))),
            ("duplicate_effects", sum(|entry| entry.applied.saturating_sub(1))),
            ("failed_orders", f64::from(ledger.failures().0)),
            ("crashes", f64::from(ledger.crashes())),
            ("lost_fraction", lost / committed.max(1.0)),
            ("publish_lag_ms_p50", lag_p50),
            ("publish_lag_ms_p99", lag_p99),
            ("blocked_ms", blocked.as_millis()),
            ("blocked_ms_max", blocked_longest.as_millis()),
            ("outbox_rows_max", f64::from(ledger.outbox_most())),
            ("messages_per_order", messages as f64 / entries.len() as f64),
        ],
    );
    ledger.lag().qualify_metrics(&mut report, "publish_lag_ms");
    if committed == 0.0 {
        report.mark_empty(&["lost_fraction"]);
    }
    report
}
