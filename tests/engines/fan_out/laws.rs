//! What must hold of every fan-out run, whatever its parameters.

use crate::lab;
use faultlines::engines::fan_out::{FanOut, SPEC};
use faultlines::kernel::{ParamSpec, Simulation, Value};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

/// Any valid scenario of the lab, small enough to run by the hundred.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let narrow = |spec: &ParamSpec| match spec.name {
        "requests" => Some(lab::integers(100..300i64)),
        "fan_out" => Some(lab::integers(1..40i64)),
        _ => None,
    };
    lab::any_scenario("fan-out", narrow, Just(Vec::new()))
}

fn run(scenario: &Scenario) -> FanOut {
    lab::run(scenario)
}

#[test]
fn where_a_reader_has_measured_the_leaf_the_parameters_that_give_way_change_nothing_and_the_others_do() {
    let with = |bins: &[(f64, u64)], name: &str, value: Value| {
        let mut scenario = lab::with_value(&lab::scenario("fan-out", &[("requests", "200")]), name, value);
        scenario.params.measure(bins.to_vec());
        let run = scenario.run();
        (run.trace().digest(), run.report().metrics)
    };
    let bins = [(5.0, 900), (40.0, 90), (2_000.0, 10)];
    let own = with(&bins, "fan_out", Value::Integer(100));
    for spec in SPEC.params.iter().filter(|spec| spec.gives_way) {
        for value in lab::corners(spec) {
            assert_eq!(with(&bins, spec.name, value), own, "{} = {value}", spec.name);
        }
    }
    assert_ne!(with(&bins, "fan_out", Value::Integer(10)), own);
    assert_ne!(with(&bins, "hedge", Value::Choice("percentile")), own);
    assert_ne!(with(&[], "fan_out", Value::Integer(100)), own);
    assert_eq!(with(&[(5.0, 9), (40.0, 0), (40.0, 1)], "fan_out", Value::Integer(1)).1[4].value, 40.0, "its p99.9");
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn a_root_is_its_slowest_leaf_and_any_request_can_be_drawn_again(scenario in any_scenario(), pick in 0..100u32) {
        let run = run(&scenario);
        let calls = run.calls(pick);
        prop_assert_eq!(calls.len() as i64, scenario.params.integer("fan_out"));
        let slowest = calls.iter().map(|call| call.latency).max().expect("at least one leaf");
        let root = run.roots()[pick as usize];
        prop_assert_eq!(slowest, root.latency);
        prop_assert_eq!(calls.iter().filter(|call| call.ran_twice).count() as u32, root.calls_run_twice);
        prop_assert_eq!(calls.iter().any(|call| call.timed_out), root.incomplete);
        for call in calls {
            let faster = call.second.map_or(call.first, |(sent, takes)| call.first.min(sent + takes));
            prop_assert_eq!(call.timed_out, call.latency < faster);
        }
    }

    #[test]
    fn hedging_never_makes_a_request_slower_under_the_same_draws(scenario in any_scenario()) {
        let plain = run(&lab::with_value(&scenario, "hedge", Value::Choice("off")));
        for hedge in ["delay", "percentile", "tied"] {
            let hedged = run(&lab::with_value(&scenario, "hedge", Value::Choice(hedge)));
            prop_assert!(plain.roots().iter().zip(hedged.roots()).all(|(plain, hedged)| hedged.latency <= plain.latency));
        }
    }

    #[test]
    fn hedging_earlier_is_never_slower_under_the_same_draws(scenario in any_scenario()) {
        let scenario = lab::with_value(&scenario, "hedge", Value::Choice("delay"));
        let late = run(&lab::with_value(&scenario, "hedge_after_ms", Value::Number(50.0)));
        let early = run(&lab::with_value(&scenario, "hedge_after_ms", Value::Number(5.0)));
        prop_assert!(late.roots().iter().zip(early.roots()).all(|(late, early)| early.latency <= late.latency));
        let extra = |run: &FanOut| run.report().get("extra_requests_fraction");
        prop_assert!(extra(&early) >= extra(&late));
    }

    #[test]
    fn a_wider_fan_out_is_never_faster_under_the_same_draws(scenario in any_scenario()) {
        let narrow = run(&scenario);
        let wide = run(&lab::with_value(&scenario, "fan_out", Value::Integer(50)));
        prop_assert!(narrow.roots().iter().zip(wide.roots()).all(|(narrow, wide)| wide.latency >= narrow.latency));
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budget in 1..2_000u32) {
        lab::slicing_does_not_show(&scenario, [budget]);
    }

    #[test]
    fn every_metric_is_reported_once_and_is_a_number(scenario in any_scenario()) {
        let report = scenario.report();
        lab::every_metric_is_reported_once_and_is_a_number(&scenario, &report);
    }
}

#[test]
fn every_corner_of_the_schema_runs() {
    for spec in SPEC.params {
        for value in lab::corners(spec) {
            for leaf in ["exponential", "lognormal", "pareto", "bimodal", "histogram"] {
                for hedge in ["off", "delay", "percentile", "tied"] {
                    let mut scenario = lab::defaults("fan-out");
                    scenario.params.set("fan_out", Value::Integer(2));
                    scenario.params.set("requests", Value::Integer(100));
                    scenario.params.set("leaf", Value::Choice(leaf));
                    scenario.params.set("hedge", Value::Choice(hedge));
                    scenario.params.set(spec.name, value);
                    // The largest run of all takes seconds; its start is enough here.
                    lab::starts_soundly(&scenario, 20_000);
                }
            }
        }
    }
}

#[test]
fn the_requests_are_told_in_few_events_and_add_up_to_the_report() {
    let scenario = lab::scenario("fan-out", &[("fan_out", "3"), ("hedge", "percentile"), ("timeout_ms", "50")]);
    for requests in [100i64, 2_000, 2_001, 7_003] {
        let run = run(&lab::with_value(&scenario, "requests", Value::Integer(requests)));
        let events = run.trace().events();
        assert!(events.len() <= 2_000, "{requests} requests make {} events", events.len());
        assert_eq!(events.last().map(|event| event.at), Some(run.sent_at(requests as u32 - 1)));
        let roots = run.roots();
        let report = run.report();
        let twice: u32 = roots.iter().map(|root| root.calls_run_twice).sum();
        let incomplete = roots.iter().filter(|root| root.incomplete).count();
        assert_eq!(roots.len() as i64, requests);
        assert_eq!(report.get("extra_requests_fraction"), Some(f64::from(twice) / (3 * requests) as f64));
        assert_eq!(report.get("timeout_fraction"), Some(incomplete as f64 / requests as f64));
    }
}

#[test]
fn the_run_at_the_defaults_never_changes() {
    // Fixed for good: a change here changes every number in the book.
    assert_eq!(lab::defaults("fan-out").run().trace().digest(), "3019d22a5e52cb99bade4a55058c5b22");
}
