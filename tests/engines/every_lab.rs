//! What holds of every lab, by the catalog alone: a lab that is added is tested here without a line of test code.

use std::collections::BTreeSet;

use crate::{lab, traces};
use faultlines::engines::catalog::{Lab, labs};
use faultlines::kernel::{
    Action, ActionSpec, Event, Expectation, Input, ParamKind, ParamSpec, Progress, Report, Seed, Value,
};
use faultlines::scenario::link::SETTINGS;
use faultlines::scenario::{Scenario, find_rare};
use proptest::prelude::*;
use proptest::strategy::ValueTree as _;
use proptest::test_runner::{Config, TestRunner};

/// The most events that a lab may keep in its trace.
const MAX_TRACE: usize = 2_100;

/// How much of a long run is tried, in units of work: about a second of it, in a test build a few.
const WORK: u32 = 10_000_000;

/// A value within the schema; one in four is the smallest or the largest.
fn any_value(spec: &ParamSpec) -> BoxedStrategy<Value> {
    match spec.kind {
        ParamKind::Integer { min, max, default, .. } => prop_oneof![
            // Mostly about the default and below, where a run is short.
            6 => (min..=max.min(default.max(min + 1))).prop_map(Value::Integer),
            1 => Just(Value::Integer(min)),
            1 => (min..=max).prop_map(Value::Integer),
        ]
        .boxed(),
        ParamKind::Number { min, max, .. } => prop_oneof![
            6 => (min..=max).prop_map(Value::Number),
            1 => Just(Value::Number(min)),
            1 => Just(Value::Number(max)),
        ]
        .boxed(),
        ParamKind::Choice { options, .. } => {
            (0..options.len()).prop_map(|index| Value::Choice(options[index].id)).boxed()
        }
    }
}

fn any_action(spec: &'static ActionSpec) -> BoxedStrategy<Action> {
    let value = match &spec.value {
        Some(param) => any_value(param).prop_map(Some).boxed(),
        None => Just(None).boxed(),
    };
    (0..20_000u32, 0..=spec.target.map_or(0, |target| target.max), value)
        .prop_map(|(at_ms, target, value)| Action { at_ms, verb: spec.verb, target, value })
        .boxed()
}

fn any_scenario(lab: &'static Lab) -> BoxedStrategy<Scenario> {
    let values: Vec<_> = lab.spec.params.iter().map(any_value).collect();
    let actions = match lab.spec.actions {
        [] => Just(Vec::new()).boxed(),
        specs => prop::collection::vec((0..specs.len()).prop_flat_map(|index| any_action(&specs[index])), 0..5).boxed(),
    };
    (values, actions, any::<u32>())
        .prop_map(move |(values, actions, seed)| {
            let mut scenario = Scenario::defaults(lab);
            for (spec, value) in lab.spec.params.iter().zip(values) {
                scenario.params.set(spec.name, value);
            }
            scenario.seed = Seed(seed);
            actions.into_iter().for_each(|action| scenario.act(action));
            scenario
        })
        .boxed()
}

/// What a run of a scenario does wrong.
fn fault(scenario: &Scenario) -> Option<String> {
    let mut run = scenario.start();
    let mut progress = run.advance(WORK / 10);
    for _ in 1..10 {
        progress = run.advance(WORK / 10);
    }
    let report = run.report();
    for metric in &report.metrics {
        if !metric.value.is_finite() {
            return Some(format!("{} is {}", metric.name, metric.value));
        }
    }
    // A family may be empty, and a prediction is left out where no closed form is known.
    let may_be_absent = |name: &str| name.ends_with('*') || name.starts_with("predicted_");
    let missing = |name: &&str| progress == Progress::Done && !may_be_absent(name) && report.get(name).is_none();
    if let Some(name) = scenario.metric_names().find(missing) {
        return Some(format!("{name} is declared and not reported"));
    }
    let events = run.trace().events().len();
    if events > MAX_TRACE {
        return Some(format!("the trace holds {events} events"));
    }
    if report.stopped.as_deref().is_some_and(|why| why.len() < 20) {
        return Some("the run stopped without a sentence that says why".into());
    }
    None
}

#[test]
fn any_scenario_of_any_lab_runs_with_every_metric_that_it_declares() {
    for lab in labs() {
        // Few: each lab's own laws try many more, in ranges of their own.
        let mut runner =
            TestRunner::new(Config { max_shrink_iters: 64, failure_persistence: None, ..crate::thorough::cases(6) });
        let result = runner.run(&any_scenario(lab), |scenario| match fault(&scenario) {
            None => Ok(()),
            Some(fault) => Err(TestCaseError::fail(format!("{fault}: {}", scenario.to_json()))),
        });
        result.unwrap_or_else(|error| panic!("{}: {error}", lab.spec.id));
    }
}

#[test]
fn every_lab_at_its_defaults_runs_to_its_end_without_being_stopped() {
    for lab in labs() {
        let scenario = Scenario::defaults(lab);
        assert_eq!(fault(&scenario), None, "{}", lab.spec.id);
        assert_eq!(scenario.report().stopped, None, "{}", lab.spec.id);
    }
}

#[test]
fn slicing_shows_in_no_lab_and_the_seed_in_all() {
    for lab in labs() {
        let scenario = Scenario::defaults(lab);
        lab::slicing_does_not_show(&scenario, [0, 1, 17, 50_000, 777]);
        lab::the_same_seed_is_the_same_run_and_another_is_not(&scenario);
    }
}

#[test]
fn every_name_is_once_and_every_thing_is_explained() {
    let mut ids: Vec<&str> = labs().map(|lab| lab.spec.id).collect();
    ids.sort_unstable();
    assert!(ids.windows(2).all(|pair| pair[0] != pair[1]), "{ids:?}");
    for lab in labs() {
        let spec = lab.spec;
        let explained = [spec.title, spec.summary].into_iter().chain(spec.leaves_out.iter().copied());
        assert!(explained.into_iter().all(|text| text.len() > 3), "{}", spec.id);
        assert!(!spec.leaves_out.is_empty(), "{} leaves nothing out", spec.id);
        assert!(!spec.metrics.is_empty(), "{} measures nothing", spec.id);
        let params = spec.params.iter().map(|param| (param.name, param.help));
        let metrics = spec.metrics.iter().map(|metric| (metric.name, metric.help));
        let actions = spec.actions.iter().map(|action| (action.verb, action.help));
        let properties = spec.properties.iter().map(|property| (property.name, property.help));
        for list in [params.collect::<Vec<_>>(), metrics.collect(), actions.collect(), properties.collect()] {
            for (place, (name, help)) in list.iter().enumerate() {
                assert!(!name.is_empty() && help.ends_with('.'), "{}: {name} is not explained: {help:?}", spec.id);
                assert!(list[..place].iter().all(|(other, _)| other != name), "{}: {name} is there twice", spec.id);
            }
        }
        for metric in spec.metrics.iter().filter(|metric| metric.name.contains("_ms")) {
            assert_eq!(metric.unit, "ms", "{}: {}", spec.id, metric.name);
        }
    }
}

/// An address says what a parameter is by its name, beside words of its own; one that were named like them could not be set there.
#[test]
fn no_parameter_or_action_is_named_like_a_word_of_an_address() {
    let words = ["v", "lab", "seed", "do", "vs", "t", "at", "pick", "plate"];
    for lab in labs() {
        let params = lab.spec.params.iter().map(|param| param.name);
        for name in params.chain(lab.spec.actions.iter().map(|action| action.verb)) {
            let is_taken = SETTINGS.contains(&name) || words.contains(&name);
            assert!(!is_taken, "{}: `{name}` means something else in an address", lab.spec.id);
        }
    }
}

/// What is wrong with an event, as its lab declares the kinds of its events.
fn undeclared(lab: &Lab, event: &Event) -> Option<String> {
    let Some(spec) = lab.spec.events.iter().find(|spec| spec.kind == event.kind) else {
        return Some(format!("`{event}`: no such kind is declared"));
    };
    let mut fields = event.fields.iter().peekable();
    for field in spec.fields {
        match fields.next_if(|(name, _)| *name == field.name) {
            Some((_, value)) if !field.fits(value) => {
                return Some(format!("`{event}`: {} is of another type", field.name));
            }
            None if !field.optional => {
                return Some(format!("`{event}`: {} is missing, or out of its order", field.name));
            }
            _ => {}
        }
    }
    fields.next().map(|(name, _)| format!("`{event}`: {name} is not declared"))
}

/// The events of the shortest runs that break a property in the small case of a scenario, if its lab has one.
fn explored(scenario: &Scenario) -> Vec<Event> {
    let findings = scenario.lab.explore.map_or_else(Vec::new, |explore| explore(&scenario.input()).findings);
    let runs = findings.into_iter().filter_map(|finding| finding.counterexample);
    runs.flat_map(|run| run.events().to_vec()).collect()
}

/// Kinds of event that tell of a broken guarantee of the algorithm, so that no run records one. Tests beside the engines
/// falsify a state and see it noticed.
const GUARANTEED: [(&str, &str); 3] = [("top-k", "missed"), ("top-k", "out-of-bounds"), ("crdt", "diverged")];

#[test]
fn every_event_is_declared_with_its_fields_and_every_kind_is_seen() {
    let mut runner = TestRunner::deterministic();
    for lab in labs() {
        let golden = traces::scenarios(lab);
        let random = (0..8).map(|_| any_scenario(lab).new_tree(&mut runner).expect("a scenario").current());
        let mut seen = BTreeSet::new();
        let steps: Vec<Event> = golden.iter().flat_map(explored).collect();
        for event in &steps {
            assert_eq!(undeclared(lab, event), None, "{}, explored", lab.spec.id);
            seen.insert(event.kind);
        }
        for scenario in golden.into_iter().chain(random) {
            let mut run = scenario.start();
            run.advance(WORK / 10);
            for event in run.trace().events() {
                assert_eq!(undeclared(lab, event), None, "{}: {}", lab.spec.id, scenario.to_json());
                seen.insert(event.kind);
            }
        }
        let excluded = GUARANTEED.into_iter().filter(|(id, _)| *id == lab.spec.id).map(|(_, kind)| kind);
        let excluded: BTreeSet<&str> = excluded.collect();
        assert!(seen.is_disjoint(&excluded), "{}: one of {excluded:?} was seen", lab.spec.id);
        let declared: BTreeSet<&str> = lab.spec.events.iter().map(|spec| spec.kind).collect();
        let expected: BTreeSet<&str> = seen.union(&excluded).copied().collect();
        assert_eq!(expected, declared, "{}: what traces show, and what is declared", lab.spec.id);
    }
}

#[test]
fn every_sentence_fills_its_holes_from_the_fields_of_its_event() {
    for lab in labs() {
        for spec in lab.spec.events {
            let mut rest = spec.sentence;
            let mut bare = String::new();
            // What stands in brackets is left out where a field is missing; outside of them every hole must be filled.
            while let Some((before, behind)) = rest.split_once('[') {
                bare += before;
                let (part, after) = behind.split_once(']').expect("a bracket is closed");
                assert!(part.contains('{'), "{}: `{part}` has no hole", spec.kind);
                rest = after;
            }
            bare += rest;
            let holes = |text: &str| -> Vec<String> {
                let parts = text.split('{').skip(1);
                parts.map(|part| part.split(['|', '}']).next().unwrap_or_default().to_string()).collect()
            };
            let field = |name: &String| spec.fields.iter().find(|field| field.name == *name);
            for name in holes(spec.sentence) {
                assert!(field(&name).is_some(), "{}: {}: no field fills {{{name}}}", lab.spec.id, spec.kind);
            }
            for name in holes(&bare) {
                assert!(!field(&name).unwrap().optional, "{}: {}: {{{name}}} may be missing", lab.spec.id, spec.kind);
            }
            let plain = !spec.sentence.contains('=') && !spec.sentence.ends_with('.') && spec.sentence.len() > 8;
            assert!(plain, "{}: {}: not a sentence without its full stop: {}", lab.spec.id, spec.kind, spec.sentence);
        }
    }
}

#[test]
fn every_option_of_every_choice_does_something_of_its_own() {
    for lab in labs() {
        let bases: Vec<Scenario> = traces::scenarios(lab).into_iter().chain([Scenario::defaults(lab)]).collect();
        for param in lab.spec.params {
            let ParamKind::Choice { options, .. } = param.kind else { continue };
            let outcome = |base: &Scenario, id: &'static str| {
                let run = lab::with_value(base, param.name, Value::Choice(id)).run();
                (run.trace().digest(), run.report().metrics)
            };
            for (place, one) in options.iter().enumerate() {
                for other in &options[..place] {
                    let differs = bases.iter().any(|base| outcome(base, one.id) != outcome(base, other.id));
                    assert!(differs, "{}: {} = {} does what {} does", lab.spec.id, param.name, one.id, other.id);
                }
            }
        }
    }
}

#[test]
fn a_parameter_that_needs_a_choice_changes_nothing_without_it_and_something_with_it() {
    for lab in labs() {
        let bases: Vec<Scenario> = traces::scenarios(lab).into_iter().chain([Scenario::defaults(lab)]).collect();
        for param in lab.spec.params {
            let Some(need) = param.needs else { continue };
            let choice = lab.spec.params.iter().find(|spec| spec.name == need.choice);
            let ParamKind::Choice { options, .. } = choice.expect("the choice is the lab's own").kind else {
                panic!("{}: {} needs {}, which is no choice", lab.spec.id, param.name, need.choice);
            };
            let known = |id: &&str| options.iter().any(|option| option.id == *id);
            assert!(!need.ids.is_empty() && need.ids.iter().all(known), "{}: {}", lab.spec.id, param.name);
            let differs = |base: &Scenario, id: &'static str| {
                let base = lab::with_value(base, need.choice, Value::Choice(id));
                // Where the smallest value stands for none or for ever, the next one is the other corner.
                let next = match param.kind {
                    ParamKind::Integer { min, step, .. } => Some(Value::Integer(min + step)),
                    ParamKind::Number { min, step, .. } => Some(Value::Number(min + step)),
                    ParamKind::Choice { .. } => None,
                };
                let runs = lab::corners(param).into_iter().chain(next).map(|value| {
                    let run = lab::with_value(&base, param.name, value).run();
                    (run.trace().digest(), run.report().metrics)
                });
                let runs: Vec<_> = runs.collect();
                runs.windows(2).any(|pair| pair[0] != pair[1])
            };
            for option in options {
                let changes = bases.iter().any(|base| differs(base, option.id));
                let (lab, needed) = (lab.spec.id, need.ids.contains(&option.id));
                assert_eq!(changes, needed, "{lab}: {} with {} = {}", param.name, need.choice, option.id);
            }
        }
    }
}

#[test]
fn every_lab_stops_at_the_limit_of_events_with_a_reason_and_the_metrics_so_far() {
    const FEW: u64 = 7;
    for lab in labs() {
        let scenario = Scenario::defaults(lab);
        let mut reports = Vec::new();
        for budget in [u32::MAX, 3] {
            let mut run = (lab.start)(&Input { max_events: FEW, ..scenario.input() });
            let slices = (0..1_000_000).find(|_| run.advance(budget) == Progress::Done);
            assert!(slices.is_some(), "{} goes on past the limit", lab.spec.id);
            reports.push((run.report(), run.trace().digest()));
        }
        let (report, _) = &reports[0];
        let why = report.stopped.as_deref().unwrap_or_default();
        assert!(why.starts_with("7 events were played"), "{}: {why:?}", lab.spec.id);
        assert!(report.metrics.iter().all(|metric| metric.value.is_finite()), "{}: {report}", lab.spec.id);
        assert_eq!(reports[0], reports[1], "{}: slicing shows at the limit", lab.spec.id);
        assert!(run_differs(&scenario, report), "{}: the limit changed nothing", lab.spec.id);
    }
}

/// Whether the whole run measures something else.
fn run_differs(scenario: &Scenario, report: &Report) -> bool {
    scenario.report().metrics != report.metrics
}

#[test]
fn what_an_exploration_says_is_about_the_properties_that_the_lab_declares() {
    let mut explored = 0;
    for lab in labs() {
        let Some(explore) = lab.explore else { continue };
        let scenario = Scenario::defaults(lab);
        let exploration = explore(&scenario.input());
        assert!(exploration.complete, "{} has no small case: {} states", lab.spec.id, exploration.states);
        assert!(!exploration.case.is_empty(), "{} does not say what its small case is", lab.spec.id);
        let judged: Vec<&str> = exploration.findings.iter().map(|finding| finding.property.name).collect();
        let declared: Vec<&str> = lab.spec.properties.iter().map(|property| property.name).collect();
        assert_eq!(judged, declared, "{}", lab.spec.id);
        explored += 1;
    }
    assert!(explored >= 3, "only {explored} labs have a small case");
}

#[test]
fn a_rare_run_that_was_shrunk_still_breaks_its_property_in_a_case_no_greater_than_before() {
    let (mut searched, mut shrunk) = (0, 0);
    for lab in labs() {
        // One property of each lab: the search is the same for all.
        let Some(property) = lab.spec.properties.first() else { continue };
        let scenario = Scenario::defaults(lab);
        let rare = find_rare(&scenario, property, 2, 500_000);
        searched += 1;
        assert_eq!(rare.smallest.is_some(), rare.found > 0);
        let Some(smallest) = rare.smallest else { continue };
        let run = smallest.run();
        let reached = property.claim == Expectation::Sometimes;
        assert_eq!(property.holds(run.trace()), reached, "{}: {}", lab.spec.id, smallest.to_json());
        assert!(smallest.params.iter().all(|(spec, value)| match (value, scenario.params.get(spec.name)) {
            (Value::Integer(after), Value::Integer(before)) => after <= before,
            (after, before) => after == before,
        }));
        shrunk += 1;
    }
    assert!(searched >= 10 && shrunk >= 3, "{searched} labs were searched, {shrunk} gave a run to shrink");
}
