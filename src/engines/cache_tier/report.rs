//! From the counts of a run to its metrics.

use super::aftermath::{after_first_change, before, hit_fraction, of_change, recovery, seconds};
use super::database::Database;
use super::epoch::Epoch;
use super::measures::{Counts, Measures, Window};
use super::spec::SPEC;
use super::theory;
use crate::kernel::{Report, Time};
use crate::parts::placements::{Change, Strategy};

/// A run that has come to `until`.
pub(super) struct Run<'a> {
    pub measures: &'a Measures,
    pub epochs: &'a [Epoch],
    pub database: &'a Database,
    pub strategy: Strategy,
    pub vnodes: u32,
    pub reads_per_s: f64,
    pub until: Time,
}

impl Run<'_> {
    /// Its metrics, beside what theory says.
    pub(super) fn report(&self) -> Report {
        let mut report = self.whole();
        self.each_change("moved_fraction", &mut report, |change| Some(self.epochs[change].moved_fraction()));
        self.each_change("moved_reads_fraction", &mut report, |change| Some(self.epochs[change].moved_reads));
        self.each_change("hit_fraction_after", &mut report, |change| {
            hit_fraction(&of_change(self.windows(), self.epochs, change).first()?.counts)
        });
        self.each_change("recovery_s", &mut report, |change| {
            let recovery = recovery(self.windows(), self.epochs, change, self.database.servers())?;
            Some(recovery.as_millis() / 1e3)
        });
        self.at_once(&mut report);
        self.predict(&mut report);
        report
    }

    /// What is measured in every run.
    fn whole(&self) -> Report {
        let measures = self.measures;
        let total = &measures.total;
        let of_reads = |count: u64| count as f64 / total.reads.max(1) as f64;
        let lows = seconds(after_first_change(self.windows(), self.epochs)).filter_map(|second| hit_fraction(&second));
        let peak = seconds(self.windows()).map(|second| second.database_reads).max().unwrap_or(0) as f64;
        let ran_s = (self.until.as_millis() / 1e3).max(1e-3);
        let [p50, p99] = measures.latencies().quantiles_ms([0.5, 0.99]);
        let mut report = Report::of(
            SPEC.metrics,
            [
                ("reads", total.reads as f64),
                ("hit_fraction", of_reads(total.hits)),
                ("hit_fraction_before", self.hits_before().unwrap_or(0.0)),
                ("hit_fraction_min", lows.reduce(f64::min).unwrap_or(of_reads(total.hits))),
                ("db_load_mean_per_s", total.database_reads as f64 / ran_s),
                ("db_load_peak_per_s", peak),
                ("db_load_peak_over_capacity", peak / self.database.capacity_per_s()),
                ("db_queue_max", f64::from(measures.waiting_max)),
                ("db_utilisation", measures.busy_mean(self.until) / f64::from(self.database.servers())),
                ("coalesced_reads", total.coalesced as f64),
                ("refused_reads", total.refused as f64),
                ("timed_out_reads", total.timed_out as f64),
                ("failed_fraction", of_reads(total.failed())),
                ("stale_reads", total.stale as f64),
                ("stale_fraction", of_reads(total.stale)),
                ("read_latency_ms_mean", measures.latencies().mean_ms()),
                ("read_latency_ms_p50", p50),
                ("read_latency_ms_p99", p99),
            ],
        );
        measures.latencies().qualify_metrics(&mut report, "read_latency_ms");
        report
    }

    /// A family of metrics: one for each change that has it.
    fn each_change(&self, name: &str, report: &mut Report, value: impl Fn(usize) -> Option<f64>) {
        for change in 1..self.epochs.len() {
            if let Some(value) = value(change) {
                report.push(SPEC.metrics, format!("{name}_change_{change}"), value);
            }
        }
    }

    /// What the first change leaves of the hits, and the load that follows: a read of a key that moved always misses, until
    /// somebody has fetched it. (Later changes may give keys back to nodes that still hold them.)
    fn at_once(&self, report: &mut Report) {
        let (Some(first), Some(before)) = (self.epochs.get(1), self.hits_before()) else { return };
        let hits = before * (1.0 - first.moved_reads);
        report.push(SPEC.metrics, "hit_fraction_at_once_change_1", hits);
        report.push(SPEC.metrics, "db_load_at_once_per_s_change_1", self.reads_per_s * (1.0 - hits));
    }

    /// What theory says of the first change, if it is a join.
    fn predict(&self, report: &mut Report) {
        let Some(join) = self.epochs.get(1).filter(|epoch| matches!(epoch.change, Change::Joined(_))) else { return };
        let Some(moved) = theory::moved_fraction(self.strategy, join.up() - 1, join.up()) else { return };
        if theory::spread(self.strategy, moved, join.keys.iter().sum(), self.vnodes) <= theory::SPREAD_MAX {
            report.push(SPEC.metrics, "predicted_moved_fraction", moved);
        }
    }

    fn hits_before(&self) -> Option<f64> {
        let counts: Counts = before(self.windows(), self.epochs);
        hit_fraction(&counts)
    }

    fn windows(&self) -> &[Window] {
        &self.measures.windows
    }
}
