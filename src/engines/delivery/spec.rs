//! The lab's schema: parameters, actions, kinds of event, metrics, properties, and what the model leaves
//! out.

use super::message::{MESSAGES, TIMERS};
use super::policy::{BINDINGS, KEYS, MODES, RECORDINGS};
use crate::kernel::shared_events::{CRASH, PAUSE, RESTART, RESUME, deliver, lose, packet, timer, wake};
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, OFF_ON, ParamSpec, Phrase, Property, told,
    told_all,
};

/// The lab `delivery`.
pub static SPEC: LabSpec = LabSpec {
    id: "delivery",
    title: "Delivery semantics",
    summary: told(
        "A message crosses a channel that loses it or its acknowledgement, to a consumer that may crash: how often \
        it has an effect, and what it takes to make that once.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &PROPERTIES,
    leaves_out: told_all(&[
        "Each message and each acknowledgement is lost by itself; real losses come in bursts. The network doubles messages alone.",
        "Every message moves 10 €, and each of its effects moves them.",
        "The producer waits a fixed time before each retry: no backoff, no jitter, no retry budget.",
        "One consumer, whose store never loses what it has written; no partitions, no rebalancing.",
        "Nothing is batched, and the consumer handles any number of messages at once, each at its own pace.",
        "A message stands for an increment, or with upsert and compare-and-set for the newest value of its row.",
        "The predictions are of lost messages alone. Crashes, pauses, reused keys, duplicates of the network and a timeout that round trips exceed \
            add sends, duplicates and losses of their own; with them nothing is predicted.",
        "Letters are unconfirmed at the application until the producer has its acknowledgement; the application and \
            its list never fail.",
        "Each step of the consumer is a moment of its own; a crash within one, between a durable write and the answer \
            to it, is met by the exploration alone.",
        "The exploration has one message, three attempts, one crash and one loss, and a key is never forgotten in it.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("mode", "Mode", &MODES.options)
        .default_choice("at-least-once")
        .help("What is promised of each message."),
    ParamSpec::choice("recording", "Key is recorded", &RECORDINGS.options)
        .default_choice("after-effect")
        .needs("mode", &["deduplication"])
        .help("Deduplication: when the key is written down."),
    ParamSpec::number("window_ms", "Window")
        .range(0.0..=600_000.0)
        .step(100.0)
        .default(60_000.0)
        .unit("ms")
        .needs("mode", &["deduplication"])
        .help("Deduplication: how long a key is remembered from its first record on, however often it comes again; 0 for ever."),
    ParamSpec::choice("key", "Key", &KEYS.options).help("Deduplication and inbox: where a message's key comes from."),
    ParamSpec::integer("key_bits", "Key size")
        .range(8..=64)
        .default(32)
        .unit("bits")
        .needs("key", &["random"])
        .help("Random keys: how many random bits a key has."),
    ParamSpec::number("reuse_probability", "Chance of a reused key")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.0)
        .help("The probability that a message gets the key of the one before it."),
    ParamSpec::choice("binding", "Key and payload", &BINDINGS.options)
        .help("Deduplication and inbox: whether a known key with another payload is refused."),
    ParamSpec::choice("fencing", "Fencing", &OFF_ON.options)
        .help("Whether the consumer refuses messages of past epochs."),
    ParamSpec::number("message_loss", "Message loss")
        .range(0.0..=0.8)
        .step(0.01)
        .default(0.1)
        .help("The probability p that a message is lost."),
    ParamSpec::number("ack_loss", "Acknowledgement loss")
        .range(0.0..=0.8)
        .step(0.01)
        .default(0.1)
        .help("The probability q that an acknowledgement is lost."),
    ParamSpec::number("duplicate_probability", "Chance of a duplicate")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.0)
        .help("The probability that the network delivers a message twice."),
    ParamSpec::number("timeout_ms", "Retry after")
        .range(10.0..=10_000.0)
        .step(10.0)
        .default(200.0)
        .unit("ms")
        .help("How long the producer waits for an acknowledgement before a retry."),
    ParamSpec::integer("max_attempts", "Attempts")
        .range(1..=50)
        .default(20)
        .help("How often a message is sent at most."),
    ParamSpec::number("crash_probability", "Chance of a crash")
        .range(0.0..=1.0)
        .step(0.001)
        .default(0.0)
        .help("The probability, for each message, that the consumer crashes about its first delivery."),
    ParamSpec::number("down_ms", "Down time")
        .range(10.0..=10_000.0)
        .step(10.0)
        .default(100.0)
        .unit("ms")
        .help("How long a crashed consumer is away."),
    ParamSpec::number("pause_probability", "Chance of a pause")
        .range(0.0..=1.0)
        .step(0.001)
        .default(0.0)
        .help("The probability, for each message, that the producer in charge pauses."),
    ParamSpec::number("pause_ms", "Pause")
        .range(100.0..=60_000.0)
        .step(100.0)
        .default(2_000.0)
        .unit("ms")
        .help("How long a pause lasts; after a quarter of it the other producer takes over."),
    ParamSpec::number("network_ms", "Network delay")
        .range(0.1..=200.0)
        .step(0.1)
        .default(5.0)
        .unit("ms")
        .help("Mean one-way delay: half of it fixed, the rest exponential."),
    ParamSpec::number("step_ms", "Consumer's step")
        .range(0.0..=500.0)
        .step(0.1)
        .default(1.0)
        .unit("ms")
        .help("How long each step of the consumer (record, effect, acknowledgement) takes."),
    ParamSpec::integer("rows", "Rows")
        .range(1..=1_000)
        .default(10)
        .unit("rows")
        .help("How many rows of the store the messages change in turn."),
    ParamSpec::integer("messages", "Messages")
        .range(1..=10_000)
        .default(5_000)
        .unit("messages")
        .help("How many messages the application has."),
    ParamSpec::number("rate_per_s", "Rate")
        .range(1.0..=1_000.0)
        .step(10.0)
        .default(100.0)
        .unit("per s")
        .help("Mean rate at which messages come (Poisson)."),
];

const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "lose-ack",
        label: told("Lose an acknowledgement"),
        help: told("Loses the next answer of the consumer, which is sent at this moment or after it."),
        target: None,
        value: None,
    },
    ActionSpec {
        verb: "lose-message",
        label: told("Lose a message"),
        help: told("Loses the next message of a producer, which is sent at this moment or after it."),
        target: None,
        value: None,
    },
    ActionSpec {
        verb: "crash-consumer",
        label: told("Crash the consumer"),
        help: told("Crashes the consumer; it comes back after the down time."),
        target: None,
        value: None,
    },
    ActionSpec {
        verb: "pause-producer",
        label: told("Pause the producer"),
        help: told(
            "Pauses the producer in charge; the other takes over, and the first goes on later without knowing it.",
        ),
        target: None,
        value: None,
    },
];

const PACKET: &[FieldSpec] = &packet(MESSAGES);
const TIMER: &[FieldSpec] = &timer(TIMERS);
const MESSAGE: FieldSpec = FieldSpec::count("message", "");
const KEY_OF: FieldSpec = FieldSpec::count("key_of", "");
const EPOCH: FieldSpec = FieldSpec::count("epoch", "");

const END: &[Phrase] = &[("consumer", "the consumer"), ("any", "a producer")];

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "impair",
        &[FieldSpec::code("from", END), FieldSpec::code("to", END), FieldSpec::count("packets", "packets")],
        "What {from} sends to {to} next will be lost",
    ),
    deliver(PACKET),
    lose(PACKET),
    wake(TIMER),
    CRASH,
    RESTART,
    PAUSE,
    RESUME,
    EventSpec::new("send", &[MESSAGE, FieldSpec::count("attempt", "")], "Message {message} is sent, attempt {attempt}"),
    EventSpec::new("receive", &[MESSAGE], "The consumer receives message {message}"),
    EventSpec::new("effect", &[MESSAGE], "Message {message} has its effect on the store"),
    EventSpec::new(
        "no-change",
        &[MESSAGE],
        "Message {message} changes nothing: its row holds its value or a newer one",
    ),
    EventSpec::new(
        "stale-write",
        &[MESSAGE, FieldSpec::count("over", "")],
        "Stale write: message {message} overwrites the newer message {over}",
    ),
    EventSpec::new(
        "remember",
        &[MESSAGE, FieldSpec::count("entries", "keys")],
        "The consumer records the key of message {message} and remembers {entries|key} now",
    ),
    EventSpec::new("pass-over", &[MESSAGE], "The consumer knows the key of message {message} and passes it over"),
    EventSpec::new(
        "swallow",
        &[MESSAGE, KEY_OF],
        "The consumer takes message {message} for message {key_of}, which has the same key, and swallows it",
    ),
    EventSpec::new(
        "conflict",
        &[MESSAGE, KEY_OF],
        "The consumer refuses message {message}: its key belongs to message {key_of}",
    ),
    EventSpec::new(
        "fence",
        &[MESSAGE, EPOCH],
        "The consumer refuses message {message}: its producer's epoch {epoch} is over",
    ),
    EventSpec::new(
        "give-up",
        &[MESSAGE],
        "The producer gives up message {message} after its last attempt: it may not have arrived",
    ),
    EventSpec::new("fail-over", &[EPOCH], "The application turns to the other producer, and epoch {epoch} begins"),
    EventSpec::new(
        "lost-message",
        &[MESSAGE],
        "Lost message: nobody knows that message {message} never had its effect",
    ),
    EventSpec::new(
        "duplicate-effect",
        &[MESSAGE, FieldSpec::count("effects", "effects")],
        "Duplicate effect: message {message} has changed the store {effects|time}",
    ),
    EventSpec::new(
        "audit",
        &[FieldSpec::count("lost", "messages"), FieldSpec::count("repeated", "messages")],
        "At the end the store is compared with what was submitted: {lost|lost message} and \
            {repeated|message} with a duplicate effect",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::count("sends", "messages", "How often messages were sent, retries included."),
    MetricSpec::count("deliveries", "messages", "How often messages reached the consumer, duplicates included."),
    MetricSpec::count("effects", "effects", "How often a message changed the store."),
    MetricSpec::count("lost", "messages", "Messages that never reached the store and were not refused openly."),
    MetricSpec::count(
        "given_up",
        "messages",
        "How often a producer gave a message up after its last attempt: it may not have arrived.",
    ),
    MetricSpec::count("duplicate_effects", "effects", "Effects beyond the first of their message."),
    MetricSpec::count("stale_writes", "effects", "Effects that put an older value over a newer one."),
    MetricSpec::count(
        "swallowed",
        "messages",
        "Deliveries taken for a duplicate of another message with the same key.",
    ),
    MetricSpec::count(
        "conflicts",
        "messages",
        "Deliveries refused openly because their key belongs to another message.",
    ),
    MetricSpec::count("fenced", "messages", "Deliveries refused because their producer's epoch is over."),
    MetricSpec::count("dedup_memory_entries", "keys", "The most keys that the consumer remembered at once."),
    MetricSpec::count("balance", "€", "The money in the store: each effect brings 10 €."),
    MetricSpec::count(
        "balance_expected",
        "€",
        "What should be there: 10 € for each message that was neither refused openly nor came after a newer value.",
    ),
    MetricSpec::new("latency_ms_p50", "ms", "Median time from submission to the first effect.", 2),
    MetricSpec::new("latency_ms_p99", "ms", "99th percentile of the same.", 2),
    MetricSpec::fraction("sends_per_message", "Mean number of sends of a message."),
    MetricSpec::fraction(
        "predicted_sends_per_message",
        "What it should be: (1 − fⁿ)/(1 − f) for n attempts that fail with f = 1 − (1−p)(1−q).",
    )
    .predicts("sends_per_message", 0.02),
    MetricSpec::fraction("deliveries_per_message", "Mean number of deliveries of a message."),
    MetricSpec::fraction(
        "predicted_deliveries_per_message",
        "What it should be: 1 − p times the sends; 1/(1−q) without a limit.",
    )
    .predicts("deliveries_per_message", 0.02),
    MetricSpec::fraction("duplicate_fraction", "Messages that were delivered more than once."),
    MetricSpec::fraction("predicted_duplicate_fraction", "What it should be: q without a limit on attempts.")
        .predicts("duplicate_fraction", 0.02),
    MetricSpec::fraction("lost_fraction", "Lost messages as a share of all."),
    MetricSpec::fraction(
        "predicted_lost_fraction",
        "What the channel alone should lose: pⁿ for n attempts. Left out where random keys may be equal.",
    )
    .predicts("lost_fraction", 0.02),
    MetricSpec::fraction(
        "collision_probability",
        "Random keys: P(at least two of the messages have the same key), by the birthday approximation; else 0.",
    ),
];

static PROPERTIES: [Property; 4] = [
    Property {
        name: "no-lost-message",
        claim: Expectation::Always,
        help: told("Every message reaches the store, or its sender knows that it may not have."),
        holds_at: |event| event.kind != "lost-message",
    },
    Property {
        name: "no-duplicate-effect",
        claim: Expectation::Always,
        help: told("No message changes the store twice."),
        holds_at: |event| event.kind != "duplicate-effect",
    },
    Property {
        name: "no-stale-write",
        claim: Expectation::Always,
        help: told("No older value is put over a newer one."),
        holds_at: |event| event.kind != "stale-write",
    },
    Property {
        name: "no-swallowed-message",
        claim: Expectation::Always,
        help: told("No message is taken for another."),
        holds_at: |event| event.kind != "swallow",
    },
];
