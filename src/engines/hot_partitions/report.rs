//! From the counts of a run to its metrics.

use super::cluster::Cluster;
use super::spec::SPEC;
use super::theory::Prediction;
use crate::kernel::{Report, Time};

/// The metrics of a run that has come to `until`, beside what theory says.
pub(super) fn measured(cluster: &Cluster, prediction: &Prediction, splits: u32, until: Time) -> Report {
    let measures = &cluster.measures;
    let of = |count: u64, all: u64| count as f64 / all.max(1) as f64;
    let [p50, p99] = measures.latencies().quantiles_ms([0.5, 0.99]);
    let asked = measures.asked.iter().sum::<u64>();
    let nodes = measures.asked.len() as f64;
    let hottest = of(measures.asked.iter().copied().max().unwrap_or(0), asked);
    let measured_s = (until - measures.from).as_millis() / 1e3;
    let capacity = (nodes * cluster.capacity().per_s * measured_s).max(1.0);
    // A run that was stopped in its warm-up shows nothing of what is predicted.
    let predicted = |value: Option<f64>| value.filter(|_| asked > 0);
    let mut report = Report::of(
        SPEC.metrics,
        [
            ("hottest_share", Some(hottest)),
            ("predicted_hottest_share", predicted(prediction.hottest_share)),
            ("hottest_over_fair", Some(hottest * nodes)),
            ("throttled_fraction", Some(of(measures.throttled, measures.requests))),
            ("mean_utilisation", Some(measures.served as f64 / capacity)),
            ("latency_ms_mean", Some(measures.latencies().mean_ms())),
            ("predicted_latency_ms_mean", predicted(prediction.latency_ms_mean)),
            ("latency_ms_p50", Some(p50)),
            ("latency_ms_p99", Some(p99)),
            ("read_fanout_mean", Some(of(measures.read_asked, measures.reads))),
            ("write_fanout_mean", Some(of(measures.write_asked, measures.requests - measures.reads))),
            ("cache_hit_fraction", Some(of(measures.cached, measures.reads))),
            ("stale_fraction", Some(of(measures.stale, measures.reads))),
            ("coalesced_fraction", Some(of(measures.joined, measures.reads))),
            ("forwarded_fraction", Some(of(measures.forwarded, measures.requests))),
            ("scanned_partitions", Some(cluster.layout.scanned())),
            ("nodes", Some(nodes)),
            ("splits", Some(f64::from(splits))),
        ],
    );
    measures.latencies().qualify_metrics(&mut report, "latency_ms");
    let of_reads = ["read_fanout_mean", "cache_hit_fraction", "stale_fraction", "coalesced_fraction"];
    for (count, names) in [
        (asked, &["hottest_share", "hottest_over_fair"][..]),
        (measures.requests, &["throttled_fraction", "mean_utilisation", "forwarded_fraction"]),
        (measures.reads, &of_reads),
        (measures.requests - measures.reads, &["write_fanout_mean"]),
    ] {
        if count == 0 {
            report.mark_empty(names);
        }
    }
    report
}
