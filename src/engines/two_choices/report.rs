//! From the systems of a run to its metrics.

use super::spec::SPEC;
use super::system::System;
use crate::kernel::Report;

/// The metrics of each system: mean, what theory says, 99th percentile, longest queue; and how they all begin.
const NAMES: [([&str; 4], &str); 4] = [
    (["one_ms_mean", "predicted_one_ms_mean", "one_ms_p99", "one_longest"], "one_ms"),
    (["two_ms_mean", "predicted_two_ms_mean", "two_ms_p99", "two_longest"], "two_ms"),
    (["three_ms_mean", "predicted_three_ms_mean", "three_ms_p99", "three_longest"], "three_ms"),
    (["all_ms_mean", "", "all_ms_p99", "all_longest"], "all_ms"),
];

/// The metrics of a run, beside what theory says.
pub(super) fn measured(systems: &[System], predicted: [Option<f64>; 3]) -> Report {
    let mut rows = Vec::new();
    for (index, (system, (names, _))) in systems.iter().zip(NAMES).enumerate() {
        let [p99] = system.latencies.quantiles_ms([0.99]);
        let is_told = system.latencies.count() > 0;
        rows.push((names[0], Some(system.latencies.mean_ms())));
        if let Some(&predicted) = predicted.get(index) {
            rows.push((names[1], predicted.filter(|_| is_told)));
        }
        rows.push((names[2], Some(p99)));
        rows.push((names[3], Some(f64::from(system.longest))));
    }
    let mut report = Report::of(SPEC.metrics, rows);
    for (system, (_, stem)) in systems.iter().zip(NAMES) {
        system.latencies.qualify_metrics(&mut report, stem);
    }
    report
}
