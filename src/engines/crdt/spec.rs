//! The lab's schema: parameters, actions, kinds of event, metrics, promises, and what the model leaves out.

use super::character::WORDS;
use super::policy::{DELIVERIES, TYPES};
use crate::kernel::schema::Target;
use crate::kernel::shared_events::IGNORED;
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The most replicas.
pub(super) const MAX_REPLICAS: u32 = 8;

/// The lab `crdt`.
pub static SPEC: LabSpec = LabSpec {
    id: "crdt",
    title: "Replicated types that merge",
    summary: told(
        "Replicas change a counter, a register, a set, a map or a text on their own and still come to agree; beside \
        each type stands a naive one that loses data.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: told_all(&[
        "Replicas do not crash, and none joins or leaves; so the names in the vectors stay few.",
        "Nothing is ever collected: a text keeps its deleted characters, a map its unset keys.",
        "Whole states are sent. Real systems send deltas, or ask first what is missing.",
        "By operations, every replica keeps the whole log to repair losses from.",
        "Last-writer-wins stamps come from one clock without skew, and always exceed what their writer has seen.",
        "Sizes are counted from a fixed layout of dots, stamps and values; no encoding is modelled, and what is sent is \
            counted without headers.",
        "The naive texts agree on nothing, so their users delete by what each of them sees.",
        "A reader's cursor stays behind what was typed last at its replica; it cannot be moved.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("type", "Type", &TYPES.options).default_choice("or-set").help("What is replicated."),
    ParamSpec::choice("delivery", "Delivery", &DELIVERIES.options)
        .default_choice("state")
        .help("Whether replicas gossip their whole state or send each operation at once."),
    ParamSpec::integer("replicas", "Replicas")
        .range(2..=MAX_REPLICAS as i64)
        .default(3)
        .help("How many replicas there are."),
    ParamSpec::integer("operations", "Operations")
        .range(0..=400)
        .default(30)
        .help("How many operations users perform, each at a random replica; 0 where only actions are to happen."),
    ParamSpec::number("interval_ms", "Between operations")
        .range(1.0..=200.0)
        .step(1.0)
        .default(20.0)
        .unit("ms")
        .help("Mean (exponential) time between operations."),
    ParamSpec::integer("elements", "Elements")
        .range(1..=ITEMS as i64)
        .default(5)
        .help("Set and map: how many different elements or keys there are."),
    ParamSpec::number("gossip_ms", "Gossip")
        .range(50.0..=1_000.0)
        .step(10.0)
        .default(50.0)
        .unit("ms")
        .help("How long between two rounds of gossip of a replica, each with a random other."),
    ParamSpec::number("delay_ms", "Least delay")
        .range(0.1..=100.0)
        .step(0.1)
        .default(2.0)
        .unit("ms")
        .help("The least time that a message takes."),
    ParamSpec::number("jitter_ms", "Jitter")
        .range(0.0..=100.0)
        .step(0.1)
        .default(5.0)
        .unit("ms")
        .help("Mean of the exponential delay beyond the least one."),
    ParamSpec::number("loss", "Loss")
        .range(0.0..=0.5)
        .step(0.01)
        .default(0.05)
        .help("The probability that a message is lost."),
    ParamSpec::number("duplication", "Duplication")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.1)
        .help("The probability that a message arrives twice."),
    ParamSpec::number("reordering", "Held back")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.1)
        .help("The probability that a message is held back for 100 ms."),
    ParamSpec::number("partition_at_ms", "Partition at")
        .range(0.0..=5_000.0)
        .step(10.0)
        .default(200.0)
        .unit("ms")
        .help("When the first half of the replicas is cut off from the rest."),
    ParamSpec::number("partition_ms", "Partition for")
        .range(0.0..=5_000.0)
        .step(10.0)
        .default(200.0)
        .unit("ms")
        .help("How long the partition lasts; 0 for none."),
];

const REPLICA: Option<Target> = Some(Target { noun: "replica", max: MAX_REPLICAS - 1 });

const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "operate",
        label: told("Operate here"),
        help: told("A user performs one more operation at the replica."),
        target: REPLICA,
        value: None,
    },
    ActionSpec {
        verb: "isolate",
        label: told("Cut off"),
        help: told("The replica and the others no longer hear each other."),
        target: REPLICA,
        value: None,
    },
    ActionSpec {
        verb: "heal",
        label: told("Heal"),
        help: told("All hear each other again."),
        target: None,
        value: None,
    },
    ActionSpec {
        verb: "cut",
        label: told("Cut the network"),
        help: told("No replica hears another."),
        target: None,
        value: None,
    },
    by_hand("increment", "Count up", "Counters: counts one more.", None),
    by_hand("decrement", "Count down", "Counter, up and down: counts one less.", None),
    by_hand("write", "Write", "Registers: writes a value that no other write has.", None),
    by_hand("add", "Add", "Set: puts the item in.", Some(ITEM)),
    by_hand("remove", "Remove", "Set: takes the item out, if it is seen there.", Some(ITEM)),
    by_hand("put", "Put", "Map: puts a value that no other write has under the key.", Some(ITEM)),
    by_hand("unset", "Unset", "Map: leaves nothing under the key.", Some(ITEM)),
    by_hand(
        "type",
        "Type",
        "Text: types the word and a space at the replica's cursor, a key every 30 ms; who has typed nothing yet begins at the \
            end of the text.",
        Some(WORD),
    ),
    by_hand("erase", "Erase a word", "Text: deletes the word before the replica's cursor, all at once.", None),
];

/// What a reader does at a replica.
const fn by_hand(verb: &'static str, label: &'static str, help: &'static str, value: Option<ParamSpec>) -> ActionSpec {
    ActionSpec { verb, label: told(label), help, target: REPLICA, value }
}

/// How many elements of the set, or keys of the map, there are.
pub const ITEMS: u32 = 20;

/// One of them, as actions take it.
const ITEM: ParamSpec = ParamSpec::integer("item", "Item")
    .range(0..=ITEMS as i64 - 1)
    .default(0)
    .help("The element of the set, or the key of the map.");

/// A word, as `type` takes it.
const WORD: ParamSpec = ParamSpec::choice("word", "Word", &WORDS.options).help("What is typed.");

/// The contents of a replica and of its naive counterpart.
const CRDT: FieldSpec = FieldSpec::content("crdt");
const NAIVE: FieldSpec = FieldSpec::content("naive");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "operate",
        &[
            FieldSpec::count("replica", ""),
            FieldSpec::count("operation", ""),
            FieldSpec::text("do"),
            FieldSpec::count("what", "").optional(),
            CRDT,
            NAIVE,
        ],
        "A user at replica {replica} performs operation {operation}: {do}[ {what}]; the replica now holds {crdt}, its naive \
            counterpart {naive}",
    ),
    EventSpec::new(
        "receive",
        &[
            FieldSpec::count("replica", ""),
            FieldSpec::count("from", ""),
            FieldSpec::count("news", "operations"),
            CRDT,
            NAIVE,
        ],
        "Replica {replica} hears from replica {from} of {news|new operation}; it now holds {crdt}, its naive counterpart \
            {naive}",
    ),
    EventSpec::new(
        "partition",
        &[FieldSpec::numbered("groups", "replica")],
        "The network is cut between {groups}: no message that is sent from now on passes the cut, and users go on at both sides of it",
    ),
    EventSpec::new(
        "diverged",
        &[FieldSpec::count("replica", "")],
        "Replica {replica} has seen the same operations as another and is in another state",
    ),
    EventSpec::new("heal", &[], "The network is whole again: all replicas hear each other"),
    EventSpec::new(
        "converged",
        &[FieldSpec::count("rounds", "rounds"), CRDT, NAIVE],
        "All replicas hold every operation, {rounds|round} of gossip after the last disturbance, and all hold {crdt}; \
            replica 0 of the naive ones holds {naive}",
    ),
    EventSpec::new(
        "end",
        &[
            FieldSpec::count("lost", "operations"),
            FieldSpec::count("naive_lost", "operations"),
            FieldSpec::name("naive_converged", &["do not agree", "agree"]),
        ],
        "No message is under way any more: the worst replica lacks {lost|operation}, the worst naive one \
            {naive_lost|operation}, and the naive replicas {naive_converged}",
    ),
    IGNORED,
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("operations", "operations", "Operations that users performed.", 0),
    MetricSpec::new("converged", "", "1 if all replicas came to the same state, with every operation in it.", 0),
    MetricSpec::new(
        "rounds_to_converge",
        "rounds",
        "Rounds of gossip from the last operation, or the end of the partition, to the same state everywhere; if it never \
            comes, to the end.",
        0,
    ),
    MetricSpec::new(
        "crdt_lost_operations",
        "operations",
        "Operations missing at the worst replica; promised to be 0.",
        0,
    ),
    MetricSpec::new(
        "overruled_operations",
        "operations",
        "Writes that last-writer-wins dropped, as it promises, though the winner's author had not seen them.",
        0,
    ),
    MetricSpec::new("naive_converged", "", "1 if all naive replicas came to the same content.", 0),
    MetricSpec::new(
        "lost_operations",
        "operations",
        "Operations lost at the worst naive replica: missing, undone, or counted too often; of a counter each by itself, \
            of other types by the content.",
        0,
    ),
    MetricSpec::new("payload_bytes", "B", "What the content itself takes, at the replica where it takes most.", 0),
    MetricSpec::new(
        "metadata_bytes",
        "B",
        "What a state takes beyond that, so that it can be merged: names, counts, stamps, tombstones.",
        0,
    ),
    MetricSpec::new("messages", "messages", "Messages sent.", 0),
    MetricSpec::new("sent_bytes", "B", "What all messages take together.", 0),
    MetricSpec::new(
        "waiting_operations_max",
        "operations",
        "The most operations that a replica held back because others that they follow had not arrived.",
        0,
    ),
];

const PROPERTIES: &[Property] = &[
    Property {
        name: "converges",
        claim: Expectation::Eventually,
        help: told("Once users rest and all hear each other, all replicas come to the same state."),
        holds_at: |event| event.kind == "converged",
    },
    Property {
        name: "same-operations-same-state",
        claim: Expectation::Always,
        help: told("Replicas that have seen the same operations are in the same state (strong eventual consistency)."),
        holds_at: |event| event.kind != "diverged",
    },
    Property {
        name: "no-lost-operation",
        claim: Expectation::Always,
        help: told("At the end no replica lacks an operation."),
        holds_at: |event| event.integer("lost").unwrap_or(0) == 0,
    },
    Property {
        name: "naive-converges",
        claim: Expectation::Eventually,
        help: told("The naive replicas come to the same content."),
        holds_at: |event| event.integer("naive_converged") == Some(1),
    },
    Property {
        name: "naive-loses-nothing",
        claim: Expectation::Always,
        help: told("At the end no naive replica lacks an operation."),
        holds_at: |event| event.integer("naive_lost").unwrap_or(0) == 0,
    },
];
