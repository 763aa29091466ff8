//! The lab's schema: parameters, kinds of event, metrics, and what the model leaves out.

use crate::kernel::{EventSpec, FieldSpec, LabSpec, MetricSpec, ParamSpec, told, told_all};

/// The lab `sizing`.
pub static SPEC: LabSpec = LabSpec {
    id: "sizing",
    title: "The bill",
    summary: told("How many bytes each sketch takes for a wanted error, beside the exact answer."),
    params: PARAMS,
    actions: &[],
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[],
    leaves_out: told_all(&[
        "The errors are of different kinds and not to be compared with each other: a share of strangers, a standard error, a \
            share of all arrivals.",
        "A Bloom filter is sized by the textbook's formula, which is right to a thousandth for a thousand keys or more.",
        "A register of HyperLogLog takes a byte, a counter of count-min four, an entry of Space-Saving sixteen in a hash table.",
        "The exact answer is a hash table of 8-byte keys, as Rust's own is laid out; keys that are texts take more.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::integer("keys", "Different keys")
        .range(1_000..=100_000_000)
        .default(1_000_000)
        .unit("keys")
        .help("How many different keys there are."),
    ParamSpec::number("error_percent", "Error wanted")
        .range(0.1..=20.0)
        .step(0.1)
        .default(1.0)
        .unit("%")
        .help(
            "Bloom: strangers found. HyperLogLog: standard error. Count-min and Space-Saving: what a count may be too high, of all \
                arrivals.",
        ),
    ParamSpec::number("delta", "Failure δ")
        .range(0.001..=0.5)
        .step(0.001)
        .default(0.01)
        .help("Count-min: the fraction of items for which the promise may fail."),
];

const EVENTS: &[EventSpec] = &[EventSpec::new(
    "size",
    &[
        FieldSpec::number("error", "", 4),
        FieldSpec::count("bloom", "B"),
        FieldSpec::number("tried", "", 4),
        FieldSpec::count("hyperloglog", "B"),
        FieldSpec::count("count_min", "B"),
    ],
    "An error of {error} costs {bloom|byte} as a Bloom filter (tried: {tried}), {hyperloglog|byte} as a HyperLogLog and {count_min|byte} as \
        a count-min sketch",
)];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("bloom_bits", "bits", "The bits m of a Bloom filter with this rate of false positives.", 0),
    MetricSpec::new("bloom_bits_per_key", "bits", "The same for each key.", 3),
    MetricSpec::new("bloom_hashes", "", "Its hashes k.", 0),
    MetricSpec::new("bloom_rate", "", "The rate that it then has.", 5),
    MetricSpec::new(
        "bloom_rate_tried",
        "",
        "The share of 4,000 strangers found in a filter with as many bits a key, filled with 4,000 keys.",
        5,
    ),
    MetricSpec::new("bloom_bytes", "B", "Its size.", 0),
    MetricSpec::new("hyperloglog_precision", "bits", "The precision p of a HyperLogLog: it has 2^p registers.", 0),
    MetricSpec::new("hyperloglog_error", "", "The standard error that it then has.", 5),
    MetricSpec::new("hyperloglog_bytes", "B", "Its size.", 0),
    MetricSpec::new("count_min_width", "", "Counters in a row of a count-min sketch.", 0),
    MetricSpec::new("count_min_depth", "", "Its rows.", 0),
    MetricSpec::new("count_min_bytes", "B", "Its size.", 0),
    MetricSpec::new("space_saving_counters", "", "Counters of Space-Saving.", 0),
    MetricSpec::new("space_saving_bytes", "B", "Its size.", 0),
    MetricSpec::new("exact_bytes", "B", "The size of a hash table of the keys.", 0),
];
