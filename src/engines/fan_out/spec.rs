//! The lab's schema: parameters, kinds of event, metrics, and what the model leaves out.

use super::policy::{HEDGES, LEAVES, MAX_FAN_OUT};
use crate::kernel::{EventSpec, FieldSpec, LabSpec, MetricSpec, ParamSpec, told, told_all};

/// The most root requests in a run.
pub const MAX_REQUESTS: u32 = 200_000;

/// The lab `fan-out`.
pub static SPEC: LabSpec = LabSpec {
    id: "fan-out",
    title: "Fan-out and the tail",
    summary: told(
        "A root request calls n leaves and waits for the slowest: how rare slowness becomes common, and what \
        hedging buys.",
    ),
    params: PARAMS,
    actions: &[],
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[],
    leaves_out: told_all(&[
        "Leaves are independent: in production, slowness comes to many leaves at once (a shared rack, a deployment, \
            a garbage collection in step).",
        "There are no queues: a second copy adds no load, so hedging never slows anyone else down. Near saturation \
            it does.",
        "A hedged copy goes to another replica that is as likely to be slow as the first; nothing remembers which \
            replica was slow.",
        "The slower copy of a hedged call runs to its end. With tied requests a leaf's latency is taken to be its \
            wait in the queue, and the copy that starts first cancels the other; both run only if they start within one \
            network delay of each other.",
        "A timeout gives up on a leaf and answers without it; nothing is retried. A call that is given up counts \
            with the time that the root waited for it.",
        "The root's own work and the network between root and leaf take no time.",
        "Requests start at a steady rate and never meet; the stream shows them in the order in which they were sent.",
        "No latency is longer than an hour.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("leaf", "Leaf latency", &LEAVES.options)
        .default_choice("bimodal")
        .gives_way()
        .help("The distribution of one leaf's latency."),
    ParamSpec::number("mean_ms", "Mean, slow mode aside")
        .range(0.1..=10_000.0)
        .step(0.1)
        .default(10.0)
        .unit("ms")
        .gives_way()
        .help("A leaf's mean latency; if bimodal, that of the calls which are not slow."),
    ParamSpec::number("sigma", "Sigma")
        .range(0.1..=3.0)
        .step(0.1)
        .default(1.0)
        .needs("leaf", &["lognormal"])
        .gives_way()
        .help("Log-normal: the standard deviation of the logarithm."),
    ParamSpec::number("shape", "Tail exponent")
        .range(1.1..=10.0)
        .step(0.1)
        .default(2.0)
        .needs("leaf", &["pareto"])
        .gives_way()
        .help("Pareto: the exponent of the tail; the smaller, the heavier."),
    ParamSpec::number("slow_ms", "Slow means")
        .range(1.0..=60_000.0)
        .step(1.0)
        .default(1_000.0)
        .unit("ms")
        .help("The latency from which a request counts as slow; bimodal: the least of a slow leaf."),
    ParamSpec::number("slow_probability", "Chance of a slow leaf")
        .range(0.0..=1.0)
        .step(0.001)
        .default(0.01)
        .needs("leaf", &["bimodal"])
        .gives_way()
        .help("Bimodal: the probability of the slow mode."),
    ParamSpec::integer("fan_out", "Fan-out")
        .range(1..=MAX_FAN_OUT as i64)
        .default(100)
        .unit("leaves")
        .help("How many leaves one request calls."),
    ParamSpec::choice("hedge", "Second copies", &HEDGES.options)
        .help("When a second copy of a leaf call is sent to another replica."),
    ParamSpec::number("hedge_after_ms", "Hedge after")
        .range(0.0..=60_000.0)
        .step(1.0)
        .default(50.0)
        .unit("ms")
        .needs("hedge", &["delay"])
        .help("Hedge `delay`: after how long without an answer the second copy is sent."),
    ParamSpec::number("hedge_percentile", "Hedge after percentile")
        .range(0.0..=99.99)
        .step(0.1)
        .default(95.0)
        .needs("hedge", &["percentile"])
        .help(
            "Hedge `percentile`: the leaf percentile after which the second copy is sent. It is the exact one of the leaf's \
                law, from the first request on; a real root must estimate it from what it has seen.",
        ),
    ParamSpec::number("network_ms", "Network delay")
        .range(0.0..=100.0)
        .step(0.1)
        .default(0.5)
        .unit("ms")
        .needs("hedge", &["tied"])
        .help("Hedge `tied`: how long a cancellation travels; the second copy is sent after twice this."),
    ParamSpec::number("timeout_ms", "Timeout")
        .range(0.0..=600_000.0)
        .step(10.0)
        .default(0.0)
        .unit("ms")
        .help("How long the root waits for a leaf before it goes on without it; 0: for ever."),
    ParamSpec::integer("requests", "Requests")
        .range(100..=MAX_REQUESTS as i64)
        .default(20_000)
        .help("How many root requests are sent."),
    ParamSpec::number("rate_per_s", "Request rate")
        .range(0.1..=10_000.0)
        .step(1.0)
        .default(100.0)
        .unit("per s")
        .help("How many root requests are sent a second; it only sets the clock."),
];

const SLOWEST_LEAF: FieldSpec = FieldSpec::count("slowest_leaf", "");
const SECOND_COPIES: FieldSpec = FieldSpec::count("second_copies", "copies");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "request",
        &[FieldSpec::count("request", ""), FieldSpec::ms("latency_ms"), SLOWEST_LEAF, SECOND_COPIES],
        "Request {request} takes {latency_ms} ms: it waits for leaf {slowest_leaf}, the slowest, with \
            {second_copies|call sent twice|calls sent twice|no call sent twice}",
    ),
    EventSpec::new(
        "requests",
        &[
            FieldSpec::count("from", ""),
            FieldSpec::count("to", ""),
            FieldSpec::ms("mean_ms"),
            FieldSpec::count("slowest", ""),
            FieldSpec::ms("slowest_ms"),
            SLOWEST_LEAF,
            SECOND_COPIES,
        ],
        "Requests {from} to {to} take {mean_ms} ms on average with \
            {second_copies|call sent twice|calls sent twice|no call sent twice}; \
            the slowest, request {slowest}, takes {slowest_ms} ms and waits for leaf {slowest_leaf}",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::ms(
        "leaf_latency_ms_mean",
        "Mean time that the root waits for one leaf call, hedged and cut off as the policy says.",
    ),
    MetricSpec::ms("leaf_latency_ms_p50", "Median of the same."),
    MetricSpec::ms("leaf_latency_ms_p90", "90th percentile of the same."),
    MetricSpec::ms("leaf_latency_ms_p99", "99th percentile of the same."),
    MetricSpec::ms("leaf_latency_ms_p999", "99.9th percentile of the same."),
    MetricSpec::ms("root_latency_ms_mean", "Mean latency of a root request: the slowest of its leaf calls."),
    MetricSpec::ms("root_latency_ms_p50", "Median of the same."),
    MetricSpec::ms("root_latency_ms_p90", "90th percentile of the same."),
    MetricSpec::ms("root_latency_ms_p99", "99th percentile of the same."),
    MetricSpec::ms("root_latency_ms_p999", "99.9th percentile of the same."),
    MetricSpec::fraction("slow_root_fraction", "Root requests that count as slow."),
    MetricSpec::fraction(
        "extra_requests_fraction",
        "Leaf calls for which two leaves did the work: what hedging costs.",
    ),
    MetricSpec::fraction("timeout_fraction", "Root requests that were answered without at least one of their leaves."),
    MetricSpec::ms("hedge_delay_ms", "How long after the first copy the second is sent; 0 without second copies."),
    MetricSpec::ms("predicted_root_latency_ms_p50", "What the median should be, by the law of the maximum. Left out, \
        as the other percentiles are, next to a jump of the law, where chance decides on which side it lies, and with fewer \
        than ten requests beyond it.")
        .predicts("root_latency_ms_p50", 0.02),
    MetricSpec::ms("predicted_root_latency_ms_p99", "What the 99th percentile should be, by the law of the maximum.")
        .predicts("root_latency_ms_p99", 0.02),
    MetricSpec::ms(
        "predicted_root_latency_ms_p999",
        "What the 99.9th percentile should be, by the law of the maximum.",
    )
    .predicts("root_latency_ms_p999", 0.02),
    MetricSpec::fraction(
        "predicted_slow_root_fraction",
        "What the fraction of slow requests should be: 1 − (1 − p)ⁿ for a leaf that is slow with probability p.",
    )
    .predicts("slow_root_fraction", 0.02),
    percent(
        "leaf_percentile_behind_root_p50",
        "The leaf percentile on which the root's median depends: 100 · 0.5^(1/n).",
    ),
    percent(
        "leaf_percentile_behind_root_p99",
        "The leaf percentile on which the root's p99 depends: 100 · 0.99^(1/n).",
    ),
];

const fn percent(name: &'static str, help: &'static str) -> MetricSpec {
    MetricSpec::new(name, "%", help, 4)
}
