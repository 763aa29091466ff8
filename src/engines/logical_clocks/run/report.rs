//! The metrics of a run.

use super::LogicalClocks;
use crate::engines::logical_clocks::ledger::Fate;
use crate::engines::logical_clocks::spec::SPEC;
use crate::kernel::{Report, Time};

/// The metrics, in the order of the spec.
pub(super) fn report(run: &LogicalClocks) -> Report {
    let mut report = Report::default();
    let fates =
        |wanted: &[Fate]| run.ledger.writes().iter().filter(|write| wanted.contains(&write.fate)).count() as f64;
    for (name, value) in [
        ("events", run.history.events().len() as f64),
        ("messages_lost", run.messages_lost.into()),
        ("concurrent_pairs", run.history.concurrent_pairs() as f64),
        ("lamport_false_orders", run.history.lamport_false_orders() as f64),
        ("wall_inversions", run.history.wall_inversions().into()),
        ("hybrid_lead_ms_max", run.hybrid_lead_us_max as f64 / 1e3),
        ("predicted_hybrid_lead_ms_max", clock_spread_ms(run)),
        ("writes", run.ledger.writes().len() as f64),
        ("lost_updates", fates(&[Fate::LostConcurrent, Fate::LostNewer])),
        ("predicted_lost_updates", run.theory().lost_updates()),
        ("lost_newer_updates", fates(&[Fate::LostNewer])),
        ("siblings_max", run.siblings_max.into()),
        ("false_siblings_max", run.false_siblings_max.into()),
        ("siblings_at_end", run.siblings_at_end.unwrap_or(0).into()),
        ("metadata_bytes", run.metadata_bytes_max.into()),
    ] {
        report.push(SPEC.metrics, name, value);
    }
    report
}

/// The greatest disagreement between two wall clocks so far, with the microsecond that reading them cuts off. Clocks
/// drift steadily, so they differ most at the start or now.
fn clock_spread_ms(run: &LogicalClocks) -> f64 {
    let spread = |at| {
        let errors = || run.processes.iter().map(|process| process.wall().error_ns(at));
        errors().max().unwrap_or(0) - errors().min().unwrap_or(0)
    };
    (spread(Time::ZERO).max(spread(run.queue.now())) + 1_000) as f64 / 1e6
}
