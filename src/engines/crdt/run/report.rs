//! The metrics of a run.

use super::Crdt;
use crate::engines::crdt::object::Object;
use crate::engines::crdt::replica::Replica;
use crate::engines::crdt::spec::SPEC;
use crate::engines::crdt::truth::{expected, expected_of_naive, overruled};
use crate::kernel::Report;

/// The metrics, in the order of the spec.
pub(super) fn report(run: &Crdt) -> Report {
    let mut report = Report::default();
    let (lost, naive_lost) = lost(run);
    let most = |bytes: &dyn Fn(&Object) -> u32| {
        f64::from(run.replicas.iter().map(|replica| bytes(&replica.object)).max().unwrap_or(0))
    };
    for (name, value) in [
        ("operations", run.log.len() as f64),
        ("converged", f64::from(u32::from(run.converged_at.is_some()))),
        ("rounds_to_converge", run.rounds_to_converge() as f64),
        ("crdt_lost_operations", lost.into()),
        ("overruled_operations", overruled(&run.log).into()),
        ("naive_converged", f64::from(u32::from(naive_agree(run)))),
        ("lost_operations", naive_lost.into()),
        ("payload_bytes", most(&|object| object.content().bytes())),
        ("metadata_bytes", most(&Object::metadata_bytes)),
        ("messages", run.messages.into()),
        ("sent_bytes", run.sent_bytes as f64),
        ("waiting_operations_max", run.waiting_max.into()),
    ] {
        report.push(SPEC.metrics, name, value);
    }
    report
}

/// How many operations are lost at the worst replica: of the object, and of its naive counterpart.
pub(super) fn lost(run: &Crdt) -> (u32, u32) {
    let truth = expected(run.kind, &run.log);
    let naive_truth = expected_of_naive(run.kind, &run.log);
    let lost = |replica: &Replica| replica.object.content().lost_against(&truth);
    let naive_lost = |replica: &Replica| replica.naive.content().lost_against(&naive_truth);
    let worst = |lost: &dyn Fn(&Replica) -> u32| run.replicas.iter().map(lost).max().unwrap_or(0);
    (worst(&lost), worst(&naive_lost))
}

/// Whether all naive replicas hold the same.
pub(super) fn naive_agree(run: &Crdt) -> bool {
    run.replicas.iter().all(|replica| replica.naive == run.replicas[0].naive)
}
