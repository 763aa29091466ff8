//! The numbers that papers print, and those that follow from them.

use crate::lab;
use faultlines::engines::hash_ring::HashRing;
use faultlines::kernel::{Action, Seed, Value};
use faultlines::parts::placements::maglev::{Claimant, populate};
use faultlines::parts::placements::numbered::jump;
use faultlines::scenario::Scenario;

fn scenario(seed: u32, settings: &[(&str, &str)]) -> Scenario {
    let mut scenario = lab::defaults("hash-ring");
    for (name, value) in settings {
        scenario.set_param(name, value).unwrap();
    }
    scenario.seed = Seed(seed);
    scenario
}

fn metric(scenario: &Scenario, name: &str) -> f64 {
    lab::metric(&scenario.report(), name)
}

/// The mean of a function of a metric over so many seeds.
fn mean(seeds: u32, settings: &[(&str, &str)], name: &str, of: impl Fn(f64) -> f64) -> f64 {
    (1..=seeds).map(|seed| of(metric(&scenario(seed, settings), name))).sum::<f64>() / f64::from(seeds)
}

/// Lamping & Veach (arXiv 1406.2294), figure 1; these values are those that its C++ text gives.
#[test]
fn jump_hash_gives_the_published_buckets() {
    for (key, buckets, expected) in [(1, 1, 0), (42, 57, 43), (0xDEAD_10CC, 666, 361), (256, 1024, 520)] {
        assert_eq!(jump(key, buckets), expected, "jump({key}, {buckets})");
    }
}

/// Eisenbud et al. (NSDI 2016), section 3.4, table 1.
#[test]
fn maglev_fills_the_table_of_the_paper() {
    let claimant = |id, offset, skip| Claimant { id, offset, skip, weight: 1.0 };
    let claimants = [claimant(0, 3, 4), claimant(1, 0, 2), claimant(2, 3, 1)];
    assert_eq!(populate(7, &claimants), [1, 0, 1, 0, 2, 2, 0]);
    // The right half of the same table: B1 is gone, and of the entries of the others one changes hands.
    assert_eq!(populate(7, &[claimants[0], claimants[2]]), [0, 0, 0, 0, 2, 2, 2]);
}

/// The share of a node with v of vN random points is Beta(v, v(N−1)), so its coefficient of variation is
/// sqrt((N−1)/(vN+1)); drawing so many keys adds N/keys to its square.
#[test]
fn the_imbalance_of_a_ring_follows_from_its_points() {
    for (vnodes, seeds) in [("1", 400), ("10", 200), ("100", 60)] {
        let v: f64 = vnodes.parse().unwrap();
        let settings = [("nodes", "10"), ("vnodes", vnodes), ("keys", "20000")];
        let variance = mean(seeds, &settings, "load_cv", |cv| cv * cv);
        let expected = 9.0 / (10.0 * v + 1.0) + 10.0 / 20_000.0;
        assert!((variance / expected - 1.0).abs() < 0.15, "v = {vnodes}: {variance} for {expected}");
    }
}

#[test]
fn ten_nodes_of_a_hundred_points_are_uneven_by_about_a_tenth() {
    let settings = [("nodes", "10"), ("vnodes", "100"), ("keys", "100000")];
    let cv = mean(20, &settings, "load_cv", |cv| cv);
    assert!((cv - 0.095).abs() < 0.01, "{cv}");
    // The seed that the book opens with is a typical one.
    let first = metric(&scenario(1, &settings), "load_cv");
    assert!((first - 0.095).abs() < 0.01, "{first}");
}

#[test]
fn the_eleventh_node_moves_an_eleventh_of_the_keys_and_modulo_ten_elevenths() {
    let join = |strategy| [("strategy", strategy), ("keys", "100000"), ("join", "1")];
    for strategy in ["ring", "rendezvous", "jump"] {
        let moved = mean(10, &join(strategy), "moved_fraction", |moved| moved);
        assert!((moved - 1.0 / 11.0).abs() < 0.009, "{strategy}: {moved}");
        assert_eq!(mean(2, &join(strategy), "moved_between_old_nodes", |moved| moved), 0.0);
    }
    // 1 − min(a, b) / lcm(a, b) for a = 10 and b = 11: .9091, with a standard deviation of .0009 for so many keys.
    let moved = metric(&scenario(1, &join("modulo")), "moved_fraction");
    assert!((moved - 10.0 / 11.0).abs() < 0.004, "{moved}");
    let ideal = metric(&scenario(1, &join("modulo")), "ideal_moved_fraction");
    assert!((ideal - 1.0 / 11.0).abs() < 1e-12, "{ideal}");
}

/// Eisenbud et al., sections 3.4 and 5.3: loads all but even, and a little disruption that a larger table makes less.
#[test]
fn maglev_is_even_and_moves_a_little_in_vain() {
    let settings = [("strategy", "maglev"), ("keys", "100000"), ("join", "1")];
    let one = scenario(1, &settings);
    assert!(metric(&one, "max_over_mean") < 1.05);
    let vain = metric(&one, "moved_between_old_nodes") / 100_000.0;
    assert!(vain > 0.0 && vain < 0.01, "{vain}");
    let small = scenario(1, &[settings[0], settings[1], settings[2], ("table_size", "1009")]);
    assert!(metric(&small, "moved_between_old_nodes") > metric(&one, "moved_between_old_nodes"));
}

/// Schindelhauer & Schomaker (SPAA 2005): shares in proportion to weights, exactly so but for the draw of the keys.
#[test]
fn a_node_of_weight_three_holds_three_shares() {
    for (strategy, tolerance) in [("rendezvous", 0.03), ("maglev", 0.03), ("ring", 0.15)] {
        let mut scenario = scenario(1, &[("strategy", strategy), ("keys", "100000"), ("vnodes", "1000")]);
        scenario.act(Action { at_ms: 0, verb: "set-weight", target: 4, value: Some(Value::Number(3.0)) });
        let load = metric(&scenario, "load_node_4");
        let fair = 100_000.0 * 3.0 / 12.0;
        assert!((load / fair - 1.0).abs() < tolerance, "{strategy}: {load}");
    }
}

/// The points of a node fall together, and the ring is as uneven as if it had hardly any.
#[test]
fn a_weak_hash_undoes_the_virtual_nodes() {
    let cv = |hash| mean(10, &[("hash", hash), ("keys", "20000"), ("vnodes", "100")], "load_cv", |cv| cv);
    let (good, weak) = (cv("xxh3"), cv("fnv1a"));
    assert!(weak > 4.0 * good, "{weak} against {good}");
}

#[test]
fn two_strategies_under_one_seed_place_the_same_keys() {
    let digests = |strategy| {
        let run = scenario(9, &[("strategy", strategy), ("keys", "1000")]).run();
        run.engine::<HashRing>().digests().to_vec()
    };
    assert_eq!(digests("ring"), digests("modulo"));
    assert_eq!(digests("ring"), digests("maglev"));
}
