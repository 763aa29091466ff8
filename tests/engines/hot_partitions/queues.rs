//! Hot partitions against the laws of queues: a partition that queues, replicas of which the least busy is asked, a bucket of
//! tokens.

use faultlines::engines::hot_partitions::node::{Capacity, Node, Overflow};
use faultlines::engines::hot_partitions::route::draw_another;
use faultlines::kernel::Time;
use faultlines::parts::supermarket;

use super::papers::{metric, scenario};
use crate::lab::close;

/// Mitzenmacher 1996; the sums were checked independently.
#[test]
fn the_supermarket_model_has_the_means_in_print() {
    for (load, choices, mean) in [(0.9, 1, 10.0), (0.9, 2, 2.61406), (0.5, 1, 2.0), (0.5, 2, 1.26569)] {
        close(supermarket::mean(load, choices), mean, 1e-5);
    }
    assert_eq!(supermarket::mean(0.0, 2), 1.0);
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
