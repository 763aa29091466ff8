//! The lab's schema: parameters, actions, kinds of event, metrics, promises, and what the model leaves out.

use super::policy::STRATEGIES;
use crate::kernel::schema::Target;
use crate::kernel::shared_events::IGNORED;
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The most processes.
pub(super) const MAX_PROCESSES: u32 = 6;

/// The lab `logical-clocks`.
pub static SPEC: LabSpec = LabSpec {
    id: "logical-clocks",
    title: "Clocks and lost updates",
    summary: told(
        "Wall, Lamport, vector and hybrid clocks stamp the same events, and a replicated register shows what each \
        of them loses.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: told_all(&[
        "Wall clocks are set once and drift; nothing corrects them. A real clock is slewed by NTP, and can be stepped \
            back.",
        "There is one register. A store keeps one for each key, with the same clocks.",
        "A client always talks to the same process, and begins a session only when the last one is over.",
        "Every message carries the whole register; a lost one is not sent again, but later messages make up for it.",
        "Processes do not crash and forget nothing. A process that lost its counter could give one dot to two writes.",
        "Vectors are never pruned. Stores that drop old entries bring overwritten values back.",
        "The last read asks every process, whatever cuts them off from each other.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("register", "Register", &STRATEGIES.options)
        .default_choice("last-writer-wins")
        .help("How replicas of the register tell which value is the latest."),
    ParamSpec::integer("processes", "Processes")
        .range(2..=MAX_PROCESSES as i64)
        .default(3)
        .help("How many processes, each with a replica, there are."),
    ParamSpec::integer("clients", "Clients")
        .range(1..=12)
        .default(3)
        .help("How many clients read and write, spread over the processes."),
    ParamSpec::integer("writes", "Writes")
        .range(1..=20)
        .default(5)
        .help("How many times each client reads and then writes."),
    ParamSpec::number("interval_ms", "Pause")
        .range(10.0..=5_000.0)
        .step(10.0)
        .default(1_000.0)
        .unit("ms")
        .help("Mean (exponential) time from a client's write to its next read."),
    ParamSpec::number("think_ms", "Time to think")
        .range(0.0..=2_000.0)
        .step(1.0)
        .default(0.0)
        .unit("ms")
        .help("The time from a client's read to its write."),
    ParamSpec::number("skew_ms", "Skew")
        .range(0.0..=1_000.0)
        .step(1.0)
        .default(5.0)
        .unit("ms")
        .help("The most that a wall clock is set wrong, either way."),
    ParamSpec::number("drift_ppm", "Drift")
        .range(0.0..=1_000.0)
        .step(10.0)
        .default(50.0)
        .unit("ppm")
        .help("The most that a wall clock gains or loses."),
    ParamSpec::number("delay_ms", "Least delay")
        .range(0.1..=100.0)
        .step(0.1)
        .default(0.5)
        .unit("ms")
        .help("The least time that a message takes."),
    ParamSpec::number("jitter_ms", "Jitter")
        .range(0.0..=100.0)
        .step(0.1)
        .default(0.5)
        .unit("ms")
        .help("Mean of the exponential delay beyond the least one."),
    ParamSpec::number("loss", "Loss")
        .range(0.0..=0.9)
        .step(0.01)
        .default(0.0)
        .help("The probability that a message is lost."),
    ParamSpec::number("reordering", "Held back")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.0)
        .help("The probability that a message is held back for 50 ms."),
    ParamSpec::number("gossip_per_s", "Gossip")
        .range(0.0..=5.0)
        .step(0.1)
        .default(0.2)
        .unit("per s")
        .help("How often a process sends its replica to a random other, besides after each write."),
];

const PROCESS: Option<Target> = Some(Target { noun: "process", max: MAX_PROCESSES - 1 });

const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "write",
        label: told("Write here"),
        help: told("A client reads and at once writes at the process."),
        target: PROCESS,
        value: None,
    },
    ActionSpec {
        verb: "isolate",
        label: told("Cut off"),
        help: told("The process and the others no longer hear each other."),
        target: PROCESS,
        value: None,
    },
    ActionSpec {
        verb: "heal",
        label: told("Heal"),
        help: told("All hear each other again."),
        target: None,
        value: None,
    },
];

/// The number of an event in the history, and where it happened.
const EVENT: FieldSpec = FieldSpec::count("event", "");
const AT: FieldSpec = FieldSpec::count("process", "");
const CLIENT: FieldSpec = FieldSpec::count("client", "");
const WRITE: FieldSpec = FieldSpec::count("write", "");

/// The writes that a replica holds after the event.
const HOLDS: FieldSpec = FieldSpec::numbered("holds", "write");
const SIBLINGS: FieldSpec = FieldSpec::count("siblings", "values");
const FALSE_SIBLINGS: FieldSpec = FieldSpec::count("false_siblings", "values");

/// The stamps of the event by the four clocks.
const LAMPORT: FieldSpec = FieldSpec::count("lamport", "");
const VECTOR: FieldSpec = FieldSpec::text("vector");
const HYBRID: FieldSpec = FieldSpec::text("hybrid");
const WALL: FieldSpec = FieldSpec::count("wall_us", "µs");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "read",
        &[EVENT, AT, CLIENT, FieldSpec::numbered("values", "write"), LAMPORT, VECTOR, HYBRID, WALL],
        "Client {client} reads at process {process} and finds {values} (event {event}: Lamport {lamport}, \
            vector {vector}, hybrid {hybrid}, wall clock {wall_us} µs)",
    ),
    EventSpec::new(
        "write",
        &[
            EVENT,
            AT,
            CLIENT,
            WRITE,
            FieldSpec::numbered("saw", "write"),
            HOLDS,
            SIBLINGS,
            FALSE_SIBLINGS,
            LAMPORT,
            VECTOR,
            HYBRID,
            WALL,
        ],
        "Client {client} makes write {write} at process {process}, having seen {saw}; the process now holds {holds}: \
            {siblings|value}, {false_siblings} knowingly overwritten (event {event}: Lamport {lamport}, vector \
            {vector}, hybrid {hybrid}, wall clock {wall_us} µs)",
    ),
    EventSpec::new(
        "send",
        &[
            EVENT,
            AT,
            FieldSpec::count("to", ""),
            FieldSpec::name("lost", &["is on its way", "is lost"]),
            LAMPORT,
            VECTOR,
            HYBRID,
            WALL,
        ],
        "Process {process} sends its replica to process {to}, and the message {lost} (event {event}: Lamport {lamport}, \
            vector {vector}, hybrid {hybrid}, wall clock {wall_us} µs)",
    ),
    EventSpec::new(
        "receive",
        &[
            EVENT,
            AT,
            FieldSpec::count("from", ""),
            FieldSpec::count("sent", ""),
            FieldSpec::name("backwards", &["later", "no later"]),
            HOLDS,
            SIBLINGS,
            FALSE_SIBLINGS,
            LAMPORT,
            VECTOR,
            HYBRID,
            WALL,
        ],
        "Process {process} receives what process {from} sent in event {sent}, by the wall clocks {backwards} than that; it \
            now holds {holds}: {siblings|value}, {false_siblings} knowingly overwritten (event {event}: Lamport \
            {lamport}, vector {vector}, hybrid {hybrid}, wall clock {wall_us} µs)",
    ),
    EventSpec::new(
        "lost-update",
        &[
            WRITE,
            CLIENT,
            AT,
            FieldSpec::name("newer", &["a concurrent write", "an older write, which its client had read"]),
        ],
        "Write {write}, which client {client} made at process {process}, is lost to {newer}",
    ),
    EventSpec::new(
        "last-read",
        &[FieldSpec::numbered("values", "write")],
        "Nothing is under way any more; a last read of all replicas finds {values}",
    ),
    EventSpec::new("isolate", &[AT], "Process {process} is cut off: it and the others no longer hear each other"),
    EventSpec::new("heal", &[], "The network is whole again: all processes hear each other"),
    IGNORED,
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new("events", "events", "Reads, writes, sends and receipts at all processes.", 0),
    MetricSpec::new("messages_lost", "messages", "Messages that never arrived, for loss or a cut.", 0),
    MetricSpec::new("concurrent_pairs", "pairs", "Pairs of events of which neither could know of the other.", 0),
    MetricSpec::new(
        "lamport_false_orders",
        "pairs",
        "Concurrent pairs with different Lamport numbers, as if one had come first.",
        0,
    ),
    MetricSpec::new(
        "wall_inversions",
        "messages",
        "Messages that arrived, by the receiver's wall clock, no later than they left by the sender's.",
        0,
    ),
    MetricSpec::new(
        "hybrid_lead_ms_max",
        "ms",
        "The furthest that a hybrid stamp was ahead of its own process's wall clock.",
        3,
    ),
    MetricSpec::new(
        "predicted_hybrid_lead_ms_max",
        "ms",
        "Its bound: the greatest disagreement between two wall clocks.",
        3,
    )
    .bounds("hybrid_lead_ms_max"),
    MetricSpec::new("writes", "writes", "Writes by clients.", 0),
    MetricSpec::new(
        "lost_updates",
        "writes",
        "Writes that vanished from everywhere without being seen by whoever wrote what is left.",
        0,
    ),
    MetricSpec::new(
        "predicted_lost_updates",
        "writes",
        "How many to expect over many seeds with these clocks; left out where it is more than a twentieth of the writes, or \
            messages are lost or held back.",
        3,
    )
    .predicts("lost_updates", 0.05),
    MetricSpec::new(
        "lost_newer_updates",
        "writes",
        "Those among them whose client had read the very value that beat it: the older write won.",
        0,
    ),
    MetricSpec::new("siblings_max", "values", "The most values that a replica held at once.", 0),
    MetricSpec::new(
        "false_siblings_max",
        "values",
        "The most values that a replica held although the client of another value there had seen and overwritten them.",
        0,
    ),
    MetricSpec::new("siblings_at_end", "values", "The values that a last read of all replicas finds.", 0),
    MetricSpec::new("metadata_bytes", "B", "The most that a replica held beside the values: stamps and vectors.", 0),
];

const PROPERTIES: &[Property] = &[
    Property {
        name: "no-lost-update",
        claim: Expectation::Always,
        help: told("No write vanishes unseen."),
        holds_at: |event| event.kind != "lost-update",
    },
    Property {
        name: "no-newer-write-lost",
        claim: Expectation::Always,
        help: told("No write loses to a value that its client had read and overwritten."),
        holds_at: |event| event.integer("newer") != Some(1),
    },
    Property {
        name: "no-false-sibling",
        claim: Expectation::Always,
        help: told("No value that was knowingly overwritten stays beside the one that overwrote it."),
        holds_at: |event| event.integer("false_siblings").unwrap_or(0) == 0,
    },
    Property {
        name: "sent-before-received",
        claim: Expectation::Always,
        help: told("By the wall clocks, no message arrives before it was sent."),
        holds_at: |event| event.integer("backwards") != Some(1),
    },
    Property {
        name: "a-conflict-is-kept",
        claim: Expectation::Sometimes,
        help: told("Two concurrent values are both kept for a client to reconcile."),
        holds_at: |event| event.integer("siblings").is_some_and(|siblings| siblings > 1),
    },
];
