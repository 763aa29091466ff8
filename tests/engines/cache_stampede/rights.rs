//! The right to recompute: locks, leases (Nishtala et al., "Scaling Memcache at Facebook", NSDI 2013, §3.2.1) and their
//! known mistakes.

use faultlines::kernel::{Action, Time};
use faultlines::scenario::Scenario;

use super::papers::{metric, scenario, stampede};
use crate::lab;
use crate::lab::close;

/// The mistake of taking the wait for a lock into δ.
#[test]
fn the_cost_kept_with_a_value_is_the_query_alone() {
    let settings = [("strategy", "lock"), ("crash_probability", "0.5"), ("database_capacity", "0")];
    let run = scenario(&settings).run();
    assert!(metric(&*run, "locks_expired") >= 1.0, "a reader waited for the lock of a dead one");
    let took = stampede(&*run).entries()[0].value.expect("the key was filled").took;
    assert_eq!(took, Time::from_millis(100));
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

#[test]
fn a_value_that_comes_as_its_right_ends_is_stored() {
    for (lock_timeout_ms, times) in [("100", 1.0), ("50", 2.0), ("20", 5.0)] {
        let exact = [("database_capacity", "0"), ("lock_timeout_ms", lock_timeout_ms), ("retry_ms", "10")];
        for strategy in ["lock", "swr", "refresh-ahead", "lease"] {
            let report = scenario(&[&exact[..], &[("strategy", strategy)]].concat()).report();
            let predicted = (strategy != "lease" || times == 1.0).then_some(times);
            assert_eq!(report.get("predicted_recomputes_per_expiry"), predicted, "{strategy} {lock_timeout_ms}");
            if let Some(times) = predicted {
                close(lab::metric(&report, "recomputes_per_expiry"), times, 0.05 * times);
            }
        }
    }
}

/// A lease that runs out is said as such: by each value that is refused, and by the number of recomputations in vain.
#[test]
fn a_lease_that_never_gets_through_is_said_as_such() {
    let of = |lock_timeout_ms| {
        let settings = [("strategy", "lease"), ("recompute_ms", "900"), ("database_capacity", "0"), ("retry_ms", "10")];
        scenario(&[&settings[..], &[("lock_timeout_ms", lock_timeout_ms)]].concat())
    };
    let said = |scenario: &Scenario| -> Vec<String> {
        let run = scenario.run();
        let refused = run.trace().events().iter().filter(|event| event.kind == "refused-set");
        refused.map(|event| scenario.lab.spec.say(event)).collect()
    };
    let remark = |scenario: &Scenario| scenario.report().metrics[0].remark.clone();
    let (short, long) = (of("300"), of("1000"));
    assert_eq!(remark(&short).as_deref(), Some("no value was stored: no lease got through"));
    let refusals = said(&short);
    assert!(refusals.len() > 100 && refusals.iter().all(|said| said.ends_with("ran out before its value came")));
    assert_eq!((remark(&long), said(&long).len()), (None, 0));
    // A write that overtakes the recomputation is another reason, and is told as that.
    let mut written = of("0");
    written.act(Action { at_ms: 10_500, verb: "expire-key", target: 0, value: None });
    let refusals = said(&written);
    assert!(
        !refusals.is_empty() && refusals.iter().all(|said| said.ends_with("a write has made void")),
        "{refusals:?}"
    );
}

/// From one expiry to the next: the time to live and δ where one recomputes. Where all do, those who ask until the first
/// value is there store theirs up to δ later, and each renews the time to live.
#[test]
fn a_late_recomputation_renews_the_time_to_live() {
    let gap_ms = |strategy| {
        let settings = [
            ("strategy", strategy),
            ("ttl_ms", "1000"),
            ("recompute_ms", "100"),
            ("database_capacity", "0"),
            ("reads_per_s", "5000"),
            ("duration_s", "10"),
        ];
        let run = scenario(&settings).run();
        let refills = run.trace().events().iter().filter(|event| event.kind == "refill");
        let at_ms: Vec<f64> = refills.map(|event| event.at.as_millis()).collect();
        (at_ms[3] - at_ms[0]) / 3.0
    };
    close(gap_ms("lock"), 1_100.0, 2.0);
    close(gap_ms("none"), 1_200.0, 2.0);
}
