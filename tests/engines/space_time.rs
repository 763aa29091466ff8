//! The `space-time` engine: laws of its clocks and its diagrams, and logs of other systems.

mod laws;
mod logs;

use faultlines::engines::space_time::{Diagram, SPEC, SpaceTime};
use faultlines::kernel::{Action, ParamKind, ParamSpec, Value};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

use crate::lab;

/// Any valid scenario, eventful and small.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let narrow = |spec: &ParamSpec| (spec.name == "chatter").then(|| lab::integers(0..30i64));
    let action =
        (0..SPEC.actions.len(), 0..1_500u32, 0..8u32, 0..1_000i64).prop_map(|(verb, at_ms, target, amount)| {
            let spec = &SPEC.actions[verb];
            let value = spec.value.map(|param| match param.kind {
                ParamKind::Integer { min, max, .. } => Value::Integer(min + amount * (max - min) / 1_000),
                _ => panic!("{} takes a whole number", spec.verb),
            });
            Action { at_ms, verb: spec.verb, target, value }
        });
    lab::any_scenario("space-time", narrow, prop::collection::vec(action, 0..30))
}

fn run(scenario: &Scenario) -> SpaceTime {
    scenario.run().engine::<SpaceTime>().clone()
}

fn diagram(scenario: &Scenario) -> Diagram {
    Diagram::of(run(scenario).board())
}
