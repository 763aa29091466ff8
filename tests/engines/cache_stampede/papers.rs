//! The cache stampede against the numbers in print, and the mistakes that each remedy is known for.

use faultlines::engines::cache_stampede::CacheStampede;
use faultlines::engines::cache_stampede::arrivals::Read;
use faultlines::engines::cache_stampede::database::{Database, Query};
use faultlines::engines::cache_stampede::waiting::Waiting;
use faultlines::engines::catalog;
use faultlines::kernel::{Action, Expectation, Simulation, Time};
use faultlines::scenario::Scenario;

use crate::lab;
use crate::lab::close;

pub(super) fn scenario(settings: &[(&str, &str)]) -> Scenario {
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

pub(super) fn busy(settings: &[(&str, &str)]) -> Scenario {
    scenario(&[&BUSY[..], settings].concat())
}

pub(super) fn metric(simulation: &dyn Simulation, name: &str) -> f64 {
    lab::metric(&simulation.report(), name)
}

pub(super) fn stampede(run: &dyn Simulation) -> &CacheStampede {
    run.engine()
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

#[test]
fn singleflight_costs_one_recomputation_in_each_server_that_sees_a_read() {
    let run = busy(&[("strategy", "singleflight"), ("servers", "20")]).run();
    // 19 others, each reached by a Poisson variable of mean 5 while the first query runs.
    let expected = 1.0 + 19.0 * (1.0 - (-5f64).exp());
    close(metric(&*run, "predicted_recomputes_per_expiry"), expected, 1e-9);
    close(metric(&*run, "recomputes_per_expiry"), expected, 0.2);
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
fn a_line_of_waiting_readers_forgets_those_whose_patience_has_ended() {
    let (patience, pause) = (Time::from_millis(100), Time::from_millis(30));
    let read = |ms: u64| Read { at: Time::from_millis(ms), ..Read::default() };
    let mut line = Waiting::default();
    [0, 40, 100].iter().for_each(|&ms| line.push(read(ms), Time::from_millis(ms), patience));
    assert_eq!(line.len(), 3);
    line.push(read(141), Time::from_millis(141), patience);
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
    let cause = Read { at: started, ..Read::default() };
    Query { cause, background: false, token: 0, started }
}

/// Processor sharing: n queries on c slots take n/c times as long; a slot that comes free speeds the others up.
#[test]
fn queries_share_the_speed_of_the_database() {
    let mut database = Database::new(Time::from_millis(100), 2, 0);
    (0..4).for_each(|_| database.start(query(Time::ZERO)));
    assert_eq!(database.speed(), 0.5);
    assert_eq!(database.next_end(), Some(Time::from_millis(200)));
    // Half of the work of the fifth is done beside four others at 2/5 speed (the four have 50 ms of work left, which
    // takes 125 ms), the other 50 ms alone.
    let mut late = Database::new(Time::from_millis(100), 2, 0);
    (0..4).for_each(|_| late.start(query(Time::ZERO)));
    late.start(query(Time::from_millis(100)));
    (0..4)
        .for_each(|_| assert_eq!(late.next_end().zip(late.finish()).map(|(end, _)| end), Some(Time::from_millis(225))));
    assert_eq!(late.next_end(), Some(Time::from_millis(275)));
}

#[test]
fn a_limited_database_refuses_what_exceeds_its_connections_and_an_unlimited_one_does_not() {
    let mut limited = Database::new(Time::from_millis(100), 1, 50);
    let mut unlimited = Database::new(Time::from_millis(100), 0, 50);
    for _ in 0..50 {
        assert!(!limited.is_full());
        limited.start(query(Time::ZERO));
        unlimited.start(query(Time::ZERO));
    }
    assert!(limited.is_full() && !unlimited.is_full());
    assert_eq!(unlimited.next_end(), Some(Time::from_millis(100)));
}

/// A pause stops every query, and those that come meanwhile; one within another adds nothing.
#[test]
fn a_paused_database_answers_nothing_and_then_goes_on_where_it_was() {
    let ms = Time::from_millis;
    let mut database = Database::new(ms(100), 2, 0);
    database.start(query(Time::ZERO));
    database.pause(ms(40), ms(1_000));
    database.pause(ms(50), ms(10));
    assert_eq!(database.next_end(), Some(ms(1_100)));
    database.start(query(ms(500)));
    assert!(database.is_paused(ms(1_039)) && !database.is_paused(ms(1_040)));
    assert_eq!(database.next_end().zip(database.finish()).map(|(end, _)| end), Some(ms(1_100)));
    assert_eq!(database.next_end(), Some(ms(1_140)));
}
