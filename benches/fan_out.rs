//! Leaf calls a second: `cargo bench --bench fan_out`. Each run is one root request after another at a fan-out of 100.

use divan::Bencher;
use divan::counter::ItemsCount;
use faultlines::engines::catalog;
use faultlines::kernel::Value;
use faultlines::scenario::Scenario;

fn main() {
    divan::main();
}

const REQUESTS: i64 = 1_000;
const FAN_OUT: i64 = 100;

fn bench(bencher: Bencher, leaf: &'static str, hedge: &'static str) {
    let mut scenario = Scenario::defaults(catalog::find("fan-out").expect("the lab is registered"));
    scenario.params.set("leaf", Value::Choice(leaf));
    scenario.params.set("hedge", Value::Choice(hedge));
    scenario.params.set("requests", Value::Integer(REQUESTS));
    scenario.params.set("fan_out", Value::Integer(FAN_OUT));
    bencher.counter(ItemsCount::new((REQUESTS * FAN_OUT) as u64)).bench(|| scenario.report());
}

const LEAVES: [&str; 5] = ["exponential", "lognormal", "pareto", "bimodal", "histogram"];

#[divan::bench(args = LEAVES)]
fn leaf_calls(bencher: Bencher, leaf: &'static str) {
    bench(bencher, leaf, "off");
}

#[divan::bench(args = LEAVES)]
fn leaf_calls_hedged_after_p95(bencher: Bencher, leaf: &'static str) {
    bench(bencher, leaf, "percentile");
}

/// A hundred leaves for each of 10⁶ requests, hedged: five runs of 200,000, each asserted to pay about 5 % for it.
#[divan::bench(sample_count = 3, sample_size = 1)]
fn a_million_hedged_requests(bencher: Bencher) {
    let mut scenario = Scenario::defaults(catalog::find("fan-out").expect("the lab is registered"));
    for (name, value) in [("leaf", "exponential"), ("hedge", "percentile"), ("fan_out", "100"), ("requests", "200000")]
    {
        scenario.set_param(name, value).expect("the setting is valid");
    }
    let extra = scenario.report().get("extra_requests_fraction").expect("declared");
    assert!((extra - 0.05).abs() < 0.002, "{extra} more calls");
    let mut run = move |seed| {
        scenario.seed.0 = seed;
        scenario.report()
    };
    bencher.counter(ItemsCount::new(100_000_000u64)).bench_local(|| (1..=5).map(&mut run).collect::<Vec<_>>());
}
