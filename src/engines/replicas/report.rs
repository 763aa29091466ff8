//! The run as metrics.

use super::policy::{Hedge, Pauses};
use super::run::Replicas;
use super::spec::SPEC;
use crate::kernel::{Report, Simulation};

impl Replicas {
    /// The metrics of a run.
    pub(super) fn metrics(&self) -> Report {
        let (config, counts, latencies) = (self.config(), self.counts(), self.latencies());
        let last = self.history().points(self.now()).last();
        let host_p99 = last.map_or(0.0, |point| point.mean_of_hosts_ms());
        let slowest = last.map_or(0.0, |point| point.hosts_p99_ms.iter().copied().fold(0.0, f64::max));
        let [p50, p99, p999] = latencies.quantiles_ms([0.5, 0.99, 0.999]);
        let [of_use, for_nobody] = counts.work_ns.map(|nanos| nanos as f64);
        let capacity_ns = (self.now().0 as f64 * f64::from(config.servers)).max(1.0);
        let sent = f64::from(counts.sent.max(1));
        let mut report = Report::of(
            SPEC.metrics,
            [
                ("latency_ms_mean", latencies.mean_ms()),
                ("latency_ms_p50", p50),
                ("latency_ms_p99", p99),
                ("latency_ms_p999", p999),
                ("call_ms_p99", self.calls().quantiles_ms([0.99])[0]),
                ("host_p99_ms_mean", host_p99),
                ("host_p99_ms_max", slowest),
                ("second_copies_fraction", f64::from(counts.seconds) / sent),
                ("refused_copies_fraction", f64::from(counts.refused) / sent),
                ("utilisation", (of_use + for_nobody) / capacity_ns),
                ("wasted_work_fraction", for_nobody / (of_use + for_nobody).max(1.0)),
            ],
        );
        latencies.qualify_metrics(&mut report, "latency_ms");
        self.calls().qualify_metrics(&mut report, "call_ms");
        report.metrics.extend(predictions(self).metrics);
        report
    }
}

/// Each server is an M/M/1 queue, where a request is sent once and nothing pauses: the sojourn is exponential.
fn predictions(run: &Replicas) -> Report {
    let config = run.config();
    let is_plain = config.copies == 1
        && config.pauses == Pauses::None
        && !run.trace().events().iter().any(|event| event.kind == "pause")
        && (config.hedge == Hedge::Off || config.budget == 0.0);
    // Long enough for the mean over seeds: a hundred relaxation times of each server.
    let roots = 1.0 - config.load.sqrt();
    let relaxations = f64::from(config.requests) / f64::from(config.servers) / config.load * roots * roots;
    let holds = is_plain && config.load < 1.0 && relaxations >= 100.0;
    let mean_ms = holds.then(|| config.service_ms / (1.0 - config.load));
    Report::of(
        SPEC.metrics,
        [
            ("predicted_latency_ms_mean", mean_ms),
            ("predicted_latency_ms_p99", mean_ms.map(|mean_ms| mean_ms * libm::log(100.0))),
        ],
    )
}
