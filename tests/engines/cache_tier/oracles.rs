//! The caches against Che's approximation, the database against queueing theory.

use crate::lab;
use crate::lab::{close, metric};
use faultlines::engines::cache_tier::CacheTier;
use faultlines::engines::cache_tier::measures::CACHE_LATENCY;
use faultlines::kernel::Simulation as _;
use faultlines::parts::Zipf;

/// The hit ratio of an LRU cache under independent references, each of these keys in proportion to its weight (Che, Tung &
/// Wang, "Hierarchical Web caching systems", IEEE JSAC 20:7, 2002): a key is held for a characteristic time t after each
/// read, and t is such that as many keys are held as there is room for. Weighted with how often the cache is read.
fn che(weights: &[f64], entries: f64) -> f64 {
    if weights.len() as f64 <= entries {
        return weights.iter().sum();
    }
    let held = |t: f64| weights.iter().map(|weight| -(-weight * t).exp_m1()).sum::<f64>();
    let (mut low, mut high) = (0.0, 1.0);
    while held(high) < entries {
        high *= 2.0;
    }
    for _ in 0..100 {
        let middle = (low + high) / 2.0;
        *(if held(middle) < entries { &mut low } else { &mut high }) = middle;
    }
    weights.iter().map(|weight| -weight * (-weight * low).exp_m1()).sum()
}

#[test]
fn the_hit_ratio_of_a_tier_at_rest_is_ches() {
    for (strategy, exponent, entries) in
        [("ring", 0.8, 50), ("ring", 1.2, 20), ("modulo", 0.6, 100), ("jump", 0.0, 200)]
    {
        let (exponent_text, entries_text) = (format!("{exponent}"), format!("{entries}"));
        let settings = [
            ("strategy", strategy),
            ("zipf_exponent", exponent_text.as_str()),
            ("entries", entries_text.as_str()),
            ("join_at_s", "0"),
            ("writes_per_s", "0"),
            ("ttl_ms", "0"),
            // A database that answers at once, so that a miss fills the cache before the next read.
            ("db_servers", "200"),
            ("db_service_ms", "0.1"),
            ("duration_s", "40"),
        ];
        let run: CacheTier = lab::run(&lab::scenario("cache-tier", &settings));
        let popularity = Zipf::new(5_000, exponent);
        let expected: f64 = (0..10)
            .map(|node| {
                let keys = (0..5_000).filter(|&key| run.tier().owner(key) == node);
                che(&keys.map(|key| popularity.share(key + 1)).collect::<Vec<_>>(), entries.into())
            })
            .sum();
        let windows = &run.measures().windows;
        let (half, end) = (windows[windows.len() / 2].so_far, run.measures().total);
        let measured = (end.hits - half.hits) as f64 / (end.reads - half.reads) as f64;
        // A hundred thousand reads: five standard errors are .008 at most; the approximation itself is off by less.
        close(measured, expected, 0.01);
    }
}

/// A database that is asked for every read, the caches having no room, so that reads come to it by Poisson's law.
fn without_caches(settings: &[(&str, &str)]) -> CacheTier {
    let alone = [
        ("entries", "0"),
        ("join_at_s", "0"),
        ("timeout_ms", "10000"),
        ("db_queue_limit", "100000"),
        ("duration_s", "120"),
    ];
    lab::run(&lab::with(&lab::scenario("cache-tier", &alone), settings))
}

/// Erlang's probability of a wait, by his recursion for the loss of a system without a line.
fn erlang_c(servers: u32, offered: f64) -> f64 {
    let loss = (1..=servers).fold(1.0, |loss, c| offered * loss / (f64::from(c) + offered * loss));
    loss / (1.0 - offered / f64::from(servers) * (1.0 - loss))
}

#[test]
fn with_exponential_service_the_database_is_m_m_c() {
    for (servers, reads_per_s) in [("15", "6000"), ("3", "1000"), ("1", "350")] {
        let run = without_caches(&[("db_servers", servers), ("reads_per_s", reads_per_s), ("db_service_ms", "2")]);
        let report = run.report();
        let servers: u32 = servers.parse().unwrap();
        let offered = reads_per_s.parse::<f64>().unwrap() * 0.002;
        close(metric(&report, "db_utilisation"), offered / f64::from(servers), 0.03);
        let wait_ms = erlang_c(servers, offered) * 2.0 / (f64::from(servers) - offered);
        let mean_ms = metric(&report, "read_latency_ms_mean") - CACHE_LATENCY.as_millis();
        // Waits are correlated: their mean is known to a tenth in two minutes.
        close(mean_ms, 2.0 + wait_ms, 0.1 * (2.0 + wait_ms));
        assert_eq!(run.measures().total.failed(), 0);
    }
}

#[test]
fn with_fixed_service_and_one_server_the_wait_is_pollaczeks_and_khinchines() {
    let run =
        without_caches(&[("db_servers", "1"), ("db_service", "fixed"), ("db_service_ms", "2"), ("reads_per_s", "350")]);
    let load = 0.7;
    let mean_ms = metric(&run.report(), "read_latency_ms_mean") - CACHE_LATENCY.as_millis();
    close(mean_ms, 2.0 + 2.0 * load / (2.0 * (1.0 - load)), 0.25);
}
