//! The guarantees of the Space-Saving paper, and its example.

use crate::lab;
use faultlines::engines::top_k::{Counter, Summary};
use faultlines::kernel::{Seed, Value};

const X: u32 = 24;
const Y: u32 = 25;
const Z: u32 = 26;

#[test]
fn the_papers_example_with_two_counters() {
    // Metwally, Agrawal & El Abbadi, ICDT 2005, section 3, Example 1: X, Y, Y with two counters, then Z takes over X's.
    let mut summary = Summary::new(2);
    [X, Y, Y].into_iter().for_each(|item| summary.insert(item));
    let counter = |item, count, error| Counter { item, count, error };
    assert_eq!(summary.counters(), [counter(Y, 2, 0), counter(X, 1, 0)]);
    summary.insert(Z);
    assert_eq!(summary.counter(X), None);
    assert_eq!(summary.counter(Y), Some(&counter(Y, 2, 0)));
    assert_eq!(summary.counter(Z), Some(&counter(Z, 2, 1)));
}

#[test]
fn as_many_items_are_heavy_as_the_law_of_the_stream_says() {
    for (counters, skew) in [(100, 1.0), (1_000, 1.0), (100, 1.4)] {
        let mut scenario = lab::defaults("top-k");
        scenario.params.set("counters", Value::Integer(counters));
        scenario.params.set("skew", Value::Number(skew));
        scenario.params.set("scan_fraction", Value::Number(0.0));
        scenario.seed = Seed(3);
        let report = scenario.report();
        let [heavy, predicted] = ["heavy_items", "predicted_heavy_items"].map(|name| lab::metric(&report, name));
        let [share, by_law] = ["top_share", "predicted_top_share"].map(|name| lab::metric(&report, name));
        // A binomial share of 100,000 arrivals: five standard deviations are at most .008.
        assert!((share - by_law).abs() < 0.008 && share > 0.2, "{counters}, skew {skew}: {share} and {by_law}");
        // Items near the bound fall on either side by chance: a count of 100 to 1,000 varies by up to a tenth, and ranks in
        // proportion.
        assert!((heavy - predicted).abs() <= 2.0 + 0.1 * predicted, "{counters}, skew {skew}: {heavy} and {predicted}");
    }
}

/// The most frequent of a short stream are those that chance favoured, not the most popular: nothing is predicted of it.
#[test]
fn in_a_short_stream_the_top_has_a_larger_share_than_the_law_says() {
    let report = |items| {
        let settings = [("items", items), ("universe", "20"), ("skew", "0"), ("scan_fraction", "0.5"), ("k", "10")];
        lab::scenario("top-k", &settings).report()
    };
    let (short, long) = (report("200"), report("1000000"));
    // Half of the items of half of the stream.
    assert!(lab::metric(&short, "top_share") > 1.2 * 0.25);
    assert_eq!(short.get("predicted_top_share"), None);
    lab::close(lab::metric(&long, "predicted_top_share"), 0.25, 1e-9);
    lab::close(lab::metric(&long, "top_share"), 0.25, 0.003);
}
