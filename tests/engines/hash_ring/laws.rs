//! What holds of every cluster: the laws of consistent hashing, over random scenarios.

use crate::lab;
use faultlines::engines::catalog::find;
use faultlines::engines::hash_ring::{HashRing, Step};
use faultlines::kernel::{Action, ParamSpec, Seed, Simulation, Value};
use faultlines::parts::placements::bounded::capacity;
use faultlines::parts::placements::{Change, NodeId};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

const CONSISTENT: [&str; 3] = ["ring", "rendezvous", "jump"];
const STRATEGIES: [&str; 6] = ["modulo", "ring", "rendezvous", "jump", "maglev", "bounded"];

fn scenario(strategy: &str, seed: u32, settings: &[(&str, i64)]) -> Scenario {
    let mut scenario = lab::defaults("hash-ring");
    scenario.set_param("strategy", strategy).unwrap();
    for (name, value) in settings {
        scenario.set_param(name, &value.to_string()).unwrap();
    }
    scenario.seed = Seed(seed);
    scenario
}

/// Runs to the end and hands the engine's own state to `check`.
fn with_run<T>(scenario: &Scenario, check: impl FnOnce(&HashRing) -> T) -> T {
    let run = scenario.run();
    check(run.engine())
}

/// The owner of every key after set-up, and after the actions.
fn before_and_after(scenario: &Scenario) -> (Vec<NodeId>, Vec<NodeId>) {
    let mut calm = scenario.clone();
    calm.actions.clear();
    (with_run(&calm, |run| run.owners().to_vec()), with_run(scenario, |run| run.owners().to_vec()))
}

fn act(verb: &'static str, target: u32) -> Action {
    Action { at_ms: 500, verb, target, value: None }
}

fn any_action() -> impl Strategy<Value = Action> {
    let verbs = prop::sample::select(vec!["add-node", "remove-node", "fail-node", "restore-node", "set-weight"]);
    (verbs, 0u32..8, 0u32..9_000, 1u32..50).prop_map(|(verb, target, at_ms, tenths)| {
        let value = (verb == "set-weight").then_some(Value::Number(f64::from(tenths) / 10.0));
        Action { at_ms, verb, target, value }
    })
}

/// A small cluster under any strategy with a few random actions.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let params = (2i64..12, 1i64..60, 100i64..1500, 0i64..4, 0i64..4, prop::sample::select(vec!["xxh3", "fnv1a"]));
    let actions = prop::collection::vec(any_action(), 0..8);
    (prop::sample::select(STRATEGIES.to_vec()), any::<u32>(), params, actions).prop_map(
        |(strategy, seed, (nodes, vnodes, keys, join, leave, hash), actions)| {
            let settings = [("nodes", nodes), ("vnodes", vnodes), ("keys", keys), ("join", join), ("leave", leave)];
            let mut scenario = scenario(strategy, seed, &settings);
            scenario.set_param("hash", hash).unwrap();
            scenario.set_param("table_size", "1009").unwrap();
            actions.into_iter().for_each(|action| scenario.act(action));
            scenario
        },
    )
}

fn is_up(step: &Step, id: NodeId) -> bool {
    step.member(id).is_some_and(|member| member.up)
}

proptest! {
    #![proptest_config(crate::thorough::cases(48))]

    #[test]
    fn every_key_has_an_owner_that_is_up_and_loads_add_up(scenario in any_scenario()) {
        with_run(&scenario, |run| {
            let keys = run.config().keys;
            for step in run.steps() {
                assert_eq!(step.keys(), keys);
                assert!(step.sample.iter().all(|landing| is_up(step, landing.owner)));
                let mut down = step.members.iter().zip(&step.loads).filter(|(member, _)| !member.up);
                assert!(down.all(|(_, &load)| load == 0));
            }
            let last = run.steps().last().unwrap();
            assert_eq!(run.owners().len(), keys as usize);
            assert!(run.owners().iter().all(|&owner| is_up(last, owner)));
        });
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budgets in prop::collection::vec(0u32..3_000, 1..20)) {
        let (whole, sliced) = lab::slicing_does_not_show(&scenario, budgets.into_iter().chain([777]));
        let steps = |run: &dyn Simulation| run.engine::<HashRing>().steps().to_vec();
        prop_assert_eq!(steps(&*whole), steps(&*sliced));
    }

    #[test]
    fn each_step_is_an_event_of_the_trace(scenario in any_scenario()) {
        let run = scenario.run();
        let steps = run.engine::<HashRing>().steps();
        prop_assert_eq!(run.trace().events().len(), steps.len());
        for (step, event) in steps.iter().zip(run.trace().events()) {
            prop_assert_eq!(step.at, event.at);
            prop_assert_eq!(matches!(step.change, Change::Ignored(..)), event.kind == "ignored");
        }
    }

    #[test]
    fn a_node_that_joins_takes_keys_and_moves_none_between_old_nodes(
        strategy in prop::sample::select(CONSISTENT.to_vec()), seed: u32, nodes in 1i64..20, vnodes in 1i64..60,
    ) {
        let mut scenario = scenario(strategy, seed, &[("nodes", nodes), ("vnodes", vnodes), ("keys", 2000)]);
        scenario.act(act("add-node", 0));
        let (before, after) = before_and_after(&scenario);
        for (old, new) in before.iter().zip(&after) {
            prop_assert!(old == new || i64::from(*new) == nodes);
        }
        prop_assert_eq!(scenario.report().get("moved_between_old_nodes"), Some(0.0));
    }

    #[test]
    fn a_removed_node_moves_only_its_own_keys(
        strategy in prop::sample::select(vec!["ring", "rendezvous"]), seed: u32, nodes in 2u32..20, which in 0u32..20,
    ) {
        let gone = which % nodes;
        let mut scenario = scenario(strategy, seed, &[("nodes", nodes.into()), ("vnodes", 20), ("keys", 2000)]);
        scenario.act(act("remove-node", gone));
        let (before, after) = before_and_after(&scenario);
        for (old, new) in before.iter().zip(&after) {
            prop_assert_eq!(old == new, u32::from(*old) != gone);
        }
    }

    #[test]
    fn a_failed_node_moves_only_its_own_keys_and_its_return_undoes_it(
        strategy in prop::sample::select(vec!["modulo", "ring", "rendezvous", "jump"]),
        seed: u32, nodes in 2u32..20, which in 0u32..20,
    ) {
        let failed = which % nodes;
        let mut scenario = scenario(strategy, seed, &[("nodes", nodes.into()), ("vnodes", 20), ("keys", 2000)]);
        scenario.act(act("fail-node", failed));
        let (before, after) = before_and_after(&scenario);
        for (old, new) in before.iter().zip(&after) {
            prop_assert_eq!(old == new, u32::from(*old) != failed);
        }
        scenario.act(act("restore-node", failed));
        prop_assert_eq!(before, before_and_after(&scenario).1);
    }

    #[test]
    fn a_heavier_node_only_gains_keys(
        strategy in prop::sample::select(vec!["ring", "rendezvous"]), seed: u32, tenths in 11u32..50,
    ) {
        let mut scenario = scenario(strategy, seed, &[("nodes", 8), ("keys", 2000)]);
        let value = Some(Value::Number(f64::from(tenths) / 10.0));
        scenario.act(Action { at_ms: 500, verb: "set-weight", target: 3, value });
        let (before, after) = before_and_after(&scenario);
        for (old, new) in before.iter().zip(&after) {
            prop_assert!(old == new || *new == 3);
        }
    }

    /// Mirrokni, Thorup & Zadimoghaddam (arXiv 1608.01350): the definition in the abstract.
    #[test]
    fn no_node_exceeds_its_bound(
        seed: u32, nodes in 1i64..20, keys in 100i64..2000, percent in 0u32..200, vnodes in 1i64..50,
    ) {
        let settings = [("nodes", nodes), ("keys", keys), ("vnodes", vnodes), ("join", 2), ("leave", 1)];
        let mut scenario = scenario("bounded", seed, &settings);
        let epsilon = f64::from(percent) / 100.0;
        scenario.set_param("epsilon", &epsilon.to_string()).unwrap();
        with_run(&scenario, |run| {
            for step in run.steps() {
                let up = step.up();
                // In whole hundredths, free of rounding: ⌈(100 + percent)·keys / (100·nodes)⌉.
                let bound = ((100 + percent) * keys as u32).div_ceil(100 * up);
                assert_eq!(bound, capacity(keys as f64 / f64::from(up), epsilon));
                assert!(step.loads.iter().all(|&load| load <= bound), "{:?} over {bound}", step.loads);
            }
        });
    }
}

#[test]
fn a_placement_depends_on_the_members_and_not_on_how_they_came() {
    for strategy in STRATEGIES {
        let mut detour = scenario(strategy, 5, &[("nodes", 8), ("keys", 3000)]);
        detour.act(act("fail-node", 3));
        detour.act(act("restore-node", 3));
        let (before, after) = before_and_after(&detour);
        assert_eq!(before, after, "{strategy}");
    }
}

#[test]
fn jump_hash_cannot_lose_a_node_from_the_middle() {
    let mut last = scenario("jump", 1, &[("keys", 20_000)]);
    last.act(act("remove-node", 9));
    assert_eq!(last.report().get("moved_between_old_nodes"), Some(0.0));
    let mut middle = scenario("jump", 1, &[("keys", 20_000)]);
    middle.act(act("remove-node", 4));
    let vain = middle.report().get("moved_between_old_nodes").unwrap();
    assert!(vain > 0.3 * 20_000.0, "{vain}");
}

#[test]
fn every_corner_of_the_schema_runs() {
    let specs: Vec<&ParamSpec> = find("hash-ring").unwrap().spec.params.iter().collect();
    let turned: Vec<_> = specs.into_iter().filter(|spec| !["strategy", "keys"].contains(&spec.name)).collect();
    for strategy in STRATEGIES {
        for corner in 0u32..1 << turned.len() {
            let mut scenario = scenario(strategy, corner, &[("keys", 100)]);
            for (bit, spec) in turned.iter().enumerate() {
                // Forty rebuilds of fifty thousand points, in each of many corners, would take minutes; one corner
                // of them is below.
                let corners = lab::corners(spec);
                let value = corners[if corner >> bit & 1 == 0 { 0 } else { corners.len() - 1 }].to_string();
                scenario
                    .set_param(spec.name, if spec.name == "vnodes" && value == "1000" { "20" } else { &value })
                    .unwrap();
            }
            let metrics = scenario.report().metrics;
            assert!(metrics.iter().all(|metric| metric.value.is_finite()), "{strategy} {:?}", scenario.params);
        }
        let widest = [("nodes", 50), ("vnodes", 1000), ("keys", 200_000), ("join", 1)];
        assert_eq!(scenario(strategy, 1, &widest).report().get("nodes_alive"), Some(51.0), "{strategy}");
    }
}
