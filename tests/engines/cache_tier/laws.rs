//! What holds of every run, whatever its parameters.

use crate::lab;
use faultlines::engines::cache_tier::measures::{Counts, NodeCounts, WINDOW};
use faultlines::engines::cache_tier::{CacheTier, SPEC};
use faultlines::kernel::{Action, ParamKind, ParamSpec, Simulation, Time, Value};
use faultlines::parts::placements::NodeId;
use faultlines::scenario::Scenario;
use proptest::prelude::*;

const STRATEGIES: [&str; 6] = ["modulo", "ring", "rendezvous", "jump", "maglev", "bounded"];

/// Ranges that keep runs small and eventful; every other parameter takes its whole range.
fn range(name: &str) -> Option<(f64, f64)> {
    match name {
        "nodes" => Some((1.0, 6.0)),
        "vnodes" => Some((1.0, 30.0)),
        "join_at_s" | "roll_back_at_s" => Some((0.0, 3.0)),
        "reads_per_s" => Some((1.0, 1_000.0)),
        "keys" => Some((1.0, 300.0)),
        "writes_per_s" => Some((0.0, 50.0)),
        "entries" => Some((0.0, 100.0)),
        "ttl_ms" => Some((0.0, 3_000.0)),
        "db_servers" => Some((1.0, 8.0)),
        "db_service_ms" => Some((0.1, 200.0)),
        "db_queue_limit" => Some((0.0, 300.0)),
        "timeout_ms" => Some((10.0, 2_000.0)),
        "duration_s" => Some((1.0, 4.0)),
        _ => None,
    }
}

fn any_action() -> impl Strategy<Value = Action> {
    let verbs = vec!["add-node", "roll-back", "remove-node", "fail-node", "restore-node"];
    (prop::sample::select(verbs), 0..4_000u32, 0..8u32).prop_map(|(verb, at_ms, target)| Action {
        at_ms,
        verb,
        target,
        value: None,
    })
}

fn any_scenario() -> impl Strategy<Value = Scenario> {
    let narrow = |spec: &ParamSpec| {
        let (low, high) = range(spec.name)?;
        Some(match spec.kind {
            ParamKind::Integer { .. } => lab::integers(low as i64..=high as i64),
            _ => lab::numbers(low..=high),
        })
    };
    lab::any_scenario("cache-tier", narrow, prop::collection::vec(any_action(), 0..5))
}

fn run(scenario: &Scenario) -> CacheTier {
    lab::run(scenario)
}

/// The same scenario without any change of the membership.
fn calm(scenario: &Scenario) -> Scenario {
    let mut calm = lab::with(scenario, &[("join_at_s", "0"), ("roll_back_at_s", "0")]);
    calm.actions.clear();
    calm
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn every_read_has_one_end_and_every_miss_its_question(scenario in any_scenario()) {
        let run = run(&scenario);
        let total = run.measures().total;
        prop_assert_eq!(total.reads - total.hits, total.database_reads + total.coalesced);
        prop_assert!(total.hits + total.answered + total.failed() <= total.reads);
        prop_assert!(total.stale <= total.hits && total.refused <= total.database_reads);
        let ended = total.hits + total.answered + total.timed_out;
        prop_assert_eq!(run.measures().latencies().count(), ended);
        // What has not ended at the end of the run came within the patience before it.
        let patience_s = scenario.params.time("timeout_ms").as_millis() / 1e3;
        let end_s = f64::from(scenario.params.count("duration_s"));
        let windows = run.measures().windows.iter();
        let late = windows.filter(|window| window.until.as_millis() / 1e3 + patience_s + 0.1 >= end_s);
        let may_wait: u64 = late.map(|window| window.counts.database_reads + window.counts.coalesced).sum();
        prop_assert!(total.reads - total.hits - total.answered - total.failed() <= may_wait);
    }

    #[test]
    fn the_windows_are_the_run_and_the_nodes_are_the_windows(scenario in any_scenario()) {
        let run = run(&scenario);
        let windows = &run.measures().windows;
        prop_assert_eq!(windows.len() as u64, u64::from(scenario.params.count("duration_s")) * 10);
        let sum = windows.iter().fold(Counts::default(), |sum, window| sum.plus(&window.counts));
        prop_assert_eq!(sum, run.measures().total);
        for window in windows {
            let of_nodes = |what: fn(&NodeCounts) -> u32| {
                window.nodes.iter().map(|node| u64::from(what(node))).sum::<u64>()
            };
            prop_assert_eq!(of_nodes(|node| node.reads), window.counts.reads);
            prop_assert_eq!(of_nodes(|node| node.hits), window.counts.hits);
            prop_assert_eq!(of_nodes(|node| node.stale), window.counts.stale);
        }
    }

    /// Writes reach the copy at the responsible node, and answers are of their own moment: only a change of the
    /// membership leaves copies behind that nobody invalidates.
    #[test]
    fn without_a_change_nothing_is_stale(scenario in any_scenario()) {
        let run = run(&calm(&scenario));
        prop_assert_eq!(run.measures().total.stale, 0);
        prop_assert_eq!(run.epochs().len(), 1);
    }

    #[test]
    fn all_placements_meet_the_same_reads(scenario in any_scenario()) {
        let met = |strategy| {
            let run = run(&lab::with_value(&scenario, "strategy", Value::Choice(strategy)));
            run.measures().windows.iter().map(|window| window.counts.reads).collect::<Vec<_>>()
        };
        let first = met(STRATEGIES[0]);
        for strategy in &STRATEGIES[1..] {
            prop_assert_eq!(&first, &met(strategy));
        }
    }

    #[test]
    fn nothing_holds_more_than_it_may(scenario in any_scenario()) {
        let run = run(&scenario);
        let [entries, servers, limit] =
            ["entries", "db_servers", "db_queue_limit"].map(|name| scenario.params.count(name));
        prop_assert!(run.measures().waiting_max <= limit);
        for window in &run.measures().windows {
            prop_assert!(window.waiting <= limit && window.busy <= servers);
            prop_assert!(window.waiting == 0 || window.busy == servers);
            prop_assert!(window.nodes.iter().all(|node| node.cached <= entries));
        }
    }

    #[test]
    fn every_key_has_a_node_that_is_up_and_a_moment_knows_its_epoch(scenario in any_scenario()) {
        let run = run(&scenario);
        let keys = scenario.params.count("keys");
        for epoch in run.epochs() {
            prop_assert_eq!(epoch.keys.iter().sum::<u32>(), keys);
            prop_assert!(epoch.members.iter().zip(&epoch.keys).all(|(member, &keys)| member.up || keys == 0));
            prop_assert!((0.0..=1.0 + 1e-9).contains(&epoch.moved_reads));
            let moment = run.at(epoch.at).expect("the run has windows");
            prop_assert!(moment.epoch.at == epoch.at);
            prop_assert_eq!(moment.nodes().map(|(_, keys, _)| keys).sum::<u32>(), keys);
        }
        let last = run.epochs().last().expect("there is a set-up");
        for key in 0..keys {
            let owner: NodeId = run.tier().owner(key);
            prop_assert!(last.members.iter().any(|member| member.id == owner && member.up));
        }
    }

    #[test]
    fn a_moment_is_in_its_window(scenario in any_scenario(), at_ms in 0..5_000u64) {
        let run = run(&scenario);
        let at = Time::from_millis(at_ms);
        let window = run.at(at).expect("the run has windows").window;
        let last = run.measures().windows.last().expect("the run has windows");
        prop_assert!(window.until > at || window == last);
        prop_assert!(window.until <= at + WINDOW || at > last.until);
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budgets in prop::collection::vec(1..3_000u32, 1..20)) {
        lab::slicing_does_not_show(&scenario, budgets.into_iter().chain([777]));
    }

    #[test]
    fn metrics_are_numbers_in_the_order_of_the_spec_and_families_have_a_member_for_each_change(
        scenario in any_scenario(),
    ) {
        let run = run(&scenario);
        let report = run.report();
        let place = |name: &str| SPEC.metrics.iter().position(|spec| spec.matches(name));
        prop_assert!(report.metrics.is_sorted_by_key(|metric| place(&metric.name)));
        for metric in &report.metrics {
            prop_assert!(metric.value.is_finite() && metric.value >= 0.0, "{} is {}", metric.name, metric.value);
            let fraction = metric.name.contains("_fraction");
            prop_assert!(!fraction || metric.value <= 1.0 + 1e-9, "{} is {}", metric.name, metric.value);
        }
        let moved = report.metrics.iter().filter(|metric| metric.name.starts_with("moved_fraction_change_"));
        prop_assert_eq!(moved.count(), run.epochs().len() - 1);
    }
}

#[test]
fn every_corner_of_the_schema_runs() {
    for spec in SPEC.params {
        for value in lab::corners(spec) {
            for strategy in STRATEGIES {
                let mut scenario = lab::scenario("cache-tier", &[("strategy", strategy), ("join_at_s", "1")]);
                scenario.params.set(spec.name, value);
                lab::starts_soundly(&scenario, 20_000);
            }
        }
    }
}

#[test]
fn what_makes_no_sense_is_ignored_with_its_reason() {
    let mut scenario = lab::scenario("cache-tier", &[("join_at_s", "0"), ("roll_back_at_s", "1"), ("duration_s", "2")]);
    scenario.act(Action { at_ms: 500, verb: "restore-node", target: 3, value: None });
    let run = run(&scenario);
    let ignored: Vec<String> =
        run.trace().events().iter().filter(|event| event.kind == "ignored").map(|event| SPEC.say(event)).collect();
    assert_eq!(
        ignored,
        [
            "The action “restore node” on node 3 changes nothing: it is up already",
            "The action “roll back” changes nothing: no node has joined"
        ]
    );
    assert_eq!(run.epochs().len(), 1);
}
