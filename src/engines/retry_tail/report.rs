//! The run as metrics.

use super::history::Counts;
use super::run::RetryTail;
use super::spec::SPEC;
use super::theory;
use crate::kernel::{Report, Simulation};
use crate::parts::LatencyHistogram;

impl RetryTail {
    /// The metrics of a run with these counts, in which so many calls are still at a server.
    pub(super) fn metrics(&self, counts: &Counts, latencies: &LatencyHistogram, left: u32, load_max: f64) -> Report {
        let config = self.config();
        let ratio = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
        let [p50, p99] = latencies.quantiles_ms([0.5, 0.99]);
        let work = counts.work_ns[0] + counts.work_ns[1];
        let sent = counts.first + counts.again;
        let last = self.history().counts(self.history().windows().saturating_sub(50));
        let (answered, failed) = (counts.answered - last.answered, counts.failed - last.failed);
        let mut report = Report::of(
            SPEC.metrics,
            [
                ("pages", counts.pages as f64),
                ("late_calls_fraction", ratio(counts.late_calls, counts.judged * u64::from(config.fan_out))),
                ("late_pages_fraction", ratio(counts.late, counts.judged)),
                ("goodput_fraction", ratio(counts.answered, counts.answered + counts.failed)),
                ("goodput_fraction_last_s", ratio(answered, answered + failed)),
                ("failed_pages", counts.failed as f64),
                ("page_ms_p50", p50),
                ("page_ms_p99", p99),
                ("calls_per_page", ratio(sent, counts.pages)),
                ("load_sent", config.load_of(sent, self.now())),
                ("load_sent_max", load_max),
                ("utilisation", work as f64 / (self.now().0 as f64 * f64::from(config.servers)).max(1.0)),
                ("wasted_work_fraction", ratio(counts.work_ns[1], work)),
                ("calls_first", counts.first as f64),
                ("calls_again", counts.again as f64),
                ("calls_refused", counts.refused as f64),
                ("calls_served", (counts.served[0] + counts.served[1]) as f64),
                ("calls_cancelled", counts.cancelled as f64),
                ("calls_left", f64::from(left)),
            ],
        );
        latencies.qualify_metrics(&mut report, "page_ms");
        if counts.judged == 0 {
            report.mark_empty(&["late_calls_fraction", "late_pages_fraction"]);
        }
        let is_slowed = self.trace().events().iter().any(|event| event.kind == "slow");
        match theory::late_pages_of(config) {
            Some(late) if !is_slowed => report.push(SPEC.metrics, "predicted_late_pages_fraction", late),
            _ => {}
        }
        report
    }
}
