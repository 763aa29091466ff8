//! The lab's schema.

use crate::kernel::schema::Choice;
use crate::kernel::{Claim, LabSpec, MetricSpec, ParamSpec, Property};

/// The most messengers of a plan: all that befalls them can still be tried.
pub const MAX_MESSENGERS: u32 = 16;

/// The lab `two-generals`.
pub static SPEC: LabSpec = LabSpec {
    id: "two-generals",
    title: "Two generals",
    summary: "Two armies win only if both attack, and their messengers may be caught: however many ride, one side \
        sometimes attacks alone.",
    params: PARAMS,
    actions: &[],
    metrics: METRICS,
    properties: &PROPERTIES,
    leaves_out: &[
        "Each messenger is caught by himself, with a probability that the generals do not know.",
        "There is no clock: a general acts on the letters that have reached him by the end of the day.",
        "Two fixed plans; that every other finite plan fails too is a proof, not a measurement.",
    ],
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice(
        "plan",
        "Plan",
        "What the generals have agreed on.",
        &[
            Choice { id: "volley", label: "All messengers at once" },
            Choice { id: "chain", label: "Each letter a receipt of the one before" },
        ],
        "volley",
    ),
    ParamSpec::integer(
        "messengers",
        "Messengers",
        "messengers",
        "How many messengers the plan has.",
        (1, MAX_MESSENGERS as i64, 3),
    ),
    ParamSpec::number(
        "capture_probability",
        "Chance of capture",
        "",
        "The probability p that a messenger is caught.",
        (0.0, 1.0, 0.01, 0.3),
    ),
    ParamSpec::integer("days", "Days", "days", "How many days are played.", (1, 100_000, 10_000)),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("both_attack", "days", "Days on which both attack, and win.", 0),
    MetricSpec::new("nobody_attacks", "days", "Days on which both stay.", 0),
    MetricSpec::new("one_attacks_alone", "days", "Days on which one attacks alone, and loses.", 0),
    MetricSpec::fraction("disagreement_fraction", "Days on which one attacks alone, as a share of all."),
    MetricSpec::fraction(
        "predicted_disagreement_fraction",
        "What it should be: pⁿ for a volley, (1−p)ⁿ⁻¹·p for a chain.",
    ),
    MetricSpec::fraction("victory_fraction", "Days on which both attack, as a share of all."),
    MetricSpec::fraction("predicted_victory_fraction", "What it should be: 1 − pⁿ for a volley, (1−p)ⁿ for a chain."),
    MetricSpec::fraction("messengers_per_day", "Mean number of messengers that set out."),
    MetricSpec::fraction("arrivals_per_day", "Mean number of messengers that arrived."),
];

static PROPERTIES: [Property; 2] = [
    Property {
        name: "no-lone-attack",
        claim: Claim::Always,
        help: "Both attack, or neither.",
        holds_at: |event| event.kind != "first-attacks-alone" && event.kind != "second-attacks-alone",
    },
    Property {
        name: "some-victory",
        claim: Claim::Sometimes,
        help: "On some day both attack.",
        holds_at: |event| event.kind == "both-attack",
    },
];
