//! The lab's schema: parameters, actions, kinds of event, metrics, and what the model leaves out.

use super::policy::{PICKS, STAYS};
use crate::kernel::{ActionSpec, EventSpec, FieldSpec, LabSpec, MetricSpec, ParamSpec, told, told_all};

/// The mean time of a service, in milliseconds.
pub(super) const SERVICE_MS: f64 = 100.0;

/// The lab `two-choices`.
pub static SPEC: LabSpec = LabSpec {
    id: "two-choices",
    title: "Two choices",
    summary: told(
        "The same requests join a queue at random, the shorter of two, the shortest of three, and the shortest of all; and \
        what becomes of that when the lengths are old news.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[],
    leaves_out: told_all(&[
        "To ask servers for their lengths costs nothing and takes no time.",
        "All servers are equally fast; real ones differ, and the length of a queue is not how long it lasts.",
        "One balancer sends all requests. Several, each of which counts only its own, know less.",
        "Old lengths are told to all at one moment. With ages of their own servers would mislead fewer at once.",
        "Nothing fails: a server that fails fast is empty, and draws everybody who looks for a short queue.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::integer("servers", "Servers").range(2..=200).default(30).help("How many servers each system has."),
    ParamSpec::number("load", "Load")
        .range(0.05..=0.98)
        .step(0.01)
        .default(0.9)
        .help("Requests in the time of a service, for each server."),
    ParamSpec::integer("refresh_ms", "Lengths are told every")
        .range(0..=5_000)
        .step(50)
        .default(0)
        .unit("ms")
        .help("How often the lengths of queues are told; in between they are old. 0: they are always current."),
    ParamSpec::choice("picks", "The picks", &PICKS.options)
        .default_choice("different")
        .help("Whether a server may be compared with itself."),
    ParamSpec::choice("stay", "Requests", &STAYS.options)
        .default_choice("leave")
        .help("Whether requests leave. As balls in bins they stay, and in the run as many come as there are servers."),
    ParamSpec::integer("duration_s", "Duration")
        .range(2..=1_200)
        .default(60)
        .unit("s")
        .help("How long requests come, each with a service of 100 ms on average; the second half is measured."),
];

const ACTIONS: &[ActionSpec] = &[ActionSpec {
    verb: "refresh",
    label: told("Tell the lengths only so often"),
    help: told("From now on the lengths of queues are told every so many milliseconds; 0: they are always current."),
    target: None,
    value: Some(
        ParamSpec::number("refresh_ms", "Every")
            .range(0.0..=5_000.0)
            .step(50.0)
            .default(1_000.0)
            .unit("ms")
            .help("The time between two times that lengths are told."),
    ),
}];

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "second",
        &[
            FieldSpec::count("one", ""),
            FieldSpec::count("two", ""),
            FieldSpec::count("three", ""),
            FieldSpec::count("all", ""),
        ],
        "A second ends: the longest queue has {one} with one choice, {two} with two, {three} with three and {all} where all are \
            compared",
    ),
    EventSpec::new("refresh", &[FieldSpec::ms("every_ms")], "From now on the lengths are told every {every_ms} ms"),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("one_ms_mean", "ms", "Mean time of a request that joins a queue at random.", 1),
    MetricSpec::new(
        "predicted_one_ms_mean",
        "ms",
        "What it should be: M/M/1. Left out after actions, of balls in bins, and where half of the run is shorter than eight \
            relaxation times.",
        1,
    )
    .predicts("one_ms_mean", 0.03),
    MetricSpec::new("one_ms_p99", "ms", "99th percentile of the same.", 0),
    MetricSpec::new("one_longest", "", "The longest queue that a request has joined there.", 0),
    MetricSpec::new("two_ms_mean", "ms", "Mean time with the shorter of two.", 1),
    MetricSpec::new(
        "predicted_two_ms_mean",
        "ms",
        "What it should be: the supermarket model. Left out as above, for fewer than 100 servers, a load above 0.9, old lengths \
            and picks that may coincide.",
        1,
    )
    .predicts("two_ms_mean", 0.03),
    MetricSpec::new("two_ms_p99", "ms", "99th percentile of the same.", 0),
    MetricSpec::new("two_longest", "", "The longest queue that a request has joined there.", 0),
    MetricSpec::new("three_ms_mean", "ms", "Mean time with the shortest of three.", 1),
    MetricSpec::new("predicted_three_ms_mean", "ms", "What it should be, as with two.", 1).predicts("three_ms_mean", 0.03),
    MetricSpec::new("three_ms_p99", "ms", "99th percentile of the same.", 0),
    MetricSpec::new("three_longest", "", "The longest queue that a request has joined there.", 0),
    MetricSpec::new("all_ms_mean", "ms", "Mean time with the shortest of all.", 1),
    MetricSpec::new("all_ms_p99", "ms", "99th percentile of the same.", 0),
    MetricSpec::new("all_longest", "", "The longest queue that a request has joined there.", 0),
];
