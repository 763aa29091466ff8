//! The metrics of a run, in the order of the schema.

use super::{Generator, Measures, Queueing, SPEC};
use crate::kernel::Report;

impl Queueing {
    /// What was measured of the current level, what was to be expected, and the levels of the sweep.
    pub(super) fn measured(&self) -> Report {
        let mut report = Report::default();
        self.report_measures(&mut report);
        self.report_predictions(&mut report);
        for (index, prefix) in ["sojourn_ms_p50_at_", "sojourn_ms_p99_at_"].into_iter().enumerate() {
            for level in &self.levels {
                report.push(SPEC.metrics, format!("{prefix}{}", level.load_percent), level.sojourn_ms[index]);
            }
        }
        if self.overflowed {
            let why = "more than 100,000 requests wait: the load is more than the servers can carry";
            report.stopped = Some(why.into());
        }
        report
    }

    fn report_measures(&self, report: &mut Report) {
        let measures = self.station.measures();
        let Measures { sojourn, client, .. } = measures;
        report.push(SPEC.metrics, "sojourn_ms_mean", sojourn.mean_ms());
        let clocks = [
            (sojourn, ["sojourn_ms_p50", "sojourn_ms_p99", "sojourn_ms_p999"]),
            (
                client.as_ref().map_or(sojourn, |client| &client.reported),
                ["reported_ms_p50", "reported_ms_p99", "reported_ms_p999"],
            ),
            (
                client.as_ref().map_or(sojourn, |client| &client.corrected),
                ["corrected_ms_p50", "corrected_ms_p99", "corrected_ms_p999"],
            ),
        ];
        for (tally, names) in clocks {
            for (name, value) in names.into_iter().zip(tally.quantiles_ms([0.5, 0.99, 0.999])) {
                report.push(SPEC.metrics, name, value);
            }
        }
        let served = measures.served().max(1) as f64;
        let span_ns = (self.station.now() - measures.since).0.max(1) as f64;
        let busy = (measures.area_station - measures.area_waiting) as f64 / span_ns;
        let rest = [
            ("window_sojourn_ms_p99_mean", self.window.p99_ms_mean()),
            ("waiting_ms_mean", measures.waiting_ns as f64 / 1e6 / served),
            ("waiting_fraction", measures.waited as f64 / served),
            ("queue_length_mean", measures.area_waiting as f64 / span_ns),
            ("in_station_mean", measures.area_station as f64 / span_ns),
            ("utilisation", busy / f64::from(self.config.servers)),
            ("throughput_per_s", measures.served() as f64 / span_ns * 1e9),
            ("loss_fraction", measures.share_of_due(measures.lost)),
            ("omitted_samples", measures.omitted as f64),
            ("omitted_fraction", measures.share_of_due(measures.omitted)),
            ("measured_requests", measures.served() as f64),
            ("warm_up_ms", (measures.since - self.level_began).as_millis()),
        ];
        for (name, value) in rest {
            report.push(SPEC.metrics, name, value);
        }
    }

    fn report_predictions(&self, report: &mut Report) {
        let theory = self.theory();
        let quantile = |q| theory.sojourn.map(|law| law.quantile_ms(q));
        // Whoever finds all places taken is lost; whoever finds all clients waiting is omitted.
        let omits = self.config.generator == Generator::Closed
            && self.config.capacity.is_none_or(|capacity| capacity >= self.config.clients);
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
            ("predicted_relaxation_ms", theory.relaxation_ms),
        ];
        for (name, value) in predictions {
            if let Some(value) = value {
                report.push(SPEC.metrics, name, value);
            }
        }
    }
}
