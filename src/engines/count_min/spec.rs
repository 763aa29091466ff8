//! The lab's schema: parameters, kinds of event, metrics, and what the model leaves out.

use super::policy::UPDATES;
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The lab `count-min`.
pub static SPEC: LabSpec = LabSpec {
    id: "count-min",
    title: "The count-min sketch",
    summary: told(
        "How often each item came, in a table that never says too little; and what conservative update gains and \
        gives up.",
    ),
    params: PARAMS,
    actions: &[ActionSpec {
        verb: "trend",
        label: "A word trends",
        help: told("The rarest item is a part of all arrivals from now on."),
        target: None,
        value: None,
    }],
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[Property {
        name: "never-underestimates",
        claim: Expectation::Always,
        help: told("No item's estimate is below its true count."),
        holds_at: |event| event.kind != "underestimate",
    }],
    leaves_out: told_all(&[
        "Counters have 32 bits and do not overflow here.",
        "Items are numbers with fair digests; whoever knows the hashes can choose items that share all counters of another.",
        "The exact counts are a hash table of 8-byte items and 4-byte counts, as Rust's own is laid out.",
        "Only arrivals of one item at a time; weights and negative counts (count-median) are left out.",
        "The list beside the table (Space-Saving) is that of the whole stream, and nothing is taken back from it.",
        "Which shard an item goes to is drawn for each arrival. Dealt by the item's hash, no table would have to be added.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("update", "Update", &UPDATES.options)
        .default_choice("plain")
        .help("How an arrival changes its item's counters."),
    ParamSpec::number("epsilon", "Error ε")
        .range(0.0005..=0.5)
        .step(0.0005)
        .default(0.01)
        .help("The promised error as a fraction of all arrivals; the width is ⌈e/ε⌉."),
    ParamSpec::number("delta", "Failure δ")
        .range(0.001..=0.5)
        .step(0.001)
        .default(0.01)
        .help("The fraction of items for which the promise may fail; the depth is ⌈ln 1/δ⌉."),
    ParamSpec::integer("items", "Items").range(1..=500_000).default(100_000).help("How many items come by."),
    ParamSpec::integer("universe", "Universe")
        .range(1..=200_000)
        .default(20_000)
        .help("How many different items there are to come."),
    ParamSpec::number("skew", "Skew")
        .range(0.0..=2.0)
        .step(0.05)
        .default(1.0)
        .help("Exponent of Zipf's law for the items; 0: all equally frequent."),
    ParamSpec::integer("shards", "Shards")
        .range(1..=8)
        .default(1)
        .help("Among how many tables arrivals are dealt; they are added up at the end."),
    ParamSpec::number("deleted_fraction", "Deleted")
        .range(0.0..=1.0)
        .step(0.05)
        .default(0.0)
        .help("The fraction of arrivals taken back at the end, the oldest first."),
    ParamSpec::number("trend_fraction", "Trend")
        .range(0.0..=1.0)
        .step(0.05)
        .default(0.25)
        .help("Which part of the arrivals the rarest item is once it trends."),
    ParamSpec::integer("asked", "Asked for")
        .range(1..=1_000_000)
        .default(100)
        .help("The item that is asked for, by its rank; the rarest if there are fewer."),
    ParamSpec::integer("list", "List")
        .range(0..=50)
        .default(0)
        .unit("counters")
        .help("The counters of a Space-Saving list of the most frequent items, beside the table; 0: no list."),
];

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "estimate",
        &[
            FieldSpec::count("items", "items"),
            FieldSpec::count("heavy", "arrivals"),
            FieldSpec::count("heavy_estimate", "arrivals"),
            FieldSpec::count("middle", "arrivals"),
            FieldSpec::count("middle_estimate", "arrivals"),
            FieldSpec::count("rare", "arrivals"),
            FieldSpec::count("rare_estimate", "arrivals"),
        ],
        "After {items|item} the most frequent one came {heavy|time} and the table says {heavy_estimate}; for one in the \
            middle it is {middle} and {middle_estimate}, for the rarest {rare} and {rare_estimate}",
    ),
    EventSpec::new(
        "trend",
        &[FieldSpec::count("item", ""), FieldSpec::fraction("fraction")],
        "Item {item} begins to trend: from now on it is a share of {fraction} of the arrivals",
    ),
    EventSpec::new("deleted", &[FieldSpec::count("items", "arrivals")], "{items|arrival} taken back, the oldest first"),
    EventSpec::new(
        "underestimate",
        &[
            FieldSpec::count("item", ""),
            FieldSpec::count("count", "arrivals"),
            FieldSpec::count("estimate", "arrivals"),
        ],
        "Item {item} came {count|time} and the table says only {estimate}",
    ),
    EventSpec::new(
        "asked",
        &[
            FieldSpec::count("items", "items"),
            FieldSpec::count("error_max", "arrivals"),
            FieldSpec::count("over_bound", "items"),
            FieldSpec::count("underestimated", "items"),
        ],
        "{items|item} asked for: an estimate is too high by at most {error_max}, {over_bound} by more than was promised, \
            and {underestimated} too low",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("memory_bytes", "B", "The size of one table, four bytes a counter.", 0),
    MetricSpec::new(
        "exact_memory_bytes",
        "B",
        "The size of a hash table of the different items with their counts, 12 bytes each.",
        0,
    ),
    MetricSpec::new("width", "", "Counters in a row.", 0),
    MetricSpec::new("depth", "", "Rows.", 0),
    MetricSpec::new(
        "error",
        "",
        "By how much the estimate exceeds the count, in the mean over the items that came.",
        3,
    ),
    MetricSpec::new("error_max", "", "By how much it does so at most.", 0),
    MetricSpec::new("error_bound", "", "The error that is promised: ε times the arrivals that were not taken back.", 1),
    MetricSpec::new("over_bound_fraction", "", "The fraction of the items whose estimate exceeds that.", 5),
    MetricSpec::new("promised_over_bound_fraction", "", "The fraction for which it may: δ.", 5),
    MetricSpec::new(
        "row_error",
        "",
        "The mean error of the first row alone: what the least of all rows improves on.",
        3,
    ),
    MetricSpec::new(
        "predicted_row_error",
        "",
        "The same by theory, under plain updates: the arrivals of other items, over the width.",
        3,
    )
    .predicts("row_error", 0.02),
    MetricSpec::new("heavy_relative_error", "", "The error of the most frequent item, as a fraction of its count.", 5),
    MetricSpec::new(
        "underestimated_fraction",
        "",
        "The fraction of the items whose estimate is too low: 0 unless deletions meet conservative updates.",
        5,
    ),
    MetricSpec::new("fill_fraction", "", "The fraction of the counters that are not 0.", 4),
    MetricSpec::new("asked_count", "arrivals", "How often the item that is asked for came, exactly.", 0),
    MetricSpec::new("asked_estimate", "arrivals", "The same by the table.", 0),
    MetricSpec::new(
        "list_error",
        "arrivals",
        "By how much a count of the Space-Saving list exceeds the truth at most. With arrivals taken back that grows, \
            for the list keeps them.",
        0,
    ),
    MetricSpec::new("list_error_bound", "arrivals", "The most that it may: the arrivals over the list's counters.", 1),
];
