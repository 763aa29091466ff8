//! The lab's schema: parameters, the action, kinds of event, metrics, and what the model leaves out.

use crate::kernel::shared_events::IGNORED;
use crate::kernel::{ActionSpec, EventSpec, FieldSpec, LabSpec, MetricSpec, ParamSpec, told, told_all};

/// The lab `xfetch`.
pub static SPEC: LabSpec = LabSpec {
    id: "xfetch",
    title: "XFetch, magnified",
    summary: told(
        "Each read throws a die against the distance to the expiry, and the first throw that reaches it refreshes the \
        value: how early that is, and how many refresh it at once.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[],
    leaves_out: told_all(&[
        "Entries are alike and know nothing of each other; of each, one expiry is looked at.",
        "A recomputation always takes δ: the database is never the bottleneck.",
        "A reader does not give up, and no process dies.",
        "Reads so far from the expiry that they are early for one entry in 160,000 are left out.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::number("beta", "β")
        .range(0.1..=5.0)
        .step(0.1)
        .default(1.0)
        .help("How eagerly values are recomputed early: above 1 earlier, below 1 later."),
    ParamSpec::number("reads_per_s", "Reads")
        .range(1.0..=5_000.0)
        .step(1.0)
        .default(1_000.0)
        .unit("per s")
        .help("Reads of one entry."),
    ParamSpec::number("recompute_ms", "Recomputation δ")
        .range(1.0..=500.0)
        .step(1.0)
        .default(100.0)
        .unit("ms")
        .help("How long a recomputation takes."),
    ParamSpec::number("ttl_ms", "Time to live")
        .range(1_000.0..=60_000.0)
        .step(100.0)
        .default(10_000.0)
        .unit("ms")
        .help("How long a stored value is fresh."),
    ParamSpec::integer("entries", "Entries").range(1..=5_000).default(1_000).help("How many entries expire."),
];

const ACTIONS: &[ActionSpec] = &[ActionSpec {
    verb: "delete",
    label: told("Delete the key now"),
    help: told("The row is written and the key of the entry under the magnifier deleted: nobody could foresee this."),
    target: None,
    value: None,
}];

const ENTRY: FieldSpec = FieldSpec::count("entry", "");
const RECOMPUTES: FieldSpec = FieldSpec::count("recomputes", "queries");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "first",
        &[ENTRY, FieldSpec::ms("lead_ms")],
        "The first read recomputes entry {entry}, {lead_ms} ms before its value is gone",
    ),
    EventSpec::new("stored", &[ENTRY, RECOMPUTES], "Entry {entry} has a new value: {recomputes|query|queries} for it"),
    EventSpec::new("delete", &[ENTRY], "The key of entry {entry} is deleted"),
    IGNORED,
    EventSpec::new(
        "end",
        &[FieldSpec::count("entries", "entries"), RECOMPUTES],
        "The run is over: {recomputes|query|queries} for {entries|entry|entries}",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::ms("lead_ms_mean", "How long before the value is gone its first recomputation begins; 0 if after."),
    MetricSpec::ms(
        "predicted_lead_ms_mean",
        "The same by the law; for many reads and a long life δβ(ln(rδβ) + 0.5772). Left out, as all that the law says, for a \
            life so short that reads are early when the value has just been stored, and with a deletion.",
    )
    .predicts("lead_ms_mean", 0.03),
    MetricSpec::new("recomputes_per_expiry", "", "Queries for one value, until the first has ended.", 3),
    MetricSpec::new(
        "predicted_recomputes_per_expiry",
        "",
        "The same by the law; for many reads and a long life e^(1/β).",
        3,
    )
    .predicts("recomputes_per_expiry", 0.03),
    MetricSpec::fraction("once_fraction", "Entries for which one query was all."),
    MetricSpec::fraction("predicted_once_fraction", "The same by the law, e^(−1/β), for many reads and a long life.")
        .predicts("once_fraction", 0.03),
    MetricSpec::count("recomputes_max", "queries", "The most queries for one value."),
];
