//! The metrics of a run: measured, and as the law of the maximum has them.

use super::call::Policy;
use super::measures::Measures;
use super::spec::SPEC;
use super::theory::Theory;
use crate::kernel::{Report, Time};
use crate::parts::LatencyHistogram;

/// The measurements and predictions so far; a request is slow from `slow` on.
pub(super) fn report(measures: &Measures, policy: &Policy, theory: &Theory, slow: Time) -> Report {
    let mut report = Report::default();
    latencies(
        &mut report,
        &measures.leaves,
        "leaf_latency_ms_mean",
        ["leaf_latency_ms_p50", "leaf_latency_ms_p90", "leaf_latency_ms_p99", "leaf_latency_ms_p999"],
    );
    latencies(
        &mut report,
        &measures.roots,
        "root_latency_ms_mean",
        ["root_latency_ms_p50", "root_latency_ms_p90", "root_latency_ms_p99", "root_latency_ms_p999"],
    );
    let of_roots = |count: u32| f64::from(count) / measures.roots.count().max(1) as f64;
    let of_calls = |count: u64| count as f64 / measures.leaves.count().max(1) as f64;
    let predicted = |q| theory.predicted_root_quantile_ms(q, measures.roots.count());
    let rest = [
        ("slow_root_fraction", Some(of_roots(measures.slow_roots))),
        ("extra_requests_fraction", Some(of_calls(measures.calls_run_twice))),
        ("timeout_fraction", Some(of_roots(measures.incomplete_roots))),
        ("hedge_delay_ms", Some(policy.second_after().unwrap_or_default().as_millis())),
        ("predicted_root_latency_ms_p50", predicted(0.5)),
        ("predicted_root_latency_ms_p99", predicted(0.99)),
        ("predicted_root_latency_ms_p999", predicted(0.999)),
        ("predicted_slow_root_fraction", Some(theory.root_at_least(slow.as_millis()))),
        ("leaf_percentile_behind_root_p50", Some(100.0 * theory.leaf_quantile_behind(0.5))),
        ("leaf_percentile_behind_root_p99", Some(100.0 * theory.leaf_quantile_behind(0.99))),
    ];
    report.metrics.extend(Report::of(SPEC.metrics, rest).metrics);
    measures.leaves.qualify_metrics(&mut report, "leaf_latency_ms");
    measures.roots.qualify_metrics(&mut report, "root_latency_ms");
    report
}

/// The mean of some latencies, and their percentiles 50, 90, 99 and 99.9.
fn latencies(report: &mut Report, tally: &LatencyHistogram, mean: &'static str, percentiles: [&'static str; 4]) {
    report.push(SPEC.metrics, mean, tally.mean_ms());
    for (name, value) in percentiles.into_iter().zip(tally.quantiles_ms([0.5, 0.9, 0.99, 0.999])) {
        report.push(SPEC.metrics, name, value);
    }
}
