//! The report of a run.

use super::cache::Cache;
use super::policy::Strategy;
use super::spec::SPEC;
use super::theory::Theory;
use super::tipping::Tipping;
use crate::kernel::Report;

/// The metrics of a run in which reads came for so many seconds, beside what theory says.
pub(super) fn measured(cache: &Cache, theory: &Theory, tipping: Option<&Tipping>, ran_s: f64) -> Report {
    let Cache { measures, absent, .. } = cache;
    let of = |count: u64, all: u64| count as f64 / all.max(1) as f64;
    let [p50, p99] = measures.latencies().quantiles_ms([0.5, 0.99]);
    let rate_peak = measures.seconds.iter().map(|second| second.recomputes).max().unwrap_or(0);
    // The mean of the seconds of which the peak is one.
    let seconds = &measures.seconds[..measures.seconds.len().min(ran_s as usize)];
    let rate_mean = match seconds.len() {
        0 => measures.recomputes as f64 / ran_s,
        count => seconds.iter().map(|second| f64::from(second.recomputes)).sum::<f64>() / count as f64,
    };
    // A run that was stopped does not know what would have become of the reads under way: the slow ones are among them.
    let whole = |value: f64| Some(value).filter(|_| !cache.limit.is_reached());
    let turns = measures.turns().map(|turn| turn.map_or(0.0, |second| f64::from(measures.seconds[second].load)));
    let metrics = [
        ("recomputes_per_expiry", Some(of(measures.recomputes - measures.absent_queries, measures.expiries))),
        ("predicted_recomputes_per_expiry", theory.recomputes_per_expiry()),
        ("recomputes", Some(measures.recomputes as f64)),
        ("expiries", Some(measures.expiries as f64)),
        ("lead_ms_mean", Some(measures.lead_ns as f64 / 1e6 / measures.expiries.max(1) as f64)),
        ("predicted_lead_ms_mean", theory.lead_ms()),
        ("database_concurrency_max", Some(f64::from(measures.concurrency_max))),
        ("database_rate_peak_per_s", Some(f64::from(rate_peak))),
        ("database_rate_mean_per_s", Some(rate_mean)),
        ("read_latency_ms_mean", whole(measures.latencies().mean_ms())),
        ("read_latency_ms_p50", whole(p50)),
        ("read_latency_ms_p99", whole(p99)),
        ("hit_fraction", Some(of(measures.hits, measures.reads))),
        ("stale_fraction", Some(of(measures.stale_reads, measures.reads))),
        ("failed_fraction", whole(of(measures.failed, measures.reads))),
        ("stale_sets", Some(measures.stale_sets as f64)),
        ("locks_expired", Some(measures.locks_expired as f64)),
        ("wrong_releases", Some(measures.wrong_releases as f64)),
        ("recovered", whole(f64::from(u8::from(measures.recovered())))),
        ("attempts_per_read", Some(of(measures.reads + measures.retries, measures.reads))),
        ("tip_reads_per_s", Some(turns[0])),
        ("predicted_tip_reads_per_s", tipping.and_then(Tipping::tip)),
        ("recovery_reads_per_s", Some(turns[1])),
        ("predicted_recovery_reads_per_s", tipping.and_then(Tipping::recovery)),
        ("turned_away_fraction", Some(of(measures.turned_away, measures.reads + measures.turned_away))),
        ("absent_queries", Some(measures.absent_queries as f64)),
        ("false_positives", Some(measures.false_positives as f64)),
        ("false_positive_fraction", Some(of(measures.false_positives, measures.absent))),
        ("predicted_false_positive_fraction", absent.predicted_rate().filter(|_| measures.absent > 0)),
        ("negative_entries_max", Some(absent.known_max() as f64)),
    ];
    let mut report = Report::of(SPEC.metrics, metrics);
    measures.latencies().qualify_metrics(&mut report, "read_latency_ms");
    if measures.reads == 0 {
        report.mark_empty(&["hit_fraction", "stale_fraction", "failed_fraction", "recovered", "attempts_per_read"]);
    }
    if measures.absent == 0 {
        report.mark_empty(&["false_positive_fraction"]);
    }
    if measures.expiries == 0 {
        report.mark_empty(&["recomputes_per_expiry", "lead_ms_mean"]);
    }
    if measures.expiries > 0 && measures.stored == 0 {
        // Then this is no number of recomputations for a value, but of those in vain.
        let why = if theory.settings.strategy == Strategy::Lease { ": no lease got through" } else { "" };
        report.metrics[0].remark = Some(format!("no value was stored{why}"));
    }
    report
}
