//! What must hold of every run of the clocks, whatever its parameters.

use std::collections::BTreeSet;

use crate::lab;
use faultlines::engines::logical_clocks::register::Register;
use faultlines::engines::logical_clocks::{Fate, LogicalClocks, SPEC};
use faultlines::kernel::{Action, ParamKind, ParamSpec, Simulation, Value};
use faultlines::parts::clocks::{EventKind, History, Relation};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

/// Any valid scenario of the lab, small enough to run by the hundred.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    // Short pauses, so that writes meet; a long one now and then.
    let narrow = |spec: &ParamSpec| match spec.kind {
        ParamKind::Integer { .. } if spec.name == "writes" => Some(lab::integers(1..6i64)),
        ParamKind::Number { min, .. } if spec.name == "interval_ms" => {
            Some(lab::numbers(prop_oneof![(min..200.0), (min..2_000.0)]))
        }
        ParamKind::Number { min, .. } if spec.name == "think_ms" => {
            Some(lab::numbers(prop_oneof![Just(min), (min..200.0)]))
        }
        _ => None,
    };
    let action = (0..1_000u32, 0..3usize, 0..6u32).prop_map(|(at_ms, verb, target)| {
        let spec = &SPEC.actions[verb];
        Action { at_ms, verb: spec.verb, target: spec.target.map_or(0, |_| target), value: None }
    });
    lab::any_scenario("logical-clocks", narrow, prop::collection::vec(action, 0..4))
}

fn with(scenario: &Scenario, register: &'static str) -> Scenario {
    let mut other = scenario.clone();
    other.params.set("register", Value::Choice(register));
    other
}

fn clocks(simulation: &dyn Simulation) -> LogicalClocks {
    simulation.engine::<LogicalClocks>().clone()
}

fn run(scenario: &Scenario) -> LogicalClocks {
    clocks(&*scenario.run())
}

/// For each event, all that happened before it: a walk over the arrows of the space-time diagram, without any clock.
fn reachable(history: &History) -> Vec<BTreeSet<u32>> {
    let mut last = [None; 6];
    let mut pasts: Vec<BTreeSet<u32>> = Vec::new();
    for (id, event) in (0..).zip(history.events()) {
        let mut past = BTreeSet::new();
        let causes =
            [last[event.process as usize], if let EventKind::Receive(send) = event.kind { Some(send) } else { None }];
        for cause in causes.into_iter().flatten() {
            past.extend(&pasts[cause as usize]);
            past.insert(cause);
        }
        last[event.process as usize] = Some(id);
        pasts.push(past);
    }
    pasts
}

/// Few enough events to look at every pair.
fn small(run: &LogicalClocks) -> bool {
    run.history().events().len() < 500
}

proptest! {
    #![proptest_config(crate::thorough::cases(48))]

    #[test]
    fn vector_clocks_are_exactly_happened_before_and_the_counts_are_those_of_all_pairs(scenario in any_scenario()) {
        let run = run(&scenario);
        prop_assume!(small(&run));
        let history = run.history();
        let pasts = reachable(history);
        let (mut concurrent, mut false_orders) = (0, 0);
        for second in 0..pasts.len() as u32 {
            for first in 0..second {
                let before = pasts[second as usize].contains(&first);
                prop_assert_eq!(history.happened_before(first, second), before);
                prop_assert!(!history.happened_before(second, first));
                let (a, b) = (history.event(first), history.event(second));
                prop_assert_eq!(a.vector < b.vector, before);
                let relation = if before { Relation::Before } else { Relation::Concurrent };
                prop_assert_eq!(history.relation(first, second), relation);
                concurrent += u64::from(!before);
                false_orders += u64::from(!before && a.lamport != b.lamport);
            }
        }
        prop_assert_eq!(history.concurrent_pairs(), concurrent);
        prop_assert_eq!(history.lamport_false_orders(), false_orders);
    }

    /// Kulkarni et al. 2014, the theorems on their algorithm: the order of stamps respects happened-before; l is the
    /// greatest wall time in the causal past, so it is never behind the event's own wall clock, and ahead by at most
    /// the skew.
    #[test]
    fn hybrid_stamps_respect_happened_before_and_are_the_greatest_wall_time_known(scenario in any_scenario()) {
        let run = run(&scenario);
        prop_assume!(small(&run));
        let events = run.history().events();
        for (event, past) in events.iter().zip(reachable(run.history())) {
            let known = past.iter().map(|&earlier| events[earlier as usize].wall_us).max().unwrap_or(0);
            prop_assert_eq!(event.hybrid.physical_us, known.max(event.wall_us));
            for earlier in past {
                prop_assert!(events[earlier as usize].hybrid < event.hybrid);
                prop_assert!(events[earlier as usize].lamport_stamp() < event.lamport_stamp());
            }
        }
        let report = run.report();
        prop_assert!(report.get("hybrid_lead_ms_max") <= report.get("predicted_hybrid_lead_ms_max"));
    }

    #[test]
    fn the_same_events_happen_whatever_the_register_does(scenario in any_scenario()) {
        let plain = run(&with(&scenario, "last-writer-wins"));
        for register in ["hybrid-clock", "server-vectors", "client-vectors", "dotted"] {
            let other = run(&with(&scenario, register));
            prop_assert_eq!(plain.history().events(), other.history().events());
        }
    }

    #[test]
    fn vectors_lose_no_update_and_the_exact_ones_keep_no_false_sibling(scenario in any_scenario()) {
        for register in ["server-vectors", "client-vectors", "dotted"] {
            let report = run(&with(&scenario, register)).report();
            prop_assert_eq!(report.get("lost_updates"), Some(0.0), "{}", register);
            if register != "server-vectors" {
                prop_assert_eq!(report.get("false_siblings_max"), Some(0.0), "{}", register);
            }
        }
    }

    /// Two mechanisms that have nothing in common but the truth.
    #[test]
    fn dots_and_client_vectors_keep_the_same_siblings(scenario in any_scenario()) {
        let (dots, clients) = (run(&with(&scenario, "dotted")), run(&with(&scenario, "client-vectors")));
        for (left, right) in dots.processes().iter().zip(clients.processes()) {
            let sorted = |values: Vec<u32>| values.into_iter().collect::<BTreeSet<u32>>();
            prop_assert_eq!(sorted(left.replica.register.values()), sorted(right.replica.register.values()));
        }
    }

    #[test]
    fn a_hybrid_clock_never_loses_a_write_to_one_that_it_had_overwritten(scenario in any_scenario()) {
        let report = run(&with(&scenario, "hybrid-clock")).report();
        prop_assert_eq!(report.get("lost_newer_updates"), Some(0.0));
    }

    /// Against the definition, from the end of the run: a write is lost if the client of no value that is left had it,
    /// or a value that had it, in its hands.
    #[test]
    fn the_lost_updates_are_those_that_no_value_left_has_seen(scenario in any_scenario()) {
        let run = run(&scenario);
        // The last read went through process 0.
        let left = run.processes()[0].replica.register.values();
        let ledger = run.ledger();
        for (id, write) in (0..).zip(ledger.writes()) {
            let covered = left.iter().any(|&value| value == id || ledger.saw(value, id));
            prop_assert_eq!(write.fate == Fate::Covered, covered);
        }
    }

    #[test]
    fn replicas_met_in_a_run_merge_in_any_order_and_any_number_of_times(scenario in any_scenario(), budget in 1..20_000u32) {
        let mut sliced = scenario.start();
        sliced.advance(budget);
        let run = clocks(&*sliced);
        let replicas: Vec<_> = run.processes().iter().map(|process| process.replica.register.clone()).collect();
        let merged = |left: &Register, right: &_| {
            let mut merged = left.clone();
            merged.merge(right);
            merged
        };
        // Siblings have no order of their own.
        let same = |left: &Register, right: &Register| {
            let values = |of: &Register| of.values().into_iter().collect::<BTreeSet<u32>>();
            values(left) == values(right) && left.context() == right.context()
        };
        for a in &replicas {
            prop_assert!(same(&merged(a, a), a));
            for b in &replicas {
                prop_assert!(same(&merged(a, b), &merged(b, a)));
                for c in &replicas {
                    // Server vectors are not associative: see the papers' tests.
                    let exact = scenario.params.choice("register") != "server-vectors";
                    prop_assert!(!exact || same(&merged(&merged(a, b), c), &merged(a, &merged(b, c))));
                }
            }
        }
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budget in 1..2_000u32) {
        lab::slicing_does_not_show(&scenario, [budget]);
    }

    #[test]
    fn every_metric_is_reported_once_and_is_a_number(scenario in any_scenario()) {
        let run = run(&scenario);
        let report = run.report();
        lab::every_metric_is_reported_once_and_is_a_number(&scenario, &report);
        let sends = run.history().events().iter().filter(|event| matches!(event.kind, EventKind::Send(_))).count();
        let receipts = run.history().events().iter().filter(|event| matches!(event.kind, EventKind::Receive(_))).count();
        prop_assert_eq!(report.get("messages_lost"), Some((sends - receipts) as f64));
    }
}

/// The heaviest corners: every number at its end, every register, many writes at once and few for long.
#[test]
fn the_heaviest_runs_end_and_keep_a_short_trace() {
    for register in ["last-writer-wins", "hybrid-clock", "server-vectors", "client-vectors", "dotted"] {
        for interval_ms in [10.0, 5_000.0] {
            let mut scenario = lab::defaults("logical-clocks");
            for spec in SPEC.params {
                match spec.kind {
                    ParamKind::Integer { max, .. } => scenario.params.set(spec.name, Value::Integer(max)),
                    ParamKind::Number { max, .. } => scenario.params.set(spec.name, Value::Number(max)),
                    ParamKind::Choice { .. } => {}
                }
            }
            scenario.params.set("register", Value::Choice(register));
            scenario.params.set("interval_ms", Value::Number(interval_ms));
            let run = run(&scenario);
            assert_eq!(run.ledger().writes().len(), 240, "{register}, {interval_ms}");
            assert!(run.trace().count() <= 2_000, "{register}, {interval_ms}: {}", run.trace().count());
            // About what the schema allows: 20 sessions of 7 seconds, 6 processes, 5 gossips a second, each sent and
            // received, and five sends for each of 240 writes.
            assert!(run.history().events().len() < 30_000);
        }
    }
}
