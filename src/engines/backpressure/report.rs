//! The metrics of a run, in the order of the schema.

use super::{Backpressure, SPEC};
use crate::kernel::Report;

impl Backpressure {
    /// What was measured until now, and what was to be expected.
    pub(super) fn measured(&self) -> Report {
        let (config, measures, pipeline) = (&self.config, &self.measures, &self.pipeline);
        let counts = &measures.counts;
        let seconds = self.agenda.now().0.max(1) as f64 / 1e9;
        let [p50, p99] = measures.sojourn.quantiles_ms([0.5, 0.99]);
        let wasted = (counts.answered - counts.good) as f64 / counts.answered.max(1) as f64;
        let memory = pipeline.inside_max as f64 * f64::from(config.item_bytes);
        let retries = f64::from(config.retries.unwrap_or(0));
        let load = config.load.base_per_s / config.capacity_per_s();
        let metrics = [
            ("requests", counts.requests as f64),
            ("sent", counts.sent as f64),
            ("retries", counts.retries as f64),
            ("throughput_per_s", counts.answered as f64 / seconds),
            ("goodput_per_s", counts.good as f64 / seconds),
            ("goodput_fraction", counts.good_ratio()),
            ("goodput_before_spike_ratio", measures.before_spike.good_ratio()),
            ("goodput_at_end_ratio", measures.last_quarter().good_ratio()),
            ("wasted_work_fraction", wasted),
            ("dropped", counts.dropped as f64),
            ("refused_by_producer", counts.refused as f64),
            ("withdrawn", counts.withdrawn as f64),
            ("failed_requests", counts.failed as f64),
            ("in_flight", counts.in_flight() as f64),
            ("queue_depth_max", pipeline.depth_max as f64),
            ("held_back_max", pipeline.outbox_max as f64),
            ("memory_bytes_max", memory),
            ("sojourn_ms_p50", p50),
            ("sojourn_ms_p99", p99),
            ("recovered", f64::from(u8::from(measures.recovered_at.is_some()))),
            ("time_to_recover_ms", self.time_to_recover().as_millis()),
            ("predicted_capacity_per_s", config.capacity_per_s()),
            ("predicted_retry_load", load * (1.0 + retries)),
        ];
        let mut report = Report::default();
        for (name, value) in metrics {
            report.push(SPEC.metrics, name, value);
        }
        report.stopped = self.stopped.map(String::from);
        report
    }
}
