//! The outcome of a run on one line, the form in which a native run is compared with that of a page.

use std::fmt::Write as _;

use super::Link;

/// Runs the scenario of a permalink and says what it measured: `moved_keys=912 … trace_digest=5f…`. Or what is wrong with
/// the link: `error: …`.
pub fn run_query(query: &str) -> String {
    let (link, problems) = Link::parse(query);
    let scenario = match (link, problems.first()) {
        (Some(link), None) => link.scenario,
        (_, Some(problem)) => return format!("error: {problem}"),
        (None, None) => return "error: this is no permalink".to_string(),
    };
    let run = scenario.run();
    let report = run.report();
    let mut line = String::new();
    // Writing to a String cannot fail.
    for metric in &report.metrics {
        let _ = write!(line, "{}={} ", metric.name, metric.value);
    }
    let _ = write!(line, "trace_digest={}", run.trace().digest());
    if let Some(why) = report.stopped {
        let _ = write!(line, " stopped: {why}");
    }
    line
}
