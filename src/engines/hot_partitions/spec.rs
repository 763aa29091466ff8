//! The lab's schema: parameters, actions, kinds of event, metrics, promises, and what the model leaves out.

use super::policy::{LAYOUTS, MITIGATIONS, ON_WRITE, OVERFLOWS, WRITTEN};
use crate::kernel::schema::Target;
use crate::kernel::shared_events::IGNORED;
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The most keys of a run.
pub(super) const MAX_KEYS: u32 = 1_000_000;

/// The lab `hot-partitions`.
pub static SPEC: LabSpec = LabSpec {
    id: "hot-partitions",
    title: "Hot partitions",
    summary: told(
        "Data is spread evenly and traffic is not: a cluster that is half idle refuses requests, and seven ways to \
        cool its hottest partition.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: told_all(&[
        "A request that is refused is not sent again; clients that retry would heat the partition further.",
        "The network takes no time, nor does the cache.",
        "All requests cost the same, whatever the size of the item and whether they read or write.",
        "One cache and one place of coalescing stand in front of all partitions; with many front ends each has less of \
            the traffic.",
        "A value is in the cache as soon as its partition has taken the read in. A read that joins another may miss a \
            write made meanwhile.",
        "Salted keys are known beforehand: the most popular by the law, the celebrity only if it is one of them.",
        "Replicas are always up to date, and how busy they are is known at once and exactly.",
        "A split takes effect all at once; the copying of data costs nothing.",
        "With bounded loads any partition can answer for any key, as caches and stateless servers can.",
        "A throttled partition refuses; it lends no capacity to others, as DynamoDB's adaptive capacity would.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("mitigation", "Mitigation", &MITIGATIONS.options)
        .default_choice("none")
        .help("The remedy for a hot partition."),
    ParamSpec::number("requests_per_s", "Requests")
        .range(1.0..=20_000.0)
        .step(1.0)
        .default(6_000.0)
        .unit("per s")
        .help("Requests for all keys together."),
    ParamSpec::integer("keys", "Keys").range(1..=MAX_KEYS as i64).default(100_000).help("How many keys there are."),
    ParamSpec::number("zipf_exponent", "Zipf exponent")
        .range(0.0..=3.0)
        .step(0.01)
        .default(1.2)
        .help("Exponent of Zipf's law for the keys; 0: all equally popular."),
    ParamSpec::number("celebrity_share", "Celebrity's share")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.0)
        .help("The share of all requests for one key from the middle, besides its own."),
    ParamSpec::number("write_fraction", "Writes")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.1)
        .help("The share of requests that write."),
    ParamSpec::choice("layout", "Layout", &LAYOUTS.options)
        .default_choice("hash")
        .help("How keys are laid out over the partitions."),
    ParamSpec::integer("prefixes", "Prefixes")
        .range(1..=256)
        .default(16)
        .help("prefix: how many values the hash before the key has.")
        .needs("layout", &["prefix"]),
    ParamSpec::choice("written", "Writes go to", &WRITTEN.options)
        .default_choice("popular")
        .help("Which keys are written; newest: the key is the time, and a run writes every key once, in order."),
    ParamSpec::integer("partitions", "Partitions").range(1..=50).default(10).help("How many partitions there are."),
    ParamSpec::number("capacity_per_s", "Capacity")
        .range(1.0..=10_000.0)
        .step(1.0)
        .default(1_000.0)
        .unit("per s")
        .help("How many requests a partition or replica serves in a second."),
    ParamSpec::choice("overflow", "What is too much", &OVERFLOWS.options)
        .default_choice("throttle")
        .help("What becomes of requests above the capacity."),
    ParamSpec::number("burst_s", "Burst")
        .range(0.0..=300.0)
        .step(0.1)
        .default(1.0)
        .unit("s")
        .help("throttle: for how long unused capacity is kept (at least one request)."),
    ParamSpec::number("service_ms", "Service")
        .range(0.1..=1_000.0)
        .step(0.1)
        .default(5.0)
        .unit("ms")
        .help("throttle: how long a request that is served takes."),
    ParamSpec::integer("queue_limit", "Queue limit")
        .range(1..=500)
        .default(100)
        .unit("requests")
        .help("queue: how many requests a partition holds before it refuses more."),
    ParamSpec::integer("salts", "Salts")
        .range(2..=50)
        .default(4)
        .help("salting: under how many names a popular key is stored."),
    ParamSpec::integer("salted_keys", "Salted keys")
        .range(0..=1_000)
        .default(10)
        .help("salting: how many of the most popular keys."),
    ParamSpec::integer("cache_keys", "Cache size")
        .range(0..=10_000)
        .default(100)
        .unit("keys")
        .help("cache: how many keys the cache holds; the one that was read longest ago goes first (LRU)."),
    ParamSpec::number("cache_ttl_ms", "Cached for")
        .range(1.0..=600_000.0)
        .step(100.0)
        .default(1_000.0)
        .unit("ms")
        .help("cache: how long a value is served before it is read again."),
    ParamSpec::choice("cache_on_write", "A write to what is cached", &ON_WRITE.options).default_choice("forget").help(
        "cache: what a write does to the value that the cache holds. Caches in many front ends hear of no write.",
    ),
    ParamSpec::integer("replicas", "Replicas")
        .range(1..=100)
        .default(3)
        .help("replicas: how many replicas each partition has."),
    ParamSpec::integer("choices", "Choices")
        .range(1..=5)
        .default(2)
        .help("replicas: how many random replicas a read compares, to ask the least busy."),
    ParamSpec::number("split_at", "Split above").range(0.1..=1.0).step(0.05).default(0.8).help(
        "split: the fraction of its capacity above which a partition is split. The requests of one second decide, so a \
                burst is enough, and parts are never merged again.",
    ),
    ParamSpec::integer("split_s", "Split takes")
        .range(0..=60)
        .default(2)
        .unit("s")
        .help("split: how long a split takes."),
    ParamSpec::number("epsilon", "Slack ε")
        .range(0.0..=2.0)
        .step(0.05)
        .default(0.25)
        .help("bounded: a partition takes at most (1 + ε) times the average load."),
    ParamSpec::integer("duration_s", "Duration")
        .range(2..=60)
        .default(20)
        .unit("s")
        .help("How long requests come; the second half is measured."),
];

const ACTIONS: &[ActionSpec] = &[ActionSpec {
    verb: "go-viral",
    label: told("Make the key a celebrity"),
    help: told("From now on this key gets a share of all requests besides its own, and the last celebrity none."),
    target: Some(Target { noun: "key", max: MAX_KEYS - 1 }),
    value: Some(
        ParamSpec::number("share", "Share")
            .range(0.0..=1.0)
            .step(0.01)
            .default(0.3)
            .help("The share of all requests that the key gets besides."),
    ),
}];

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "second",
        &[
            FieldSpec::count("requests", "requests"),
            FieldSpec::count("throttled", "requests"),
            FieldSpec::count("asked", "requests"),
            FieldSpec::count("hottest", ""),
            FieldSpec::count("hottest_asked", "requests"),
        ],
        "A second ends: {requests|request} came, {throttled} of them refused; of {asked|request} to nodes, node {hottest} \
            got the most, {hottest_asked}",
    ),
    EventSpec::new(
        "viral",
        &[FieldSpec::count("key", ""), FieldSpec::fraction("share")],
        "Key {key} becomes the celebrity: a share of {share} of all requests is for it, besides its own",
    ),
    EventSpec::new(
        "split",
        &[FieldSpec::count("partition", ""), FieldSpec::count("into", "")],
        "Partition {partition} was too hot and is split where its traffic is halved; the upper part is now partition {into}",
    ),
    EventSpec::new(
        "one-hot-key",
        &[FieldSpec::count("partition", "")],
        "Partition {partition} stays too hot: a single key makes it so, and a key cannot be split",
    ),
    IGNORED,
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new(
        "hottest_share",
        "",
        "Of all that nodes are asked, the share of the node that is asked most, served or refused.",
        5,
    ),
    MetricSpec::new(
        "predicted_hottest_share",
        "",
        "The same by the law of popularity. Left out with a cache, joins, splits, bounds and actions, and where it stands \
            on so few requests that chance lifts the greatest of the counts (some thousands in the second half).",
        5,
    ).predicts("hottest_share", 0.03),
    MetricSpec::new("hottest_over_fair", "", "How many times its fair share the hottest node is asked.", 3),
    MetricSpec::new("throttled_fraction", "", "Requests refused, in whole or in part.", 4),
    MetricSpec::new(
        "mean_utilisation",
        "",
        "What all nodes took in over what their capacity serves in that time; above 1 where a burst or a queue takes in more.",
        4,
    ),
    MetricSpec::new("latency_ms_mean", "ms", "Mean latency of the requests that were served.", 3),
    MetricSpec::new(
        "predicted_latency_ms_mean",
        "ms",
        "queue: what it should be in the steady state: M/M/1/K; for replicas without writes and more than one choice the \
            supermarket model, if there are at least 50 of them or a load of at most 0.05, and hardly a queue is full. Left out \
            where no law is known, and where half of the run is shorter than ten relaxation times.",
        3,
    ).predicts("latency_ms_mean", 0.03),
    MetricSpec::new("latency_ms_p50", "ms", "Median latency of the requests that were served.", 3),
    MetricSpec::new("latency_ms_p99", "ms", "99th percentile of the same.", 3),
    MetricSpec::new(
        "read_fanout_mean",
        "",
        "Nodes asked for a read; one that is cached or joins another asks none.",
        3,
    ),
    MetricSpec::new("write_fanout_mean", "", "Nodes asked for a write.", 3),
    MetricSpec::new("cache_hit_fraction", "", "Reads that the cache answered.", 4),
    MetricSpec::new("stale_fraction", "", "Reads that the cache answered with a value that had been written since.", 4),
    MetricSpec::new("coalesced_fraction", "", "Reads that joined another of the same key.", 4),
    MetricSpec::new("forwarded_fraction", "", "Requests that passed by their own partition (bounded loads).", 4),
    MetricSpec::new(
        "scanned_partitions",
        "",
        "Partitions that a scan of a hundredth of the keys, one after another, must ask.",
        1,
    ),
    MetricSpec::new("nodes", "", "Nodes at the end: partitions, or all their replicas.", 0),
    MetricSpec::new("splits", "", "Partitions that were split in two.", 0),
];

const PROPERTIES: &[Property] = &[
    Property {
        name: "no-throttling",
        claim: Expectation::Always,
        help: told("No request is refused."),
        holds_at: |event| event.kind != "second" || event.integer("throttled") == Some(0),
    },
    Property {
        name: "every-hot-partition-can-be-split",
        claim: Expectation::Always,
        help: told("No partition is hot because of a single key."),
        holds_at: |event| event.kind != "one-hot-key",
    },
];
