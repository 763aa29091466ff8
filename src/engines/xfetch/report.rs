//! The run as metrics, beside what the law says.

use super::life::Life;
use super::spec::SPEC;
use crate::kernel::Report;
use crate::parts::early_expiry::EarlyExpiry;

/// The metrics of lives, beside what the law says of them unless a key was deleted.
pub(super) fn measured(lives: &[Life], law: &EarlyExpiry, is_undisturbed: bool) -> Report {
    let mean = |sum: f64| sum / (lives.len() as f64).max(1.0);
    let once = lives.iter().filter(|life| life.recomputes == 1).count();
    // A deletion is no expiry; and of a value that is hardly stored before it expires too many reads are early.
    let is_known = is_undisturbed && law.at_store() < 0.01;
    let recomputes: u64 = lives.iter().map(|life| u64::from(life.recomputes)).sum();
    let metrics = [
        ("lead_ms_mean", Some(mean(lives.iter().map(|life| life.lead.as_millis()).sum()))),
        ("predicted_lead_ms_mean", is_known.then(|| 1e3 * law.lead_s())),
        ("recomputes_per_expiry", Some(mean(recomputes as f64))),
        ("predicted_recomputes_per_expiry", is_known.then(|| law.recomputes())),
        ("once_fraction", Some(mean(once as f64))),
        ("predicted_once_fraction", law.once().filter(|_| is_known)),
        ("recomputes_max", lives.iter().map(|life| f64::from(life.recomputes)).reduce(f64::max)),
    ];
    let mut report = Report::of(SPEC.metrics, metrics);
    if lives.is_empty() {
        report.mark_empty(&["lead_ms_mean", "recomputes_per_expiry", "once_fraction"]);
    }
    report
}
