//! What must hold of every run of the four labs of sketches, whatever its parameters.

use crate::lab;
use faultlines::engines::catalog;
use faultlines::kernel::{ParamKind, Seed, Value};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

const LABS: [&str; 4] = ["bloom", "hyperloglog", "count-min", "top-k"];

/// Parameters that say how long a run is, and how long it may be here.
const SIZES: [(&str, i64); 5] =
    [("keys", 300), ("probes", 300), ("foreign_deletes", 300), ("items", 600), ("universe", 300)];

/// Any valid scenario of one of the labs, small enough to run by the hundred.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let lab = (0..LABS.len()).prop_map(|index| catalog::find(LABS[index]).expect("the lab is registered"));
    (lab, any::<u32>(), proptest::collection::vec(0.0..1.0, 10)).prop_map(|(lab, seed, draws)| {
        let mut scenario = Scenario::defaults(lab);
        for (spec, draw) in lab.spec.params.iter().zip(draws) {
            let value = match spec.kind {
                ParamKind::Integer { min, max, .. } => {
                    let small = SIZES.iter().find(|(name, _)| *name == spec.name).map_or(max, |(_, most)| *most);
                    Value::Integer(min + (draw * (small - min + 1) as f64) as i64)
                }
                ParamKind::Number { min, max, .. } => Value::Number(min + draw * (max - min)),
                ParamKind::Choice { options, .. } => Value::Choice(options[(draw * options.len() as f64) as usize].id),
            };
            scenario.params.set(spec.name, value);
        }
        scenario.seed = Seed(seed);
        scenario
    })
}

proptest! {
    #![proptest_config(crate::thorough::cases(120))]

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budget in 1..3_000u32) {
        lab::slicing_does_not_show(&scenario, [budget]);
    }

    #[test]
    fn every_metric_is_reported_once_and_is_a_number(scenario in any_scenario()) {
        // Before the first step, in the middle, at the end.
        let mut simulation = scenario.start();
        for budget in [0, 500, u32::MAX] {
            simulation.advance(budget);
            let report = simulation.report();
            lab::every_metric_is_reported_once_and_is_a_number(&scenario, &report);
            let rates = report.metrics.iter().filter(|metric| metric.name.ends_with("_rate"));
            rates.for_each(|metric| assert!(metric.value <= 1.0, "{} is {}", metric.name, metric.value));
        }
        // A small run of a filter tells each use of each word: at most 160 words, each put in, deleted and looked up.
        let most = if scenario.lab.spec.id == "bloom" { 600 } else { 200 };
        prop_assert!(simulation.trace().events().len() < most, "{:?}", simulation.trace());
    }
}

#[test]
fn every_corner_of_the_schema_runs() {
    for id in LABS {
        let lab = catalog::find(id).expect("the lab is registered");
        for spec in lab.spec.params {
            for value in lab::corners(spec) {
                let mut scenario = Scenario::defaults(lab);
                for (name, most) in SIZES {
                    if scenario.params.spec(name).is_some() {
                        scenario.params.set(name, Value::Integer(most));
                    }
                }
                scenario.params.set(spec.name, value);
                // The longest runs of all take seconds here; their start is enough.
                lab::starts_soundly(&scenario, 200_000);
            }
        }
    }
}

#[test]
fn the_runs_at_the_defaults_never_change() {
    // Fixed for good: a change here changes every number in the book.
    let fixed = [
        "a5a396cb38830383457838410b0407c8",
        "dcc3a4a940c32ce051a9786a72a94c7c",
        "c39d9ae871f52ceecd3d8d35144772c8",
        "e8aaddb5a480e0ed969275d1d721d03b",
    ];
    for (id, digest) in LABS.into_iter().zip(fixed) {
        assert_eq!(lab::defaults(id).run().trace().digest(), digest, "{id}");
    }
}
