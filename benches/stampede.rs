//! Reads a second: `cargo bench --bench stampede`. 10,000 readers for each of 1,000 expiries of one key, under every
//! strategy; before a run is timed its counts must be those of the law.

use faultlines::engines::catalog;
use faultlines::kernel::{Report, Value};
use faultlines::scenario::Scenario;

#[path = "common/ratio.rs"]
mod ratio;

fn main() {
    for strategy in ["none", "lock", "singleflight", "xfetch", "swr", "refresh-ahead"] {
        let scenario = scenario(strategy);
        check(strategy, &scenario.report());
        ratio::alone(&format!("reads, {strategy}"), READS_PER_S as u32 * DURATION_S as u32, || scenario.report());
    }
}

/// Half a second from an expiry to the next, so 10,000 reads.
const READS_PER_S: f64 = 20_000.0;
const TTL_MS: f64 = 500.0;
const RECOMPUTE_MS: f64 = 5.0;
/// XFetch fills the key some 26 ms early and the others a little late: a second more is enough for 1,000 expiries.
const DURATION_S: i64 = 506;

fn scenario(strategy: &'static str) -> Scenario {
    let mut scenario = Scenario::defaults(catalog::find("cache-stampede").expect("the lab is registered"));
    scenario.params.set("strategy", Value::Choice(strategy));
    scenario.params.set("reads_per_s", Value::Number(READS_PER_S));
    scenario.params.set("ttl_ms", Value::Number(TTL_MS));
    scenario.params.set("recompute_ms", Value::Number(RECOMPUTE_MS));
    scenario.params.set("database_capacity", Value::Integer(0));
    scenario.params.set("duration_s", Value::Integer(DURATION_S));
    scenario
}

/// Recomputations for each expiry within 5 % of the law (XFetch: 4 standard errors are 11 %), over 990 expiries or more.
fn check(strategy: &str, report: &Report) {
    let metric = |name: &str| report.get(name).expect("declared");
    let (measured, law) = (metric("recomputes_per_expiry"), metric("predicted_recomputes_per_expiry"));
    let tolerance = if strategy == "xfetch" { 0.11 } else { 0.05 };
    assert!((measured / law - 1.0).abs() < tolerance, "{strategy}: {measured} recomputations, not {law}");
    assert!(metric("expiries") >= 990.0, "{strategy}: {} expiries", metric("expiries"));
    assert_eq!(metric("failed_fraction"), 0.0, "{strategy}");
}
