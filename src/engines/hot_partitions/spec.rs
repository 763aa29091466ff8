//! The lab's schema: parameters, actions, metrics, promises, and what the model leaves out.

use crate::kernel::schema::{Choice, Target};
use crate::kernel::{ActionSpec, Claim, Event, Field, LabSpec, MetricSpec, ParamSpec, Property};

/// The most partitions that splitting may make.
pub const MAX_PARTITIONS: u32 = 256;

/// The most keys of a run.
pub const MAX_KEYS: u32 = 1_000_000;

/// The lab `hot-partitions`.
pub static SPEC: LabSpec = LabSpec {
    id: "hot-partitions",
    title: "Hot partitions",
    summary: "Data is spread evenly and traffic is not: a cluster that is half idle refuses requests, and six ways to \
        cool its hottest partition.",
    params: PARAMS,
    actions: ACTIONS,
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: &[
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
    ],
};

const MITIGATIONS: &[Choice] = &[
    Choice { id: "none", label: "None" },
    Choice { id: "salting", label: "Salted keys: scatter and gather" },
    Choice { id: "coalescing", label: "Join reads under way" },
    Choice { id: "cache", label: "A small cache" },
    Choice { id: "replicas", label: "Read replicas" },
    Choice { id: "split", label: "Split what is hot" },
    Choice { id: "bounded", label: "Bounded loads" },
];

const LAYOUTS: &[Choice] =
    &[Choice { id: "hash", label: "By hash" }, Choice { id: "range", label: "By range of keys" }];

const OVERFLOWS: &[Choice] =
    &[Choice { id: "throttle", label: "Is refused (token bucket)" }, Choice { id: "queue", label: "Queues" }];

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("mitigation", "Mitigation", "What is done about a hot partition.", MITIGATIONS, "none"),
    ParamSpec::number(
        "requests_per_s",
        "Requests",
        "per s",
        "Requests for all keys together.",
        (1.0, 20_000.0, 1.0, 6_000.0),
    ),
    ParamSpec::integer("keys", "Keys", "", "How many keys there are.", (1, MAX_KEYS as i64, 100_000)),
    ParamSpec::number(
        "zipf_exponent",
        "Zipf exponent",
        "",
        "How unequal the keys' popularity is: 0 for all alike.",
        (0.0, 3.0, 0.01, 1.2),
    ),
    ParamSpec::number(
        "celebrity_share",
        "Celebrity's share",
        "",
        "The share of all requests that one key in the middle gets besides.",
        (0.0, 1.0, 0.01, 0.0),
    ),
    ParamSpec::number("write_fraction", "Writes", "", "The share of requests that write.", (0.0, 1.0, 0.01, 0.1)),
    ParamSpec::choice("layout", "Layout", "How keys are laid out over the partitions.", LAYOUTS, "hash"),
    ParamSpec::integer("partitions", "Partitions", "", "How many partitions there are.", (1, 50, 10)),
    ParamSpec::number(
        "capacity_per_s",
        "Capacity",
        "per s",
        "How many requests a partition, or each of its replicas, serves in a second.",
        (1.0, 10_000.0, 1.0, 1_000.0),
    ),
    ParamSpec::choice(
        "overflow",
        "What is too much",
        "What becomes of requests above the capacity.",
        OVERFLOWS,
        "throttle",
    ),
    ParamSpec::number(
        "burst_s",
        "Burst",
        "s",
        "throttle: for how long unused capacity is kept; at least one request's worth always is.",
        (0.0, 300.0, 0.1, 1.0),
    ),
    ParamSpec::number(
        "service_ms",
        "Service",
        "ms",
        "throttle: how long a request that is served takes.",
        (0.1, 1_000.0, 0.1, 5.0),
    ),
    ParamSpec::integer(
        "queue_limit",
        "Queue limit",
        "requests",
        "queue: how many requests a partition holds before it refuses more.",
        (1, 500, 100),
    ),
    ParamSpec::integer("salts", "Salts", "", "salting: under how many names a popular key is stored.", (2, 50, 4)),
    ParamSpec::integer("salted_keys", "Salted keys", "", "salting: how many of the most popular keys.", (0, 1_000, 10)),
    ParamSpec::integer("cache_keys", "Cache size", "keys", "cache: how many keys it holds.", (0, 10_000, 100)),
    ParamSpec::number(
        "cache_ttl_ms",
        "Cached for",
        "ms",
        "cache: how long a value is served before it is read again.",
        (1.0, 600_000.0, 100.0, 1_000.0),
    ),
    ParamSpec::integer("replicas", "Replicas", "", "replicas: how many each partition has.", (1, 100, 3)),
    ParamSpec::integer("choices", "Choices", "", "replicas: a read asks the least busy of so many.", (1, 5, 2)),
    ParamSpec::number(
        "split_at",
        "Split above",
        "",
        "split: the part of its capacity above which a partition is split.",
        (0.1, 1.0, 0.05, 0.8),
    ),
    ParamSpec::integer("split_s", "Split takes", "s", "split: how long after that.", (0, 60, 2)),
    ParamSpec::number(
        "epsilon",
        "Slack ε",
        "",
        "bounded: a partition takes at most (1 + ε) times the average of requests at once.",
        (0.0, 2.0, 0.05, 0.25),
    ),
    ParamSpec::integer(
        "duration_s",
        "Duration",
        "s",
        "How long requests come; the second half is measured.",
        (2, 60, 20),
    ),
];

const ACTIONS: &[ActionSpec] = &[ActionSpec {
    verb: "go-viral",
    label: "Make the key a celebrity",
    help: "From now on this key gets a share of all requests besides its own, and the last celebrity none.",
    target: Some(Target { noun: "key", max: MAX_KEYS - 1 }),
    value: Some(ParamSpec::number(
        "share",
        "Share",
        "",
        "The share of all requests that the key gets besides.",
        (0.0, 1.0, 0.01, 0.3),
    )),
}];

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
        "The same by the law of popularity, with an ideal cache; without the effect of joins, splits or bounds.",
        5,
    ),
    MetricSpec::new("hottest_over_fair", "", "How many times its fair share the hottest node is asked.", 3),
    MetricSpec::new("throttled_fraction", "", "Requests refused, in whole or in part.", 4),
    MetricSpec::new("mean_utilisation", "", "What all nodes served over what they could have.", 4),
    MetricSpec::new("latency_ms_mean", "ms", "Mean latency of the requests that were served.", 3),
    MetricSpec::new(
        "predicted_latency_ms_mean",
        "ms",
        "queue: what it should be (M/M/1; the supermarket model for replicas without writes); 0 without a closed form.",
        3,
    ),
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
    MetricSpec::new("coalesced_fraction", "", "Reads that joined another of the same key.", 4),
    MetricSpec::new("forwarded_fraction", "", "Requests that passed by their own partition (bounded loads).", 4),
    MetricSpec::new("nodes", "", "Nodes at the end: partitions, or all their replicas.", 0),
    MetricSpec::new("splits", "", "Partitions that were split in two.", 0),
];

const PROPERTIES: &[Property] = &[
    Property {
        name: "no-throttling",
        claim: Claim::Always,
        help: "No request is refused.",
        holds_at: |event| event.kind != "second" || field(event, "throttled") == 0,
    },
    Property {
        name: "every-hot-partition-can-be-split",
        claim: Claim::Always,
        help: "No partition is hot because of a single key.",
        holds_at: |event| event.kind != "one-hot-key",
    },
];

fn field(event: &Event, name: &str) -> u64 {
    match event.fields.iter().find(|(field, _)| *field == name) {
        Some((_, Field::Integer(value))) => *value,
        _ => 0,
    }
}
