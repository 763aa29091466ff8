//! The lab's schema: parameters, actions, kinds of event, metrics, properties, and what the model leaves
//! out.

use super::message::{MESSAGES, NAMES, TIMERS};
use super::policy::{CONSUMERS, POLLINGS, STRATEGIES, VICTIMS};
use crate::kernel::schema::Target;
use crate::kernel::shared_events::{CRASH, RESTART, deliver, lose, packet, timer, wake};
use crate::kernel::{
    ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property, told, told_all,
};

/// The lab `dual-write`.
pub static SPEC: LabSpec = LabSpec {
    id: "dual-write",
    title: "Dual write",
    summary: told(
        "An order is a row in a database and an event in a broker: which crash loses one of the two, and what an \
        outbox, log tailing or two-phase commit do about it.",
    ),
    params: PARAMS,
    actions: ACTIONS,
    events: told_all(EVENTS),
    metrics: METRICS,
    properties: &PROPERTIES,
    leaves_out: told_all(&[
        "A user whose order fails does not try again; a retry without an idempotency key would add orders of its own.",
        "A disk never lies: what was persisted before an answer is there after the crash.",
        "Connections lose nothing while both ends live; when an end dies, its peers learn of it from its return.",
        "One database, one broker, one relay: no replicas, no failover, no two relays at once.",
        "Transactions do not conflict with each other; in two-phase commit the locks that a promise holds delay nobody \
            in the model, they are only counted.",
        "The coordinator of two-phase commit is the service itself, and its log is never lost.",
        "A row that is marked is deleted; behind a cursor or a reader of the log nobody deletes, and the table grows. Vacuum and \
            index costs are left out.",
        "Under the clock a durable write and the answer to it fall in one moment, which no crash meets. Only the \
            exploration goes between the two.",
        "The exploration has one order (two for a cursor), refused or not where orders may be, and one crash of the victim; a \
            timer may run out at any moment, so it covers any delay.",
    ]),
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("strategy", "Strategy", &STRATEGIES.options).help("How the row and the event are both written."),
    ParamSpec::choice("polling", "Relay's query", &POLLINGS.options)
        .help("Outbox with polling: how the relay knows which rows are new."),
    ParamSpec::number("poll_interval_ms", "Poll interval")
        .range(1.0..=1_000.0)
        .step(1.0)
        .default(50.0)
        .unit("ms")
        .help("Outbox with polling: how long the relay rests after less than a full batch."),
    ParamSpec::integer("batch", "Batch")
        .range(1..=100)
        .default(10)
        .unit("rows")
        .help("Outbox: the most rows that the relay publishes before it marks them."),
    ParamSpec::choice("victim", "Who crashes", &VICTIMS.options).help("The process that crashes."),
    ParamSpec::number("crash_probability", "Chance of a crash")
        .range(0.0..=1.0)
        .step(0.001)
        .default(0.01)
        .help("The probability, for each order, that the victim crashes while it is on its way."),
    ParamSpec::number("down_ms", "Down time")
        .range(50.0..=10_000.0)
        .step(10.0)
        .default(200.0)
        .unit("ms")
        .help("How long a crashed process is away."),
    ParamSpec::number("refuse_probability", "Chance of a refusal")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.0)
        .help("The probability that the database refuses an order at its commit."),
    ParamSpec::number("work_ms", "Work in the transaction")
        .range(0.0..=100.0)
        .step(1.0)
        .default(5.0)
        .unit("ms")
        .help("Mean (exponential) time between the insert and the commit."),
    ParamSpec::number("network_ms", "Network delay").range(0.1..=50.0).step(0.1).default(1.0).unit("ms").help(
        "Mean one-way delay of a message on its own: half of it fixed, the rest exponential. Links keep the order of \
                messages, so one that is late holds up those behind it (head-of-line blocking), and the more messages \
                there are the longer the mean hop.",
    ),
    ParamSpec::number("threads_apart_ms", "Threads apart")
        .range(-500.0..=500.0)
        .step(1.0)
        .default(1.0)
        .unit("ms")
        .needs("strategy", &["parallel"])
        .help(
            "Both in parallel: how much later the second thread gets its turn. Every second order begins with the broker; below \
                zero the first one does.",
        ),
    ParamSpec::choice("consumer", "Consumer", &CONSUMERS.options)
        .default_choice("plain")
        .help("Whether the consumer records an event as applied in the transaction of its effect."),
    ParamSpec::integer("orders", "Orders")
        .range(1..=10_000)
        .default(2_000)
        .unit("orders")
        .help("How many orders users place."),
    ParamSpec::number("rate_per_s", "Order rate")
        .range(20.0..=1_000.0)
        .step(10.0)
        .default(100.0)
        .unit("per s")
        .help("Mean rate at which orders arrive (Poisson)."),
];

const ACTIONS: &[ActionSpec] = &[ActionSpec {
    verb: "crash",
    label: told("Crash"),
    help: told(
        "Crashes a process (0 service, 1 database, 2 broker, 3 relay, which only an outbox has); it comes back after the \
        down time.",
    ),
    target: Some(Target { noun: "process", max: 3 }),
    value: None,
}];

const PACKET: &[FieldSpec] = &packet(MESSAGES);
const TIMER: &[FieldSpec] = &timer(TIMERS);
const ORDER: FieldSpec = FieldSpec::count("order", "");

const EVENTS: &[EventSpec] = &[
    deliver(PACKET),
    lose(PACKET),
    wake(TIMER),
    CRASH,
    RESTART,
    EventSpec::new("commit", &[ORDER], "The database commits order {order}"),
    EventSpec::new("roll-back", &[ORDER], "The database rolls back the transaction of order {order}"),
    EventSpec::new("append", &[ORDER], "The broker appends the event of order {order} to its log"),
    EventSpec::new("apply", &[ORDER], "The consumer applies the event of order {order}"),
    EventSpec::new("pass-over", &[ORDER], "The consumer has order {order} in its inbox and passes its event over"),
    EventSpec::new(
        "promise",
        &[FieldSpec::name("by", &NAMES), ORDER],
        "The {by} promises to commit order {order} if it is told to, and is bound until it hears",
    ),
    EventSpec::new("release", &[ORDER], "The broker drops its promise for order {order}"),
    EventSpec::new(
        "outbox-row",
        &[ORDER, FieldSpec::count("row", "")],
        "The event of order {order} stands in the outbox, in row {row}",
    ),
    EventSpec::new("mark", &[ORDER], "The outbox row of order {order} is marked as published, and gone"),
    EventSpec::new("give-up", &[ORDER], "The service tells the user that order {order} failed"),
    EventSpec::new("decide-commit", &[ORDER], "The coordinator has both promises and decides to commit order {order}"),
    EventSpec::new("decide-abort", &[ORDER], "The coordinator has a refusal and decides to abort order {order}"),
    EventSpec::new("lost-event", &[ORDER], "Lost event: order {order} is committed, and the broker never hears of it"),
    EventSpec::new("phantom-event", &[ORDER], "Phantom event: the broker has order {order}, which is not committed"),
    EventSpec::new(
        "duplicate-event",
        &[ORDER, FieldSpec::count("copies", "events")],
        "Duplicate event: the broker has order {order} in its log {copies|time}",
    ),
    EventSpec::new(
        "audit",
        &[
            FieldSpec::count("lost", "orders"),
            FieldSpec::count("phantoms", "orders"),
            FieldSpec::count("duplicates", "orders"),
        ],
        "At the end the database and the broker are compared: {lost|lost event}, {phantoms|phantom event} and \
            {duplicates|order} with duplicates",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::count("committed", "orders", "Orders whose row is committed."),
    MetricSpec::count("published", "events", "Events in the broker's log, each copy counted."),
    MetricSpec::count(
        "lost_events",
        "orders",
        "Orders that are committed and have no event: downstream never hears of them.",
    ),
    MetricSpec::count(
        "phantom_events",
        "orders",
        "Orders that have an event and are not committed: downstream acts on nothing.",
    ),
    MetricSpec::count("duplicates", "events", "Events in the log beyond the first of their order."),
    MetricSpec::count("duplicate_effects", "effects", "Effects of the consumer beyond the first of their order."),
    MetricSpec::count("failed_orders", "orders", "Orders of which the service told the user that they failed."),
    MetricSpec::count("crashes", "", "How many times a process crashed."),
    MetricSpec::new("lost_fraction", "", "Lost events as a share of the committed orders.", 4),
    MetricSpec::ms(
        "publish_lag_ms_p50",
        "Median time from an order's commit to its event in the log; 0 if the event came first. Links that keep the order \
            make it longer than its hops of network_ms, the more so the more orders there are.",
    ),
    MetricSpec::ms("publish_lag_ms_p99", "99th percentile of the same."),
    MetricSpec::ms(
        "blocked_ms",
        "Time that the database spent bound by promises, unable to go either way, over all orders.",
    ),
    MetricSpec::ms("blocked_ms_max", "The longest such time of one order."),
    MetricSpec::count("outbox_rows_max", "rows", "The most rows that stood in the outbox table at once."),
    MetricSpec::new("messages_per_order", "", "Messages between processes for each order, polls included.", 2),
];

static PROPERTIES: [Property; 4] = [
    Property {
        name: "no-lost-event",
        claim: Expectation::Always,
        help: told("Every committed order has an event."),
        holds_at: |event| event.kind != "lost-event",
    },
    Property {
        name: "no-phantom-event",
        claim: Expectation::Always,
        help: told("Every event has a committed order."),
        holds_at: |event| event.kind != "phantom-event",
    },
    Property {
        name: "no-duplicate-event",
        claim: Expectation::Always,
        help: told("No event is in the log twice."),
        holds_at: |event| event.kind != "duplicate-event",
    },
    Property {
        name: "no-third-copy",
        claim: Expectation::Always,
        help: told("No event is in the log more than twice."),
        holds_at: |event| event.kind != "duplicate-event" || event.integer("copies") <= Some(2),
    },
];
