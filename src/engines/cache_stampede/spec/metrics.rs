//! The metrics: what is measured, and beside it what theory says.

use crate::kernel::MetricSpec;

pub(super) const METRICS: &[MetricSpec] = &[
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
    MetricSpec::new("database_rate_mean_per_s", "per s", "The mean of the same over the seconds in which reads came.", 2),
    MetricSpec::new(
        "read_latency_ms_mean",
        "ms",
        "Mean latency of a read, with all its attempts; one without an answer counts with the time until it gave up.",
        2,
    ),
    MetricSpec::new("read_latency_ms_p50", "ms", "Median of the same.", 2),
    MetricSpec::new("read_latency_ms_p99", "ms", "99th percentile of the same.", 2),
    MetricSpec::new("hit_fraction", "", "Reads that the cache answered at once, fresh or stale, or with a stored nothing.", 4),
    MetricSpec::new(
        "stale_fraction",
        "",
        "Reads answered with a value that had expired, or that a write had overtaken before the read came.",
        4,
    ),
    MetricSpec::new("failed_fraction", "", "Reads without an answer, even after their retries: given up, refused, or their process died.", 4),
    MetricSpec::new("stale_sets", "", "Values stored although a write had overtaken them.", 0),
    MetricSpec::new("locks_expired", "", "Locks, leases and refreshes that ran out before a value was stored.", 0),
    MetricSpec::new("wrong_releases", "", "Locks released by somebody who no longer held them.", 0),
    MetricSpec::new("recovered", "", "1 if 99 of 100 reads of the run's last fifth got an answer, else 0.", 0),
    MetricSpec::new("attempts_per_read", "", "Attempts for each read: 1, and its retries.", 3),
    MetricSpec::new(
        "tip_reads_per_s",
        "per s",
        "The load at which the run tipped over: at the start of the first five seconds in which fewer than half of the reads \
            were answered; 0: never.",
        0,
    ),
    MetricSpec::new(
        "predicted_tip_reads_per_s",
        "per s",
        "The load above which an expiry, of a database that was idle, is never healed: its first answer takes longer than the \
            readers wait. A times the capacity, where e^(A−1)/A is timeout/δ; chance tips some expiries below it. For steady \
            reads of one key that all who miss it recompute, at least five queries at full speed, and more connections than \
            reads in one timeout.",
        0,
    ),
    MetricSpec::new(
        "recovery_reads_per_s",
        "per s",
        "The load at which it recovered from that: at the start of the first five seconds in which nine of ten reads were \
            answered; 0: never.",
        0,
    ),
    MetricSpec::new(
        "predicted_recovery_reads_per_s",
        "per s",
        "The load below which an overload ends by itself, however large it is: the capacity divided by the attempts of a read \
            that fails, 1 + retries, or 1 + the budget. It ends later the nearer the load is to this. For the same reads; left \
            out where the connections are so few that every query ends in time.",
        0,
    ),
    MetricSpec::new(
        "turned_away_fraction",
        "",
        "Readers who were not let in, of all who came. They are not among the reads.",
        4,
    ),
    MetricSpec::new("absent_queries", "", "Queries for keys that do not exist.", 0),
    MetricSpec::new("false_positives", "", "Reads of keys that do not exist which the filter let through.", 0),
    MetricSpec::new("false_positive_fraction", "", "The same, of all reads of keys that do not exist.", 6),
    MetricSpec::new(
        "predicted_false_positive_fraction",
        "",
        "The same by theory, exact for the filter's double hashing.",
        6,
    )
    .predicts("false_positive_fraction", 0.02),
    MetricSpec::new(
        "negative_entries_max",
        "",
        "The most keys that do not exist of which the cache kept that there is nothing.",
        0,
    ),
];
