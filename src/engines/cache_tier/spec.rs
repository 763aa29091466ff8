//! The lab's spec: parameters, actions, events, metrics, properties, and the limits of the model.

use super::policy::{ON_WRITE, SERVICES, STARTS};
use crate::kernel::schema::Target;
use crate::kernel::shared_events::IGNORED;
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, OFF_ON, ParamSpec, Property, told, told_all,
};
use crate::parts::placements::{MAX_NODES, STRATEGIES};

/// The spec of the lab `cache-tier`.
pub static SPEC: LabSpec = LabSpec {
    id: "cache-tier",
    title: "Cache tier",
    summary: told(
        "A node joins a tier of caches, and leaves again: the misses that the database must answer, and the stale \
        values that the rollback brings back.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: told_all(&[
        "Every client learns of a change at once. Real clients disagree for a while, and write to different nodes.",
        "A cache answers in 0.5 ms however much it is asked; only the database has a line.",
        "A read of the database sees the value as of the moment of its answer, and stores it at the node that is \
            responsible then: no value is overtaken by a write on its way to the cache.",
        "Writes reach the database at once and cost it nothing; which key is written does not depend on its popularity.",
        "A reader who gets no answer does not try again; retries would make the overload worse.",
        "The database serves reads whose reader has given up, and their answers fill no cache.",
        "A node that fails is cut off and keeps what it holds: restored, it answers from that. One that restarts would \
            come back empty.",
        "Each key has one node. There are no replicas, no warm-up of a new node, and no copying between nodes.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("strategy", "Placement", &STRATEGIES.options)
        .default_choice("modulo")
        .help("How a key finds its node."),
    ParamSpec::integer("nodes", "Nodes").range(1..=30).default(10).help("How many cache nodes the tier starts with."),
    ParamSpec::integer("vnodes", "Points per node")
        .range(1..=1_000)
        .default(100)
        .help("Virtual nodes: points on the ring for each node (ring and bounded)."),
    ParamSpec::number("epsilon", "Slack ε")
        .range(0.0..=2.0)
        .step(0.05)
        .default(0.25)
        .needs("strategy", &["bounded"])
        .help("No node takes more than (1 + ε) of its fair share of keys (bounded)."),
    ParamSpec::integer("join_at_s", "A node joins at")
        .range(0..=120)
        .default(10)
        .unit("s")
        .help("When one more node joins; 0: never."),
    ParamSpec::integer("roll_back_at_s", "Rolled back at")
        .range(0..=120)
        .default(40)
        .unit("s")
        .help("When the node that joined last leaves again; 0: never."),
    ParamSpec::number("reads_per_s", "Reads")
        .range(1.0..=20_000.0)
        .step(100.0)
        .default(5_000.0)
        .unit("per s")
        .help("Reads of all keys together (Poisson)."),
    ParamSpec::integer("keys", "Keys").range(1..=50_000).default(5_000).help("How many keys are read."),
    ParamSpec::number("zipf_exponent", "Zipf exponent")
        .range(0.0..=2.0)
        .step(0.1)
        .default(0.0)
        .help("How unequal the keys' popularity is: 0 for all alike."),
    ParamSpec::number("writes_per_s", "Writes")
        .range(0.0..=1_000.0)
        .step(1.0)
        .default(5.0)
        .unit("per s")
        .help("Writes of all keys together, each key alike (Poisson)."),
    ParamSpec::choice("on_write", "A write", &ON_WRITE.options)
        .help("What a write does to the copy at the node that is responsible for the key at that moment."),
    ParamSpec::choice("start", "At the start", &STARTS.options).help("What the caches hold when the run begins."),
    ParamSpec::integer("entries", "Entries per node")
        .range(0..=50_000)
        .step(100)
        .default(2_000)
        .help("How many copies a node has room for; the one whose last use is longest ago goes first."),
    ParamSpec::number("ttl_ms", "Time to live")
        .range(0.0..=3_600_000.0)
        .step(10_000.0)
        .default(1_800_000.0)
        .unit("ms")
        .help("How long a copy is served; 0: for ever."),
    ParamSpec::integer("db_servers", "Database servers")
        .range(1..=200)
        .default(15)
        .help("How many reads the database serves at once; its capacity is so many over the time of one."),
    ParamSpec::number("db_service_ms", "Database takes")
        .range(0.1..=1_000.0)
        .step(0.1)
        .default(20.0)
        .unit("ms")
        .help("How long the database takes for one read, on average."),
    ParamSpec::choice("db_service", "Service time", &SERVICES.options).help("The law of the database's service time."),
    ParamSpec::integer("db_queue_limit", "Queue limit")
        .range(0..=100_000)
        .step(100)
        .default(600)
        .unit("reads")
        .help("How many reads may wait for the database; more are refused."),
    ParamSpec::number("timeout_ms", "Readers' timeout")
        .range(10.0..=10_000.0)
        .step(10.0)
        .default(1_000.0)
        .unit("ms")
        .help("After this long a reader gives up, and will store nothing in the cache."),
    ParamSpec::choice("coalesce", "Coalesce misses", &OFF_ON.options)
        .help("Whether misses of a key that the database is being asked for wait for that answer."),
    ParamSpec::integer("duration_s", "Duration").range(1..=120).default(60).unit("s").help("How long the run is."),
];

const NODE: Option<Target> = Some(Target { noun: "node", max: MAX_NODES as u32 - 1 });

const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "add-node",
        label: told("Add a node"),
        help: told("A new node joins, empty, with the next number."),
        target: None,
        value: None,
    },
    ActionSpec {
        verb: "roll-back",
        label: told("Roll back"),
        help: told("The node that joined last leaves; the others still hold what they held."),
        target: None,
        value: None,
    },
    ActionSpec {
        verb: "remove-node",
        label: told("Remove the node"),
        help: told("The node leaves for good; where nodes are numbered, those behind it move up."),
        target: NODE,
        value: None,
    },
    ActionSpec {
        verb: "fail-node",
        label: told("Fail the node"),
        help: told("The node is cut off; its keys go elsewhere meanwhile, and it keeps what it holds."),
        target: NODE,
        value: None,
    },
    ActionSpec {
        verb: "restore-node",
        label: told("Restore the node"),
        help: told("A failed node answers again, from what it held."),
        target: NODE,
        value: None,
    },
];

const WHICH: FieldSpec = FieldSpec::count("node", "");
const UP: FieldSpec = FieldSpec::count("up", "nodes");
/// The fields of every change of one node.
const CHANGE: &[FieldSpec] =
    &[WHICH, FieldSpec::count("moved", "keys"), FieldSpec::number("moved_reads_percent", "%", 1), UP];

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "set-up",
        &[FieldSpec::count("keys", "keys"), UP],
        "The tier is set up: {keys|key} on {up|cache node}",
    ),
    EventSpec::new(
        "join",
        CHANGE,
        "Node {node} joins: {moved|key} get another node, and {moved_reads_percent} % of all reads with them; now \
            {up|node} up",
    ),
    EventSpec::new(
        "roll-back",
        CHANGE,
        "The join of node {node} is rolled back: {moved|key} get another node, and {moved_reads_percent} % of all reads \
            with them; now {up|node} up",
    ),
    EventSpec::new(
        "remove",
        CHANGE,
        "Node {node} is removed: {moved|key} get another node, and {moved_reads_percent} % of all reads with them; now \
            {up|node} up",
    ),
    EventSpec::new(
        "fail",
        CHANGE,
        "Node {node} fails: {moved|key} get another node, and {moved_reads_percent} % of all reads with them; now \
            {up|node} up",
    ),
    EventSpec::new(
        "restore",
        CHANGE,
        "Node {node} comes back with what it held: {moved|key} get another node, and {moved_reads_percent} % of all \
            reads with them; now {up|node} up",
    ),
    IGNORED,
    EventSpec::new(
        "second",
        &[
            FieldSpec::count("reads", "reads"),
            FieldSpec::count("hits", "reads"),
            FieldSpec::count("stale", "reads"),
            FieldSpec::count("db_reads", "reads"),
            FieldSpec::count("waiting", "reads"),
            FieldSpec::count("failed", "reads"),
        ],
        "A second is over: {reads|read}, {hits} answered by a cache and {stale} of those stale, {db_reads} sent to the \
            database, where {waiting|waits|wait} now, {failed} failed",
    ),
    EventSpec::new(
        "saturated",
        &[FieldSpec::count("waiting", "reads"), FieldSpec::ms("wait_ms")],
        "The database is saturated: {waiting|read} wait, which is {wait_ms} ms of its work",
    ),
    EventSpec::new(
        "caught-up",
        &[FieldSpec::ms("after_ms")],
        "The database has caught up: nobody waits, {after_ms} ms after it was saturated",
    ),
    EventSpec::new(
        "stale",
        &[WHICH, FieldSpec::count("key", ""), FieldSpec::ms("overwritten_ms")],
        "Node {node} answers key {key} with a value that was overwritten {overwritten_ms} ms ago: the first stale read \
            since the last change",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::count("reads", "reads", "Reads that came."),
    MetricSpec::fraction("hit_fraction", "Reads that a cache answered, with a current value or a stale one."),
    MetricSpec::fraction(
        "hit_fraction_before",
        "The same before the first change; of the whole run if nothing changed, 0 if nothing was read before.",
    ),
    MetricSpec::fraction(
        "hit_fraction_min",
        "The lowest of any second after the first change; of any second at all if nothing changed.",
    ),
    MetricSpec::new(
        "db_load_mean_per_s",
        "per s",
        "Reads sent to the database a second, those that it refused among them.",
        1,
    ),
    MetricSpec::new("db_load_peak_per_s", "per s", "The most reads sent to the database in any second.", 0),
    MetricSpec::new("db_load_peak_over_capacity", "", "The same over what the database can serve in a second.", 2),
    MetricSpec::count("db_queue_max", "reads", "The most reads that waited for the database at once."),
    MetricSpec::fraction("db_utilisation", "The part of the run for which a server of the database was at work."),
    MetricSpec::count(
        "coalesced_reads",
        "reads",
        "Misses that waited for a read of the database that was under way already.",
    ),
    MetricSpec::count("refused_reads", "reads", "Reads that the database refused, its queue being full."),
    MetricSpec::count("timed_out_reads", "reads", "Reads whose reader gave up."),
    MetricSpec::fraction("failed_fraction", "Reads that were refused or given up."),
    MetricSpec::count(
        "stale_reads",
        "reads",
        "Reads that a cache answered with a value that had been overwritten in the database.",
    ),
    MetricSpec::fraction("stale_fraction", "The same as a fraction of all reads."),
    MetricSpec::ms(
        "read_latency_ms_mean",
        "Mean latency of a read; one that is given up counts with the time until then, one that is refused not at all.",
    ),
    MetricSpec::ms("read_latency_ms_p50", "Median of the same."),
    MetricSpec::ms("read_latency_ms_p99", "99th percentile of the same."),
    MetricSpec::fraction("moved_fraction_change_*", "The fraction of keys to which this change gave another node."),
    MetricSpec::fraction("moved_reads_fraction_change_*", "The fraction of reads that goes to those keys."),
    MetricSpec::fraction("hit_fraction_after_change_*", "Hits in the tenth of a second after this change."),
    MetricSpec::new(
        "recovery_s_change_*",
        "s",
        "From this change until a second's hit ratio is within five points of the one before the first change and no \
            more reads wait than the database has servers; absent if that does not come before the next change.",
        1,
    ),
    MetricSpec::fraction(
        "hit_fraction_at_once_change_*",
        "What the first change leaves of the hits before it, until the first key that moved is fetched again, if hits are \
            spread over keys as reads are, as they are where the tier has room for every key.",
    ),
    MetricSpec::new(
        "db_load_at_once_per_s_change_*",
        "per s",
        "The load of the database that follows: reads times misses.",
        1,
    ),
    MetricSpec::fraction(
        "predicted_moved_fraction",
        "What moved_fraction_change_1 should be, if that is a join: 1 − min(a, b)/lcm(a, b) for modulo, 1/(N + 1) for \
            ring, rendezvous and jump. Left out where few keys or points spread it by more than an eighth.",
    )
    .predicts("moved_fraction_change_1", 0.25),
];

const PROPERTIES: &[Property] = &[
    Property {
        name: "no-stale-read",
        claim: Expectation::Always,
        help: told("No cache answers with a value that was overwritten."),
        holds_at: |event| event.kind != "stale",
    },
    Property {
        name: "database-keeps-up",
        claim: Expectation::Always,
        help: told("The database is never saturated."),
        holds_at: |event| event.kind != "saturated",
    },
    Property {
        name: "no-read-fails",
        claim: Expectation::Always,
        help: told("Every read gets an answer in time."),
        holds_at: |event| event.integer("failed").is_none_or(|failed| failed == 0),
    },
];
