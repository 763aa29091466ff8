//! The metrics of a run.

use super::config::Config;
use super::measures::Measures;
use super::pipeline::Pipeline;
use super::spec::SPEC;
use crate::kernel::{Report, Time};

/// The measurements and predictions so far.
pub(super) fn report(config: &Config, measures: &Measures, pipeline: &Pipeline, over_budget: u64, now: Time) -> Report {
    let counts = &measures.counts;
    let seconds = now.0.max(1) as f64 / 1e9;
    let [p50, p99] = measures.sojourn.quantiles_ms([0.5, 0.99]);
    let wasted = (counts.answered - counts.good) as f64 / counts.answered.max(1) as f64;
    let memory = pipeline.inside_max as f64 * f64::from(config.item_bytes);
    let retries = f64::from(config.retries.unwrap_or(0));
    let load = config.load.base_per_s / config.capacity_per_s();
    let [filled, stayed] = measures.stays(now, now);
    let (per_s, stay_s) =
        (measures.admitted() as f64 / seconds, stayed as f64 / 1e9 / measures.admitted().max(1) as f64);
    let of_capacity = |per_s: Option<f64>| per_s.unwrap_or(0.0) / config.capacity_per_s();
    let mut report = Report::of(
        SPEC.metrics,
        [
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
            ("time_to_recover_ms", measures.time_to_recover(now, &config.load).as_millis()),
            ("capacity_per_s", config.capacity_per_s()),
            ("retry_load_if_all_fail", load * (1.0 + retries)),
            ("items_mean", filled as f64 / 1e9 / seconds),
            ("admitted_per_s", per_s),
            ("time_in_system_ms_mean", stay_s * 1e3),
            ("predicted_items_mean", per_s * stay_s),
            ("expired", pipeline.flow().expired as f64),
            ("over_budget", over_budget as f64),
            ("short_circuited", counts.short_circuited as f64),
            ("bursts", f64::from(measures.bursts.1)),
            ("first_burst_ms", measures.bursts.0.unwrap_or_default().as_millis()),
            ("tip_load", of_capacity(measures.turns[0])),
            ("recovery_load", of_capacity(measures.turns[1])),
        ],
    );
    measures.sojourn.qualify_metrics(&mut report, "sojourn_ms");
    report
}
