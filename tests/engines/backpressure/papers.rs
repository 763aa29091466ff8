//! The policies against the papers and standards that describe them, and the lab against queueing theory.

use std::collections::VecDeque;

use faultlines::engines::backpressure::aimd::Aimd;
use faultlines::engines::backpressure::codel::Codel;
use faultlines::engines::backpressure::gate::Gate;
use faultlines::engines::backpressure::item::{Item, MAX_STAGES};
use faultlines::engines::backpressure::throttle::Throttle;
use faultlines::engines::backpressure::token_bucket::TokenBucket;
use faultlines::engines::backpressure::{Backpressure, Load};
use faultlines::kernel::Time;
use faultlines::scenario::Scenario;

use crate::lab;
use crate::lab::metric;

pub(super) fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("backpressure", settings)
}

pub(super) fn near(measured: f64, expected: f64, fraction: f64) {
    assert!((measured - expected).abs() <= fraction * expected, "{measured} is not near {expected}");
}

fn run(scenario: &Scenario) -> Backpressure {
    lab::run(scenario)
}

const TARGET: Time = Time::from_millis(5);
const INTERVAL: Time = Time::from_millis(100);

/// A queue whose items have all waited 50 ms.
fn standing_queue(now: Time, length: usize) -> VecDeque<Item> {
    let entered = now - Time::from_millis(50);
    let item = Item { attempt: 0, sent: entered, entered, work: [Time::ZERO; MAX_STAGES] };
    VecDeque::from(vec![item; length])
}

/// Takes an item from a standing queue at each of these milliseconds; returns how many were dropped at each.
fn drops(codel: &mut Codel, at_ms: impl Iterator<Item = u64>) -> Vec<(u64, usize)> {
    let mut found = Vec::new();
    for ms in at_ms {
        let now = Time::from_millis(ms);
        let mut dropped = Vec::new();
        assert!(codel.dequeue(now, &mut standing_queue(now, 100), &mut dropped).is_some());
        if !dropped.is_empty() {
            found.push((ms, dropped.len()));
        }
    }
    found
}

/// RFC 8289 §5.4: the distance to the next drop is interval/√count. From the first drop: 0, 100, 170.711, 228.446 …
#[test]
fn codel_drops_at_the_inverse_square_root_of_the_count() {
    let mut codel = Codel::new(TARGET, INTERVAL);
    // The first look at 1,000 ms finds the delay too high; only a whole interval later is the first item dropped.
    let found = drops(&mut codel, 1_000..1_100);
    assert_eq!(found, [], "nothing is dropped at the first breach");
    let first = Time::from_millis(1_100);
    assert_eq!(drops(&mut codel, 1_100..=1_100), [(1_100, 1)]);
    for (ms, after_ms) in [(1_200, 170.711), (1_271, 228.446), (1_329, 278.446)] {
        let found = drops(&mut codel, (first.0 / 1_000_000 + 1).max(ms - 20)..=ms);
        assert_eq!(found, [(ms, 1)]);
        // The law goes on from when the drop was due, not from when the queue was next looked at.
        let due_ms = (codel.drop_next() - first).as_millis();
        assert!((due_ms - after_ms).abs() < 1e-3, "{due_ms} is not {after_ms}");
    }
}

/// The same place: a consumer that looks seldom catches up with all the drops that were due.
#[test]
fn codel_makes_up_for_drops_that_it_came_late_for() {
    let mut codel = Codel::new(TARGET, INTERVAL);
    let found = drops(&mut codel, [1_000, 1_100, 1_350].into_iter());
    // Due at 1,200, 1,270.711 and 1,328.446, and the next only at 1,378.446.
    assert_eq!(found, [(1_100, 1), (1_350, 3)]);
}

/// RFC 8289 §4.2: good queue, which drains within an interval, is left alone.
#[test]
fn codel_forgets_a_breach_when_the_queue_empties_or_the_delay_falls() {
    for look_at_90_ms in [0, 1, 2] {
        let mut codel = Codel::new(TARGET, INTERVAL);
        assert_eq!(drops(&mut codel, 1_000..1_090), []);
        let now = Time::from_millis(1_090);
        let mut buffer = match look_at_90_ms {
            // Empty; its last item; an item that has only just come.
            0 => VecDeque::new(),
            1 => standing_queue(now, 1),
            _ => standing_queue(now + Time::from_millis(46), 10),
        };
        codel.dequeue(now, &mut buffer, &mut Vec::new());
        assert_eq!(drops(&mut codel, 1_091..1_191), []);
        assert_eq!(drops(&mut codel, 1_191..=1_191), [(1_191, 1)]);
    }
}

#[test]
fn codel_stops_dropping_when_the_queue_empties() {
    let mut codel = Codel::new(TARGET, INTERVAL);
    assert_eq!(drops(&mut codel, 1_000..=1_100).len(), 1);
    assert!(codel.is_dropping());
    assert_eq!(codel.dequeue(Time::from_millis(1_101), &mut VecDeque::new(), &mut Vec::new()), None);
    assert!(!codel.is_dropping());
}

/// Chiu & Jain 1989, fig. 5: a=1, b=½, C=100, from (10, 80). Each congestion halves the difference between the two.
#[test]
fn aimd_brings_two_senders_to_equal_shares() {
    let rule = Aimd { increase: 1.0, decrease: 0.5 };
    let mut rates = (10.0, 80.0);
    let mut after_cuts = Vec::new();
    while after_cuts.len() < 8 {
        let congested = rates.0 + rates.1 >= 100.0;
        rates = (rule.next(rates.0, congested), rule.next(rates.1, congested));
        if congested {
            after_cuts.push(rates);
        }
    }
    assert_eq!(after_cuts[..2], [(7.5, 42.5), (16.25, 33.75)]);
    let gaps: Vec<f64> = after_cuts.iter().map(|rates| rates.1 - rates.0).collect();
    assert!(gaps.windows(2).all(|pair| pair[1] == 0.5 * pair[0]));
}

/// The commonest bug: a bucket that rounds the refill down at every look starves whoever looks often.
#[test]
fn a_token_bucket_keeps_the_fraction_of_a_token_and_no_more_than_a_burst() {
    let mut bucket = TokenBucket::new(Time::from_millis(100), 3);
    let taken = (0..=10_000).filter(|&ms| bucket.take(Time::from_millis(ms))).count();
    assert_eq!(taken, 3 + 100);
    // After a long silence the bucket is full, not overfull.
    let later = Time::from_millis(1_000_000);
    assert_eq!((0..10).filter(|_| bucket.take(later)).count(), 3);
}

#[test]
fn a_token_bucket_keeps_its_tokens_when_its_rate_changes() {
    let mut bucket = TokenBucket::new(Time::from_millis(100), 4);
    assert!(bucket.take(Time::ZERO) && bucket.take(Time::ZERO));
    assert_eq!(bucket.tokens(), 2.0);
    bucket.set_interval(Time::from_millis(50));
    assert_eq!(bucket.tokens(), 2.0);
}

/// Site Reliability Engineering, ch. 21, equation 21-1.
#[test]
fn adaptive_throttling_refuses_by_the_formula_of_the_sre_book() {
    let mut throttle = Throttle::new(2.0, Time::from_millis(120_000));
    for number in 0..100 {
        throttle.request(Time::from_millis(number));
        if number < 30 {
            throttle.accept(Time::from_millis(number));
        }
    }
    assert_eq!(throttle.refusal(), 40.0 / 101.0);
    for _ in 0..20 {
        throttle.accept(Time::from_millis(100));
    }
    assert_eq!(throttle.refusal(), 0.0, "half of the requests accepted is enough for K = 2");
    // Two minutes later all is forgotten.
    throttle.request(Time::from_millis(132_000));
    assert_eq!(throttle.counts(), (1, 0));
}

/// The same chapter: with K = 2 the backend sees twice as many requests as it accepts, however many are wanted.
#[test]
fn a_throttled_backend_sees_k_times_what_it_accepts() {
    for k in ["2", "1.2"] {
        let report = scenario(&[
            ("policy", "throttle"),
            ("throttle_k", k),
            ("client", "patient"),
            ("spike_factor", "5"),
            ("spike_at_ms", "0"),
            ("spike_ms", "60000"),
            ("stages", "1"),
        ])
        .report();
        let reached = metric(&report, "sent") - metric(&report, "refused_by_producer");
        let good = metric(&report, "goodput_per_s") * 60.0;
        // The window needs its ten seconds to fill, and chance moves the counts by a few percent.
        near(reached / good, k.parse().expect("a number"), 0.08);
    }
}

#[test]
fn a_bound_shorter_than_the_deadline_breaks_the_loop() {
    for policy in ["drop-newest", "drop-oldest", "sample", "aimd", "token-bucket", "codel", "throttle"] {
        let report = scenario(&[("policy", policy)]).report();
        assert_eq!(metric(&report, "recovered"), 1.0, "{policy}");
        assert!(metric(&report, "goodput_at_end_ratio") > 0.98, "{policy}");
        // Twenty items in each of two buffers and one with each consumer.
        assert!(metric(&report, "memory_bytes_max") <= 42.0 * 1_024.0, "{policy}");
    }
}

/// A queue at the head of which the oldest wait serves the most hopeless first: the same bound, but the freshest stay.
#[test]
fn dropping_the_oldest_answers_faster_than_dropping_the_newest() {
    let p99 = |policy| metric(&scenario(&[("policy", policy), ("client", "patient")]).report(), "sojourn_ms_p99");
    assert!(p99("drop-oldest") < 0.8 * p99("drop-newest"));
}

/// M/M/1/K with K = 10: nine wait and one is served; loss .050814 at ρ = .9.
#[test]
fn dropping_the_newest_loses_what_the_bounded_station_of_queueing_theory_loses() {
    let report = scenario(&[
        ("policy", "drop-newest"),
        ("client", "patient"),
        ("stages", "1"),
        ("service_ms", "1"),
        ("load", "0.9"),
        ("buffer", "9"),
        ("spike_factor", "1"),
        ("duration_ms", "120000"),
    ])
    .report();
    // 108,000 requests, losses in bursts: about 2 % of standard error.
    near(metric(&report, "dropped") / metric(&report, "requests"), 0.050_814, 0.08);
}

/// M/M/1: the sojourn is exponential, so its p99 is ln 100 / (μ − λ).
#[test]
fn an_unbounded_buffer_in_calm_is_mm1() {
    let report = scenario(&[
        ("stages", "1"),
        ("client", "patient"),
        ("service_ms", "1"),
        ("load", "0.5"),
        ("spike_factor", "1"),
        ("duration_ms", "120000"),
    ])
    .report();
    near(metric(&report, "sojourn_ms_p99"), 9.2103, 0.05);
    near(metric(&report, "throughput_per_s"), 500.0, 0.02);
}

#[test]
fn the_next_request_comes_as_many_mean_distances_later_also_across_the_edges_of_the_spike() {
    let ms = Time::from_millis;
    let (base_per_s, stair) = (100.0, ms(1_000));
    let spikes = vec![(ms(1_000), ms(1_100))];
    let load = Load { base_per_s, peak_per_s: base_per_s, stair, spike_factor: 4.0, spikes };
    assert_eq!(load.after(ms(0), 3.0), ms(30));
    // Half a distance until the edge, half of one of 2.5 ms after it.
    assert_eq!(load.after(ms(995), 1.0), Time(1_001_250_000));
    assert_eq!(load.after(ms(1_050), 4.0), ms(1_060));
    // Forty within the spike, and half a distance before and after it.
    assert_eq!(load.after(ms(995), 41.0), ms(1_105));
    assert_eq!(load.after(ms(1_100), 1.0), ms(1_110));
}

/// Goodput (Floyd & Fall 1999) is what is of use to the receiver: here, answers within the deadline.
#[test]
fn a_patient_clients_answer_counts_only_within_the_deadline() {
    let run = run(&scenario(&[("client", "patient"), ("deadline_ms", "2000")]));
    let counts = &run.measures().counts;
    let within = counts.good as f64 / counts.answered as f64;
    assert!((0.3..0.9).contains(&within), "{within}");
    // So many of the sojourns are below 2 s, and no more.
    let [just_within, just_past] = run.measures().sojourn.quantiles_ms([within - 1e-4, within + 2e-3]);
    assert!(just_within <= 2_001.0 && just_past >= 1_999.0, "{just_within} {just_past}");
}

/// RFC 7661 §4.3: a rate that was not used has not been tried, so it must not be raised.
#[test]
fn aimd_raises_only_a_rate_that_limits_and_cuts_one_that_congests() {
    let rate = |settings: &[(&str, &str)]| match run(&scenario(settings)).pipeline().gate() {
        Gate::Aimd { rate_per_s, .. } => *rate_per_s,
        other => panic!("{other:?} is not the gate of AIMD"),
    };
    assert_eq!(rate(&[("policy", "aimd"), ("load", "0.1"), ("spike_factor", "1")]), 90.0);
    let limited = rate(&[("policy", "aimd"), ("rate_limit_per_s", "20"), ("spike_factor", "1"), ("client", "patient")]);
    // Seventy a second are sent at random, so the bucket needs some room above that.
    assert!((70.0..150.0).contains(&limited), "{limited}");
    assert!(rate(&[("policy", "aimd"), ("rate_limit_per_s", "2000")]) < 1_000.0);
}
