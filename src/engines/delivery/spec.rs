//! The lab's schema: parameters, actions, metrics, promises, and what the model leaves out.

use crate::kernel::schema::Choice;
use crate::kernel::{ActionSpec, Claim, LabSpec, MetricSpec, ParamSpec, Property};

/// The most messages in a run.
pub const MAX_MESSAGES: u32 = 10_000;

/// The lab `delivery`.
pub static SPEC: LabSpec = LabSpec {
    id: "delivery",
    title: "Delivery semantics",
    summary: "A message crosses a channel that loses it or its acknowledgement, to a consumer that may crash: how often \
        it has an effect, and what it takes to make that once.",
    params: PARAMS,
    actions: ACTIONS,
    metrics: METRICS,
    properties: &PROPERTIES,
    leaves_out: &[
        "Each message and each acknowledgement is lost by itself; real losses come in bursts.",
        "The producer waits a fixed time before each retry: no backoff, no jitter, no retry budget.",
        "One consumer, whose store never loses what it has written; no partitions, no rebalancing.",
        "Nothing is batched, and the consumer handles any number of messages at once, each at its own pace.",
        "A message stands for an increment, or with upsert and compare-and-set for the newest value of its row.",
        "The predictions hold for lost messages alone: crashes, pauses and a timeout shorter than a round trip add \
            sends and duplicates of their own.",
        "Letters are unconfirmed at the application until the producer has its acknowledgement; the application and \
            its list never fail.",
        "The exploration has one message, three attempts, one crash and one loss, and a key is never forgotten in it.",
    ],
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice(
        "mode",
        "Mode",
        "What is promised of each message.",
        &[
            Choice { id: "at-most-once", label: "At most once" },
            Choice { id: "at-least-once", label: "At least once" },
            Choice { id: "deduplication", label: "Deduplication with a window" },
            Choice { id: "upsert", label: "Idempotent effect: upsert" },
            Choice { id: "compare-and-set", label: "Idempotent effect: compare and set" },
            Choice { id: "inbox", label: "Transactional inbox" },
        ],
        "at-least-once",
    ),
    ParamSpec::choice(
        "recording",
        "Key is recorded",
        "Deduplication: when the key is written down.",
        &[
            Choice { id: "before-effect", label: "Before the effect" },
            Choice { id: "after-effect", label: "After the effect" },
            Choice { id: "in-memory", label: "With it, in memory only" },
        ],
        "after-effect",
    ),
    ParamSpec::number(
        "window_ms",
        "Window",
        "ms",
        "Deduplication: how long a key is remembered; 0 for ever.",
        (0.0, 600_000.0, 100.0, 60_000.0),
    ),
    ParamSpec::choice(
        "key",
        "Key",
        "Deduplication and inbox: where a message's key comes from.",
        &[
            Choice { id: "end-to-end", label: "The application's own" },
            Choice { id: "producer", label: "The producer's epoch and count" },
            Choice { id: "random", label: "Random bits" },
        ],
        "end-to-end",
    ),
    ParamSpec::integer("key_bits", "Key size", "bits", "Random keys: how many random bits a key has.", (8, 64, 32)),
    ParamSpec::number(
        "reuse_probability",
        "Chance of a reused key",
        "",
        "The probability that the application gives a message the key of the one before, though it says something else.",
        (0.0, 1.0, 0.01, 0.0),
    ),
    ParamSpec::choice(
        "binding",
        "Key and payload",
        "Deduplication and inbox: whether a known key with another payload is refused openly.",
        &[Choice { id: "off", label: "Key alone" }, Choice { id: "on", label: "Key bound to the payload" }],
        "off",
    ),
    ParamSpec::choice(
        "fencing",
        "Fencing",
        "Whether the consumer refuses messages from a producer whose epoch is over.",
        &[Choice { id: "off", label: "Off" }, Choice { id: "on", label: "On" }],
        "off",
    ),
    ParamSpec::number(
        "message_loss",
        "Message loss",
        "",
        "The probability p that a message is lost.",
        (0.0, 0.8, 0.01, 0.1),
    ),
    ParamSpec::number(
        "ack_loss",
        "Acknowledgement loss",
        "",
        "The probability q that an acknowledgement is lost.",
        (0.0, 0.8, 0.01, 0.1),
    ),
    ParamSpec::number(
        "timeout_ms",
        "Retry after",
        "ms",
        "How long the producer waits for an acknowledgement before it sends again.",
        (10.0, 10_000.0, 10.0, 200.0),
    ),
    ParamSpec::integer("max_attempts", "Attempts", "", "How often a message is sent at most.", (1, 50, 20)),
    ParamSpec::number(
        "crash_probability",
        "Chance of a crash",
        "",
        "The probability, for each message, that the consumer crashes at some moment about its first delivery.",
        (0.0, 1.0, 0.001, 0.0),
    ),
    ParamSpec::number(
        "down_ms",
        "Down time",
        "ms",
        "How long a crashed consumer is away.",
        (10.0, 10_000.0, 10.0, 100.0),
    ),
    ParamSpec::number(
        "pause_probability",
        "Chance of a pause",
        "",
        "The probability, for each message, that the producer in charge stands still just then.",
        (0.0, 1.0, 0.001, 0.0),
    ),
    ParamSpec::number(
        "pause_ms",
        "Pause",
        "ms",
        "How long a pause lasts; after a quarter of it the other producer takes over.",
        (100.0, 60_000.0, 100.0, 2_000.0),
    ),
    ParamSpec::number(
        "network_ms",
        "Network delay",
        "ms",
        "Mean one-way delay: half of it fixed, the rest exponential, so that messages can overtake each other.",
        (0.1, 200.0, 0.1, 5.0),
    ),
    ParamSpec::number(
        "step_ms",
        "Consumer's step",
        "ms",
        "How long each step of the consumer takes (record, effect, acknowledgement).",
        (0.0, 20.0, 0.1, 1.0),
    ),
    ParamSpec::integer(
        "rows",
        "Rows",
        "rows",
        "How many rows of the store the messages change in turn.",
        (1, 1_000, 10),
    ),
    ParamSpec::integer(
        "messages",
        "Messages",
        "messages",
        "How many messages the application has.",
        (1, MAX_MESSAGES as i64, 5_000),
    ),
    ParamSpec::number(
        "rate_per_s",
        "Rate",
        "per s",
        "Mean rate at which messages come (Poisson).",
        (1.0, 1_000.0, 10.0, 100.0),
    ),
];

const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "crash-consumer",
        label: "Crash the consumer",
        help: "Crashes the consumer; it comes back after the down time.",
        target: None,
        value: None,
    },
    ActionSpec {
        verb: "pause-producer",
        label: "Pause the producer",
        help: "Pauses the producer in charge; the other takes over, and the first goes on later without knowing it.",
        target: None,
        value: None,
    },
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
    MetricSpec::new("latency_ms_p50", "ms", "Median time from submission to the first effect.", 2),
    MetricSpec::new("latency_ms_p99", "ms", "99th percentile of the same.", 2),
    MetricSpec::fraction("sends_per_message", "Mean number of sends of a message."),
    MetricSpec::fraction(
        "predicted_sends_per_message",
        "What it should be: (1 − fⁿ)/(1 − f) for n attempts that fail with f = 1 − (1−p)(1−q).",
    ),
    MetricSpec::fraction("deliveries_per_message", "Mean number of deliveries of a message."),
    MetricSpec::fraction(
        "predicted_deliveries_per_message",
        "What it should be: 1 − p times the sends; 1/(1−q) without a limit.",
    ),
    MetricSpec::fraction("duplicate_fraction", "Messages that were delivered more than once."),
    MetricSpec::fraction("predicted_duplicate_fraction", "What it should be: q without a limit on attempts."),
    MetricSpec::fraction("lost_fraction", "Lost messages as a share of all."),
    MetricSpec::fraction("predicted_lost_fraction", "What the channel alone should lose: pⁿ for n attempts."),
    MetricSpec::fraction(
        "predicted_collision_probability",
        "Random keys: P(at least two of the messages have the same key), by the birthday approximation; else 0.",
    ),
];

static PROPERTIES: [Property; 4] = [
    Property {
        name: "no-lost-message",
        claim: Claim::Always,
        help: "Every message reaches the store, or its sender knows that it may not have.",
        holds_at: |event| event.kind != "lost-message",
    },
    Property {
        name: "no-duplicate-effect",
        claim: Claim::Always,
        help: "No message changes the store twice.",
        holds_at: |event| event.kind != "duplicate-effect",
    },
    Property {
        name: "no-stale-write",
        claim: Claim::Always,
        help: "No older value is put over a newer one.",
        holds_at: |event| event.kind != "stale-write",
    },
    Property {
        name: "no-swallowed-message",
        claim: Claim::Always,
        help: "No message is taken for another.",
        holds_at: |event| event.kind != "swallow",
    },
];
