//! The metrics of a cluster at rest.

use super::spec::SPEC;
use super::step::Step;
use crate::kernel::Report;

/// The metrics of the last change and of the placement after it.
pub(super) fn report(step: &Step) -> Report {
    let movement = &step.movement;
    let mut report = Report::of(
        SPEC.metrics,
        [
            ("moved_keys", movement.moved_keys.into()),
            ("moved_fraction", step.moved_fraction()),
            ("moved_between_old_nodes", movement.between_old_keys.into()),
            ("ideal_moved_fraction", movement.ideal_fraction),
            ("moved_keys_total", movement.moved_keys_total.into()),
            ("max_over_mean", step.max_over_mean()),
            ("load_cv", step.load_cv()),
            ("overflow_fraction", f64::from(step.overflow_keys) / f64::from(step.keys())),
            ("nodes_alive", step.up().into()),
            ("lookup_entries", step.entries.into()),
        ],
    );
    for (member, &load) in step.members.iter().zip(&step.loads) {
        report.push(SPEC.metrics, format!("load_node_{}", member.id), load.into());
    }
    report
}
