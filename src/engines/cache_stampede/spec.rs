//! The lab's schema: parameters, actions, kinds of event, metrics, promises, and what the model leaves out.

use super::policy::{LOCK_TOKEN, PATTERNS, STARTS, STRATEGIES};
use crate::kernel::schema::Target;
use crate::kernel::shared_events::IGNORED;
use crate::kernel::{ActionSpec, EventSpec, Expectation, FieldSpec, LabSpec, MetricSpec, ParamSpec, Property};

/// The most keys of a run.
pub const MAX_KEYS: u32 = 1_000;

/// The lab `cache-stampede`.
pub static SPEC: LabSpec = LabSpec {
    id: "cache-stampede",
    title: "Cache stampede",
    summary: "A popular key expires and every reader recomputes it at once: what an expiry costs, and what locks, \
        leases and early refreshes make of it.",
    params: PARAMS,
    actions: ACTIONS,
    events: EVENTS,
    metrics: METRICS,
    properties: PROPERTIES,
    leaves_out: &[
        "There is one cache node, which answers in 0.5 ms, is never full, evicts nothing and never fails.",
        "Every recomputation needs the same work. A database of limited capacity shares its speed evenly among the \
            queries that run; a real one may do worse, with lock contention and cold pages.",
        "A query that nobody waits for any more still runs to its end.",
        "A reader who gets no answer does not try again; retries would make an overload worse.",
        "A process that dies does so after its query was sent and before its value is stored.",
        "A value shows the database as of the moment at which its query began; replicas that lag are left out.",
        "Readers in different servers share only the cache. A flight or a lock has no limit on who waits for it.",
        "Locks live in the cache beside the values and are lost with no value.",
    ],
};

const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("strategy", "Strategy", &STRATEGIES.options)
        .default_choice("none")
        .help("What a reader does about a value that expires."),
    ParamSpec::number("reads_per_s", "Reads")
        .range(1.0..=20_000.0)
        .step(1.0)
        .default(1_000.0)
        .unit("per s")
        .help("Reads of all keys together."),
    ParamSpec::choice("arrivals", "Arrivals", &PATTERNS.options)
        .default_choice("steady")
        .help("Poisson, or each second's reads within its first tenth."),
    ParamSpec::integer("keys", "Keys").range(1..=MAX_KEYS as i64).default(1).help("How many keys are read."),
    ParamSpec::number("zipf_exponent", "Zipf exponent")
        .range(0.0..=2.0)
        .step(0.1)
        .default(1.0)
        .help("Exponent of Zipf's law for the keys; 0: all equally popular."),
    ParamSpec::choice("start", "At the start", &STARTS.options)
        .default_choice("together")
        .help("Whether all keys will expire at one moment."),
    ParamSpec::number("ttl_ms", "Time to live")
        .range(100.0..=600_000.0)
        .step(100.0)
        .default(10_000.0)
        .unit("ms")
        .help("How long a stored value is fresh. Each recomputation that ends stores its value, so a late one renews it."),
    ParamSpec::number("recompute_ms", "Recomputation δ")
        .range(1.0..=5_000.0)
        .step(1.0)
        .default(100.0)
        .unit("ms")
        .help("How long a query takes while the database keeps up."),
    ParamSpec::integer("database_capacity", "Database capacity")
        .range(0..=1_000)
        .default(20)
        .unit("queries")
        .help("How many queries run at full speed; more share that speed. 0: no limit."),
    ParamSpec::number("writes_per_s", "Writes")
        .range(0.0..=100.0)
        .step(0.1)
        .default(0.0)
        .unit("per s")
        .help("Writes to the rows behind the keys; each deletes its key from the cache."),
    ParamSpec::number("beta", "β")
        .range(0.1..=10.0)
        .step(0.1)
        .default(1.0)
        .help("XFetch: above 1 recomputes earlier, below 1 later."),
    ParamSpec::number("jitter_fraction", "Jitter")
        .range(0.0..=1.0)
        .step(0.05)
        .default(0.2)
        .help("jitter: the most by which the time to live is shortened, as a fraction (uniform)."),
    ParamSpec::number("stale_ms", "Serve stale for")
        .range(0.0..=600_000.0)
        .step(100.0)
        .default(10_000.0)
        .unit("ms")
        .help("swr, lease: how long after its expiry or deletion a value may be served."),
    ParamSpec::number("refresh_fraction", "Refresh after")
        .range(0.1..=1.0)
        .step(0.05)
        .default(0.8)
        .help("refresh-ahead: the fraction of the time to live after which a read refreshes."),
    ParamSpec::number("lock_timeout_ms", "Lock lasts")
        .range(0.0..=60_000.0)
        .step(100.0)
        .default(1_000.0)
        .unit("ms")
        .help(
            "lock, lease, swr, refresh-ahead: how long the right to recompute lasts; 0: for ever. Below the recomputation \
                a lock goes to a second reader before the first has its value, and a lease runs out before its value \
                comes, which is then not stored if another reader has asked meanwhile.",
        ),
    ParamSpec::choice("lock_token", "Lock has a token", &LOCK_TOKEN.options)
        .default_choice("yes")
        .help("lock: whether only its holder can release it."),
    ParamSpec::number("retry_ms", "Look again after")
        .range(1.0..=1_000.0)
        .step(1.0)
        .default(50.0)
        .unit("ms")
        .help("lock, lease: how long a reader waits before it asks the cache again."),
    ParamSpec::integer("servers", "Servers")
        .range(1..=20)
        .default(1)
        .help("Application servers; each has its own flights."),
    ParamSpec::number("crash_probability", "Chance of a crash")
        .range(0.0..=1.0)
        .step(0.01)
        .default(0.0)
        .help("The probability that the recomputing process dies before it stores the value."),
    ParamSpec::number("timeout_ms", "Readers' timeout")
        .range(100.0..=10_000.0)
        .step(100.0)
        .default(2_000.0)
        .unit("ms")
        .help("How long a reader waits before it gives up."),
    ParamSpec::integer("duration_s", "Duration")
        .range(1..=600)
        .default(60)
        .unit("s")
        .help("For how long reads arrive."),
];

const ACTIONS: &[ActionSpec] = &[
    ActionSpec {
        verb: "expire-key",
        label: "Expire the key now",
        help: "The row is written and its key deleted from the cache: nobody could foresee this expiry.",
        target: Some(Target { noun: "key", max: MAX_KEYS - 1 }),
        value: None,
    },
    ActionSpec {
        verb: "flush",
        label: "Flush the cache",
        help: "Every value is gone, as after a restart of the cache.",
        target: None,
        value: None,
    },
];

const KEY: FieldSpec = FieldSpec::count("key", "");
const TOKEN: FieldSpec = FieldSpec::count("token", "");

const EVENTS: &[EventSpec] = &[
    EventSpec::new(
        "second",
        &[
            FieldSpec::count("reads", "reads"),
            FieldSpec::count("hits", "reads"),
            FieldSpec::count("recomputes", "queries"),
            FieldSpec::count("failed", "reads"),
            FieldSpec::count("concurrency_max", "queries"),
        ],
        "A second is over: {reads|read}, {hits} answered by the cache at once, {recomputes|query|queries} begun, at most \
            {concurrency_max} running at once, {failed|read} without an answer",
    ),
    EventSpec::new(
        "refill",
        &[KEY, FieldSpec::ms("lead_ms")],
        "A reader asks the database for key {key}, {lead_ms} ms ahead of its expiry",
    ),
    EventSpec::new(
        "filled",
        &[
            KEY,
            FieldSpec::count("recomputes", "queries"),
            FieldSpec::ms("took_ms"),
            FieldSpec::count("in_flight", "queries"),
        ],
        "Key {key} is filled again after {took_ms} ms: {recomputes|query|queries} begun for it, {in_flight} of all keys \
            still running",
    ),
    EventSpec::new("stale-set", &[KEY], "A value is stored for key {key} that a write has already overtaken"),
    EventSpec::new(
        "refused-set",
        &[KEY, TOKEN, FieldSpec::name("why", &["a write has made void", "ran out before its value came"])],
        "The value for key {key} is not stored: its lease, token {token}, is one that {why}",
    ),
    EventSpec::new(
        "crash",
        &[KEY, TOKEN],
        "The process that recomputes key {key} with token {token} dies before it stores the value",
    ),
    EventSpec::new(
        "lock-expired",
        &[KEY, TOKEN],
        "The right to recompute key {key}, token {token}, runs out before a value has come",
    ),
    EventSpec::new(
        "wrong-release",
        &[KEY, TOKEN],
        "The lock of key {key} is released by somebody who no longer holds it: the holder of token {token} loses it",
    ),
    EventSpec::new("delete", &[KEY], "The row of key {key} is written, and its value deleted from the cache"),
    EventSpec::new("flush", &[FieldSpec::count("keys", "keys")], "The cache is flushed: {keys|key} without a value"),
    IGNORED,
    EventSpec::new(
        "end",
        &[FieldSpec::count("failed", "reads")],
        "The run is over: {failed|read} of its last second without an answer",
    ),
];

const METRICS: &[MetricSpec] = &[
    MetricSpec::new(
        "recomputes_per_expiry",
        "",
        "Recomputations for each expiry that was noticed or forestalled, from the first until a value is stored.",
        3,
    ),
    MetricSpec::new(
        "predicted_recomputes_per_expiry",
        "",
        "The same for steady reads without writes or crashes, if the database never slows down: 1 + rδ; XFetch: e^(1/β) \
            for many reads; a lock of τ that readers look at often: ⌈δ/τ⌉. Left out with a life so short \
            that recomputations for two expiries overlap (for none, jitter and singleflight: less than δ), and where \
            no value is ever stored: a lease shorter than the recomputation is void before its value comes, and a reader who \
            has given up stores none.",
        3,
    ).predicts("recomputes_per_expiry", 0.03),
    MetricSpec::new("recomputes", "", "Queries that the database took.", 0),
    MetricSpec::new("expiries", "", "Times that a key had to be filled again.", 0),
    MetricSpec::new("lead_ms_mean", "ms", "How long before the expiry its first recomputation began; 0 if after.", 2),
    MetricSpec::new(
        "predicted_lead_ms_mean",
        "ms",
        "XFetch: what the lead should be; for many reads and a long life δβ(ln(rδβ) + 0.5772).",
        2,
    ).predicts("lead_ms_mean", 0.03),
    MetricSpec::new("database_concurrency_max", "queries", "The most queries that ran at once.", 0),
    MetricSpec::new("database_rate_peak_per_s", "per s", "The most queries begun in one second of the clock.", 0),
    MetricSpec::new("database_rate_mean_per_s", "per s", "Queries begun a second, over the whole run.", 2),
    MetricSpec::new(
        "read_latency_ms_mean",
        "ms",
        "Mean latency of a read; one without an answer counts with the time until it gave up.",
        2,
    ),
    MetricSpec::new("read_latency_ms_p50", "ms", "Median of the same.", 2),
    MetricSpec::new("read_latency_ms_p99", "ms", "99th percentile of the same.", 2),
    MetricSpec::new("hit_fraction", "", "Reads that the cache answered at once, fresh or stale.", 4),
    MetricSpec::new(
        "stale_fraction",
        "",
        "Reads answered with a value that had expired, or that a write had overtaken before the read came.",
        4,
    ),
    MetricSpec::new("failed_fraction", "", "Reads without an answer: given up, refused, or their process died.", 4),
    MetricSpec::new("stale_sets", "", "Values stored although a write had overtaken them.", 0),
    MetricSpec::new("locks_expired", "", "Locks, leases and refreshes that ran out before a value was stored.", 0),
    MetricSpec::new("wrong_releases", "", "Locks released by somebody who no longer held them.", 0),
    MetricSpec::new("recovered", "", "1 if 99 of 100 reads of the run's last fifth got an answer, else 0.", 0),
];

const PROPERTIES: &[Property] = &[
    Property {
        name: "one-recompute-per-expiry",
        claim: Expectation::Always,
        help: "No expiry costs more than one recomputation.",
        holds_at: |event| {
            event.kind != "filled" || event.integer("recomputes").is_none_or(|recomputes| recomputes <= 1)
        },
    },
    Property {
        name: "no-stale-set",
        claim: Expectation::Always,
        help: "No value is stored that a write has overtaken.",
        holds_at: |event| event.kind != "stale-set",
    },
    Property {
        name: "no-wrong-release",
        claim: Expectation::Always,
        help: "Nobody releases a lock that somebody else holds.",
        holds_at: |event| event.kind != "wrong-release",
    },
    Property {
        name: "no-read-fails",
        claim: Expectation::Always,
        help: "Every read gets an answer in time.",
        holds_at: |event| event.integer("failed").is_none_or(|failed| failed == 0),
    },
];
