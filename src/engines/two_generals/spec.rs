//! The lab's schema: parameters, kinds of event, metrics, properties, and what the model leaves out.

use super::policy::{MAX_MESSENGERS, PLANS};
use crate::kernel::{EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all};

/// The lab `two-generals`.
pub static SPEC: LabSpec = LabSpec {
    id: "two-generals",
    title: "Two generals",
    summary: told(
        "Two armies win only if both attack, and their messengers may be caught: however many ride, one side \
        sometimes attacks alone.",
    ),
    params: PARAMS,
    actions: &[],
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &PROPERTIES,
    leaves_out: told_all(&[
        "Each messenger is caught by himself, with a probability that the generals do not know.",
        "There is no clock: a general acts on the letters that have reached him by the end of the day.",
        "Two fixed plans; that every other finite plan fails too is a proof, not a measurement.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("plan", "Plan", &PLANS.options).help("What the generals have agreed on."),
    ParamSpec::integer("messengers", "Messengers")
        .range(1..=MAX_MESSENGERS as i64)
        .default(3)
        .unit("messengers")
        .help("How many messengers the plan has."),
    ParamSpec::number("capture_probability", "Chance of capture")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.3)
        .help("The probability p that a messenger is caught."),
    ParamSpec::integer("days", "Days")
        .range(1..=100_000)
        .default(10_000)
        .unit("days")
        .help("How many days are played."),
];

const FATES: &[FieldSpec] = &[FieldSpec::count("sent", "messengers"), FieldSpec::count("arrived", "messengers")];

const MESSENGER: &[FieldSpec] = &[FieldSpec::count("messenger", "")];

const EVENTS: &[EventSpec] = &[
    EventSpec::new("arrives", MESSENGER, "Messenger {messenger} gets through"),
    EventSpec::new("caught", MESSENGER, "Messenger {messenger} is caught"),
    EventSpec::new("both-attack", FATES, "Both generals attack and win; {arrived} of {sent|messenger} got through"),
    EventSpec::new("nobody-attacks", FATES, "Neither general attacks; {arrived} of {sent|messenger} got through"),
    EventSpec::new(
        "first-attacks-alone",
        FATES,
        "The first general attacks alone and loses; {arrived} of {sent|messenger} got through",
    ),
    EventSpec::new(
        "second-attacks-alone",
        FATES,
        "The second general attacks alone and loses; {arrived} of {sent|messenger} got through",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("both_attack", "days", "Days on which both attack, and win.", 0),
    MetricSpec::new("nobody_attacks", "days", "Days on which both stay.", 0),
    MetricSpec::new("one_attacks_alone", "days", "Days on which one attacks alone, and loses.", 0),
    MetricSpec::fraction("disagreement_fraction", "Days on which one attacks alone, as a share of all."),
    MetricSpec::fraction(
        "predicted_disagreement_fraction",
        "What it should be: pⁿ for a volley, (1−p)ⁿ⁻¹·p for a chain.",
    )
    .predicts("disagreement_fraction", 0.02),
    MetricSpec::fraction("victory_fraction", "Days on which both attack, as a share of all."),
    MetricSpec::fraction("predicted_victory_fraction", "What it should be: 1 − pⁿ for a volley, (1−p)ⁿ for a chain.")
        .predicts("victory_fraction", 0.02),
    MetricSpec::fraction("messengers_per_day", "Mean number of messengers that set out."),
    MetricSpec::fraction("arrivals_per_day", "Mean number of messengers that arrived."),
];

static PROPERTIES: [Property; 2] = [
    Property {
        name: "no-lone-attack",
        claim: Expectation::Always,
        help: told("Both attack, or neither."),
        holds_at: |event| event.kind != "first-attacks-alone" && event.kind != "second-attacks-alone",
    },
    Property {
        name: "some-victory",
        claim: Expectation::Sometimes,
        help: told("On some day both attack."),
        holds_at: |event| event.kind == "both-attack",
    },
];
