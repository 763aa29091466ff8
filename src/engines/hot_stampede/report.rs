//! The run as metrics.

use super::config::Config;
use super::history::Window;
use super::spec::SPEC;
use super::theory;
use crate::kernel::{Report, Time};

/// The metrics of a run with these windows.
pub(super) fn report(config: &Config, windows: &[Window], busy: (Time, Time), until: Time) -> Report {
    let counts = windows.last().map(|window| window.so_far).unwrap_or_default();
    let ratio = |part: u64, whole: u64| part as f64 / whole.max(1) as f64;
    let most = |of: &dyn Fn(&Window) -> f64| windows.iter().map(of).fold(0.0, f64::max);
    let longest_line = |window: &Window| window.lines.iter().map(|line| line.hot + line.ordinary).max().unwrap_or(0);
    let overdue = windows.iter().filter(|window| window.wait > config.patience).count();
    let share = |busy: Time, partitions: u32| {
        let servers = f64::from(partitions) * f64::from(config.servers);
        busy.0 as f64 / (servers * until.0 as f64).max(1.0)
    };
    let mut report = Report::of(
        SPEC.metrics,
        [
            ("hot_reads", counts.hot_reads as f64),
            ("ordinary_reads", counts.ordinary_reads as f64),
            ("hit_fraction", ratio(counts.hits, counts.hot_reads)),
            ("old_value_fraction", ratio(counts.old, counts.hot_reads)),
            ("expiries", counts.expiries as f64),
            ("hot_queries", counts.hot_queries as f64),
            ("queries_per_expiry", ratio(counts.hot_queries, counts.expiries)),
            ("hot_failed", counts.hot_failed as f64),
            ("ordinary_failed_at_home", counts.failed_at_home as f64),
            ("ordinary_failed_elsewhere", counts.failed_elsewhere as f64),
            ("ordinary_failed_fraction", ratio(counts.failed_at_home + counts.failed_elsewhere, counts.ordinary_reads)),
            ("line_max", most(&|window| f64::from(longest_line(window)))),
            ("wait_ms_max", most(&|window| window.wait.as_millis())),
            ("overdue_ms", overdue as f64 * super::history::WINDOW.as_millis()),
            ("home_utilisation", share(busy.0, config.names)),
            ("elsewhere_utilisation", share(busy.1, config.partitions - config.names)),
        ],
    );
    if config.partitions == config.names {
        report.mark_empty(&["elsewhere_utilisation"]);
    }
    match theory::queries_per_expiry(config) {
        _ if counts.expiries == 0 => report.mark_empty(&["queries_per_expiry"]),
        Some(queries) => report.push(SPEC.metrics, "predicted_queries_per_expiry", queries),
        None => {}
    }
    report
}
