//! The lab's schema: parameters, kinds of event, metrics, and what the model leaves out.

use crate::kernel::{EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all};

/// The lab `top-k`.
pub static SPEC: LabSpec = LabSpec {
    id: "top-k",
    title: "Top-k with Space-Saving",
    summary: told(
        "The most frequent items of a stream with a hundred counters: what is guaranteed, and what a flood of rare \
        items does to the list.",
    ),
    params: PARAMS,
    actions: &[],
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[
        Property {
            name: "heavy-items-are-kept",
            claim: Expectation::Always,
            help: told("Every item that came more than n/m times has a counter."),
            holds_at: |event| event.kind != "missed",
        },
        Property {
            name: "counts-are-bounded",
            claim: Expectation::Always,
            help: told("No count is too low, and none is too high by more than its error."),
            holds_at: |event| event.kind != "out-of-bounds",
        },
    ],
    leaves_out: told_all(&[
        "One stream, counted in one place; summaries of shards can be merged, with errors that add up, but are not here.",
        "Nothing is forgotten: there is no window and no decay, so yesterday's favourite stays on the list.",
        "Memory is counted as in Rust's own hash table: items of 8 bytes, counts and errors of 4.",
        "Items are compared as they are and not hashed, so there are no collisions.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::integer("k", "k").range(1..=100).default(10).help("How many of the most frequent items are asked for."),
    ParamSpec::integer("counters", "Counters")
        .range(1..=5_000)
        .default(100)
        .help("How many items can be monitored at once: m."),
    ParamSpec::integer("items", "Items").range(1..=1_000_000).default(100_000).help("How many items come by."),
    ParamSpec::integer("universe", "Universe")
        .range(1..=1_000_000)
        .default(20_000)
        .help("How many different items there are, but for the scan."),
    ParamSpec::number("skew", "Skew")
        .range(0.0..=2.0)
        .step(0.05)
        .default(1.0)
        .help("Exponent of Zipf's law for the items; 0: all equally frequent."),
    ParamSpec::number("scan_fraction", "Scan")
        .range(0.0..=1.0)
        .step(0.05)
        .default(0.25)
        .help("The fraction of arrivals, at the end, that are items which come only once."),
];

const ITEM: &[FieldSpec] = &[FieldSpec::count("item", ""), FieldSpec::count("true", "arrivals")];

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "list",
        &[
            FieldSpec::count("items", "items"),
            FieldSpec::count("distinct", "items"),
            FieldSpec::fraction("recall"),
            FieldSpec::count("guaranteed", "items"),
            FieldSpec::count("least", "arrivals"),
        ],
        "After {items|item}, {distinct} of them different, the list has a share of {recall} of the exact one, with \
            {guaranteed|item} guaranteed; the least count is {least}",
    ),
    EventSpec::new(
        "rank",
        &[
            FieldSpec::count("rank", ""),
            FieldSpec::count("item", ""),
            FieldSpec::count("count", "arrivals"),
            FieldSpec::count("error", "arrivals"),
            FieldSpec::count("true", "arrivals"),
        ],
        "Rank {rank}: item {item}, counted {count|time}, too high by at most {error}, came {true|time}",
    ),
    EventSpec::new("missed", ITEM, "Item {item} came {true|time} and has no counter"),
    EventSpec::new("out-of-bounds", ITEM, "Item {item} came {true|time}, which its count and error rule out"),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("memory_bytes", "B", "The size of a hash table of the counters, 16 bytes each.", 0),
    MetricSpec::new("exact_memory_bytes", "B", "The same of all different items with their counts, 12 bytes each.", 0),
    MetricSpec::new(
        "recall",
        "",
        "The fraction of the k most frequent items that the list has; one that ties with the last of them counts.",
        3,
    ),
    MetricSpec::new("guaranteed_items", "items", "Items of the list that are certainly among the k most frequent.", 0),
    MetricSpec::new("error", "", "By how much a count exceeds the truth at most, over all counters.", 0),
    MetricSpec::new(
        "top_relative_error",
        "",
        "The mean error of the list's counts, as a fraction of the true counts.",
        4,
    ),
    MetricSpec::new("error_bound", "", "No count exceeds the truth by more than n/m.", 1),
    MetricSpec::new("least_count", "", "The least count: an item without a counter came at most so often.", 0),
    MetricSpec::new("heavy_items", "items", "Items that came more than n/m times, exactly.", 0),
    MetricSpec::new("heavy_items_missed", "items", "Those among them that have no counter: the guarantee says 0.", 0),
    MetricSpec::new(
        "predicted_heavy_items",
        "items",
        "How many items should come more than n/m times by Zipf's law, each counted with its chance to. Left out of a short \
            stream.",
        0,
    )
    .predicts("heavy_items", 0.05),
    MetricSpec::new("top_share", "", "The share of all arrivals that the k most frequent items have, exactly.", 4),
    MetricSpec::new(
        "predicted_top_share",
        "",
        "The same by Zipf's law: the share of the k most popular items, times the part of the arrivals that is no scan. Left \
            out of a short stream or where items are about equally popular: those that chance favoured have a larger share.",
        4,
    )
    .predicts("top_share", 0.05),
    MetricSpec::new("takeovers", "", "How often an item took over the counter of another.", 0),
    MetricSpec::new("distinct", "items", "How many different items came, exactly.", 0),
];
