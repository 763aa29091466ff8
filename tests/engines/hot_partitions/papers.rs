//! Hot partitions against the laws of popularity and of queues, and the mistakes that each mitigation is known for.

use faultlines::engines::hot_partitions::HotPartitions;
use faultlines::engines::hot_partitions::layout::boundary;
use faultlines::engines::hot_partitions::node::{Capacity, Node, Overflow};
use faultlines::engines::hot_partitions::route::{bound, draw_another};
use faultlines::engines::hot_partitions::theory::supermarket_mean;
use faultlines::engines::hot_partitions::traffic::Popularity;
use faultlines::kernel::{Action, Simulation, Time, Value};
use faultlines::scenario::Scenario;

use crate::lab;
use crate::lab::close;

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("hot-partitions", settings)
}

fn metric(simulation: &dyn Simulation, name: &str) -> f64 {
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

/// Mitzenmacher 1996; the sums were checked independently.
#[test]
fn the_supermarket_model_has_the_means_in_print() {
    for (load, choices, mean) in [(0.9, 1, 10.0), (0.9, 2, 2.61406), (0.5, 1, 2.0), (0.5, 2, 1.26569)] {
        close(supermarket_mean(load, choices), mean, 1e-5);
    }
    assert_eq!(supermarket_mean(0.0, 2), 1.0);
}

/// A hundred replicas, each with a service of 10 ms. The model is the limit of infinitely many: the mean time of n
/// queues is above it by O(1/n), within 2 % for these loads.
#[test]
fn the_replica_queues_have_the_mean_of_the_supermarket_model() {
    let replicas = [
        ("mitigation", "replicas"),
        ("overflow", "queue"),
        ("partitions", "1"),
        ("replicas", "100"),
        ("write_fraction", "0"),
        ("capacity_per_s", "100"),
        ("queue_limit", "500"),
        ("keys", "100"),
        ("duration_s", "40"),
    ];
    for (rate, choices, mean_ms, tolerance) in
        [("9000", "2", 26.1406, 0.02), ("5000", "2", 12.6569, 0.02), ("5000", "1", 20.0, 0.02)]
    {
        let run = scenario(&[&replicas[..], &[("requests_per_s", rate), ("choices", choices)]].concat()).run();
        close(metric(&*run, "predicted_latency_ms_mean"), mean_ms, 1e-4);
        close(metric(&*run, "latency_ms_mean"), mean_ms, tolerance * mean_ms);
        assert_eq!(metric(&*run, "throttled_fraction"), 0.0);
    }
}

/// The first mistake: two picks that may be the same host.
#[test]
fn the_picks_are_different_and_every_pair_is_as_likely() {
    let mut counts = [[0u32; 5]; 5];
    for first in 0..5u64 {
        for second in 0..4u64 {
            let mut drawn = Vec::new();
            let a = draw_another(&mut drawn, first);
            let b = draw_another(&mut drawn, second);
            counts[a as usize][b as usize] += 1;
        }
    }
    for (a, row) in counts.iter().enumerate() {
        assert!(row.iter().enumerate().all(|(b, &count)| count == u32::from(a != b)), "{counts:?}");
    }
    let mut drawn = Vec::new();
    let all: Vec<u32> = (0..5).map(|_| draw_another(&mut drawn, 0)).collect();
    assert_eq!(all, [0, 1, 2, 3, 4]);
}

/// The second: ties that go to the first host. Replicas that are almost always idle are all alike.
#[test]
fn ties_go_to_every_replica_alike() {
    let idle = [
        ("mitigation", "replicas"),
        ("overflow", "queue"),
        ("partitions", "1"),
        ("replicas", "10"),
        ("write_fraction", "0"),
        ("capacity_per_s", "10000"),
        ("requests_per_s", "1000"),
        ("duration_s", "40"),
    ];
    let run = scenario(&idle).run();
    // 2,000 requests for each of ten: the largest of ten is within four deviations, 9 %.
    close(metric(&*run, "hottest_over_fair"), 1.0, 0.09);
}

/// One partition that queues is M/M/1: the mean 1/(μ − λ), the 99th percentile ln 100 times as much.
#[test]
fn a_partition_that_queues_is_m_m_1() {
    let one = [
        ("overflow", "queue"),
        ("partitions", "1"),
        ("capacity_per_s", "10000"),
        ("queue_limit", "500"),
        ("requests_per_s", "5000"),
        ("duration_s", "60"),
    ];
    let run = scenario(&one).run();
    close(metric(&*run, "predicted_latency_ms_mean"), 0.2, 1e-9);
    close(metric(&*run, "latency_ms_mean"), 0.2, 0.02 * 0.2);
    close(metric(&*run, "latency_ms_p99"), 0.2 * 100f64.ln(), 0.04 * 0.92103);
}

/// M/M/1/K: a queue for ten loses .050814 at ρ = .9 and 1/11 at ρ = 1.
#[test]
fn a_full_queue_loses_what_erlang_says() {
    for (rate, loss) in [("9000", 0.050_814), ("10000", 0.090_909)] {
        let settings = [("overflow", "queue"), ("partitions", "1"), ("capacity_per_s", "10000"), ("queue_limit", "10")];
        let run = scenario(&[&settings[..], &[("requests_per_s", rate), ("duration_s", "60")]].concat()).run();
        // Losses come in clusters; 3 % is four standard errors of ten seeds.
        close(metric(&*run, "throttled_fraction"), loss, 0.03 * loss);
    }
}

fn bucket(burst: f64) -> Node {
    let overflow = Overflow::Throttle { service: Time::from_millis(5), burst };
    Node::new(Capacity { per_s: 1_000.0, overflow }, Time::ZERO)
}

/// The commonest mistake with token buckets is to drop the fraction of a token at each refill.
#[test]
fn a_throttled_partition_serves_its_capacity_and_its_burst_and_no_more() {
    let mut node = bucket(10.0);
    let served = (0..20_000u64).filter(|index| node.serve(Time(index * 700_000), 1.0).is_some()).count();
    // 14 s at 1,000 a second, and the ten tokens of the start.
    close(served as f64, 14_010.0, 1.0);
}

/// As DynamoDB's burst capacity: what was not used is kept, up to a limit.
#[test]
fn unused_capacity_is_kept_up_to_the_burst() {
    let mut node = bucket(300.0);
    let at_once = |node: &mut Node, at: Time| (0..1_000).filter(|_| node.serve(at, 1.0).is_some()).count();
    assert_eq!(at_once(&mut node, Time::ZERO), 300);
    assert_eq!(at_once(&mut node, Time::from_millis(50)), 50);
    assert_eq!(at_once(&mut node, Time::from_millis(10_000)), 300);
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

/// M/M/1/30 at ρ = .95; three queues are too few for the law of very many.
#[test]
fn a_queue_with_an_end_has_its_own_mean_and_three_replicas_have_no_law() {
    let one = [
        ("mitigation", "replicas"),
        ("partitions", "1"),
        ("keys", "1"),
        ("zipf_exponent", "0"),
        ("overflow", "queue"),
        ("write_fraction", "0"),
        ("capacity_per_s", "500"),
        ("duration_s", "60"),
    ];
    let bounded = [("replicas", "1"), ("queue_limit", "30"), ("requests_per_s", "950"), ("capacity_per_s", "1000")];
    let run = scenario(&[&one[..], &bounded].concat()).run();
    let predicted = metric(&*run, "predicted_latency_ms_mean");
    close(predicted, 11.8, 0.1);
    close(metric(&*run, "latency_ms_mean"), predicted, 0.1 * predicted);
    let three = [("replicas", "3"), ("choices", "2"), ("queue_limit", "500"), ("requests_per_s", "1350")];
    assert_eq!(scenario(&[&one[..], &three].concat()).report().get("predicted_latency_ms_mean"), None);
}
