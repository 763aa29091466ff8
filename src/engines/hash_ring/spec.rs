//! The lab's spec: what can be set, what can be done, what happens, what is measured.

use super::policy::{HASHES, TABLE_SIZES};
use crate::kernel::schema::Target;
use crate::kernel::shared_events::IGNORED;
use crate::kernel::{ActionSpec, EventSpec, FieldSpec, LabSpec, MetricSpec, ParamSpec, told, told_all};
use crate::parts::placements::{MAX_NODES, STRATEGIES};

/// The spec of the lab `hash-ring`.
pub static SPEC: LabSpec = LabSpec {
    id: "hash-ring",
    title: "Hash ring",
    summary: told("Which node holds a key, and how many keys move when nodes come and go."),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &[],
    leaves_out: told_all(&[
        "Moving a key costs nothing here and takes no time; in a real cluster it is the copying, or the empty cache, that hurts.",
        "Each key has one owner. Replication, which puts a key on the next few distinct nodes, is left out.",
        "All keys are asked for equally often; a hot key is hot under every strategy.",
        "Every client learns of a change at once. Real clients disagree for a while.",
        "Modulo and jump know no weights, and jump can lose only its highest number: removing another renumbers those behind it, as it would in production.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("strategy", "Strategy", &STRATEGIES.options)
        .default_choice("ring")
        .help("How a key finds its node."),
    ParamSpec::integer("nodes", "Nodes").range(1..=50).default(10).help("How many nodes the cluster starts with."),
    ParamSpec::integer("vnodes", "Points per node")
        .range(1..=1_000)
        .default(100)
        .help("Points on the ring for each node of weight 1 (ring and bounded)."),
    ParamSpec::integer("keys", "Keys")
        .range(100..=200_000)
        .step(100)
        .default(10_000)
        .help("How many keys the cluster holds."),
    ParamSpec::integer("join", "Nodes that join")
        .range(0..=20)
        .default(0)
        .help("How many nodes join after set-up, one a second."),
    ParamSpec::integer("leave", "Nodes that leave").range(0..=20).default(0).help(
        "How many nodes are removed after the joins, one a second, the lowest number first; the last one stays, and \
                departures beyond it change nothing.",
    ),
    ParamSpec::number("epsilon", "Slack ε")
        .range(0.0..=2.0)
        .step(0.05)
        .default(0.25)
        .help("No node takes more than (1 + ε) of its fair share (bounded)."),
    ParamSpec::choice("hash", "Hash function", &HASHES.options)
        .help("XXH3, or FNV-1a without a finaliser, which clusters similar names."),
    ParamSpec::choice("table_size", "Table size", &TABLE_SIZES.options)
        .default_choice("65537")
        .help("Entries in the look-up table, a prime (maglev)."),
];

/// A weight, as `set-weight` takes it.
pub const WEIGHT: ParamSpec = ParamSpec::number("weight", "Weight").range(0.1..=5.0).step(0.1).default(1.0).help(
    "The node's share relative to a node of weight 1; on a ring in whole points, at least one, so that with few points \
            a small change of weight may move nothing.",
);

const NODE: Option<Target> = Some(Target { noun: "node", max: MAX_NODES as u32 - 1 });

const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "add-node",
        label: told("Add a node"),
        help: told("A new node joins, with the next number."),
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
        help: told("The node stops answering but keeps its number and its points; its keys go elsewhere meanwhile."),
        target: NODE,
        value: None,
    },
    ActionSpec {
        verb: "restore-node",
        label: told("Restore the node"),
        help: told("A failed node answers again."),
        target: NODE,
        value: None,
    },
    ActionSpec {
        verb: "set-weight",
        label: told("Set the weight"),
        help: told("The node gets another share of the keys."),
        target: NODE,
        value: Some(WEIGHT),
    },
];

const WHICH: FieldSpec = FieldSpec::count("node", "");
const MOVED: FieldSpec = FieldSpec::count("moved", "keys");
const BETWEEN_OLD: FieldSpec = FieldSpec::count("between_old", "keys");
const UP: FieldSpec = FieldSpec::count("up", "nodes");
const MAX_LOAD: FieldSpec = FieldSpec::count("max_load", "keys");
/// The owner of every key, in short.
const OWNERS: FieldSpec = FieldSpec::text("owners");

/// The fields of every change of one node.
const CHANGE: &[FieldSpec] = &[WHICH, MOVED, BETWEEN_OLD, UP, MAX_LOAD, OWNERS];

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "set-up",
        &[FieldSpec::count("keys", "keys"), UP, MAX_LOAD, OWNERS],
        "The cluster is set up: {keys|key} on {up|node}, {max_load} on the fullest",
    ),
    EventSpec::new(
        "join",
        CHANGE,
        "Node {node} joins: {moved|key} moved, {between_old} of them between old nodes; now {up|node} up, \
            {max_load|key} on the fullest",
    ),
    EventSpec::new(
        "remove",
        CHANGE,
        "Node {node} is removed: {moved|key} moved, {between_old} of them between nodes that stay; now {up|node} up, \
            {max_load|key} on the fullest",
    ),
    EventSpec::new(
        "fail",
        CHANGE,
        "Node {node} fails: {moved|key} moved, {between_old} of them between nodes that stay; now {up|node} up, \
            {max_load|key} on the fullest",
    ),
    EventSpec::new(
        "restore",
        CHANGE,
        "Node {node} comes back: {moved|key} moved, {between_old} of them between other nodes; now {up|node} up, \
            {max_load|key} on the fullest",
    ),
    EventSpec::new(
        "weight",
        &[
            WHICH,
            FieldSpec::number("weight", "", 1),
            MOVED,
            BETWEEN_OLD,
            UP,
            MAX_LOAD,
            FieldSpec::text("why").optional(),
            OWNERS,
        ],
        "Node {node} gets weight {weight}: {moved|key} moved; {max_load|key} on the fullest[; {why}]",
    ),
    IGNORED,
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::count("moved_keys", "keys", "Keys that the last change moved to another node."),
    MetricSpec::fraction("moved_fraction", "The same as a fraction of all keys."),
    MetricSpec::count(
        "moved_between_old_nodes",
        "keys",
        "Keys that the last change moved from a node that stayed to another that was there before: moves in vain, unless a weight changed.",
    ),
    MetricSpec::fraction(
        "ideal_moved_fraction",
        "The fraction that the last change moves between perfectly fair shares, and no key more.",
    ),
    MetricSpec::count("moved_keys_total", "keys", "Keys moved by all changes together."),
    MetricSpec::new("max_over_mean", "", "The load of the fullest node over its fair share.", 3),
    MetricSpec::fraction(
        "load_cv",
        "The standard deviation of the nodes' loads over their mean (over fair shares, if weights differ).",
    ),
    MetricSpec::fraction("overflow_fraction", "The fraction of keys that a full node turned away (bounded)."),
    MetricSpec::count("nodes_alive", "nodes", "Nodes that are up."),
    MetricSpec::count(
        "lookup_entries",
        "entries",
        "What a client must hold to find a node: points, table entries or nodes.",
    ),
    MetricSpec::count("load_node_*", "keys", "The keys on each node."),
];
