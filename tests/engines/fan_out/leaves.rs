//! The leaf distributions against statrs, and their two forms against each other.

use std::sync::Arc;

use faultlines::engines::catalog;
use faultlines::engines::fan_out::histogram::{HISTOGRAM, Histogram};
use faultlines::engines::fan_out::leaf::Leaf;
use faultlines::kernel::Bin;
use faultlines::kernel::measured::LONGEST_MS;
use faultlines::scenario::Scenario;
use proptest::prelude::*;
use statrs::distribution::{ContinuousCDF, Exp, LogNormal, Pareto};

const TAILS: [f64; 12] = [1.0, 0.999_999, 0.99, 0.9, 0.575, 0.5, 0.425, 0.1, 0.01, 1e-4, 1e-9, 1e-15];

fn leaf(settings: &[(&str, &str)]) -> Leaf {
    let mut scenario = Scenario::defaults(catalog::find("fan-out").expect("the lab is registered"));
    for (name, value) in settings {
        scenario.set_param(name, value).expect("the setting is valid");
    }
    Leaf::of(&scenario.params)
}

/// Compares survival with an independent crate's at the latencies that our quantile function gives.
fn agrees(leaf: Leaf, reference: &impl ContinuousCDF<f64, f64>) {
    for tail in TAILS {
        let latency_ms = leaf.at_survival(tail);
        if latency_ms <= 0.0 || latency_ms >= LONGEST_MS {
            continue;
        }
        let expected = reference.sf(latency_ms);
        assert!((leaf.survival(latency_ms) / expected - 1.0).abs() < 1e-9, "{leaf:?}: survival at {latency_ms}");
        // A latency is a double, so a tail can be met only as finely as neighbouring doubles differ.
        assert!((expected / tail - 1.0).abs() < 1e-9, "{leaf:?}: the quantile of {tail} has survival {expected}");
    }
}

#[test]
fn exponential_lognormal_and_pareto_agree_with_statrs() {
    for mean_ms in [0.1, 1.0, 250.0] {
        agrees(Leaf::Exponential { mean_ms }, &Exp::new(1.0 / mean_ms).expect("a rate"));
    }
    for (mu, sigma) in [(0.0, 1.0), (2.0, 0.1), (1.0, 3.0)] {
        agrees(Leaf::Lognormal { mu, sigma }, &LogNormal::new(mu, sigma).expect("a spread"));
    }
    for (scale_ms, shape) in [(1.0, 1.1), (5.0, 2.0), (3.0, 10.0)] {
        agrees(Leaf::Pareto { scale_ms, shape }, &Pareto::new(scale_ms, shape).expect("a shape"));
    }
}

#[test]
fn every_unimodal_leaf_has_the_mean_that_it_is_given() {
    for settings in [[("leaf", "exponential")], [("leaf", "lognormal")], [("leaf", "histogram")]] {
        let leaf = leaf(&settings);
        // The midpoint rule over the survival function's inverse.
        let steps = 1_000_000;
        let total: f64 = (0..steps).map(|step| leaf.at_survival((f64::from(step) + 0.5) / f64::from(steps))).sum();
        let mean_ms = total / f64::from(steps);
        assert!((mean_ms / 10.0 - 1.0).abs() < 1e-3, "{settings:?} has mean {mean_ms} ms");
    }
    let Leaf::Pareto { scale_ms, shape } = leaf(&[("leaf", "pareto")]) else { panic!("a Pareto leaf") };
    assert!((scale_ms * shape / (shape - 1.0) - 10.0).abs() < 1e-12);
}

#[test]
fn the_built_in_histogram_holds_a_hundred_thousand_calls_between_rising_edges() {
    assert_eq!(HISTOGRAM.iter().map(|&(_, calls)| calls).sum::<u64>(), 100_000);
    assert!(HISTOGRAM.windows(2).all(|pair| pair[0].0 < pair[1].0));
}

#[test]
fn a_slow_leaf_is_never_faster_than_the_slow_mode_even_where_the_modes_overlap() {
    for (mean_ms, slow_ms, slow) in [(10.0, 1000.0, 0.01), (10.0, 5.0, 0.3), (10_000.0, 1.0, 0.5), (0.1, 60_000.0, 1.0)]
    {
        let leaf = Leaf::Bimodal { mean_ms, slow_ms, slow };
        let fast_past_slow = (1.0 - slow) * f64::exp(-slow_ms / mean_ms);
        assert!((leaf.survival(slow_ms) - (slow + fast_past_slow)).abs() < 1e-12);
        assert!(leaf.at_survival((slow + fast_past_slow) * 0.999) >= slow_ms);
    }
}

fn any_leaf() -> impl Strategy<Value = Leaf> {
    let mean = 0.1..10_000.0;
    prop_oneof![
        mean.clone().prop_map(|mean_ms| Leaf::Exponential { mean_ms }),
        (-2.0..9.0, 0.1..3.0).prop_map(|(mu, sigma)| Leaf::Lognormal { mu, sigma }),
        (0.1..1_000.0, 1.1..10.0).prop_map(|(scale_ms, shape)| Leaf::Pareto { scale_ms, shape }),
        (mean.clone(), 1.0..60_000.0, 0.0..=1.0).prop_map(|(mean_ms, slow_ms, slow)| Leaf::Bimodal {
            mean_ms,
            slow_ms,
            slow
        }),
        // A reader's own bins: some hold nothing, some are as wide as nothing.
        (prop::collection::vec((0..20u32, 0..1_000u64), 1..40), 1..1_000u64).prop_map(|(bins, last)| {
            let mut upper_ms = 0.0;
            let edge = |step: u32| {
                upper_ms += f64::from(step);
                upper_ms
            };
            let edges: Vec<f64> = bins.iter().map(|bin| bin.0).chain([7]).map(edge).collect();
            let counts = bins.iter().map(|bin| bin.1).chain([last]);
            let bins: Vec<Bin> = edges.into_iter().zip(counts).collect();
            Leaf::Histogram { unit_ms: 1.0, histogram: Arc::new(Histogram::of(&bins)) }
        }),
        mean.prop_map(|unit_ms| Leaf::Histogram { unit_ms, histogram: Arc::new(Histogram::of(&HISTOGRAM)) }),
    ]
}

proptest! {
    #[test]
    fn a_larger_draw_is_never_a_longer_latency(leaf in any_leaf(), a in 1e-16..=1.0f64, b in 1e-16..=1.0f64) {
        let (small, large) = if a < b { (a, b) } else { (b, a) };
        // At a joint of a piecewise law the two sides may round apart.
        prop_assert!(leaf.at_survival(small) >= leaf.at_survival(large) * (1.0 - 1e-12));
    }

    #[test]
    fn the_two_forms_of_a_leaf_are_inverse(leaf in any_leaf(), tail in 1e-9..=1.0f64) {
        let latency_ms = leaf.at_survival(tail);
        prop_assert!(latency_ms.is_finite() && (0.0..=LONGEST_MS).contains(&latency_ms));
        if latency_ms < LONGEST_MS {
            // In the gap between two modes the law is flat: the survival is at least the tail, and just before the
            // latency it is no less.
            let here = leaf.survival(latency_ms);
            let before = leaf.survival(latency_ms * (1.0 - 1e-9));
            prop_assert!(here <= tail * (1.0 + 1e-6) && before >= tail * (1.0 - 1e-6), "{here} {tail} {before}");
        }
    }
}
