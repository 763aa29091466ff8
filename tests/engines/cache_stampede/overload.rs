//! Overload that outlives its cause: clients that try again, loads that go up and come down, a cache that starts empty.

use faultlines::kernel::{Action, Simulation, Value};

use super::papers::{metric, scenario, stampede};
use crate::lab::close;

/// A run with actions that take a value.
fn run(settings: &[(&str, &str)], actions: &[(u32, &'static str, f64)]) -> Box<dyn Simulation> {
    let mut scenario = scenario(settings);
    for &(at_ms, verb, value) in actions {
        scenario.act(Action { at_ms, verb, target: 0, value: Some(Value::Number(value)) });
    }
    scenario.run()
}

/// An expiry of an idle database far below the load at which it tips is healed, far above it never.
#[test]
fn an_expiry_tips_the_system_over_at_the_load_of_the_closed_form() {
    for timeout in ["500", "2000", "4000"] {
        for retries in ["0", "2"] {
            let settings = [("timeout_ms", timeout), ("retries", retries), ("ttl_ms", "10000"), ("duration_s", "20")];
            let tip = metric(&*run(&settings, &[]), "predicted_tip_reads_per_s");
            let recovers = |share: f64| {
                let reads = (share * tip).to_string();
                let run = run(&[&settings[..], &[("reads_per_s", &reads)]].concat(), &[]);
                metric(&*run, "recovered") == 1.0
            };
            assert!(recovers(0.7), "timeout {timeout}, {retries} retries");
            assert!(!recovers(1.4), "timeout {timeout}, {retries} retries");
        }
    }
}

/// Bronson et al. 2021, §2.1: with r retries a system that is stuck recovers below 1/(1 + r) of its capacity, with a budget
/// of a tenth below 1/1.1 of it. A pause before the retries does not change that.
#[test]
fn a_stuck_system_recovers_at_the_load_of_the_closed_form() {
    let clients: [&[(&str, &str)]; 6] = [
        &[("retries", "0")],
        &[("retries", "1")],
        &[("retries", "2")],
        &[("retries", "2"), ("retry_after_ms", "5000")],
        &[("retries", "2"), ("retry_budget", "0.1")],
        &[("retries", "10"), ("retry_budget", "0.1")],
    ];
    for clients in clients {
        let settings = [&[("reads_per_s", "3000"), ("ttl_ms", "1000"), ("duration_s", "500")], clients].concat();
        let law =
            metric(&*run(&[&settings[..], &[("duration_s", "1")]].concat(), &[]), "predicted_recovery_reads_per_s");
        let recovers = |share: f64| {
            let run = run(&settings, &[(30_000, "set-reads", share * law)]);
            assert!(metric(&*run, "tip_reads_per_s") == 3_000.0, "it was stuck: {clients:?}");
            metric(&*run, "recovered") == 1.0
        };
        assert!(recovers(0.85), "{clients:?}");
        assert!(!recovers(1.1), "{clients:?}");
    }
}

/// 150 reads a second, which the database could answer without a cache: after a pause of three seconds retries alone keep it
/// down, until the load is lower for a while.
#[test]
fn a_pause_is_over_and_retries_keep_the_database_down() {
    let settings = [("reads_per_s", "150"), ("retries", "2"), ("duration_s", "300")];
    let calm = run(&settings, &[]);
    assert_eq!((metric(&*calm, "failed_fraction"), metric(&*calm, "attempts_per_read")), (0.0, 1.0));
    let pause = (20_000, "pause-database", 3_000.0);
    let stuck = run(&settings, &[pause]);
    assert_eq!(metric(&*stuck, "recovered"), 0.0);
    close(metric(&*stuck, "attempts_per_read"), 2.9, 0.1);
    let lowered = run(&settings, &[pause, (40_000, "set-reads", 40.0), (200_000, "set-reads", 150.0)]);
    assert_eq!(metric(&*lowered, "recovered"), 1.0);
    assert_eq!(metric(&*lowered, "recovery_reads_per_s"), 40.0);
    for remedy in [("retries", "0"), ("retry_budget", "0.1")] {
        let healed = run(&[&settings[..], &[remedy]].concat(), &[pause]);
        assert_eq!(metric(&*healed, "recovered"), 1.0, "{remedy:?}");
    }
}

/// Few enough connections end every query in time: there is no second state to be stuck in, and no load is predicted for it.
#[test]
fn connections_for_one_timeout_leave_nothing_to_be_stuck_in() {
    let settings = [("reads_per_s", "500"), ("retries", "2"), ("max_connections", "390"), ("duration_s", "100")];
    let few = run(&settings, &[(20_000, "pause-database", 5_000.0)]);
    assert_eq!(metric(&*few, "recovered"), 1.0);
    assert!(few.report().get("predicted_recovery_reads_per_s").is_none());
}

/// Up and down in one run: it tips near the one load and recovers only below the other.
#[test]
fn the_way_down_is_not_the_way_up() {
    let loop_of = |more: &[(&str, &str)]| {
        let base = [
            ("reads_per_s", "20"),
            ("peak_reads_per_s", "1500"),
            ("retries", "2"),
            ("ttl_ms", "2000"),
            ("max_connections", "2500"),
            ("duration_s", "600"),
        ];
        let run = run(&[&base[..], more].concat(), &[]);
        let loads = ["tip_reads_per_s", "recovery_reads_per_s"].map(|name| metric(&*run, name));
        let laws = ["predicted_tip_reads_per_s", "predicted_recovery_reads_per_s"].map(|name| metric(&*run, name));
        let measures = stampede(&*run).measures();
        let peak = measures.seconds.iter().map(|second| second.load).max();
        assert!(peak.is_some_and(|peak| (1_480..=1_500).contains(&peak)), "{peak:?}");
        (loads, laws)
    };
    let ([tip, recovery], [tip_law, recovery_law]) = loop_of(&[]);
    // Of many expiries one tips it before the load at which half of them do; the backlog has to drain before it recovers.
    assert!((0.7..1.1).contains(&(tip / tip_law)), "{tip} of {tip_law}");
    assert!((0.4..1.0).contains(&(recovery / recovery_law)), "{recovery} of {recovery_law}");
    let ([_, with_budget], _) = loop_of(&[("retry_budget", "0.1")]);
    assert!(with_budget > 2.0 * recovery, "{with_budget} with a budget, {recovery} without");
}

#[test]
fn a_load_that_is_set_holds_from_then_on() {
    for arrivals in ["steady", "burst"] {
        let run = run(&[("arrivals", arrivals), ("duration_s", "30")], &[(10_500, "set-reads", 4_000.0)]);
        let measures = stampede(&*run).measures();
        let reads: Vec<u32> = measures.seconds.iter().map(|second| second.reads).collect();
        // Poisson, within five deviations.
        assert!(reads[..10].iter().all(|&reads| reads.abs_diff(1_000) < 160), "{arrivals}: {reads:?}");
        assert!(reads[11..30].iter().all(|&reads| reads.abs_diff(4_000) < 317), "{arrivals}: {reads:?}");
    }
}

/// Ten thousand keys, each to be loaded once, and twice as many reads as the database can answer.
#[test]
fn an_empty_cache_recovers_if_readers_share_a_query_or_are_let_in_slowly() {
    let cold = [
        ("start", "empty"),
        ("keys", "10000"),
        ("zipf_exponent", "0"),
        ("ttl_ms", "600000"),
        ("recompute_ms", "20"),
        ("reads_per_s", "2000"),
        ("duration_s", "60"),
    ];
    let run = |more: &[(&str, &str)]| run(&[&cold[..], more].concat(), &[]);
    let at_once = run(&[]);
    assert_eq!(metric(&*at_once, "recovered"), 0.0);
    let shared = run(&[("strategy", "singleflight")]);
    assert_eq!(metric(&*shared, "recovered"), 1.0);
    let slowly = run(&[("warm_up_s", "20")]);
    assert_eq!((metric(&*slowly, "recovered"), metric(&*slowly, "failed_fraction")), (1.0, 0.0));
    // Half of the readers of 20 s of 60.
    close(metric(&*slowly, "turned_away_fraction"), 1.0 / 6.0, 0.01);
}
