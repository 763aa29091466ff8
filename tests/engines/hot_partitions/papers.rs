//! Hot partitions against the laws of popularity, and the mistakes that each mitigation is known for.

use faultlines::engines::hot_partitions::HotPartitions;
use faultlines::engines::hot_partitions::layout::boundary;
use faultlines::engines::hot_partitions::route::bound;
use faultlines::engines::hot_partitions::traffic::Popularity;
use faultlines::kernel::{Action, Simulation, Value};
use faultlines::scenario::Scenario;

use crate::lab;
use crate::lab::close;

pub(super) fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("hot-partitions", settings)
}

pub(super) fn metric(simulation: &dyn Simulation, name: &str) -> f64 {
    lab::metric(&simulation.report(), name)
}

fn partitions(run: &dyn Simulation) -> &HotPartitions {
    run.engine()
}

/// Zipf's law over a million keys, summed independently: the shares of the first 1, 10 and 100.
#[test]
fn a_million_keys_are_as_unequal_as_zipf_says() {
    for (s, shares) in [("0.99", [0.06497, 0.19206, 0.34399]), ("1", [0.06948, 0.20350, 0.36042])] {
        let scenario = scenario(&[("keys", "1000000"), ("zipf_exponent", s)]);
        let popularity = Popularity::new(&scenario.params);
        for (count, share) in [1, 10, 100].into_iter().zip(shares) {
            close((0..count).map(|key| popularity.share(key)).sum(), share, 5e-6);
        }
    }
}

#[test]
fn a_celebrity_has_its_share_besides_its_own_and_the_others_share_the_rest() {
    let scenario = scenario(&[("keys", "1000"), ("celebrity_share", "0.3"), ("zipf_exponent", "0")]);
    let popularity = Popularity::new(&scenario.params);
    close(popularity.share(500), 0.3 + 0.7 / 1000.0, 1e-12);
    close(popularity.share(0), 0.7 / 1000.0, 1e-12);
    assert_eq!(popularity.key(0.29), 500);
    assert_eq!([0.3, 0.999_999].map(|unit| popularity.key(unit)), [0, 999]);
}

/// The hottest partition is asked as often as its keys are popular.
#[test]
fn the_hottest_share_is_what_the_keys_of_its_partition_add_up_to() {
    for layout in ["hash", "range"] {
        let run = scenario(&[("zipf_exponent", "0.99"), ("keys", "10000"), ("layout", layout)]).run();
        let expected = metric(&*run, "predicted_hottest_share");
        // Four standard errors of the 60,000 requests that are measured.
        close(metric(&*run, "hottest_share"), expected, 4.0 * (expected * (1.0 - expected) / 60_000.0).sqrt());
    }
    // By range the first partition has the 1,000 most popular of 10,000 keys: H(1000, .99) over H(10000, .99).
    let harmonic = |n: u32| (1..=n).map(|rank| f64::from(rank).powf(-0.99)).sum::<f64>();
    let run = scenario(&[("zipf_exponent", "0.99"), ("keys", "10000"), ("layout", "range")]).run();
    close(metric(&*run, "predicted_hottest_share"), harmonic(1_000) / harmonic(10_000), 1e-9);
}

#[test]
fn salting_cools_a_key_that_is_written_and_not_one_that_is_read() {
    let celebrity =
        [("celebrity_share", "0.5"), ("zipf_exponent", "0"), ("keys", "1"), ("salts", "10"), ("partitions", "20")];
    let run = |mitigation, writes| {
        scenario(&[&celebrity[..], &[("mitigation", mitigation), ("write_fraction", writes)]].concat()).run()
    };
    let written = run("salting", "1");
    assert_eq!(metric(&*run("none", "1"), "hottest_share"), 1.0);
    // Ten salts on twenty partitions: no partition has more than a few of them.
    assert!(metric(&*written, "hottest_share") < 0.45);
    close(metric(&*written, "hottest_share"), metric(&*written, "predicted_hottest_share"), 0.01);
    assert_eq!(metric(&*written, "write_fanout_mean"), 1.0);
    let read = run("salting", "0");
    assert_eq!(metric(&*read, "read_fanout_mean"), 10.0);
    // Every partition that holds a salt is asked for every read: 6,000 a second against a capacity of 1,000.
    assert!(metric(&*read, "throttled_fraction") >= metric(&*run("none", "0"), "throttled_fraction"));
}

/// Fan et al., SoCC 2011: a cache of some n log n keys in front of n nodes evens out any skew of reads.
#[test]
fn a_small_cache_evens_out_the_partitions() {
    let reads = [("write_fraction", "0"), ("cache_ttl_ms", "600000"), ("cache_keys", "200")];
    let none = scenario(&[&reads[..], &[("mitigation", "none")]].concat()).run();
    let cache = scenario(&[&reads[..], &[("mitigation", "cache")]].concat()).run();
    assert!(metric(&*none, "hottest_over_fair") > 2.0 && metric(&*none, "throttled_fraction") > 0.1);
    assert!(metric(&*cache, "hottest_over_fair") < 1.3);
    assert_eq!(metric(&*cache, "throttled_fraction"), 0.0);
    // No cache of 200 keys can do better than one that knows the 200 most popular.
    let scenario = scenario(&reads);
    let popularity = Popularity::new(&scenario.params);
    let ideal: f64 = (0..200).map(|key| popularity.share(key)).sum();
    let hits = metric(&*cache, "cache_hit_fraction");
    assert!(hits < ideal && hits > 0.8 * ideal, "{hits} of {ideal}");
}

/// Of one key that is read and written alike, a read finds the value exactly if the request before it was a read.
#[test]
fn a_write_takes_its_key_out_of_the_cache() {
    let settings = [
        ("mitigation", "cache"),
        ("keys", "1"),
        ("write_fraction", "0.5"),
        ("cache_ttl_ms", "600000"),
        ("requests_per_s", "1000"),
        ("capacity_per_s", "10000"),
        ("duration_s", "40"),
    ];
    let run = scenario(&settings).run();
    // Four standard errors of 10,000 reads.
    close(metric(&*run, "cache_hit_fraction"), 0.5, 0.02);
}

#[test]
fn splitting_cools_a_hot_range_and_cannot_cool_a_single_key() {
    let split = [("mitigation", "split"), ("layout", "range"), ("write_fraction", "0"), ("split_s", "0")];
    let flat = scenario(&[&split[..], &[("zipf_exponent", "0.8"), ("duration_s", "40")]].concat()).run();
    let unsplit = scenario(&[("layout", "range"), ("zipf_exponent", "0.8")]).run();
    assert!(metric(&*unsplit, "throttled_fraction") > 0.3);
    assert!(metric(&*flat, "throttled_fraction") < 0.01, "{}", flat.report());
    assert!(metric(&*flat, "splits") >= 3.0);

    let celebrity = scenario(&[&split[..], &[("zipf_exponent", "0"), ("celebrity_share", "0.5")]].concat()).run();
    assert!(celebrity.trace().events().iter().any(|event| event.kind == "one-hot-key"));
    // 3,000 a second for one key, of which its partition serves 1,000 however small its range.
    close(metric(&*celebrity, "throttled_fraction"), 2.0 / 6.0, 0.02);
}

/// A burst of a second is enough for a split, and once the load is low again the parts stay.
#[test]
fn one_hot_second_splits_a_partition_for_good() {
    let calm =
        [("mitigation", "split"), ("layout", "range"), ("zipf_exponent", "0"), ("split_s", "0"), ("duration_s", "40")];
    let mut burst = scenario(&calm);
    assert_eq!(metric(&*burst.run(), "splits"), 0.0);
    for (at_ms, share) in [(2_000, 0.1), (3_000, 0.0)] {
        burst.act(Action { at_ms, verb: "go-viral", target: 77, value: Some(Value::Number(share)) });
    }
    let run = burst.run();
    assert_eq!((metric(&*run, "splits"), metric(&*run, "nodes")), (1.0, 11.0));
}

/// A value expires and the cache is of finite size: what it takes from each partition has no closed form here.
#[test]
fn nothing_is_predicted_of_a_cache() {
    for mitigation in ["none", "salting", "replicas", "cache"] {
        let report = scenario(&[("mitigation", mitigation)]).report();
        assert_eq!(report.get("predicted_hottest_share").is_none(), mitigation == "cache", "{mitigation}");
    }
}

#[test]
fn a_split_halves_the_traffic_or_leaves_a_single_position_alone() {
    assert_eq!(boundary(&[1, 2, 3, 4, 5, 6]), Some(4));
    assert_eq!(boundary(&[7, 7, 7, 9]), Some(9), "the hot position stays below");
    assert_eq!(boundary(&[3, 7, 7, 7]), Some(7), "the hot position goes above");
    assert_eq!(boundary(&[7, 7, 7]), None);
    assert_eq!(boundary(&[]), None);
}

/// Mirrokni, Thorup & Zadimoghaddam 2018: no bin above ⌈(1 + ε)·n/k⌉.
#[test]
fn bounded_loads_keep_their_bound() {
    assert_eq!((bound(0.25, 100, 10), bound(0.25, 101, 10), bound(0.0, 1, 10)), (13, 13, 1));
    let slow = [
        ("mitigation", "bounded"),
        ("overflow", "queue"),
        ("queue_limit", "500"),
        ("capacity_per_s", "1"),
        ("requests_per_s", "1000"),
        ("duration_s", "2"),
        ("celebrity_share", "0.9"),
    ];
    let run = scenario(&slow).run();
    let run = partitions(&*run);
    let mut nodes = run.nodes().to_vec();
    let busy: Vec<u32> = nodes.iter_mut().map(|node| node.outstanding(run.now())).collect();
    let requests: u32 = run.measures().seconds.iter().map(|second| second.requests).sum();
    // Hardly a request leaves in two seconds, so what has come is what is there, and the bound was at its highest last.
    assert!(busy.iter().all(|&busy| busy <= bound(0.25, requests, 10)), "{busy:?} of {requests}");
    assert!(busy.iter().any(|&busy| busy > bound(0.2, requests, 10)), "the celebrity fills its partition: {busy:?}");
}

#[test]
fn coalescing_asks_once_for_all_who_read_a_key_at_a_time() {
    let settings = [
        ("mitigation", "coalescing"),
        ("keys", "1"),
        ("partitions", "1"),
        ("write_fraction", "0"),
        ("service_ms", "10"),
    ];
    let run = scenario(&settings).run();
    // A read is under way for 10 ms, then the next comes after 1/6 ms: 98.4 a second are asked of 6,000.
    let expected = 1e3 / (10.0 + 1.0 / 6.0) / 6_000.0;
    close(metric(&*run, "read_fanout_mean"), expected, 0.02 * expected);
    assert_eq!(metric(&*run, "throttled_fraction"), 0.0);
    // Who joins waits for what is left of 10 ms.
    close(metric(&*run, "latency_ms_mean"), 5.0, 0.2);
}

/// A cluster that is half idle refuses requests: the point of the lab, at its defaults.
#[test]
fn a_half_idle_cluster_refuses_requests_because_of_one_partition() {
    let run = scenario(&[]).run();
    assert!(metric(&*run, "throttled_fraction") > 0.1);
    assert!(metric(&*run, "mean_utilisation") < 0.6);
    let even = scenario(&[("zipf_exponent", "0")]).run();
    assert_eq!(metric(&*even, "throttled_fraction"), 0.0);
}

#[test]
fn a_key_that_goes_viral_heats_its_partition() {
    let mut scenario = scenario(&[("zipf_exponent", "0")]);
    scenario.act(Action { at_ms: 5_000, verb: "go-viral", target: 77, value: Some(Value::Number(0.5)) });
    let run = scenario.run();
    let seconds = &partitions(&*run).measures().seconds;
    assert!(seconds[..5].iter().all(|second| second.throttled == 0));
    // 3,000 more a second than the partition's fair 300, of which it serves 1,000.
    assert!(seconds[6..20].iter().all(|second| second.throttled > 1_900 && second.hottest_asked > 3_000));
}
