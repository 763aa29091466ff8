//! The parameters.

use super::super::policy::{LOCK_TOKEN, PATTERNS, STARTS, STRATEGIES};
use crate::kernel::ParamSpec;

/// The most keys of a run.
pub(super) const MAX_KEYS: u32 = 100_000;

/// The most reads a second.
pub(super) const MAX_READS_PER_S: f64 = 20_000.0;

pub(super) const PARAMS: &[ParamSpec] = &[
    ParamSpec::choice("strategy", "Strategy", &STRATEGIES.options)
        .default_choice("none")
        .help("What a reader does about a value that expires."),
    ParamSpec::number("reads_per_s", "Reads")
        .range(1.0..=MAX_READS_PER_S)
        .step(1.0)
        .default(1_000.0)
        .unit("per s")
        .help("Reads of all keys together."),
    ParamSpec::number("peak_reads_per_s", "Peak of reads")
        .range(0.0..=MAX_READS_PER_S)
        .step(1.0)
        .default(0.0)
        .unit("per s")
        .help(
            "Reads grow by the same percentage each second, to so many half-way through the run, and fall back as they rose; \
                0: always as many.",
        ),
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
        .help("Whether all keys will expire at one moment, or there is none in the cache yet."),
    ParamSpec::integer("warm_up_s", "Let readers in over")
        .range(0..=600)
        .default(0)
        .unit("s")
        .help("empty: for so long the share of readers who are let in rises, evenly from none to all; 0: all at once.")
        .needs("start", &["empty"]),
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
    ParamSpec::integer("max_connections", "Connections")
        .range(0..=100_000)
        .default(10_000)
        .unit("queries")
        .help("A database of limited capacity refuses queries beyond so many at once; 0: only beyond a million."),
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
                comes, which is then not stored if another reader has asked meanwhile. A lease lasts its time even when its \
                value is stored: it limits how often a key is asked for.",
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
        .help("How long a reader waits for an answer to an attempt."),
    ParamSpec::integer("retries", "Retries")
        .range(0..=10)
        .default(0)
        .help("How often a reader tries again after an attempt without an answer, or with an error."),
    ParamSpec::number("retry_after_ms", "Pause before a retry")
        .range(0.0..=10_000.0)
        .step(50.0)
        .default(100.0)
        .unit("ms")
        .help(
            "Exponential backoff with full jitter, as in the AWS SDKs: the pause is uniform between 0 and this, doubled with \
                each further retry, at most 20 s.",
        ),
    ParamSpec::number("retry_budget", "Retry budget")
        .range(0.0..=1.0)
        .step(0.05)
        .default(0.0)
        .help(
            "The most retries, as a fraction of the reads; the SRE book has 0.1. Ten seconds of it may be saved up. \
                0: no limit.",
        ),
    ParamSpec::number("absent_fraction", "Reads of absent keys")
        .range(0.0..=1.0)
        .step(0.05)
        .default(0.0)
        .help("The fraction of the reads that ask for keys which do not exist."),
    ParamSpec::integer("absent_keys", "Absent keys")
        .range(1..=1_000_000_000)
        .default(1_000_000)
        .help("How many different keys that do not exist are asked for, all alike."),
    ParamSpec::number("negative_ttl_ms", "Remember absence for")
        .range(0.0..=60_000.0)
        .step(100.0)
        .default(0.0)
        .unit("ms")
        .help("How long the cache keeps the answer that a key does not exist; 0: it keeps none."),
    ParamSpec::number("bloom_bits_per_key", "Bloom filter")
        .range(0.0..=20.0)
        .step(0.5)
        .default(0.0)
        .unit("bits")
        .help("A Bloom filter of all keys, of so many bits for each, is asked before the cache; 0: none."),
    ParamSpec::integer("duration_s", "Duration")
        .range(1..=600)
        .default(60)
        .unit("s")
        .help("For how long reads arrive."),
];
