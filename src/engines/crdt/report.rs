//! The metrics of a run.

use super::group::Group;
use super::object::Object;
use super::spec::SPEC;
use super::truth::overruled;
use crate::kernel::Report;

/// How a run went, beside what its replicas hold.
#[derive(Clone, Copy, Debug)]
pub(super) struct Course {
    /// Whether all replicas came to the same state.
    pub converged: bool,
    /// Rounds of gossip from the last disturbance to that, or until now.
    pub rounds: u64,
    /// Messages sent.
    pub messages: u32,
    /// Their bytes, in sum.
    pub sent_bytes: u64,
}

/// The metrics of these replicas after such a course.
pub(super) fn measured(group: &Group, course: &Course) -> Report {
    let flag = |is_so: bool| f64::from(u32::from(is_so));
    let (lost, naive_lost) = group.lost();
    Report::of(
        SPEC.metrics,
        [
            ("operations", group.log().len() as f64),
            ("converged", flag(course.converged)),
            ("rounds_to_converge", course.rounds as f64),
            ("crdt_lost_operations", lost.into()),
            ("overruled_operations", overruled(group.log()).into()),
            ("naive_converged", flag(group.naive_agrees())),
            ("lost_operations", naive_lost.into()),
            ("payload_bytes", group.most_bytes(|object| object.content().bytes()).into()),
            ("metadata_bytes", group.most_bytes(Object::metadata_bytes).into()),
            ("messages", course.messages.into()),
            ("sent_bytes", course.sent_bytes as f64),
            ("waiting_operations_max", group.waiting_max().into()),
        ],
    )
}
