//! The lab's schema: parameters, kinds of event, metrics, and what the model leaves out.

use super::policy::{ARRIVALS, GENERATORS, SERVICES, SWEEPS};
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, Field, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The most requests that are due in a run.
pub const MAX_CUSTOMERS: u32 = 2_000_000;

/// The lab `queueing`.
pub static SPEC: LabSpec = LabSpec {
    id: "queueing",
    title: "Queues and who measures them",
    summary: told(
        "Requests wait for a busy server: how the tail grows as the load nears 1, and how a load generator that \
        waits for its answers hides it.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: told_all(&[
        "First come, first served: no priorities, no processor sharing, nobody leaves the line.",
        "Intended sends are independent of each other and of the answers; real users come in bursts and try again.",
        "The servers are alike, share one line, and stall all at once.",
        "The clients of a closed generator keep a common schedule: a request that is due goes to any free client. They \
            do not think between an answer and the next request.",
        "A request that is turned away takes no time, neither of the server nor of its client.",
        "The first requests of a run, the warm-up, are served but not measured; whether they are enough, compare \
            warm_up_ms with predicted_relaxation_ms.",
        "A run begins empty, and so does each level of a sweep: where it lasts fewer than 100 relaxation times its \
            percentiles are marked, for high ones come out too low.",
        "Times are measured until the last request has left, so at loads of 1 or more the averages hold the draining \
            of the line, too; a line of more than 100,000 requests stops the run.",
        "Predictions hold for Poisson arrivals, in the steady state, without stalls; where no closed form is known to \
            the lab, or the run is too short to show it, none is reported.",
    ]),
};

const PROPERTIES: &[Property] = &[
    Property {
        name: "no-sample-omitted",
        claim: Expectation::Always,
        help: told("Every request that was due was sent: the measurement coordinates with nothing."),
        holds_at: |event| is_zero(&event.fields, "omitted"),
    },
    Property {
        name: "no-request-lost",
        claim: Expectation::Always,
        help: told("No request found the station full."),
        holds_at: |event| is_zero(&event.fields, "lost"),
    },
];

/// Whether an event lacks the count, or has it as zero.
fn is_zero(fields: &[(&'static str, Field)], name: &str) -> bool {
    fields.iter().all(|(field, value)| *field != name || *value == Field::Integer(0))
}

const PARAMS: &[ParamSpec] = &[
    ParamSpec::number("load", "Load ρ")
        .range(0.05..=1.5)
        .step(0.05)
        .default(0.9)
        .help("Work offered to each server: request rate × mean service time / servers."),
    ParamSpec::choice("sweep", "Sweep", &SWEEPS.options)
        .help(
            "Whether the loads .1 to .9 and .95 are run before the load that is set; they share the requests, a load near 1 \
                having the most, as it remembers longest.",
        ),
    ParamSpec::integer("servers", "Servers").range(1..=64).default(1).help("How many servers take from the one line."),
    ParamSpec::integer("capacity", "Places")
        .range(0..=10_000)
        .default(0)
        .help("The most requests waiting or in service; 0: no bound."),
    ParamSpec::choice("service", "Service time", &SERVICES.options).help("The law of the service time."),
    ParamSpec::number("service_ms", "Mean service")
        .range(0.1..=1_000.0)
        .step(0.1)
        .default(1.0)
        .unit("ms")
        .help("The mean service time."),
    ParamSpec::number("service_cv", "Spread of service")
        .range(0.1..=10.0)
        .step(0.1)
        .default(2.0)
        .needs("service", &["lognormal", "hyperexponential"])
        .help("Standard deviation over mean of a log-normal or hyperexponential service (there at least 1)."),
    ParamSpec::choice("arrivals", "Intended sends", &ARRIVALS.options).help("The schedule on which requests are due."),
    ParamSpec::choice("generator", "Load generator", &GENERATORS.options)
        .help("Whether requests are sent when due, or by clients that wait for answers and then omit or delay them."),
    ParamSpec::integer("clients", "Clients")
        .range(1..=1_000)
        .default(10)
        .needs("generator", &["closed", "late"])
        .help("How many clients a closed generator has."),
    ParamSpec::number("stall_ms", "Stall")
        .range(0.0..=100_000.0)
        .step(100.0)
        .default(0.0)
        .unit("ms")
        .help("How long all servers stand still, once in each level; 0: never."),
    ParamSpec::number("stall_at_ms", "Stall at")
        .range(0.0..=1_000_000.0)
        .step(1_000.0)
        .default(50_000.0)
        .unit("ms")
        .help("When the stall begins."),
    ParamSpec::integer("customers", "Requests")
        .range(20..=MAX_CUSTOMERS as i64)
        .default(200_000)
        .help("How many requests are due in the whole run."),
    ParamSpec::integer("warm_up_percent", "Warm-up")
        .range(0..=90)
        .default(10)
        .unit("%")
        .help("The share of the requests that come first and are served but not measured."),
];

const ACTIONS: &[ActionSpec] = &[ActionSpec {
    verb: "freeze",
    label: told("Freeze the server"),
    help: told("All servers stand still from now on for a while, and go on where they were."),
    target: None,
    value: Some(
        ParamSpec::number("length_ms", "For")
            .range(0.1..=100_000.0)
            .step(100.0)
            .default(1_000.0)
            .unit("ms")
            .help("How long they stand still."),
    ),
}];

const REQUEST: FieldSpec = FieldSpec::count("request", "");
const OMITTED: FieldSpec = FieldSpec::count("omitted", "requests");
const LOST: FieldSpec = FieldSpec::count("lost", "requests");
const P99: FieldSpec = told_ms("p99_ms");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "level",
        &[FieldSpec::number("load", "", 2), FieldSpec::number("rate_per_s", "per s", 1)],
        "The station begins empty at load {load}: {rate_per_s|request} due in a second",
    ),
    EventSpec::new(
        "level-ends",
        &[FieldSpec::count("served", "requests"), OMITTED, LOST, told_ms("p50_ms"), P99],
        "The last request leaves: since the warm-up {served|request} answered, {omitted} omitted, {lost} lost; \
            median {p50_ms} ms, 99th percentile {p99_ms} ms",
    ),
    EventSpec::new(
        "window",
        &[
            FieldSpec::count("due", "requests"),
            FieldSpec::count("left", "requests"),
            OMITTED,
            LOST,
            FieldSpec::count("waiting", "requests"),
            P99,
        ],
        "{due|request} due so far; in this window {left} answered, {omitted} omitted, {lost} lost, 99th percentile \
            {p99_ms} ms; {waiting} in line",
    ),
    EventSpec::new("omit", &[REQUEST], "Request {request} is due and never sent: every client waits for an answer"),
    EventSpec::new("lose", &[REQUEST], "Request {request} is turned away: the station is full"),
    EventSpec::new(
        "leave",
        &[REQUEST, told_ms("delayed_ms"), told_ms("waited_ms"), told_ms("sojourn_ms")],
        "Request {request} is answered {sojourn_ms} ms after it was due: sent {delayed_ms} ms late, \
            {waited_ms} ms in line",
    ),
];

/// A time of a station, whose services may be as short as a tenth of a millisecond.
const fn told_ms(name: &'static str) -> FieldSpec {
    FieldSpec::number(name, "ms", 2)
}

const METRICS: &[MetricSpec] = &[
    ms("sojourn_ms_mean", "Mean time from the moment at which a request was due to its answer."),
    ms("sojourn_ms_p50", "Median of the same."),
    ms("sojourn_ms_p99", "99th percentile of the same."),
    ms("sojourn_ms_p999", "99.9th percentile of the same."),
    ms("reported_ms_p50", "Median of what the generator's own clock says: from the actual send to the answer."),
    ms("reported_ms_p99", "99th percentile of the same."),
    ms("reported_ms_p999", "99.9th percentile of the same."),
    ms("corrected_ms_p50", "Median of the reported latencies with the omitted samples put back."),
    ms("corrected_ms_p99", "99th percentile of the same."),
    ms("corrected_ms_p999", "99.9th percentile of the same."),
    ms("window_sojourn_ms_p99_mean", "The mean of the 99th percentiles of the run's windows: not a percentile at all."),
    ms("waiting_ms_mean", "Mean wait in the station before service."),
    MetricSpec::fraction("waiting_fraction", "Answered requests that waited in the station."),
    MetricSpec::new("queue_length_mean", "requests", "Requests that wait in the station, averaged over time.", 4),
    MetricSpec::new("in_station_mean", "requests", "Requests that wait or are served, averaged over time.", 4),
    MetricSpec::fraction("utilisation", "Time for which a server is busy, averaged over the servers."),
    MetricSpec::new("throughput_per_s", "per s", "Requests answered in a second.", 2),
    MetricSpec::fraction("loss_fraction", "Requests due that were turned away by a full station."),
    MetricSpec::new(
        "omitted_samples",
        "requests",
        "Requests that were due and never sent, because all clients waited.",
        0,
    ),
    MetricSpec::fraction("omitted_fraction", "The same, of the requests due."),
    MetricSpec::new("measured_requests", "requests", "Answered requests behind the numbers, warm-up excluded.", 0),
    ms("warm_up_ms", "How long the warm-up took."),
    ms("predicted_sojourn_ms_mean", "What the mean should be: Erlang, Pollaczek and Khinchine, Little.")
        .predicts("sojourn_ms_mean", 0.03),
    ms("predicted_sojourn_ms_p50", "What the median should be: M/M/c.").predicts("sojourn_ms_p50", 0.03),
    ms("predicted_sojourn_ms_p99", "What the 99th percentile should be; of M/M/1, ln 100 / (μ − λ).")
        .predicts("sojourn_ms_p99", 0.03),
    ms("predicted_sojourn_ms_p999", "What the 99.9th percentile should be: M/M/c.").predicts("sojourn_ms_p999", 0.03),
    ms("predicted_waiting_ms_mean", "What the mean wait should be.").predicts("waiting_ms_mean", 0.03),
    MetricSpec::fraction(
        "predicted_waiting_fraction",
        "The probability of a wait: Erlang's C; the load for one server.",
    )
    .predicts("waiting_fraction", 0.03),
    MetricSpec::fraction("predicted_utilisation", "The load that is let in.").predicts("utilisation", 0.03),
    MetricSpec::fraction("predicted_loss_fraction", "The probability of a full station: M/M/c/K.")
        .predicts("loss_fraction", 0.03),
    MetricSpec::fraction(
        "predicted_omitted_fraction",
        "The same for the clients of a closed generator, who are its places.",
    )
    .predicts("omitted_fraction", 0.03),
    ms("predicted_relaxation_ms", "How long the station remembers how it began: M/M/c, 1 over its spectral gap."),
    ms("sojourn_ms_p50_at_*", "Sweep: the median at this load, in percent."),
    ms("sojourn_ms_p99_at_*", "Sweep: the 99th percentile at this load, in percent."),
];

const fn ms(name: &'static str, help: &'static str) -> MetricSpec {
    MetricSpec::new(name, "ms", help, 4)
}
