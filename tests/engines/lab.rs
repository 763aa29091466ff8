//! What the tests of many labs do alike: scenarios by name, and the checks that hold of every run.

#![allow(dead_code, reason = "each test crate that includes this module uses a part of it")]

use faultlines::engines::catalog;
use faultlines::kernel::{Action, ParamKind, ParamSpec, Progress, Report, Seed, Simulation, Value};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

/// A lab at its defaults.
pub(crate) fn defaults(id: &str) -> Scenario {
    Scenario::defaults(catalog::find(id).expect("the lab is registered"))
}

/// A lab at its defaults but for some settings.
pub(crate) fn scenario(id: &str, settings: &[(&str, &str)]) -> Scenario {
    with(&defaults(id), settings)
}

/// The same scenario but for some settings.
pub(crate) fn with(scenario: &Scenario, settings: &[(&str, &str)]) -> Scenario {
    let mut other = scenario.clone();
    for (name, value) in settings {
        other.set_param(name, value).expect("the setting is valid");
    }
    other
}

/// The same scenario but for one value.
pub(crate) fn with_value(scenario: &Scenario, name: &str, value: Value) -> Scenario {
    let mut other = scenario.clone();
    other.params.set(name, value);
    other
}

/// Any valid scenario of a lab: values out of `narrow` where it has an answer, so that runs are small and eventful, and
/// out of the whole range elsewhere; some of the actions.
pub(crate) fn any_scenario(
    id: &'static str,
    narrow: impl Fn(&ParamSpec) -> Option<BoxedStrategy<Value>>,
    actions: impl Strategy<Value = Vec<Action>>,
) -> impl Strategy<Value = Scenario> {
    let values: Vec<BoxedStrategy<Value>> =
        defaults(id).lab.spec.params.iter().map(|spec| narrow(spec).unwrap_or_else(|| any_value(spec))).collect();
    (values, any::<u32>(), actions).prop_map(move |(values, seed, actions)| {
        let mut scenario = defaults(id);
        for (spec, value) in scenario.lab.spec.params.iter().zip(values) {
            scenario.params.set(spec.name, value);
        }
        scenario.seed = Seed(seed);
        actions.into_iter().for_each(|action| scenario.act(action));
        scenario
    })
}

/// Any value within the schema.
pub(crate) fn any_value(spec: &ParamSpec) -> BoxedStrategy<Value> {
    match spec.kind {
        ParamKind::Integer { min, max, .. } => integers(min..=max),
        ParamKind::Number { min, max, .. } => numbers(min..=max),
        ParamKind::Choice { options, .. } => {
            (0..options.len()).prop_map(|index| Value::Choice(options[index].id)).boxed()
        }
    }
}

/// Integers as values of a parameter.
pub(crate) fn integers(range: impl Strategy<Value = i64> + 'static) -> BoxedStrategy<Value> {
    range.prop_map(Value::Integer).boxed()
}

/// Numbers as values of a parameter.
pub(crate) fn numbers(range: impl Strategy<Value = f64> + 'static) -> BoxedStrategy<Value> {
    range.prop_map(Value::Number).boxed()
}

/// Runs to the end and hands over the engine's own state.
pub(crate) fn run<S: Simulation + Clone>(scenario: &Scenario) -> S {
    scenario.run().engine::<S>().clone()
}

/// A metric that the report must have.
pub(crate) fn metric(report: &Report, name: &str) -> f64 {
    report.get(name).unwrap_or_else(|| panic!("{name} is not reported"))
}

/// Checks that a number is within a tolerance of another.
pub(crate) fn close(measured: f64, expected: f64, tolerance: f64) {
    assert!((measured - expected).abs() <= tolerance, "{measured} is not within {tolerance} of {expected}");
}

/// The least and the greatest value of a parameter, or all its choices.
pub(crate) fn corners(spec: &ParamSpec) -> Vec<Value> {
    match spec.kind {
        ParamKind::Integer { min, max, .. } => vec![Value::Integer(min), Value::Integer(max)],
        ParamKind::Number { min, max, .. } => vec![Value::Number(min), Value::Number(max)],
        ParamKind::Choice { options, .. } => options.iter().map(|option| Value::Choice(option.id)).collect(),
    }
}

/// Checks that the start of a run, of so much work, measures nothing but numbers.
pub(crate) fn starts_soundly(scenario: &Scenario, work: u32) {
    let mut simulation = scenario.start();
    simulation.advance(work);
    let sound = simulation.report().metrics.iter().all(|metric| metric.value.is_finite());
    assert!(sound, "{}", scenario.to_json());
}

/// Checks that a run in slices, the last budget again and again, goes forward and gives the report and the trace of the
/// whole run. Both runs are handed back, for what else must be the same.
pub(crate) fn slicing_does_not_show(
    scenario: &Scenario,
    budgets: impl IntoIterator<Item = u32>,
) -> (Box<dyn Simulation>, Box<dyn Simulation>) {
    let (whole, mut sliced) = (scenario.run(), scenario.start());
    let mut budgets = budgets.into_iter();
    let (mut budget, mut last) = (0, 0.0);
    loop {
        budget = budgets.next().unwrap_or(budget);
        match sliced.advance(budget) {
            Progress::Done => break,
            Progress::Running(done) => {
                assert!((last..1.0).contains(&done), "progress went from {last} to {done}");
                last = done;
            }
        }
    }
    assert_eq!(sliced.report(), whole.report());
    assert_eq!(sliced.trace().digest(), whole.trace().digest());
    (whole, sliced)
}

/// Checks that a report has each metric of its lab once, in the order of the spec (a prediction only where a law is
/// known), and that each is a number that is not negative, and a fraction at most 1.
pub(crate) fn every_metric_is_reported_once_and_is_a_number(scenario: &Scenario, report: &Report) {
    let names: Vec<&str> = report.metrics.iter().map(|metric| metric.name.as_ref()).collect();
    let known = |name: &&str| !name.starts_with("predicted_") || names.contains(name);
    let declared: Vec<&str> = scenario.metric_names().filter(known).collect();
    assert_eq!(names, declared);
    for metric in &report.metrics {
        assert!(metric.value.is_finite() && metric.value >= 0.0, "{} is {}", metric.name, metric.value);
        let fraction = metric.name.ends_with("_fraction");
        assert!(!fraction || metric.value <= 1.0, "{} is {}", metric.name, metric.value);
    }
}

/// Checks that a scenario run twice is one run, and that under another seed it is another.
pub(crate) fn the_same_seed_is_the_same_run_and_another_is_not(scenario: &Scenario) {
    let mut other = scenario.clone();
    other.seed = Seed(scenario.seed.0 + 1);
    let [first, again, others] = [scenario, scenario, &other].map(|scenario| scenario.run().trace().digest());
    assert_eq!(first, again, "{}", scenario.to_json());
    assert_ne!(first, others, "{}", scenario.to_json());
}
