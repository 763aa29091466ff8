//! The lab's spec: parameters, actions, events, metrics, properties, and the limits of the model.

use super::policy::REMEDIES;
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The spec of the lab `hot-stampede`.
pub static SPEC: LabSpec = LabSpec {
    id: "hot-stampede",
    title: "Hot key and stampede",
    summary: told(
        "The key that everybody reads expires, and all of its readers arrive at the one partition that has it: what the \
        keys beside it suffer, and which remedy helps.",
    ),
    params: PARAMS,
    actions: &[ActionSpec {
        verb: "expire",
        label: told("Expire it now"),
        help: told("The hot key’s entries end at this moment."),
        target: None,
        value: None,
    }],
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[Property {
        name: "no-line-too-long",
        claim: Expectation::Always,
        help: told("No read would wait longer than its reader."),
        holds_at: |event| event.kind != "overdue",
    }],
    leaves_out: told_all(&[
        "A hit takes no time, and the cache is never too busy.",
        "A partition works on every read that it has taken in, also when its reader has given up: it does not know.",
        "Nobody tries again. Retries would come on top of the crowd.",
        "Ordinary reads are those that no cache answers; each partition gets an equal share of them.",
        "A query always takes the same time. With a varying one the crowd would be larger where the first answer is late.",
        "Who takes the old value gets it however old it is.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("remedy", "Remedy", &REMEDIES.options).help("What is done when the hot key’s entry is missing."),
    ParamSpec::integer("copies", "Copies")
        .range(2..=12)
        .default(4)
        .needs("remedy", &["copies"])
        .help("Under how many names the hot key is kept, each on another partition, as far as there are so many."),
    ParamSpec::number("hot_per_s", "Reads of the hot key")
        .range(0.0..=5_000.0)
        .step(50.0)
        .default(1_000.0)
        .unit("per s")
        .help("They come at random (Poisson)."),
    ParamSpec::number("ordinary_per_s", "Ordinary reads")
        .range(0.0..=5_000.0)
        .step(50.0)
        .default(800.0)
        .unit("per s")
        .help("Reads of all other keys that no cache answers (Poisson), spread evenly over the partitions."),
    ParamSpec::integer("partitions", "Partitions").range(1..=12).default(8).help("How many there are."),
    ParamSpec::integer("servers", "Reads at once")
        .range(1..=50)
        .default(4)
        .help("How many reads a partition serves at once; the others wait in their order."),
    ParamSpec::number("query_ms", "The hot key’s query")
        .range(1.0..=1_000.0)
        .step(5.0)
        .default(80.0)
        .unit("ms")
        .help("How long a server works on it: a list, say, that is computed."),
    ParamSpec::number("read_ms", "An ordinary read")
        .range(1.0..=1_000.0)
        .step(1.0)
        .default(10.0)
        .unit("ms")
        .help("How long a server works on it."),
    ParamSpec::number("timeout_ms", "Readers’ patience")
        .range(10.0..=10_000.0)
        .step(50.0)
        .default(500.0)
        .unit("ms")
        .help("A reader who has no answer by then has failed."),
    ParamSpec::number("ttl_ms", "Time to live")
        .range(100.0..=60_000.0)
        .step(500.0)
        .default(10_000.0)
        .unit("ms")
        .help("How long an entry is fresh."),
    ParamSpec::number("first_expiry_ms", "First expiry")
        .range(0.0..=60_000.0)
        .step(500.0)
        .default(2_000.0)
        .unit("ms")
        .help("When the entries that are there at the start expire."),
    ParamSpec::number("duration_ms", "Duration")
        .range(1_000.0..=30_000.0)
        .step(1_000.0)
        .default(8_000.0)
        .unit("ms")
        .help("How long the run is."),
];

const WHERE: FieldSpec = FieldSpec::count("partition", "");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "set-up",
        &[FieldSpec::count("partitions", "partitions"), FieldSpec::count("names", "names")],
        "{partitions|partition} are set up, and the hot key has {names|name}",
    ),
    EventSpec::new("expire", &[WHERE], "A reader finds the hot key’s entry expired; its home is partition {partition}"),
    EventSpec::new(
        "fill",
        &[WHERE, FieldSpec::count("waiting", "queries")],
        "The first answer of partition {partition} is the new entry; {waiting|query|queries} for the same value still \
            wait there",
    ),
    EventSpec::new(
        "overdue",
        &[FieldSpec::ms("wait_ms")],
        "A read that comes now would wait {wait_ms} ms, longer than its reader",
    ),
    EventSpec::new("in-time", &[FieldSpec::ms("after_ms")], "No reader waits too long any more, {after_ms} ms later"),
    EventSpec::new(
        "second",
        &[
            FieldSpec::count("hot_reads", "reads"),
            FieldSpec::count("hot_queries", "queries"),
            FieldSpec::count("ordinary_reads", "reads"),
            FieldSpec::count("failed", "reads"),
        ],
        "A second is over: {hot_reads|read} of the hot key, {hot_queries|query|queries} for it; {ordinary_reads|ordinary \
            read}, {failed} of them given up",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::count("hot_reads", "reads", "Reads of the hot key."),
    MetricSpec::count("ordinary_reads", "reads", "Reads of the other keys."),
    MetricSpec::fraction("hit_fraction", "Reads of the hot key that an entry answered, an old one too."),
    MetricSpec::fraction("old_value_fraction", "Reads of the hot key that got the old value."),
    MetricSpec::count("expiries", "expiries", "Entries of the hot key that a reader found expired."),
    MetricSpec::count("hot_queries", "queries", "Queries for the hot key that partitions were sent."),
    MetricSpec::new("queries_per_expiry", "queries", "The same for each expiry.", 1),
    MetricSpec::count("hot_failed", "reads", "Readers of the hot key who gave up."),
    MetricSpec::count(
        "ordinary_failed_at_home",
        "reads",
        "Ordinary reads that were given up where the hot key, or one of its copies, is at home.",
    ),
    MetricSpec::count("ordinary_failed_elsewhere", "reads", "The same at the other partitions."),
    MetricSpec::fraction("ordinary_failed_fraction", "Both, of all ordinary reads."),
    MetricSpec::count("line_max", "reads", "The most reads that waited at one partition."),
    MetricSpec::ms("wait_ms_max", "The longest that a read would have waited for a server."),
    MetricSpec::ms("overdue_ms", "For how long a read would have waited longer than its reader, somewhere."),
    MetricSpec::fraction("home_utilisation", "How busy the partitions were where the hot key is at home."),
    MetricSpec::fraction("elsewhere_utilisation", "How busy the others were; 0 where there are none."),
    MetricSpec::new(
        "predicted_queries_per_expiry",
        "queries",
        "1 + rδ: the first reader, and all who come while its query runs. Left out where ordinary reads keep the \
            partition busy, where a remedy stops the crowd, and where few come.",
        1,
    )
    .predicts("queries_per_expiry", 0.15),
];
