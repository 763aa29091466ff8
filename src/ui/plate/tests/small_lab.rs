//! A small lab of the tests' own, so that the real labs may change as they must.

use super::super::{LabView, Pace, PlateState, Renderer, RunPair};
use crate::engines::catalog::{Lab, lab};
use crate::kernel::choice::ChoiceTable;
use crate::kernel::{
    EventSpec, Expectation, FieldSpec, Input, LabSpec, MetricSpec, ParamSpec, Params, Progress, Property, Report, Seed,
    Simulation, Time, Trace, Value,
};
use crate::scenario::plate::PredictionOption;
use crate::scenario::{Link, Plate, Prediction, Scenario};
use crate::ui::dom::{Node, Signal, element};

const METRICS: &[MetricSpec] = &[MetricSpec::fraction("moved_fraction", "Share of the keys that moved.")];

const STRATEGIES: ChoiceTable<(), 2> = ChoiceTable::new([("ring", "Ring", ()), ("modulo", "Modulo", ())]);

const PARAMS: &[ParamSpec] = &[
    ParamSpec::integer("nodes", "Nodes").range(1..=50).default(10).unit("nodes").help("How many."),
    ParamSpec::choice("strategy", "Strategy", &STRATEGIES.options).help("Which."),
    ParamSpec::number("share", "Share")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.5)
        .needs("strategy", &["ring"])
        .help("What share."),
];

const EVENTS: &[EventSpec] = &[
    EventSpec::new("set-up", &[FieldSpec::count("nodes", "nodes")], "{nodes|node} stand ready"),
    EventSpec::new("join", &[FieldSpec::count("node", "")], "Node {node} joins"),
];

static SPEC: LabSpec = LabSpec {
    id: "small",
    title: "Small",
    summary: "A lab for tests.",
    params: PARAMS,
    actions: &[],
    events: EVENTS,
    metrics: METRICS,
    properties: &[Property {
        name: "nothing-is-lost",
        claim: Expectation::Always,
        help: "Nothing is lost.",
        holds_at: |event| event.integer("lost") != Some(1),
    }],
    leaves_out: &["Everything."],
};

static LAB: Lab = lab(&SPEC, start);
/// Its view.
pub(super) const VIEW: LabView = LabView { picture, sentence, pace: |_| PACE };
/// The pace of its playback.
pub(super) const PACE: Pace = Pace { ms_per_s: 1000.0, settles: Time::from_millis(500) };

struct Small {
    moved: f64,
    trace: Trace,
}

impl Simulation for Small {
    fn advance(&mut self, _: u32) -> Progress {
        Progress::Done
    }
    fn report(&self) -> Report {
        let mut report = Report::default();
        report.push(METRICS, "moved_fraction", self.moved);
        report
    }
    fn trace(&self) -> &Trace {
        &self.trace
    }
}

fn start(input: &Input) -> Box<dyn Simulation> {
    let nodes = input.params.integer("nodes");
    let mut trace = Trace::keeping(100);
    trace.record(Time::ZERO, "set-up", vec![("nodes", (nodes as u64).into())]);
    let lost = u64::from(input.seed.0.is_multiple_of(4));
    trace.record(Time::from_millis(1000), "join", vec![("node", (nodes as u64).into()), ("lost", lost.into())]);
    let ring = input.params.choice("strategy") == "ring";
    let moved = if ring { 1.0 / (nodes + 1) as f64 } else { nodes as f64 / (nodes + 1) as f64 };
    Box::new(Small { moved, trace })
}

struct Moment;

impl Renderer for Moment {
    fn draw(&self, state: &PlateState, _: Signal<PlateState>) -> Node {
        let text = element("text").child(state.moment.as_millis() as u32);
        element("svg").attr("role", "img").attr("aria-label", "picture").child(text).into()
    }
}

fn picture(_: &RunPair) -> Box<dyn Renderer> {
    Box::new(Moment)
}

fn sentence(pair: &RunPair, moment: Time) -> String {
    format!(
        "After {} ms {:.1} % moved.",
        moment.as_millis(),
        pair.main.report().get("moved_fraction").unwrap_or(0.0) * 100.0
    )
}

/// A plate that shows it, with a twin.
pub(in crate::ui::plate) fn plate(id: &str) -> Plate {
    Plate {
        id: id.into(),
        number: "10.1".into(),
        title: "The ring & a <tenth> node".into(),
        caption: "Notice \"this\".".into(),
        scenario: Scenario { lab: &LAB, params: Params::defaults(PARAMS), seed: Seed(7), actions: Vec::new() },
        compare: vec![("strategy", Value::Choice("modulo"))],
        controls: vec!["nodes", "strategy"],
        position: None,
        prediction: None,
    }
}

/// The same with a question.
pub(super) fn asking() -> Plate {
    let prediction = Prediction {
        question: "How many will move?".into(),
        metric: "moved_fraction".into(),
        scale: 100.0,
        unit: "%".into(),
        max: 100.0,
        options: vec![PredictionOption { label: "A tenth".into(), from: 5.0, to: 15.0 }],
    };
    Plate { prediction: Some(prediction), ..plate("ask") }
}

/// A state as the page has it at first.
pub(in crate::ui::plate) fn state(plate: Plate) -> PlateState {
    let pair = RunPair::run(plate.scenario.clone(), Link::of_plate(&plate).twin());
    PlateState::new(plate, VIEW, pair, Vec::new())
}
