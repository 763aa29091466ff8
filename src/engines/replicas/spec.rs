//! What the lab takes, tells and measures.

use super::policy::{HEDGES, PAUSES};
use crate::kernel::{ActionSpec, EventSpec, FieldSpec, LabSpec, MetricSpec, ParamSpec, told, told_all};

/// The most servers.
pub const MAX_SERVERS: u32 = 20;

/// The lab `replicas`.
pub static SPEC: LabSpec = LabSpec {
    id: "replicas",
    title: "Copies and queues",
    summary: told(
        "Requests at servers with queues: hedged, tied, or sent to n of which k must answer; and pauses, apart or \
        together.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[],
    leaves_out: told_all(&[
        "A copy goes to any server at random: nobody looks which line is short.",
        "The network takes no time, so tied copies know of each other at once, and no work is done twice.",
        "The work of a copy is exponential and drawn anew for each: a request is not long by nature.",
        "A copy that has begun is worked on to its end.",
        "The delay of a hedge is fixed; a percentile that is followed live would rise with the load.",
        "The first tenth of the requests is served and not measured. Times are measured until the last answer, so past \
            saturation they hold the draining of the lines.",
        "Predictions hold for requests that are sent once to servers that do not pause.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::number("load", "Load of first copies")
        .range(0.05..=1.2)
        .step(0.05)
        .default(0.5)
        .help("The work of the copies that are sent at once, of what the servers can do."),
    ParamSpec::choice("hedge", "Second copies", &HEDGES.options).help("When a second copy goes to another server."),
    ParamSpec::number("hedge_after_ms", "Hedge after")
        .range(0.0..=10_000.0)
        .step(5.0)
        .default(50.0)
        .unit("ms")
        .help("After how long without an answer the second copy is sent, unless tied."),
    ParamSpec::number("budget", "Hedge budget")
        .range(0.0..=1.0)
        .step(0.05)
        .default(1.0)
        .help("The most second copies, in parts of the requests sent so far; 1: no limit."),
    ParamSpec::integer("copies", "Sent at once")
        .range(1..=10)
        .default(1)
        .help("To how many servers a request goes at once."),
    ParamSpec::integer("needs", "Answers needed")
        .range(1..=10)
        .default(1)
        .help("With how many of these answers a request is done."),
    ParamSpec::choice("pauses", "Pauses", &PAUSES.options).help("Which servers stand still, and when."),
    ParamSpec::number("pause_ms", "Pause of")
        .range(0.0..=10_000.0)
        .step(50.0)
        .default(200.0)
        .unit("ms")
        .help("How long a server stands still, at most nine tenths of the time from one pause to the next."),
    ParamSpec::number("pause_every_ms", "Pause every")
        .range(100.0..=100_000.0)
        .step(100.0)
        .default(2_000.0)
        .unit("ms")
        .help("The time from a server's pause to its next."),
    ParamSpec::integer("servers", "Servers")
        .range(1..=MAX_SERVERS as i64)
        .default(10)
        .help("Each with a line of its own."),
    ParamSpec::number("service_ms", "Mean service")
        .range(0.1..=1_000.0)
        .step(1.0)
        .default(10.0)
        .unit("ms")
        .help("The mean work of a copy."),
    ParamSpec::integer("requests", "Requests").range(100..=100_000).default(6_000).help("How many requests are sent."),
];

const ACTIONS: &[ActionSpec] = &[ActionSpec {
    verb: "stop",
    label: told("Stop all servers"),
    help: told("All servers stand still from now on for a while."),
    target: None,
    value: Some(
        ParamSpec::number("length_ms", "For")
            .range(0.1..=10_000.0)
            .step(50.0)
            .default(200.0)
            .unit("ms")
            .help("How long they stand still."),
    ),
}];

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "begin",
        &[FieldSpec::number("rate_per_s", "per s", 1)],
        "The servers begin empty: {rate_per_s|request} come in a second",
    ),
    EventSpec::new(
        "pause",
        &[FieldSpec::count("servers", "servers"), FieldSpec::count("first", ""), FieldSpec::ms("length_ms")],
        "{servers|server} from server {first} on: a pause of {length_ms} ms",
    ),
    EventSpec::new(
        "window",
        &[
            FieldSpec::count("sent", "requests"),
            FieldSpec::count("answered", "requests"),
            FieldSpec::count("seconds", "copies"),
            FieldSpec::count("waiting", "copies"),
            FieldSpec::ms("p99_ms"),
        ],
        "{sent|request} sent so far, {answered} answered, {seconds|second copy|second copies}; {waiting} in line, \
            99th percentile {p99_ms} ms",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::ms("latency_ms_mean", "Mean time from a request to the last answer that it needed."),
    MetricSpec::ms("latency_ms_p50", "Median of the same."),
    MetricSpec::ms("latency_ms_p99", "99th percentile of the same."),
    MetricSpec::ms("latency_ms_p999", "99.9th percentile of the same."),
    MetricSpec::ms("call_ms_p99", "99th percentile of all calls of all servers, each from coming to its end."),
    MetricSpec::ms("host_p99_ms_mean", "The mean of the servers' 99th percentiles: not a percentile of anything."),
    MetricSpec::ms("host_p99_ms_max", "The highest of the servers' 99th percentiles."),
    MetricSpec::fraction("second_copies_fraction", "Second copies sent, of the requests."),
    MetricSpec::fraction("refused_copies_fraction", "Second copies that the budget did not allow, of the requests."),
    MetricSpec::fraction("utilisation", "Time for which a server works, averaged over the servers."),
    MetricSpec::fraction("wasted_work_fraction", "Work on copies whose request had been answered, of all work."),
    MetricSpec::ms("predicted_latency_ms_mean", "What the mean should be: M/M/1.").predicts("latency_ms_mean", 0.05),
    MetricSpec::ms("predicted_latency_ms_p99", "What the 99th percentile should be: M/M/1, ln 100 / (μ − λ).")
        .predicts("latency_ms_p99", 0.05),
];
