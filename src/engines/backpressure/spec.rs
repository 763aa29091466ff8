//! The lab's schema: parameters, kinds of event, metrics, properties, and what the model leaves out.

use super::policy::{CLIENTS, POLICIES, SERVICES};
use crate::kernel::{
    Event, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The lab `backpressure`.
pub static SPEC: LabSpec = LabSpec {
    id: "backpressure",
    title: "Backpressure and overload",
    summary: told(
        "A producer outruns a consumer for a while: what each policy gives up, and how retries keep a system down \
        when the spike is long over.",
    ),
    params: PARAMS,
    actions: &[],
    events: EVENTS,
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: told_all(&[
        "One producer stands for all clients; they share one gate, one rate and one count of refusals.",
        "To drop or refuse an item costs the pipeline nothing, and the client learns of it at once. In TCP it would \
            have to infer it.",
        "A consumer works on whatever is next, also when its client is long gone: no deadline travels with an item.",
        "Retries come after a fixed pause, without jitter and without a budget.",
        "Nothing travels but grants of credit, which take link_ms on their way.",
        "Memory is what buffers and consumers hold, times a fixed size; what the producer holds back is somebody else's \
            memory, and counted apart.",
        "A run stops where 200,000 items are on their way, as a process would that is out of memory.",
    ]),
};

const PROPERTIES: &[Property] = &[
    Property {
        name: "buffers-keep-their-bound",
        claim: Expectation::Always,
        help: "No buffer holds more than its bound; an unbounded one has none.",
        holds_at: |event| {
            let (depth, bound) = (count(event, "depth"), count(event, "bound"));
            bound == 0 || depth <= bound
        },
    },
    Property {
        name: "nothing-is-dropped",
        claim: Expectation::Always,
        help: "No item is dropped in the pipeline or refused by the producer.",
        holds_at: |event| count(event, "dropped") == 0,
    },
    Property {
        name: "recovers",
        claim: Expectation::Eventually,
        help: "After the spike the requests are answered in time again.",
        holds_at: |event| event.kind == "recover",
    },
];

/// A count that an event carries; 0 if it does not.
fn count(event: &Event, name: &str) -> u64 {
    event.integer(name).unwrap_or(0)
}

const ATTEMPT: FieldSpec = FieldSpec::count("attempt", "");
const STAGE: FieldSpec =
    FieldSpec::name("stage", &["the first stage", "the second stage", "the third stage", "the fourth stage"]);
const WAITED: FieldSpec = FieldSpec::ms("waited_ms");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "window",
        &[
            FieldSpec::count("requests", "requests"),
            FieldSpec::count("sent", "attempts"),
            FieldSpec::count("answered", "attempts"),
            FieldSpec::count("good", "attempts"),
            FieldSpec::count("dropped", "attempts"),
            FieldSpec::count("depth", "items"),
            FieldSpec::count("bound", "items"),
            FieldSpec::count("held_back", "items"),
        ],
        "In this window {requests|new request} and {sent|attempt}: {answered} answered, {good} of them in time, \
            {dropped} dropped or refused; the deepest buffer holds {depth|item}, the producer {held_back}",
    ),
    EventSpec::new(
        "recover",
        &[FieldSpec::ms("after_ms")],
        "The pipeline recovers: from {after_ms} ms after the spike on, requests are answered in time again",
    ),
    EventSpec::new(
        "drop",
        &[ATTEMPT, STAGE, WAITED],
        "Attempt {attempt} is dropped at {stage} after {waited_ms} ms of waiting",
    ),
    EventSpec::new(
        "refuse",
        &[ATTEMPT, STAGE, WAITED],
        "The producer refuses attempt {attempt}: it never reaches {stage}",
    ),
];

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("policy", "Policy", &POLICIES.options)
        .default_choice("unbounded")
        .help("What is done when items come faster than they leave."),
    ParamSpec::integer("stages", "Stages")
        .range(1..=4)
        .default(2)
        .help("How many buffers and consumers there are in a row."),
    ParamSpec::choice("service", "Work", &SERVICES.options)
        .default_choice("exponential")
        .help("The law of the time that a stage works on an item."),
    ParamSpec::number("service_ms", "Last stage")
        .range(1.0..=100.0)
        .step(1.0)
        .default(10.0)
        .unit("ms")
        .help("Mean work of the last stage."),
    ParamSpec::number("upstream_ms", "Other stages")
        .range(1.0..=100.0)
        .step(1.0)
        .default(5.0)
        .unit("ms")
        .help("Mean work of each other stage."),
    ParamSpec::number("load", "Load")
        .range(0.1..=1.5)
        .step(0.05)
        .default(0.7)
        .help("New requests outside the spike, as a fraction of the slowest stage's capacity."),
    ParamSpec::number("spike_factor", "Spike")
        .range(1.0..=5.0)
        .step(0.5)
        .default(3.0)
        .unit("×")
        .help("How many times the usual rate of new requests comes during the spike."),
    ParamSpec::number("spike_at_ms", "Spike at")
        .range(0.0..=60_000.0)
        .step(1_000.0)
        .default(10_000.0)
        .unit("ms")
        .help("When the spike begins."),
    ParamSpec::number("spike_ms", "Spike length")
        .range(0.0..=60_000.0)
        .step(500.0)
        .default(5_000.0)
        .unit("ms")
        .help("How long the spike lasts."),
    ParamSpec::number("duration_ms", "Duration")
        .range(1_000.0..=120_000.0)
        .step(1_000.0)
        .default(60_000.0)
        .unit("ms")
        .help("The length of the run."),
    ParamSpec::integer("buffer", "Buffer")
        .range(1..=10_000)
        .default(20)
        .unit("items")
        .help("The bound of each buffer, where there is one."),
    ParamSpec::number("deadline_ms", "Deadline")
        .range(10.0..=60_000.0)
        .step(10.0)
        .default(500.0)
        .unit("ms")
        .help("How long after its sending an answer is still of use."),
    ParamSpec::choice("client", "Clients", &CLIENTS.options)
        .default_choice("impatient")
        .help("Whether a client waits for ever or gives up at the deadline and retries."),
    ParamSpec::integer("retries", "Retries").range(0..=5).default(3).help("How often an impatient client tries again."),
    ParamSpec::number("retry_after_ms", "Retry after")
        .range(0.0..=10_000.0)
        .step(10.0)
        .default(50.0)
        .unit("ms")
        .help("The pause before a retry."),
    ParamSpec::number("link_ms", "Credit travels")
        .range(0.0..=1_000.0)
        .step(1.0)
        .default(5.0)
        .unit("ms")
        .help(
            "Credit: how long a grant is on its way. Credit is granted by half buffers, so a stage that works w ms on an item \
                gets no more than an even buffer of B items in link_ms + (B/2 − 1)·w; below its capacity if the link is \
                longer than (B/2 + 1)·w.",
        ),
    ParamSpec::number("rate_limit_per_s", "Rate limit")
        .range(1.0..=2_000.0)
        .step(1.0)
        .default(90.0)
        .unit("per s")
        .help("Token bucket: the rate of tokens; AIMD: the rate at the start."),
    ParamSpec::integer("burst", "Burst")
        .range(1..=1_000)
        .default(10)
        .unit("items")
        .help("Token bucket and AIMD: the size of the bucket."),
    ParamSpec::number("aimd_increase_per_s", "Increase")
        .range(0.1..=100.0)
        .step(0.1)
        .default(1.0)
        .unit("per s")
        .help("AIMD: what is added to the rate in a step."),
    ParamSpec::number("aimd_decrease", "Decrease")
        .range(0.1..=0.9)
        .step(0.05)
        .default(0.5)
        .unit("×")
        .help("AIMD: what the rate is multiplied with after a drop."),
    ParamSpec::number("control_ms", "Step")
        .range(10.0..=10_000.0)
        .step(10.0)
        .default(100.0)
        .unit("ms")
        .help("AIMD: the length of a step."),
    ParamSpec::integer("sample_every", "Sample")
        .range(2..=100)
        .default(4)
        .help("Sample: while a buffer is half full, one item in this many is let in."),
    ParamSpec::number("codel_target_ms", "Target")
        .range(0.1..=1_000.0)
        .step(1.0)
        .default(5.0)
        .unit("ms")
        .help("CoDel: the queueing delay that is accepted (5 ms in RFC 8289)."),
    ParamSpec::number("codel_interval_ms", "Interval")
        .range(1.0..=10_000.0)
        .step(10.0)
        .default(100.0)
        .unit("ms")
        .help("CoDel: for how long the target may be exceeded (100 ms in RFC 8289)."),
    ParamSpec::number("throttle_k", "K")
        .range(1.0..=10.0)
        .step(0.1)
        .default(2.0)
        .help("Adaptive throttling: how many requests are sent for each one accepted."),
    ParamSpec::number("throttle_window_ms", "Window")
        .range(100.0..=120_000.0)
        .step(100.0)
        .default(10_000.0)
        .unit("ms")
        .help("Adaptive throttling: how long the client remembers."),
    ParamSpec::integer("item_bytes", "Item size")
        .range(1..=1_000_000)
        .default(1_024)
        .unit("bytes")
        .help("How much memory an item takes."),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("requests", "requests", "New requests.", 0),
    MetricSpec::new("sent", "attempts", "Attempts, retries among them, whether they left the producer or not.", 0),
    MetricSpec::new("retries", "attempts", "Attempts after the first.", 0),
    MetricSpec::new("throughput_per_s", "per s", "Attempts that went through the whole pipeline, in a second.", 2),
    MetricSpec::new("goodput_per_s", "per s", "Of these, those in time for a client that still waited.", 2),
    MetricSpec::fraction("goodput_fraction", "New requests that were answered in time, by whichever attempt."),
    MetricSpec::fraction(
        "goodput_before_spike_ratio",
        "Useful answers per new request before the spike; 1 if nothing came before it.",
    ),
    MetricSpec::fraction(
        "goodput_at_end_ratio",
        "The same in the last quarter of the run, where answers to earlier requests count, too. Less than before the \
            spike, at the same load: hysteresis.",
    ),
    MetricSpec::fraction("wasted_work_fraction", "Answers for which nobody waited any more, or that came too late."),
    MetricSpec::new("dropped", "attempts", "Attempts dropped in the pipeline or refused by the producer.", 0),
    MetricSpec::new("refused_by_producer", "attempts", "Of these, those that were never sent.", 0),
    MetricSpec::new("withdrawn", "attempts", "Attempts given up while the producer still held them back.", 0),
    MetricSpec::new("failed_requests", "requests", "Requests that ended without an answer, all retries spent.", 0),
    MetricSpec::new("in_flight", "attempts", "Attempts still on their way at the end.", 0),
    MetricSpec::new("queue_depth_max", "items", "The most that one buffer has held.", 0),
    MetricSpec::new(
        "held_back_max",
        "items",
        "The most that the producer has held back, waiting for room or credit.",
        0,
    ),
    MetricSpec::new("memory_bytes_max", "bytes", "The most that buffers and consumers have held, times item_bytes.", 0),
    MetricSpec::new("sojourn_ms_p50", "ms", "Median time from sending to answer, over all answers, useful or not.", 2),
    MetricSpec::new("sojourn_ms_p99", "ms", "99th percentile of the same.", 2),
    MetricSpec::new(
        "recovered",
        "",
        "1 if nine in ten requests were answered in time again for three windows, sixtieths of the run.",
        0,
    ),
    MetricSpec::new(
        "time_to_recover_ms",
        "ms",
        "From the end of the spike to the first of these windows; to the end of the run if there were none.",
        0,
    ),
    MetricSpec::new(
        "capacity_per_s",
        "per s",
        "What the slowest stage can do in the mean; in a short run throughput exceeds it by luck.",
        2,
    ),
    MetricSpec::new(
        "retry_load_if_all_fail",
        "",
        "The load if every attempt fails: load × (1 + retries). Above 1, a collapse sustains itself.",
        3,
    ),
];
