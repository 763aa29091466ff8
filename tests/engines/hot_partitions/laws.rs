//! What holds of every run, whatever its parameters.

use crate::lab;
use faultlines::engines::hot_partitions::layout::Layout;
use faultlines::engines::hot_partitions::traffic::Popularity;
use faultlines::engines::hot_partitions::{HotPartitions, SPEC};
use faultlines::kernel::{Action, ParamKind, ParamSpec, Progress, Simulation, Value};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

const MITIGATIONS: [&str; 8] = ["none", "salting", "coalescing", "cache", "replicas", "split", "bounded", "together"];

/// Ranges that keep runs small; every other parameter takes its whole range.
fn range(name: &str) -> Option<(f64, f64)> {
    match name {
        "requests_per_s" => Some((1.0, 1_000.0)),
        "keys" => Some((1.0, 500.0)),
        "capacity_per_s" => Some((1.0, 500.0)),
        "partitions" | "replicas" => Some((1.0, 12.0)),
        "cache_keys" => Some((0.0, 50.0)),
        "queue_limit" => Some((1.0, 30.0)),
        "split_s" => Some((0.0, 2.0)),
        "duration_s" => Some((2.0, 5.0)),
        _ => None,
    }
}

fn any_scenario() -> impl Strategy<Value = Scenario> {
    let narrow = |spec: &ParamSpec| {
        let (low, high) = range(spec.name)?;
        Some(match spec.kind {
            ParamKind::Integer { .. } => lab::integers(low as i64..=high as i64),
            _ => lab::numbers(low..=high),
        })
    };
    let action = (0..5_000u32, 0..500u32, 0.0..1.0f64).prop_map(|(at_ms, target, share)| Action {
        at_ms,
        verb: "go-viral",
        target,
        value: Some(Value::Number(share)),
    });
    lab::any_scenario("hot-partitions", narrow, prop::collection::vec(action, 0..3))
}

fn defaults() -> Scenario {
    lab::defaults("hot-partitions")
}

fn run(scenario: &Scenario) -> HotPartitions {
    lab::run(scenario)
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn every_request_is_answered_or_refused_and_every_question_has_its_request(scenario in any_scenario()) {
        let run = run(&scenario);
        let measures = run.measures();
        prop_assert_eq!(measures.latencies().count() + measures.throttled, measures.requests);
        prop_assert_eq!(measures.asked.iter().sum::<u64>(), measures.read_asked + measures.write_asked);
        prop_assert!(measures.served <= measures.asked.iter().sum());
        prop_assert!(measures.cached + measures.joined <= measures.reads && measures.reads <= measures.requests);
        let seconds: u64 = measures.seconds.iter().map(|second| u64::from(second.requests)).sum();
        prop_assert!(measures.requests <= seconds);
    }

    #[test]
    fn all_mitigations_meet_the_same_requests(scenario in any_scenario()) {
        let met: Vec<(Vec<u32>, u64)> = MITIGATIONS
            .iter()
            .map(|mitigation| run(&lab::with_value(&scenario, "mitigation", Value::Choice(mitigation))))
            .map(|run| {
                let seconds = run.measures().seconds.iter().map(|second| second.requests).collect();
                (seconds, run.measures().reads)
            })
            .collect();
        prop_assert!(met.windows(2).all(|pair| pair[0] == pair[1]));
    }

    /// Who asks for how many: one node, but for gathered reads, replicated writes, and reads that are spared.
    #[test]
    fn salting_conserves_writes_and_replication_conserves_reads(scenario in any_scenario()) {
        let salted = lab::with_value(&scenario, "mitigation", Value::Choice("salting"));
        let measured = run(&salted).measures().clone();
        prop_assert_eq!(measured.write_asked, measured.requests - measured.reads);
        let all_salted = lab::with_value(&lab::with_value(&salted, "salted_keys", Value::Integer(500)), "salts", Value::Integer(7));
        let measured = run(&all_salted).measures().clone();
        prop_assert_eq!(measured.read_asked, 7 * measured.reads);
        let replicated = lab::with_value(&scenario, "mitigation", Value::Choice("replicas"));
        let measured = run(&replicated).measures().clone();
        let replicas = scenario.params.integer("replicas") as u64;
        prop_assert_eq!(measured.read_asked, measured.reads);
        prop_assert_eq!(measured.write_asked, replicas * (measured.requests - measured.reads));
        for sparing in ["cache", "coalescing"] {
            let measured = run(&lab::with_value(&scenario, "mitigation", Value::Choice(sparing))).measures().clone();
            prop_assert_eq!(measured.read_asked + measured.cached + measured.joined, measured.reads);
        }
    }

    #[test]
    fn no_queue_is_longer_than_its_limit(scenario in any_scenario()) {
        let scenario = lab::with_value(&scenario, "overflow", Value::Choice("queue"));
        let limit = scenario.params.integer("queue_limit");
        let mut simulation = scenario.start();
        while simulation.advance(100) != Progress::Done {
            let run = simulation.engine::<HotPartitions>();
            let longest = run.nodes().iter().map(|node| node.clone().outstanding(run.now())).max();
            prop_assert!(i64::from(longest.unwrap_or(0)) <= limit);
        }
    }

    #[test]
    fn the_shares_of_all_keys_add_up_to_one(scenario in any_scenario()) {
        let popularity = Popularity::new(&scenario.params);
        let sum: f64 = (0..popularity.keys()).map(|key| popularity.share(key)).sum();
        prop_assert!((sum - 1.0).abs() < 1e-9, "{}", sum);
    }

    /// A split gives the new partition what was above the boundary in one range, and moves nothing else.
    #[test]
    fn a_split_moves_only_what_is_above_its_boundary_in_its_range(
        scenario in any_scenario(),
        boundary in any::<u32>(),
        positions in prop::collection::vec(any::<u32>(), 100),
    ) {
        let before = Layout::new(&scenario.params, scenario.seed);
        let mut after = before.clone();
        let upper = after.split(boundary);
        prop_assert_eq!(upper.is_some(), before.ranges().iter().all(|&(first, _)| first != boundary));
        for position in positions {
            let moves = position >= boundary && before.partition(position) == before.partition(boundary);
            let expected = upper.filter(|_| moves).unwrap_or(before.partition(position));
            prop_assert_eq!(after.partition(position), expected);
        }
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budgets in prop::collection::vec(1..3_000u32, 1..20)) {
        lab::slicing_does_not_show(&scenario, budgets.into_iter().chain([777]));
    }

    #[test]
    fn every_metric_is_reported_once_and_is_a_number(scenario in any_scenario()) {
        let report = scenario.report();
        lab::every_metric_is_reported_once_and_is_a_number(&scenario, &report);
        for metric in &report.metrics {
            prop_assert!(!metric.name.ends_with("_share") || metric.value <= 1.0 + 1e-9);
        }
    }
}

#[test]
fn every_corner_of_the_schema_runs() {
    for spec in SPEC.params {
        for value in lab::corners(spec) {
            for mitigation in MITIGATIONS {
                for overflow in ["throttle", "queue"] {
                    let mut scenario = lab::with_value(&defaults(), "mitigation", Value::Choice(mitigation));
                    scenario.params.set("keys", Value::Integer(1_000));
                    scenario.params.set("overflow", Value::Choice(overflow));
                    scenario.params.set(spec.name, value);
                    lab::starts_soundly(&scenario, 10_000);
                }
            }
        }
    }
}

#[test]
fn a_run_that_would_be_too_long_stops_and_says_so() {
    let mut scenario = lab::with_value(&defaults(), "mitigation", Value::Choice("replicas"));
    scenario.params.set("keys", Value::Integer(1));
    scenario.params.set("replicas", Value::Integer(100));
    scenario.params.set("write_fraction", Value::Number(1.0));
    scenario.params.set("requests_per_s", Value::Number(20_000.0));
    assert!(scenario.report().stopped.is_some_and(|why| why.starts_with("20,000,000 events were played")));
}

#[test]
fn an_action_on_a_key_that_is_not_there_changes_nothing() {
    let mut scenario = lab::with_value(&defaults(), "keys", Value::Integer(10));
    let calm = scenario.report();
    scenario.act(Action { at_ms: 500, verb: "go-viral", target: 10, value: Some(Value::Number(0.5)) });
    let run = run(&scenario);
    assert_eq!(run.report(), calm);
    assert_eq!(run.trace().events().iter().filter(|event| event.kind == "ignored").count(), 1);
}
