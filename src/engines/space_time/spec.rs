//! The lab's schema: parameters, actions, kinds of event, metrics, promises, and what the model leaves out.

use crate::kernel::schema::Target;
use crate::kernel::shared_events::IGNORED;
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The most processes.
pub const MAX_PROCESSES: u32 = 6;

/// The most events that happen of themselves.
const MAX_CHATTER: u32 = 60;

/// The most messages: those, and one for each action that a scenario can hold.
const MAX_MESSAGES: u32 = MAX_CHATTER + 200;

/// The lab `space-time`.
pub static SPEC: LabSpec = LabSpec {
    id: "space-time",
    title: "Race the clocks",
    summary: told(
        "A space–time diagram to write into: wall, Lamport, hybrid and vector clocks stamp every event, and say of any \
        two which came first.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: told_all(&[
        "A wall clock is set once, drifts, and is stepped only by the reader. A real one is also slewed, slowly.",
        "What a process does takes no time, and it does one thing at a time.",
        "A message that is lost is not sent again, and none arrives twice.",
        "Processes do not crash and forget no clock.",
        "Stamps are counted in a fixed layout; real ones are often packed.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::integer("processes", "Processes")
        .range(2..=MAX_PROCESSES as i64)
        .default(3)
        .help("How many processes there are, each with a line of its own."),
    ParamSpec::number("skew_ms", "Skew")
        .range(0.0..=500.0)
        .step(5.0)
        .default(100.0)
        .unit("ms")
        .help("The most that a wall clock is set wrong, either way; the seed says how much each is."),
    ParamSpec::number("drift_ppm", "Drift").range(0.0..=100_000.0).step(10.0).default(50.0).unit("ppm").help(
        "The most that a wall clock gains or loses. A quartz is off by 20 to 100; more can be seen within a second.",
    ),
    ParamSpec::number("delay_ms", "Delay")
        .range(2.0..=500.0)
        .step(1.0)
        .default(120.0)
        .unit("ms")
        .help("The time that a message takes: those that are sent of themselves from half to one and a half of it."),
    ParamSpec::integer("chatter", "Events of themselves")
        .range(0..=MAX_CHATTER as i64)
        .default(12)
        .help("How many events happen without a reader. Six in ten send a message."),
    ParamSpec::number("pause_ms", "Pause")
        .range(1.0..=500.0)
        .step(1.0)
        .default(60.0)
        .unit("ms")
        .help("Mean (exponential) time from one event that happens of itself to the next."),
];

const PROCESS: Option<Target> = Some(Target { noun: "process", max: MAX_PROCESSES - 1 });
const MESSAGE: Option<Target> = Some(Target { noun: "message", max: MAX_MESSAGES - 1 });

const DELAY: Option<ParamSpec> = Some(
    ParamSpec::integer("delay_ms", "Delay").range(1..=2_000).default(120).unit("ms").help("The time that it takes."),
);
const EXTRA: Option<ParamSpec> = Some(
    ParamSpec::integer("extra_ms", "Later by")
        .range(1..=2_000)
        .default(150)
        .unit("ms")
        .help("How much later it arrives."),
);
const BY: Option<ParamSpec> = Some(
    ParamSpec::integer("by_ms", "Step")
        .range(-1_000..=1_000)
        .default(-200)
        .unit("ms")
        .help("How far ahead the clock is set; back, if negative."),
);

/// The verbs that send, by their receiver.
pub(super) const SEND: [&str; MAX_PROCESSES as usize] =
    ["send-to-0", "send-to-1", "send-to-2", "send-to-3", "send-to-4", "send-to-5"];

const fn send(to: usize) -> ActionSpec {
    ActionSpec {
        verb: SEND[to],
        label: "Send",
        help: told("A process sends to this one."),
        target: PROCESS,
        value: DELAY,
    }
}

const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "event",
        label: told("Local event"),
        help: told("Something happens at a process that no other hears of."),
        target: PROCESS,
        value: None,
    },
    send(0),
    send(1),
    send(2),
    send(3),
    send(4),
    send(5),
    ActionSpec {
        verb: "lose",
        label: told("Lose it"),
        help: told("A message, by its number in the order of sending from 0, is lost where it is."),
        target: MESSAGE,
        value: None,
    },
    ActionSpec {
        verb: "hold",
        label: told("Hold it back"),
        help: told("A message that is on its way arrives later, perhaps after one that was sent later."),
        target: MESSAGE,
        value: EXTRA,
    },
    ActionSpec {
        verb: "step-clock",
        label: told("Set its clock"),
        help: told("The wall clock of a process is set ahead or back at once."),
        target: PROCESS,
        value: BY,
    },
];

const EVENT: FieldSpec = FieldSpec::count("event", "");
const AT: FieldSpec = FieldSpec::count("process", "");
const MESSAGE_NUMBER: FieldSpec = FieldSpec::count("message", "");
const LAMPORT: FieldSpec = FieldSpec::count("lamport", "");
const VECTOR: FieldSpec = FieldSpec::text("vector");
const HYBRID: FieldSpec = FieldSpec::text("hybrid");
const WALL: FieldSpec = FieldSpec::count("wall_us", "µs");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "local",
        &[EVENT, AT, LAMPORT, VECTOR, HYBRID, WALL],
        "Something happens at process {process} (event {event}: Lamport {lamport}, vector {vector}, hybrid {hybrid}, wall \
            clock {wall_us} µs)",
    ),
    EventSpec::new(
        "send",
        &[EVENT, AT, MESSAGE_NUMBER, FieldSpec::count("to", ""), LAMPORT, VECTOR, HYBRID, WALL],
        "Process {process} sends message {message} to process {to} (event {event}: Lamport {lamport}, vector {vector}, \
            hybrid {hybrid}, wall clock {wall_us} µs)",
    ),
    EventSpec::new(
        "receive",
        &[
            EVENT,
            AT,
            MESSAGE_NUMBER,
            FieldSpec::count("from", ""),
            FieldSpec::name("backwards", &["later", "no later"]),
            FieldSpec::name("overtaken", &["", ", and a message sent after it was here first"]),
            LAMPORT,
            VECTOR,
            HYBRID,
            WALL,
        ],
        "Process {process} receives message {message} from process {from}, by the wall clocks {backwards} than it was \
            sent{overtaken} (event {event}: Lamport {lamport}, vector {vector}, hybrid {hybrid}, wall clock {wall_us} µs)",
    ),
    EventSpec::new("lose", &[MESSAGE_NUMBER], "Message {message} is lost on its way"),
    EventSpec::new(
        "hold",
        &[MESSAGE_NUMBER, FieldSpec::count("extra_ms", "ms")],
        "Message {message} is held back and will arrive {extra_ms} ms later",
    ),
    EventSpec::new(
        "step-clock",
        &[AT, FieldSpec::name("way", &["ahead", "back"]), FieldSpec::count("by_ms", "ms")],
        "The wall clock of process {process} is set {way} by {by_ms} ms",
    ),
    IGNORED,
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::count("events", "events", "Local events, sends and receipts of all processes."),
    MetricSpec::count("messages", "messages", "Messages that were sent."),
    MetricSpec::count("messages_lost", "messages", "Messages that never arrive."),
    MetricSpec::count(
        "messages_overtaken",
        "messages",
        "Messages that arrive after one that the same sender sent later to the same receiver.",
    ),
    MetricSpec::count("concurrent_pairs", "pairs", "Pairs of events of which neither could know of the other."),
    MetricSpec::count(
        "wall_false_orders",
        "pairs",
        "Pairs of which one happened before the other, and the wall clocks say the opposite.",
    ),
    MetricSpec::count(
        "lamport_false_orders",
        "pairs",
        "Concurrent pairs with different Lamport numbers, as if one had come first.",
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
        "Its bound while nobody steps a clock: the greatest disagreement between two wall clocks.",
        3,
    )
    .bounds("hybrid_lead_ms_max"),
    MetricSpec::count("wall_bytes", "B", "The stamps of all events by the wall clocks."),
    MetricSpec::count("lamport_bytes", "B", "The same by Lamport's clock."),
    MetricSpec::count("hybrid_bytes", "B", "The same by the hybrid clock."),
    MetricSpec::count(
        "vector_bytes",
        "B",
        "The same by the vector clock, whose stamps grow with the processes heard of.",
    ),
];

const PROPERTIES: &[Property] = &[
    Property {
        name: "sent-before-received",
        claim: Expectation::Always,
        help: told("By the wall clocks, no message arrives before it was sent."),
        holds_at: |event| event.integer("backwards") != Some(1),
    },
    Property {
        name: "first-sent-first-received",
        claim: Expectation::Always,
        help: told("No message is overtaken by a later one of the same sender."),
        holds_at: |event| event.integer("overtaken") != Some(1),
    },
];
