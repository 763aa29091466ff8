//! The lab's spec: parameters, actions, events, metrics, properties, and the limits of the model.

use super::policy::{AGAIN, CANCEL};
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The spec of the lab `retry-tail`.
pub static SPEC: LabSpec = LabSpec {
    id: "retry-tail",
    title: "Retries and the slowest call",
    summary: told(
        "A page waits for the slowest of its calls, and late pages are sent again: one late call in a hundred becomes \
            more load than the servers can take.",
    ),
    params: PARAMS,
    actions: &[ActionSpec {
        verb: "slow",
        label: told("Slow one server"),
        help: told("The server in the middle takes ten times as long for each call that it begins in the next second."),
        target: None,
        value: None,
    }],
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[Property {
        name: "below-capacity",
        claim: Expectation::Always,
        help: told("In no second more work is sent than the servers can do."),
        holds_at: |event| event.kind != "overload",
    }],
    leaves_out: told_all(&[
        "Every server can answer every call, and a call goes to one at random: nobody looks which line is short.",
        "The work of a call is exponential and drawn anew when it is sent again.",
        "Retries are sent at once, without a pause or jitter. After the last one the page waits for what it has asked.",
        "An answer that comes after its page was sent again is thrown away, and a page is shown whole or not at all.",
        "A cancelled call leaves its line at once and at no cost; one that has begun is worked on to its end.",
        "The network takes no time, and lines have no limit.",
        "The budget is of the whole run: what was not spent in its first seconds may be spent later.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::number("load", "Load of first calls")
        .range(0.05..=1.2)
        .step(0.05)
        .default(0.7)
        .help("The work of all calls that pages send first, of what the servers can do."),
    ParamSpec::integer("fan_out", "Calls of a page")
        .range(1..=30)
        .default(18)
        .help("How many servers a page asks, each once; at most all that there are. It is done with the last answer."),
    ParamSpec::integer("servers", "Servers").range(1..=30).default(24).help("Each with a line of its own."),
    ParamSpec::number("service_ms", "Mean service")
        .range(5.0..=100.0)
        .step(5.0)
        .default(10.0)
        .unit("ms")
        .help("The mean work of a call."),
    ParamSpec::number("timeout_ms", "Timeout")
        .range(10.0..=5_000.0)
        .step(10.0)
        .default(150.0)
        .unit("ms")
        .help("After how long a page that is not there is late, and is sent again."),
    ParamSpec::integer("retries", "Retries")
        .range(0..=4)
        .default(3)
        .help("How often a page is sent again at most. After that it waits for its answers."),
    ParamSpec::choice("again", "Sent again", &AGAIN.options).help("What of a late page is sent again."),
    ParamSpec::number("retry_budget", "Retry budget")
        .range(0.0..=1.0)
        .step(0.05)
        .default(0.0)
        .help("The most calls that are sent again, in parts of the first ones so far; 0: no limit."),
    ParamSpec::choice("cancel", "Cancel old calls", &CANCEL.options)
        .help("Whether a call that nobody waits for any more is taken out of its line."),
    ParamSpec::number("patience_ms", "Readers’ patience")
        .range(100.0..=10_000.0)
        .step(100.0)
        .default(1_000.0)
        .unit("ms")
        .help("After how long the reader of a page leaves: the page has failed."),
    ParamSpec::number("duration_ms", "Duration")
        .range(1_000.0..=60_000.0)
        .step(1_000.0)
        .default(20_000.0)
        .unit("ms")
        .help("How long the run is."),
];

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "set-up",
        &[FieldSpec::count("servers", "servers"), FieldSpec::count("fan_out", "calls")],
        "{servers|server} are idle; a page sends {fan_out|call}",
    ),
    EventSpec::new(
        "slow",
        &[FieldSpec::count("server", ""), FieldSpec::ms("length_ms")],
        "Server {server} takes ten times as long for each call, for {length_ms} ms",
    ),
    EventSpec::new(
        "second",
        &[
            FieldSpec::count("pages", "pages"),
            FieldSpec::count("late", "pages"),
            FieldSpec::count("again", "calls"),
            FieldSpec::count("failed", "pages"),
        ],
        "A second is over: {pages|page} sent, {late} late, {again|call} sent again; {failed|reader} left",
    ),
    EventSpec::new(
        "overload",
        &[FieldSpec::number("load", "", 2)],
        "In this second {load} times the work was sent that the servers can do",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::count("pages", "pages", "Pages that were sent."),
    MetricSpec::fraction("late_calls_fraction", "First calls without an answer at the first timeout of their page."),
    MetricSpec::fraction("late_pages_fraction", "Pages that were not there at their first timeout."),
    MetricSpec::fraction("goodput_fraction", "Pages that were there before their readers left, of those that are over."),
    MetricSpec::fraction("goodput_fraction_last_s", "The same of the last second."),
    MetricSpec::count("failed_pages", "pages", "Pages whose readers left."),
    MetricSpec::ms("page_ms_p50", "Median time from a page’s first call to its last answer, or until its reader left."),
    MetricSpec::ms("page_ms_p99", "99th percentile of the same."),
    MetricSpec::new("calls_per_page", "calls", "All calls that were sent, for each page.", 1),
    MetricSpec::fraction("load_sent", "The work of all calls that were sent, of what the servers can do."),
    MetricSpec::fraction("load_sent_max", "The same in the worst second; 0 if there was none."),
    MetricSpec::fraction("utilisation", "Time for which a server works, averaged over the servers."),
    MetricSpec::fraction("wasted_work_fraction", "Work on calls for which nobody waited, of all work that was done."),
    MetricSpec::count("calls_first", "calls", "Calls that pages sent first."),
    MetricSpec::count("calls_again", "calls", "Calls that were sent again."),
    MetricSpec::count("calls_refused", "calls", "Calls that the budget did not allow to be sent again."),
    MetricSpec::count("calls_served", "calls", "Calls that a server was done with."),
    MetricSpec::count("calls_cancelled", "calls", "Calls that were taken out of their line."),
    MetricSpec::count("calls_left", "calls", "Calls that were at a server at the end."),
    MetricSpec::fraction(
        "predicted_late_pages_fraction",
        "1 − (1 − p)ⁿ with p = e^(−(μ − λ)t), the part of calls that an M/M/1 server answers later than t. Left out where \
            pages are sent again, calls are cancelled, a server is slow, or each page asks more than a quarter of the servers, \
            whose lines are long together.",
    )
    .predicts("late_pages_fraction", 0.15),
];
