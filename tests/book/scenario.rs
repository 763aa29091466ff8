//! The scenario's text forms: what one writes the other reads, and nothing that a stranger sends breaks a lab.

use faultlines::engines::catalog::{Lab, labs};
use faultlines::kernel::{Action, ParamKind, Seed, Time, Value};
use faultlines::scenario::{Link, Position, Scenario};
use proptest::prelude::*;

fn any_lab() -> impl Strategy<Value = &'static Lab> {
    (0..labs().count()).prop_map(|index| labs().nth(index).expect("an index below the count"))
}

/// A value anywhere in a parameter's range, by a fraction of it.
fn value_at(kind: &ParamKind, fraction: f64) -> Value {
    match *kind {
        ParamKind::Integer { min, max, .. } => Value::Integer(min + ((max - min) as f64 * fraction) as i64),
        ParamKind::Number { min, max, .. } => Value::Number(min + (max - min) * fraction),
        ParamKind::Choice { options, .. } => {
            Value::Choice(options[((options.len() - 1) as f64 * fraction).round() as usize].id)
        }
    }
}

fn any_scenario() -> impl Strategy<Value = Scenario> {
    (
        any_lab(),
        any::<u32>(),
        prop::collection::vec(0.0..=1.0, 32),
        prop::collection::vec((0u32..9, 0.0..=1.0, 0u32..60_000), 0..6),
    )
        .prop_map(|(lab, seed, fractions, actions)| {
            let mut scenario = Scenario::defaults(lab);
            scenario.seed = Seed(seed);
            for (spec, fraction) in lab.spec.params.iter().zip(fractions) {
                scenario.params.set(spec.name, value_at(&spec.kind, fraction));
            }
            for (index, fraction, at_ms) in actions {
                let Some(spec) = lab.spec.actions.get(index as usize) else { continue };
                let target = spec.target.map_or(0, |target| (f64::from(target.max) * fraction) as u32);
                let value = spec.value.map(|param| value_at(&param.kind, fraction));
                scenario.act(Action { at_ms, verb: spec.verb, target, value });
            }
            scenario
        })
}

proptest! {
    #[test]
    fn json_gives_back_the_scenario(scenario in any_scenario()) {
        let (read, problems) = Scenario::from_json(&scenario.to_json());
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(read, Some(scenario));
    }

    #[test]
    fn a_link_gives_back_the_exact_state(
        scenario in any_scenario(),
        position in proptest::option::of(prop_oneof![
            (0u64..1_000_000_000_000_000).prop_map(|nanos| Position::Moment(Time(nanos))),
            (0u32..500).prop_map(Position::Event),
        ]),
        pick in proptest::option::of(0u32..500),
    ) {
        let compare = scenario.params.iter().take(1).map(|(spec, value)| (spec.name, value)).collect();
        let link = Link { scenario, compare, position, pick, plate: Some("a-plate".into()) };
        let (read, problems) = Link::parse(&link.to_query());
        prop_assert_eq!(problems, vec![]);
        prop_assert_eq!(read, Some(link));
    }
}

proptest! {
    #![proptest_config(crate::thorough::cases(256))]

    #[test]
    fn hostile_values_leave_every_parameter_within_the_schema(lab in any_lab(), values in prop::collection::vec("[-+0-9eE.a-z@:,]{0,12}", 32)) {
        let pairs: Vec<String> = lab.spec.params.iter().zip(&values).map(|(spec, value)| format!("{}={value}", spec.name)).collect();
        let (link, _) = Link::parse(&format!("v=1&lab={}&{}&do={}&vs={}", lab.spec.id, pairs.join("&"), values[30], values[31]));
        for (spec, value) in link.unwrap().scenario.params.iter() {
            prop_assert_eq!(spec.parse(&value.to_string()), Ok(value));
        }
    }
}

#[test]
fn a_link_is_short_and_names_only_what_differs() {
    let mut scenario = Scenario::defaults(faultlines::engines::catalog::find("hash-ring").unwrap());
    scenario.params.set("nodes", Value::Integer(12));
    let link = Link::of(scenario);
    assert_eq!(link.to_query(), "v=1&lab=hash-ring&nodes=12&seed=1");
}

#[test]
fn what_is_wrong_in_a_link_becomes_a_note_and_the_rest_is_kept() {
    let (link, problems) = Link::parse("?v=1&lab=hash-ring&nodes=900&vnodes=20&colour=red&do=explode@3&seed=x&at=soon");
    let link = link.unwrap();
    assert_eq!(link.scenario.params.integer("nodes"), 50);
    assert_eq!(link.scenario.params.integer("vnodes"), 20);
    assert_eq!(problems.len(), 5, "{problems:?}");
    let (link, problems) = Link::parse("?v=1&lab=hash-ring&nodes=12&lab=fan-out&nodes=13&nodes=14&plate=a&plate=b");
    let link = link.unwrap();
    assert_eq!((link.scenario.lab.spec.id, link.scenario.params.integer("nodes")), ("hash-ring", 12));
    assert_eq!(link.plate.as_deref(), Some("a"));
    let repeated: Vec<&str> = problems.iter().map(|problem| problem.path.as_str()).collect();
    assert_eq!(repeated, ["lab", "nodes", "plate"], "each is told once");
    let (none, problems) = Link::parse("?lab=hash-rign");
    assert_eq!(none, None);
    assert_eq!(problems[0].hint.as_deref(), Some("did you mean `hash-ring`?"));
    assert_eq!(Link::parse("?utm_source=mail"), (None, vec![]));
    let (written_by_hand, problems) = Link::parse("?lab=hash-ring&nodes=12");
    assert_eq!((written_by_hand.map(|link| link.scenario.params.integer("nodes")), problems), (Some(12), vec![]));
    let (_, problems) = Link::parse("?v=99&lab=hash-ring");
    assert!(problems[0].message.contains("another version"));
}

#[test]
fn a_query_that_is_too_long_gives_the_defaults_with_a_note() {
    let (none, problems) = Link::parse(&format!("?lab=hash-ring&x={}", "9".repeat(10_000)));
    assert_eq!(none, None);
    assert_eq!(problems.len(), 1);
}
