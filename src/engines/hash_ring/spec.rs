//! The lab's spec: what can be set, what can be done, what is measured.

use super::membership::MAX_NODES;
use crate::kernel::choice::Choice;
use crate::kernel::schema::Target;
use crate::kernel::{ActionSpec, LabSpec, MetricSpec, ParamKind, ParamSpec};

/// The spec of the lab `hash-ring`.
pub static SPEC: LabSpec = LabSpec {
    id: "hash-ring",
    title: "Hash ring",
    summary: "Which node holds a key, and how many keys move when nodes come and go.",
    params: PARAMS,
    actions: ACTIONS,
    events: &[],
    metrics: METRICS,
    properties: &[],
    leaves_out: &[
        "Moving a key costs nothing here and takes no time; in a real cluster it is the copying, or the empty cache, that hurts.",
        "Each key has one owner. Replication, which puts a key on the next few distinct nodes, is left out.",
        "All keys are asked for equally often; a hot key is hot under every strategy.",
        "Every client learns of a change at once. Real clients disagree for a while.",
        "Modulo and jump know no weights, and jump can lose only its highest number: removing another renumbers those behind it, as it would in production.",
    ],
};

const STRATEGIES: &[Choice] = &[
    Choice { id: "modulo", label: "Modulo" },
    Choice { id: "ring", label: "Ring" },
    Choice { id: "rendezvous", label: "Rendezvous" },
    Choice { id: "jump", label: "Jump" },
    Choice { id: "maglev", label: "Maglev" },
    Choice { id: "bounded", label: "Ring, bounded loads" },
];

const HASHES: &[Choice] =
    &[Choice { id: "xxh3", label: "XXH3 (good)" }, Choice { id: "fnv1a", label: "FNV-1a (weak here)" }];

/// Primes: the paper's small table, and two that are too small for comfort.
const TABLE_SIZES: &[Choice] = &[
    Choice { id: "1009", label: "1,009" },
    Choice { id: "10007", label: "10,007" },
    Choice { id: "65537", label: "65,537" },
];

const fn integer(min: i64, max: i64, step: i64, default: i64) -> ParamKind {
    ParamKind::Integer { min, max, step, default }
}

const PARAMS: &[ParamSpec] = &[
    ParamSpec {
        name: "strategy",
        label: "Strategy",
        unit: "",
        help: "How a key finds its node.",
        kind: ParamKind::Choice { options: STRATEGIES, default: "ring" },
    },
    ParamSpec {
        name: "nodes",
        label: "Nodes",
        unit: "",
        help: "How many nodes the cluster starts with.",
        kind: integer(1, 50, 1, 10),
    },
    ParamSpec {
        name: "vnodes",
        label: "Points per node",
        unit: "",
        help: "Virtual nodes: points on the ring for each node of weight 1 (ring and bounded).",
        kind: integer(1, 1000, 1, 100),
    },
    ParamSpec {
        name: "keys",
        label: "Keys",
        unit: "",
        help: "How many keys the cluster holds.",
        kind: integer(100, 200_000, 100, 10_000),
    },
    ParamSpec {
        name: "join",
        label: "Nodes that join",
        unit: "",
        help: "So many nodes join after set-up, one a second.",
        kind: integer(0, 20, 1, 0),
    },
    ParamSpec {
        name: "leave",
        label: "Nodes that leave",
        unit: "",
        help: "So many nodes are removed after the joins, one a second, the lowest number first.",
        kind: integer(0, 20, 1, 0),
    },
    ParamSpec {
        name: "epsilon",
        label: "Slack ε",
        unit: "",
        help: "No node takes more than (1 + ε) of its fair share (bounded).",
        kind: ParamKind::Number { min: 0.0, max: 2.0, step: 0.05, default: 0.25 },
    },
    ParamSpec {
        name: "hash",
        label: "Hash function",
        unit: "",
        help: "XXH3, or FNV-1a with no finaliser, which clusters names that differ in their last digits.",
        kind: ParamKind::Choice { options: HASHES, default: "xxh3" },
    },
    ParamSpec {
        name: "table_size",
        label: "Table size",
        unit: "",
        help: "Entries in the look-up table, a prime (maglev).",
        kind: ParamKind::Choice { options: TABLE_SIZES, default: "65537" },
    },
];

/// A weight, as `set-weight` takes it.
pub const WEIGHT: ParamSpec = ParamSpec {
    name: "weight",
    label: "Weight",
    unit: "",
    help: "The node's share relative to a node of weight 1.",
    kind: ParamKind::Number { min: 0.1, max: 5.0, step: 0.1, default: 1.0 },
};

const NODE: Option<Target> = Some(Target { noun: "node", max: MAX_NODES as u32 - 1 });

const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "add-node",
        label: "Add a node",
        help: "A new node joins, with the next number.",
        target: None,
        value: None,
    },
    ActionSpec {
        verb: "remove-node",
        label: "Remove the node",
        help: "The node leaves for good; where nodes are numbered, those behind it move up.",
        target: NODE,
        value: None,
    },
    ActionSpec {
        verb: "fail-node",
        label: "Fail the node",
        help: "The node stops answering but keeps its number and its points; its keys go elsewhere meanwhile.",
        target: NODE,
        value: None,
    },
    ActionSpec {
        verb: "restore-node",
        label: "Restore the node",
        help: "A failed node answers again.",
        target: NODE,
        value: None,
    },
    ActionSpec {
        verb: "set-weight",
        label: "Set the weight",
        help: "The node gets another share of the keys.",
        target: NODE,
        value: Some(WEIGHT),
    },
];

const fn metric(name: &'static str, unit: &'static str, decimals: u8, help: &'static str) -> MetricSpec {
    MetricSpec { name, unit, help, decimals }
}

const METRICS: &[MetricSpec] = &[
    metric("moved_keys", "keys", 0, "Keys that the last change moved to another node."),
    metric("moved_fraction", "", 4, "The same as a fraction of all keys."),
    metric(
        "moved_between_old_nodes",
        "keys",
        0,
        "Keys that the last change moved from a node that stayed to another that was there before: moves in vain, unless a weight changed.",
    ),
    metric("ideal_moved_fraction", "", 4, "The least fraction that the last change had to move to keep shares fair."),
    metric("moved_keys_total", "keys", 0, "Keys moved by all changes together."),
    metric("max_over_mean", "", 3, "The load of the fullest node over its fair share."),
    metric(
        "load_cv",
        "",
        4,
        "The standard deviation of the nodes' loads over their mean (over fair shares, if weights differ).",
    ),
    metric("overflow_fraction", "", 4, "The fraction of keys that a full node turned away (bounded)."),
    metric("nodes_alive", "nodes", 0, "Nodes that are up."),
    metric("lookup_entries", "entries", 0, "What a client must hold to find a node: points, table entries or nodes."),
    metric("load_node_*", "keys", 0, "The keys on each node."),
];
