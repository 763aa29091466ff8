//! The `two-choices` engine: laws of every run, the supermarket model, the mistakes that balancers are known for.

use crate::lab;
use crate::lab::close;
use faultlines::engines::two_choices::{SPEC, TwoChoices};
use faultlines::kernel::{Action, ParamSpec, Time, Value};
use faultlines::parts::supermarket;
use faultlines::scenario::Scenario;
use proptest::prelude::*;

const NAMES: [&str; 4] = ["one", "two", "three", "all"];

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("two-choices", settings)
}

fn each(scenario: &Scenario, what: &str) -> [f64; 4] {
    let report = scenario.report();
    NAMES.map(|name| lab::metric(&report, &format!("{name}_{what}")))
}

fn any_scenario() -> impl Strategy<Value = Scenario> {
    let narrow = |spec: &ParamSpec| match spec.name {
        "servers" => Some(lab::integers(2..=20i64)),
        "duration_s" => Some(lab::integers(2..=10i64)),
        _ => None,
    };
    let action = (1..5_000u32, 0..1_000u32).prop_map(|(at_ms, every)| Action {
        at_ms,
        verb: "refresh",
        target: 0,
        value: Some(Value::Number(f64::from(every))),
    });
    lab::any_scenario("two-choices", narrow, prop::collection::vec(action, 0..3))
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    /// All systems meet the same requests, and none of them is lost.
    #[test]
    fn all_systems_get_the_same_requests(scenario in any_scenario()) {
        let run: TwoChoices = lab::run(&scenario);
        for samples in run.history().by(Time(u64::MAX)) {
            let arrived: Vec<u32> =
                samples.iter().map(|system| system.arrived.iter().map(|&count| u32::from(count)).sum()).collect();
            prop_assert!(arrived.windows(2).all(|pair| pair[0] == pair[1]), "{:?}", arrived);
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
    }
}

#[test]
fn every_corner_of_the_schema_runs() {
    for spec in SPEC.params {
        for value in lab::corners(spec) {
            lab::starts_soundly(&lab::with_value(&lab::defaults("two-choices"), spec.name, value), 10_000);
        }
    }
}

/// Mitzenmacher 1996: at a load of .9 a request takes 10, 2.614 and 2.027 services. The sums were checked independently.
#[test]
fn the_means_are_those_of_the_supermarket_model() {
    for (choices, mean) in [(1, 10.0), (2, 2.61406)] {
        close(supermarket::mean(0.9, choices), mean, 1e-5);
    }
    let long = scenario(&[("servers", "150"), ("duration_s", "700")]);
    let measured = each(&long, "ms_mean");
    for (choices, mean) in (1..=3).zip(measured) {
        let law = 100.0 * supermarket::mean(0.9, choices);
        close(mean, law, 0.04 * law);
    }
    let report = long.report();
    close(lab::metric(&report, "predicted_two_ms_mean"), 261.406, 1e-2);
    assert!(measured[3] < measured[2], "the shortest of all is the best");
}

/// Old information: the shortest of all is then worse than a choice at random, and two choices are still of use.
#[test]
fn old_lengths_make_a_herd_of_those_who_compare_all() {
    let old = each(&scenario(&[("servers", "100"), ("refresh_ms", "1000"), ("duration_s", "200")]), "ms_mean");
    assert!(old[3] > 1.2 * old[0] && old[1] < 0.9 * old[0], "{old:?}");
    let action = Action { at_ms: 1, verb: "refresh", target: 0, value: Some(Value::Number(1_000.0)) };
    let mut acted = scenario(&[("servers", "100"), ("duration_s", "200")]);
    acted.act(action);
    let acted = each(&acted, "ms_mean");
    assert!(acted[3] > 1.2 * acted[0], "{acted:?}");
}

/// Two picks that may coincide: of three servers a third of the comparisons compare nothing.
#[test]
fn picks_that_coincide_cost_most_where_servers_are_few() {
    let of = |servers, picks| {
        each(&scenario(&[("servers", servers), ("picks", picks), ("duration_s", "1200")]), "ms_mean")[1]
    };
    let (few, many) = (of("3", "any") / of("3", "different"), of("100", "any") / of("100", "different"));
    assert!(few > 1.05 && (0.95..1.06).contains(&many), "{few} {many}");
}

/// Balls in bins: with two choices the fullest bin of 200 has some ln ln n / ln 2, with one far more.
#[test]
fn two_choices_level_balls_in_bins() {
    let mut fullest = [0.0; 4];
    for seed in 1..=20 {
        let mut balls = scenario(&[("stay", "stay"), ("servers", "200")]);
        balls.seed = faultlines::kernel::Seed(seed);
        for (sum, longest) in fullest.iter_mut().zip(each(&balls, "longest")) {
            *sum += longest / 20.0;
        }
    }
    assert!((4.0..6.0).contains(&fullest[0]) && (2.0..3.2).contains(&fullest[1]), "{fullest:?}");
    assert!(fullest[2] <= fullest[1] && fullest[3] < 2.5, "{fullest:?}");
}
