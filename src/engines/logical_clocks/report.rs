//! The metrics of a run.

use super::group::Group;
use super::ledger::Fate;
use super::process::Process;
use super::spec::SPEC;
use super::theory::Theory;
use crate::kernel::{Report, Time};
use crate::parts::clocks::wall;

/// How a run went, beside what its processes and clients know.
#[derive(Clone, Debug)]
pub(super) struct Course {
    /// How far it is.
    pub now: Time,
    /// Messages that never arrived.
    pub messages_lost: u32,
    /// The values that the last read found; 0 before it.
    pub siblings_at_end: u32,
    /// The prediction for it.
    pub theory: Theory,
}

/// The metrics of these processes after such a course.
pub(super) fn measured(group: &Group, course: &Course) -> Report {
    let (history, writes, most) = (group.history(), group.ledger().writes(), group.extremes());
    let fates = |wanted: &[Fate]| writes.iter().filter(|write| wanted.contains(&write.fate)).count() as f64;
    Report::of(
        SPEC.metrics,
        [
            ("events", Some(history.events().len() as f64)),
            ("messages_lost", Some(course.messages_lost.into())),
            ("concurrent_pairs", Some(history.concurrent_pairs() as f64)),
            ("lamport_false_orders", Some(history.lamport_false_orders() as f64)),
            ("wall_inversions", Some(history.wall_inversions().into())),
            ("hybrid_lead_ms_max", Some(most.hybrid_lead_us as f64 / 1e3)),
            (
                "predicted_hybrid_lead_ms_max",
                Some(wall::spread_ms(group.processes().iter().map(Process::wall), course.now)),
            ),
            ("writes", Some(writes.len() as f64)),
            ("lost_updates", Some(fates(&[Fate::LostConcurrent, Fate::LostNewer]))),
            ("predicted_lost_updates", course.theory.lost_updates()),
            ("lost_newer_updates", Some(fates(&[Fate::LostNewer]))),
            ("siblings_max", Some(most.siblings.into())),
            ("false_siblings_max", Some(most.false_siblings.into())),
            ("siblings_at_end", Some(course.siblings_at_end.into())),
            ("metadata_bytes", Some(most.metadata_bytes.into())),
        ],
    )
}
