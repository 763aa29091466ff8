//! The lab's schema: parameters, metrics, and what the model leaves out.

use crate::kernel::schema::Choice;
use crate::kernel::{LabSpec, MetricSpec, ParamSpec};

/// The lab `hyperloglog`.
pub static SPEC: LabSpec = LabSpec {
    id: "hyperloglog",
    title: "HyperLogLog",
    summary: "How many different items came by, counted in a kilobyte; and why shards must merge their sketches and not \
        add up their answers.",
    params: PARAMS,
    actions: &[],
    metrics: METRICS,
    properties: &[],
    leaves_out: &[
        "Small numbers are counted by the empty registers, as in the paper. Around 2.5 to 5 times the number of registers \
            a bias of a few per cent remains, which HyperLogLog++ takes out by tables.",
        "Each register takes a byte; six bits would do. A sparse form for the first items is left out.",
        "Items are numbers with fair digests. Whoever knows the hash can choose items that make the estimate grow or \
            stand still.",
        "The exact count is a hash table of 8-byte items, as Rust's own is laid out.",
        "Which shard an item goes to is drawn for each arrival. Dealt by the item's hash, the shards would see different \
            items, and adding up would be right.",
    ],
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::integer(
        "precision",
        "Precision",
        "bits",
        "How many bits of the digest choose the register: p bits, 2^p registers of a byte.",
        (4, 16, 10),
    ),
    ParamSpec::integer("items", "Items", "", "How many items come by.", (1, 1_000_000, 200_000)),
    ParamSpec::integer(
        "universe",
        "Universe",
        "",
        "How many different items there are to come.",
        (1, 1_000_000, 100_000),
    ),
    ParamSpec::number(
        "skew",
        "Skew",
        "",
        "The exponent of Zipf's law by which the items come; 0: all alike.",
        (0.0, 2.0, 0.05, 0.0),
    ),
    ParamSpec::integer(
        "shards",
        "Shards",
        "",
        "Among how many shards the arrivals are dealt; each keeps a sketch of its own.",
        (1, 16, 4),
    ),
    ParamSpec::choice(
        "small_range",
        "Few items",
        "What is done when few items have come.",
        &[
            Choice { id: "linear-counting", label: "Count by the empty registers" },
            Choice { id: "raw", label: "Nothing: the raw estimate" },
        ],
        "linear-counting",
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
        "The standard error by theory, 1.04/√m: about two runs of three err by less.",
        5,
    ),
    MetricSpec::new("raw_estimate", "items", "The merged sketch's estimate before small numbers are set right.", 1),
    MetricSpec::new("linear_counting", "", "1 if the estimate was counted by the empty registers, or else 0.", 0),
    MetricSpec::new("zero_registers", "", "Registers of the merged sketch that no item has reached.", 0),
    MetricSpec::new("predicted_zero_registers", "", "The same by theory: m(1 − 1/m)^n for n different items.", 1),
    MetricSpec::new(
        "summed_estimate",
        "items",
        "The shards' own estimates added up: an item counts once for each shard that saw it.",
        1,
    ),
    MetricSpec::new("summed_error", "", "How far that sum is from the truth, as a fraction of the truth.", 5),
];
