//! Leaf calls a second: `cargo bench --bench fan_out`. Each run is one root request after another at a fan-out of 100.

use faultlines::engines::catalog;
use faultlines::scenario::Scenario;

#[path = "common/ratio.rs"]
mod ratio;

const LEAVES: [&str; 5] = ["exponential", "lognormal", "pareto", "bimodal", "histogram"];

fn main() {
    for leaf in LEAVES {
        for hedge in ["off", "percentile"] {
            let scenario = scenario(leaf, hedge, 1_000);
            ratio::alone(&format!("leaf calls, {leaf}, hedge {hedge}"), 100_000, || scenario.report());
        }
    }
    a_million_hedged_requests();
}

/// A fan-out of 100.
fn scenario(leaf: &str, hedge: &str, requests: u32) -> Scenario {
    let mut scenario = Scenario::defaults(catalog::find("fan-out").expect("the lab is registered"));
    let requests = requests.to_string();
    for (name, value) in [("leaf", leaf), ("hedge", hedge), ("fan_out", "100"), ("requests", &requests)] {
        scenario.set_param(name, value).expect("the setting is valid");
    }
    scenario
}

/// A hundred leaves for each of 10⁶ requests, hedged: five runs of 200,000, each asserted to pay about 5 % for it.
fn a_million_hedged_requests() {
    let mut scenario = scenario("exponential", "percentile", 200_000);
    ratio::alone("leaf calls of a million hedged requests", 100_000_000, || {
        for seed in 1..=5 {
            scenario.seed.0 = seed;
            let extra = scenario.report().get("extra_requests_fraction").expect("declared");
            assert!((extra - 0.05).abs() < 0.002, "{extra} more calls");
        }
    });
}
