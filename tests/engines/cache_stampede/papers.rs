//! The cache stampede against the numbers in print: XFetch (Vattani, Chierichetti & Lowenstein, "Optimal Probabilistic
//! Cache Stampede Prevention", VLDB 2015), leases (Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, §3.2.1),
//! and the mistakes that each remedy is known for.

use faultlines::engines::cache_stampede::CacheStampede;
use faultlines::engines::cache_stampede::arrivals::Read;
use faultlines::engines::cache_stampede::database::{Database, MAX_CONNECTIONS, Query};
use faultlines::engines::cache_stampede::settings::early;
use faultlines::engines::cache_stampede::waiting::Waiting;
use faultlines::engines::catalog;
use faultlines::kernel::{Action, Expectation, Field, Simulation, Time};
use faultlines::scenario::Scenario;

use crate::lab;
use crate::lab::close;

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("cache-stampede", settings)
}

/// A key of which rδ = 100 reads come during a recomputation, in front of a database without limits; an expiry each
/// half second.
const BUSY: [(&str, &str); 5] = [
    ("reads_per_s", "10000"),
    ("recompute_ms", "10"),
    ("ttl_ms", "500"),
    ("database_capacity", "0"),
    ("duration_s", "150"),
];

fn busy(settings: &[(&str, &str)]) -> Scenario {
    scenario(&[&BUSY[..], settings].concat())
}

fn metric(simulation: &dyn Simulation, name: &str) -> f64 {
    lab::metric(&simulation.report(), name)
}

fn stampede(run: &dyn Simulation) -> &CacheStampede {
    run.engine()
}

/// A field of every event of a kind.
fn fields_of(run: &dyn Simulation, kind: &str, name: &str) -> Vec<f64> {
    let events = run.trace().events().iter().filter(|event| event.kind == kind);
    let fields = events.flat_map(|event| &event.fields).filter(|(field, _)| *field == name);
    fields
        .map(|(_, field)| match field {
            Field::Integer(value) => *value as f64,
            Field::Number(value) => *value,
            Field::Text(text) => panic!("{name} is the text {text}"),
        })
        .collect()
}

/// Whoever reads during the first recomputation starts another: 1 + rδ.
#[test]
fn without_protection_an_expiry_costs_one_and_r_delta_recomputations() {
    for (reads_per_s, expected) in [("10000", 101.0), ("1000", 11.0)] {
        let run = busy(&[("strategy", "none"), ("reads_per_s", reads_per_s)]).run();
        close(metric(&*run, "recomputes_per_expiry"), expected, 0.03 * expected);
        close(metric(&*run, "predicted_recomputes_per_expiry"), expected, 1e-9);
    }
}

#[test]
fn singleflight_in_one_server_costs_exactly_one_recomputation() {
    let run = busy(&[("strategy", "singleflight")]).run();
    assert_eq!(metric(&*run, "recomputes_per_expiry"), 1.0);
    assert!(metric(&*run, "expiries") > 250.0);
}

/// VLDB 2015: the count is geometric with the mean e^(1/β), whatever the rate (for rδβ ≫ 1).
#[test]
fn xfetch_costs_e_to_the_one_over_beta_recomputations_whatever_the_rate() {
    for (beta, reads_per_s) in [("1", "10000"), ("1", "20000"), ("2", "10000"), ("0.5", "20000")] {
        let run = busy(&[("strategy", "xfetch"), ("beta", beta), ("reads_per_s", reads_per_s)]).run();
        let mean = (1.0 / beta.parse::<f64>().unwrap()).exp();
        // Four standard errors of a geometric variable with this mean.
        let error = (mean * (mean - 1.0) / metric(&*run, "expiries")).sqrt();
        close(metric(&*run, "recomputes_per_expiry"), mean, 4.0 * error);
        // e^(1/β) is the limit of many reads and a long life; of the last case a millionth part begins too late for it.
        let tolerance = if beta == "0.5" { 1e-4 } else { 1e-8 };
        close(metric(&*run, "predicted_recomputes_per_expiry"), mean, tolerance);
        let once = fields_of(&*run, "filled", "recomputes");
        let share = once.iter().filter(|&&count| count == 1.0).count() as f64 / once.len() as f64;
        close(share, 1.0 / mean, 4.0 * (1.0 / mean * (1.0 - 1.0 / mean) / once.len() as f64).sqrt());
    }
}

/// Derived from the same law: the lead is Gumbel, of the mean δβ(ln(rδβ) + γ) and the deviation δβπ/√6.
#[test]
fn xfetch_begins_before_the_expiry_by_the_lead_that_the_law_gives() {
    for (beta, expected_ms) in [("1", 10.0 * (100f64.ln() + 0.577_216)), ("2", 20.0 * (200f64.ln() + 0.577_216))] {
        let run = busy(&[("strategy", "xfetch"), ("beta", beta)]).run();
        close(metric(&*run, "predicted_lead_ms_mean"), expected_ms, 1e-3);
        let deviation_ms = 10.0 * beta.parse::<f64>().unwrap() * std::f64::consts::PI / 6f64.sqrt();
        let error_ms = deviation_ms / metric(&*run, "expiries").sqrt();
        close(metric(&*run, "lead_ms_mean"), expected_ms, 4.0 * error_ms);
    }
}

/// The known mistakes: `+ ln u` never fires early; u = 0 always fires.
#[test]
fn the_draw_moves_the_clock_forwards_and_never_without_end() {
    let (now, took) = (Time::from_millis(1_000), Time::from_millis(10));
    let left = |ms: u64| now + Time::from_millis(ms);
    for (u, reach_ms) in [(0.5, 6.931), (0.1, 23.026), (0.01, 46.052)] {
        assert!(early(now, left(reach_ms as u64), took, 1.0, u), "−10 ln {u} = {reach_ms}");
        assert!(!early(now, left(reach_ms as u64 + 1), took, 1.0, u), "−10 ln {u} = {reach_ms}");
    }
    assert!(!early(now, left(1), took, 1.0, 1.0), "a draw of 1 does not move the clock");
    // The smallest draw of (0, 1] with 53 bits reaches 36.7 δ.
    assert!(early(now, left(367), took, 1.0, 2f64.powi(-53)));
    assert!(!early(now, left(368), took, 1.0, 2f64.powi(-53)));
}

/// The mistake of taking the wait for a lock into δ.
#[test]
fn the_cost_kept_with_a_value_is_the_query_alone() {
    let settings = [("strategy", "lock"), ("crash_probability", "0.5"), ("database_capacity", "0")];
    let run = scenario(&settings).run();
    assert!(metric(&*run, "locks_expired") >= 1.0, "a reader waited for the lock of a dead one");
    let took = stampede(&*run).entries()[0].value.expect("the key was filled").took;
    assert_eq!(took, Time::from_millis(100));
}

/// Nothing forestalls a deletion: the clock that XFetch watches does not tell of it.
#[test]
fn a_deletion_takes_xfetch_by_surprise() {
    let mut scenario = busy(&[("strategy", "xfetch"), ("ttl_ms", "60000"), ("duration_s", "10")]);
    scenario.act(Action { at_ms: 5_000, verb: "expire-key", target: 0, value: None });
    let run = scenario.run();
    // One expiry: 1 + Poisson(100), within four deviations.
    close(metric(&*run, "recomputes_per_expiry"), 101.0, 40.0);
    assert_eq!(metric(&*run, "expiries"), 1.0);
}

#[test]
fn singleflight_costs_one_recomputation_in_each_server_that_sees_a_read() {
    let run = busy(&[("strategy", "singleflight"), ("servers", "20")]).run();
    // 19 others, each reached by a Poisson variable of mean 5 while the first query runs.
    let expected = 1.0 + 19.0 * (1.0 - (-5f64).exp());
    close(metric(&*run, "predicted_recomputes_per_expiry"), expected, 1e-9);
    close(metric(&*run, "recomputes_per_expiry"), expected, 0.2);
}

/// The holder dies: without an expiry the lock outlives it for ever, with one the next reader takes over.
#[test]
fn a_lock_without_expiry_is_lost_with_its_holder() {
    let settings = [("strategy", "lock"), ("crash_probability", "0.3"), ("database_capacity", "0")];
    let lost = scenario(&[&settings[..], &[("lock_timeout_ms", "0")]].concat()).run();
    assert_eq!(metric(&*lost, "recovered"), 0.0);
    assert!(metric(&*lost, "failed_fraction") > 0.1);
    assert_eq!(stampede(&*lost).database().concurrency(), 0, "nobody even asks the database");
    let taken_over = scenario(&[&settings[..], &[("lock_timeout_ms", "500")]].concat()).run();
    assert_eq!(metric(&*taken_over, "recovered"), 1.0);
    assert!(metric(&*taken_over, "locks_expired") >= 1.0);
}

/// A slow holder's lock runs out, another takes it, and the slow one deletes what is no longer its own.
#[test]
fn a_lock_without_a_token_is_released_by_whoever_held_it_last() {
    let slow = [
        ("strategy", "lock"),
        ("lock_timeout_ms", "100"),
        ("recompute_ms", "500"),
        ("timeout_ms", "300"),
        ("database_capacity", "0"),
        ("duration_s", "20"),
    ];
    let with_token = scenario(&slow).run();
    assert_eq!(metric(&*with_token, "wrong_releases"), 0.0);
    // A new holder each 100 ms and 500 ms for each: five at once.
    assert_eq!(metric(&*with_token, "database_concurrency_max"), 5.0);
    let without = scenario(&[&slow[..], &[("lock_token", "no")]].concat()).run();
    assert!(metric(&*without, "wrong_releases") > 10.0);
    assert!(metric(&*without, "database_concurrency_max") > 5.0, "the lock no longer limits who computes");
}

/// NSDI 2013, §3.2.1: leases took a peak of 17K queries a second to 1.3K for keys that are read and written a lot.
#[test]
fn leases_lower_the_peak_of_a_hot_and_often_written_key_by_the_factor_in_print() {
    let hot = [("reads_per_s", "5000"), ("writes_per_s", "20"), ("recompute_ms", "50"), ("database_capacity", "0")];
    let peak = |strategy| {
        let run = scenario(&[&hot[..], &[("strategy", strategy), ("duration_s", "20")]].concat()).run();
        (metric(&*run, "database_rate_peak_per_s"), metric(&*run, "stale_sets"))
    };
    let (none, lease) = (peak("none"), peak("lease"));
    assert!(none.0 / lease.0 >= 17.0 / 1.3, "{} against {}", none.0, lease.0);
    // A lease a second, so a second of the clock sees one or two; without, at most every read is a query.
    assert!((1.0..=2.0).contains(&lease.0), "{}", lease.0);
    assert!((1_250.0..5_300.0).contains(&none.0), "{}", none.0);
    assert!(none.1 > 0.0, "a recomputation that a write overtook is stored");
    assert_eq!(lease.1, 0.0, "a lease is void after a write");
}

/// The same place: a lock alone keeps readers apart, but what its holder stores may be out of date.
#[test]
fn a_lock_does_not_stop_a_stale_set() {
    let run = scenario(&[("strategy", "lock"), ("writes_per_s", "20"), ("duration_s", "20")]).run();
    assert!(metric(&*run, "stale_sets") > 0.0);
    // Nothing expired is served under a lock, so what is stale was stored stale.
    assert!(metric(&*run, "stale_fraction") > 0.0);
}

/// Who joins a flight after a write is answered with what the flight read before it.
#[test]
fn a_flight_carries_old_news_to_those_who_join_it_after_a_write() {
    let mut scenario = scenario(&[("strategy", "singleflight"), ("database_capacity", "0"), ("duration_s", "2")]);
    for at_ms in [1_000, 1_050, 1_102] {
        scenario.act(Action { at_ms, verb: "expire-key", target: 0, value: None });
    }
    let run = scenario.run();
    // The flight lasts from 1,000 to 1,100 ms: 50 reads join it after the second write, within four deviations. The
    // value that it stores is deleted 2 ms later, after two or three reads.
    close(stampede(&*run).measures().stale_reads as f64, 50.0, 28.0);
}

#[test]
fn a_line_of_waiting_readers_sends_home_those_whose_patience_has_ended() {
    let (patience, pause) = (Time::from_millis(100), Time::from_millis(30));
    let read = |ms: u64| Read { at: Time::from_millis(ms), key: 0, server: 0, crashes: false };
    let mut line = Waiting::default();
    assert!([0, 40, 100].iter().all(|&ms| line.push(read(ms), Time::from_millis(ms), patience).is_empty()));
    assert_eq!(line.push(read(141), Time::from_millis(141), patience), [read(0), read(40)]);
    assert_eq!(line.len(), 2);
    // They look at 160 and 171 ms.
    assert_eq!(line.take_next(Time::from_millis(145), pause, patience), Some(read(100)));
    assert_eq!(line.take_next(Time::from_millis(145), pause, patience), Some(read(141)));
}

/// A read in the last fifth of a value's life refreshes it, and the lead is that fifth but for the wait for a read.
#[test]
fn refresh_ahead_keeps_a_popular_key_from_ever_expiring() {
    let run = busy(&[("strategy", "refresh-ahead"), ("start", "spread")]).run();
    close(metric(&*run, "lead_ms_mean"), 100.0, 0.5);
    assert_eq!(metric(&*run, "recomputes_per_expiry"), 1.0);
    // Values of every age are refreshed in time, not only those that this run has stored.
    let run = busy(&[("strategy", "refresh-ahead"), ("start", "spread"), ("keys", "5"), ("zipf_exponent", "0")]).run();
    assert_eq!(metric(&*run, "hit_fraction"), 1.0);
    assert_eq!(metric(&*run, "stale_fraction"), 0.0);
}

#[test]
fn jitter_spreads_keys_that_were_filled_together() {
    let many = [("keys", "1000"), ("zipf_exponent", "0"), ("database_capacity", "0"), ("reads_per_s", "20000")];
    let peak = |strategy| {
        let run = scenario(&[&many[..], &[("strategy", strategy), ("duration_s", "12")]].concat()).run();
        metric(&*run, "database_concurrency_max")
    };
    // Together: 2,000 reads come in the first 100 ms, before any query has ended, within four deviations.
    close(peak("none"), 2_000.0, 179.0);
    // Jittered over 2 s: 500 expiries a second of 1 + rδ = 3 queries of 100 ms make 150 at a time in the mean. Three to an
    // expiry, their number varies by √(3 · 150) = 21, so the peak is within seven deviations above the mean.
    let jittered = peak("jitter");
    assert!((150.0..300.0).contains(&jittered), "{jittered}");
}

/// Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021: the trigger is gone, the overload stays.
#[test]
fn a_stampede_on_a_slow_database_outlives_its_trigger_and_a_lock_prevents_it() {
    let once = [("ttl_ms", "20000"), ("timeout_ms", "1000"), ("duration_s", "60")];
    let none = scenario(&[&once[..], &[("strategy", "none")]].concat()).run();
    assert_eq!(metric(&*none, "recovered"), 0.0);
    assert_eq!(metric(&*none, "expiries"), 1.0, "one expiry was enough");
    let lock = scenario(&[&once[..], &[("strategy", "lock")]].concat()).run();
    assert_eq!(metric(&*lock, "recovered"), 1.0);
    assert_eq!(metric(&*lock, "failed_fraction"), 0.0);
}

#[test]
fn the_promises_hold_for_the_strategies_that_make_them() {
    let spec = catalog::find("cache-stampede").expect("the lab is registered").spec;
    let holds = |name: &str, run: &dyn Simulation| {
        let property = spec.properties.iter().find(|property| property.name == name).expect("declared");
        assert_eq!(property.claim, Expectation::Always);
        property.holds(run.trace())
    };
    let slow = [("database_capacity", "0"), ("duration_s", "30")];
    let run = |strategy, more: &[(&str, &str)]| scenario(&[&slow[..], &[("strategy", strategy)], more].concat()).run();
    for strategy in ["lock", "singleflight", "swr", "refresh-ahead", "lease"] {
        assert!(holds("one-recompute-per-expiry", &*run(strategy, &[])), "{strategy}");
        assert!(holds("no-read-fails", &*run(strategy, &[])), "{strategy}");
    }
    assert!(!holds("one-recompute-per-expiry", &*run("none", &[])));
    assert!(!holds("no-read-fails", &*run("lock", &[("crash_probability", "1")])));
    assert!(holds("no-stale-set", &*run("lease", &[("writes_per_s", "20")])));
    assert!(!holds("no-stale-set", &*run("swr", &[("writes_per_s", "20")])));
    let slow_holder = [("lock_timeout_ms", "50"), ("timeout_ms", "100"), ("recompute_ms", "300")];
    assert!(holds("no-wrong-release", &*run("lock", &slow_holder)));
    assert!(!holds("no-wrong-release", &*run("lock", &[&slow_holder[..], &[("lock_token", "no")]].concat())));
}

fn query(started: Time) -> Query {
    let cause = Read { at: started, key: 0, server: 0, crashes: false };
    Query { cause, background: false, token: 0, started }
}

/// Processor sharing: n queries on c slots take n/c times as long; a slot that comes free speeds the others up.
#[test]
fn queries_share_the_speed_of_the_database() {
    let mut database = Database::new(Time::from_millis(100), 2);
    (0..4).for_each(|_| database.start(query(Time::ZERO)));
    assert_eq!(database.speed(), 0.5);
    assert_eq!(database.next_end(), Some(Time::from_millis(200)));
    // Half of the work of the fifth is done beside four others at 2/5 speed (the four have 50 ms of work left, which
    // takes 125 ms), the other 50 ms alone.
    let mut late = Database::new(Time::from_millis(100), 2);
    (0..4).for_each(|_| late.start(query(Time::ZERO)));
    late.start(query(Time::from_millis(100)));
    (0..4)
        .for_each(|_| assert_eq!(late.next_end().zip(late.finish()).map(|(end, _)| end), Some(Time::from_millis(225))));
    assert_eq!(late.next_end(), Some(Time::from_millis(275)));
}

#[test]
fn a_limited_database_refuses_what_exceeds_its_connections_and_an_unlimited_one_does_not() {
    let mut limited = Database::new(Time::from_millis(100), 1);
    let mut unlimited = Database::new(Time::from_millis(100), 0);
    for _ in 0..MAX_CONNECTIONS {
        assert!(!limited.is_full());
        limited.start(query(Time::ZERO));
        unlimited.start(query(Time::ZERO));
    }
    assert!(limited.is_full() && !unlimited.is_full());
    assert_eq!(unlimited.next_end(), Some(Time::from_millis(100)));
}

/// The intensity r·min(1, e^(−u/δβ)) integrated: few reads, little eagerness, a life shorter than the reach of the draws.
#[test]
fn xfetch_is_predicted_where_the_law_of_many_reads_does_not_hold() {
    let cases =
        [(&[("beta", "0.1"), ("reads_per_s", "1000")][..], 81.2, 0.1), (&[("reads_per_s", "5")][..], 1.43, 0.01)];
    for (settings, expected, tolerance) in cases {
        let unbounded = [("strategy", "xfetch"), ("database_capacity", "0"), ("ttl_ms", "1000"), ("duration_s", "600")];
        let run = scenario(&[&unbounded[..], settings].concat()).run();
        let predicted = metric(&*run, "predicted_recomputes_per_expiry");
        close(predicted, expected, tolerance);
        close(metric(&*run, "recomputes_per_expiry"), predicted, 0.05 * predicted);
        let lead_ms = metric(&*run, "predicted_lead_ms_mean");
        // A lead deviates by 130 ms at most (δβπ/√6 with β = 1): four standard errors.
        close(metric(&*run, "lead_ms_mean"), lead_ms, 4.0 * 130.0 / metric(&*run, "expiries").sqrt());
    }
    // A life as long as δβ: the next early reads come while the last ones are under way.
    let short = scenario(&[("strategy", "xfetch"), ("database_capacity", "0"), ("beta", "10"), ("ttl_ms", "1000")]);
    assert_eq!(short.report().get("predicted_recomputes_per_expiry"), None);
    assert_eq!(short.report().get("predicted_lead_ms_mean"), None);
}

#[test]
fn a_right_that_is_shorter_than_the_work_goes_to_the_next_reader_and_a_lease_never_gets_through() {
    let short = [("database_capacity", "0"), ("recompute_ms", "950"), ("lock_timeout_ms", "300"), ("retry_ms", "10")];
    let of = |strategy| scenario(&[&short[..], &[("strategy", strategy), ("reads_per_s", "2000")]].concat()).report();
    for strategy in ["lock", "swr"] {
        let report = of(strategy);
        let predicted = lab::metric(&report, "predicted_recomputes_per_expiry");
        assert_eq!(predicted, 4.0, "{strategy}");
        close(lab::metric(&report, "recomputes_per_expiry"), predicted, 0.35);
    }
    let lease = of("lease");
    assert_eq!(lease.get("predicted_recomputes_per_expiry"), None);
    assert!(lab::metric(&lease, "recomputes_per_expiry") > 10.0);
}
