//! The metrics of a run: measured, predicted, and of the levels of a sweep.

use super::config::Config;
use super::measures::Measures;
use super::policy::Generator;
use super::spec::SPEC;
use super::sweep::{LONG_ENOUGH, Level, qualify_length};
use super::theory::{self, Theory};
use crate::kernel::{Report, Time};

/// A level that is under way or has just ended.
#[derive(Clone, Copy, Debug)]
pub(super) struct Present<'a> {
    /// The station's parameters at this level.
    pub config: &'a Config,
    /// Its measurements.
    pub measures: &'a Measures,
    /// The mean of the 99th percentiles of its windows, in milliseconds.
    pub window_p99_ms_mean: f64,
    /// For how long it should be measured.
    pub length_ms: f64,
    /// The moment at which it began.
    pub began: Time,
    /// The moment that it has reached.
    pub now: Time,
}

impl Present<'_> {
    /// How many relaxation times the level has lasted, if it comes to rest.
    pub(super) fn relaxations(&self) -> Option<f64> {
        let lasted = (self.now - self.began).as_millis() / theory::memory_ms(self.config);
        self.config.comes_to_rest().then_some(lasted)
    }
}

/// The metrics: measurements of the current level, predictions for it, and the levels of the sweep.
pub(super) fn report(present: &Present, levels: &[Level]) -> Report {
    let mut report = Report::default();
    clocks(&mut report, present.measures);
    counts(&mut report, present);
    present.measures.sojourn.qualify_metrics(&mut report, "waiting_ms");
    if present.measures.served() == 0 {
        report.mark_empty(&["window_sojourn_ms_p99_mean", "waiting_fraction"]);
    }
    // An average over a time that is short beside the station's memory is one of few.
    let of_time =
        ["sojourn_ms_", "reported_ms_", "corrected_ms_", "waiting_", "queue_length_", "in_station_", "utilisation"];
    let of_length = |name: &str| of_time.iter().any(|stem| name.starts_with(stem));
    for metric in report.metrics.iter_mut().filter(|metric| of_length(&metric.name)) {
        qualify_length(metric, present.relaxations());
    }
    predictions(&mut report, present);
    for (index, (prefix, quantile)) in
        [("sojourn_ms_p50_at_", 0.5), ("sojourn_ms_p99_at_", 0.99)].into_iter().enumerate()
    {
        for level in levels {
            report.push(SPEC.metrics, format!("{prefix}{}", level.load_percent), level.sojourn_ms[index]);
            if let Some(metric) = report.metrics.last_mut() {
                level.qualify(metric, quantile);
            }
        }
    }
    report
}

/// The percentiles by each of the three clocks.
fn clocks(report: &mut Report, measures: &Measures) {
    let Measures { sojourn, client, .. } = measures;
    report.push(SPEC.metrics, "sojourn_ms_mean", sojourn.mean_ms());
    let clocks = [
        (sojourn, "sojourn_ms", ["sojourn_ms_p50", "sojourn_ms_p99", "sojourn_ms_p999"]),
        (
            client.as_ref().map_or(sojourn, |client| &client.reported),
            "reported_ms",
            ["reported_ms_p50", "reported_ms_p99", "reported_ms_p999"],
        ),
        (
            client.as_ref().map_or(sojourn, |client| &client.corrected),
            "corrected_ms",
            ["corrected_ms_p50", "corrected_ms_p99", "corrected_ms_p999"],
        ),
    ];
    for (tally, stem, names) in clocks {
        for (name, value) in names.into_iter().zip(tally.quantiles_ms([0.5, 0.99, 0.999])) {
            report.push(SPEC.metrics, name, value);
        }
        tally.qualify_metrics(report, stem);
    }
}

/// The counts, and the averages over time.
fn counts(report: &mut Report, present: &Present) {
    let measures = present.measures;
    let served = measures.served().max(1) as f64;
    let span_ns = (present.now - measures.since).0.max(1) as f64;
    let busy = (measures.area_station - measures.area_waiting) as f64 / span_ns;
    let metrics = [
        ("window_sojourn_ms_p99_mean", present.window_p99_ms_mean),
        ("waiting_ms_mean", measures.waiting_ns as f64 / 1e6 / served),
        ("waiting_fraction", measures.waited as f64 / served),
        ("queue_length_mean", measures.area_waiting as f64 / span_ns),
        ("in_station_mean", measures.area_station as f64 / span_ns),
        ("utilisation", busy / f64::from(present.config.servers)),
        ("throughput_per_s", measures.served() as f64 / span_ns * 1e9),
        ("loss_fraction", measures.share_of_due(measures.lost)),
        ("omitted_samples", measures.omitted as f64),
        ("omitted_fraction", measures.share_of_due(measures.omitted)),
        ("measured_requests", measures.served() as f64),
        ("warm_up_ms", (measures.since - present.began).as_millis()),
    ];
    for (name, value) in metrics {
        report.push(SPEC.metrics, name, value);
    }
}

/// The predictions, where there is a closed form and the level is long enough to show it.
fn predictions(report: &mut Report, present: &Present) {
    let config = present.config;
    let is_shown = present.length_ms * 1e6 / config.interval_ns() >= config.service.sample_size();
    let settles = |times: f64| is_shown && present.length_ms >= times * theory::memory_ms(config);
    let law = Theory::of(config);
    let theory = if settles(LONG_ENOUGH) { law } else { Theory::default() };
    let quantile = |q: f64| theory.sojourn.filter(|_| settles(1.0 / (1.0 - q))).map(|law| law.quantile_ms(q));
    // Whoever finds all places taken is lost; whoever finds all clients waiting is omitted.
    let omits =
        config.generator == Generator::Closed && config.capacity.is_none_or(|capacity| capacity >= config.clients);
    let (lost, omitted) = if omits { (theory.loss.map(|_| 0.0), theory.loss) } else { (theory.loss, None) };
    let predictions = [
        ("predicted_sojourn_ms_mean", theory.sojourn_mean_ms),
        ("predicted_sojourn_ms_p50", quantile(0.5)),
        ("predicted_sojourn_ms_p99", quantile(0.99)),
        ("predicted_sojourn_ms_p999", quantile(0.999)),
        ("predicted_waiting_ms_mean", theory.waiting_mean_ms),
        ("predicted_waiting_fraction", theory.waiting),
        ("predicted_utilisation", theory.utilisation),
        ("predicted_loss_fraction", lost),
        ("predicted_omitted_fraction", omitted),
        ("predicted_relaxation_ms", law.relaxation_ms),
    ];
    report.metrics.extend(Report::of(SPEC.metrics, predictions).metrics);
}
