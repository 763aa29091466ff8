//! The lab's schema: parameters, kinds of event, metrics, and what the model leaves out.

use super::policy::{DEALS, SMALL_RANGES};
use crate::kernel::{EventSpec, FieldSpec, LabSpec, MetricSpec, ParamSpec, told, told_all};

/// The lab `hyperloglog`.
pub static SPEC: LabSpec = LabSpec {
    id: "hyperloglog",
    title: "HyperLogLog",
    summary: told(
        "How many different items came by, counted in a kilobyte; and why shards must merge their sketches and not \
        add up their answers.",
    ),
    params: PARAMS,
    actions: &[],
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[],
    leaves_out: told_all(&[
        "With the choice linear-counting, as in the first paper, a bias of a few per cent remains around 2.5 to 5 times the \
            number of registers. The improved estimator has none, and needs no tables as HyperLogLog++ does.",
        "Each register takes a byte; six bits would do. A sparse form for the first items is left out.",
        "Items are numbers with fair digests. Whoever knows the hash can choose items that make the estimate grow or \
            stand still.",
        "The exact count is a hash table of 8-byte items, as Rust's own is laid out.",
        "Dealt at random, which shard an item goes to is drawn for each arrival. Dealt by the item's hash, the shards would \
            see different items, and adding up would be right.",
        "Days are equal parts of the stream, and the most frequent items are those that return.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::integer("precision", "Precision")
        .range(4..=16)
        .default(10)
        .unit("bits")
        .help("How many bits p of the digest choose one of 2^p registers of a byte."),
    ParamSpec::integer("items", "Items").range(1..=1_000_000).default(200_000).help("How many items come by."),
    ParamSpec::integer("universe", "Universe")
        .range(1..=1_000_000)
        .default(100_000)
        .help("How many different items there are to come."),
    ParamSpec::number("skew", "Skew")
        .range(0.0..=2.0)
        .step(0.05)
        .default(0.0)
        .help("Exponent of Zipf's law for the items; 0: all equally frequent."),
    ParamSpec::integer("shards", "Shards")
        .range(1..=16)
        .default(4)
        .help("How many sketches there are: of servers among which arrivals are dealt, or of days."),
    ParamSpec::choice("deal", "Dealt", &DEALS.options).help("Which sketch takes note of an arrival."),
    ParamSpec::number("returning_fraction", "Returning")
        .range(0.0..=1.0)
        .step(0.05)
        .default(1.0)
        .help("The fraction of the universe that is the same on every day; the others are new each day.")
        .needs("deal", &["days"]),
    ParamSpec::choice("small_range", "Estimator", &SMALL_RANGES.options)
        .default_choice("improved")
        .help("How the registers are made into a number: improved (Ertl 2017), raw, or raw set right for few items."),
];

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "estimate",
        &[
            FieldSpec::count("items", "items"),
            FieldSpec::count("distinct", "items"),
            FieldSpec::number("estimate", "items", 1),
            FieldSpec::number("raw", "items", 1),
            FieldSpec::count("zero_registers", "registers"),
        ],
        "After {items|item} the sketch estimates {estimate|different item}, and there are {distinct}: the raw estimate is \
            {raw}, with {zero_registers|register} empty",
    ),
    EventSpec::new(
        "shard",
        &[FieldSpec::count("shard", ""), FieldSpec::number("estimate", "items", 1)],
        "Sketch {shard} alone estimates {estimate|different item}",
    ),
    EventSpec::new(
        "merge",
        &[
            FieldSpec::count("distinct", "items"),
            FieldSpec::number("merged", "items", 1),
            FieldSpec::number("summed", "items", 1),
        ],
        "{distinct|different item} came: the merged sketch estimates {merged}, and the estimates of all sketches add up to {summed}",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("memory_bytes", "B", "The size of one sketch.", 0),
    MetricSpec::new("exact_memory_bytes", "B", "The size of a hash table of the different items, 8 bytes each.", 0),
    MetricSpec::new("distinct", "items", "How many different items came, exactly.", 0),
    MetricSpec::new("estimate", "items", "The same by the merged sketch.", 1),
    MetricSpec::new("error", "", "How far the estimate is from the truth, as a fraction of the truth.", 5),
    MetricSpec::new(
        "error_bound",
        "",
        "The standard error by theory, 1.04/√m: with the improved estimator about two runs of three err by less, with few \
            items more.",
        5,
    ),
    MetricSpec::new("raw_estimate", "items", "The merged sketch's estimate before small numbers are set right.", 1),
    MetricSpec::new("linear_counting", "", "1 if the estimate was counted by the empty registers, or else 0.", 0),
    MetricSpec::new("zero_registers", "", "Registers of the merged sketch that no item has reached.", 0),
    MetricSpec::new("predicted_zero_registers", "", "The same by theory: m(1 − 1/m)^n for n different items.", 1)
        .predicts("zero_registers", 0.02),
    MetricSpec::new(
        "summed_estimate",
        "items",
        "The shards' own estimates added up: an item counts once for each shard that saw it.",
        1,
    ),
    MetricSpec::new("summed_error", "", "How far that sum is from the truth, as a fraction of the truth.", 5),
    MetricSpec::new("mean_estimate", "items", "The mean of the shards' own estimates.", 1),
    MetricSpec::new(
        "overlap",
        "items",
        "How many items two shards both saw, exactly; of more shards, how often an item was seen by one more than the first.",
        0,
    ),
    MetricSpec::new(
        "overlap_estimate",
        "items",
        "The same by inclusion and exclusion: the estimates added up, less the merged one; at least 0.",
        1,
    ),
    MetricSpec::new("overlap_error", "", "How far that is from the truth, as a fraction of the truth.", 5),
];
