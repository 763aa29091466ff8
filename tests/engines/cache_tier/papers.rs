//! The incident, number by number: the storm after a join, the load that does not go away, the stale reads after a rollback.

use crate::lab;
use crate::lab::{close, metric, with};
use faultlines::engines::cache_tier::theory::moved_fraction;
use faultlines::engines::cache_tier::{CacheTier, SPEC};
use faultlines::kernel::{Action, Report, Simulation as _, Time};
use faultlines::parts::placements::{MAX_NODES, Strategy};
use faultlines::scenario::Scenario;

const STRATEGIES: [&str; 6] = ["modulo", "ring", "rendezvous", "jump", "maglev", "bounded"];

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("cache-tier", settings)
}

fn report(settings: &[(&str, &str)]) -> Report {
    scenario(settings).report()
}

fn run(scenario: &Scenario) -> CacheTier {
    lab::run(scenario)
}

#[test]
fn modulo_moves_all_but_the_remainders_that_agree_and_the_ring_what_the_new_node_holds() {
    for (before, after, moved) in
        [(10, 11, 10.0 / 11.0), (10, 20, 0.5), (11, 10, 10.0 / 11.0), (100, 101, 100.0 / 101.0), (4, 6, 2.0 / 3.0)]
    {
        close(moved_fraction(Strategy::Modulo, before, after).unwrap(), moved, 1e-12);
    }
    for consistent in [Strategy::Ring, Strategy::Rendezvous, Strategy::Jump] {
        close(moved_fraction(consistent, 10, 11).unwrap(), 1.0 / 11.0, 1e-12);
        close(moved_fraction(consistent, 11, 10).unwrap(), 1.0 / 11.0, 1e-12);
    }
    assert_eq!(moved_fraction(Strategy::Maglev, 10, 11), None);
}

#[test]
fn the_fraction_that_moves_and_the_hits_that_are_left_are_those_of_theory() {
    for strategy in STRATEGIES {
        let report = report(&[("strategy", strategy), ("keys", "50000"), ("duration_s", "12"), ("entries", "20000")]);
        let Some(moved) = report.get("predicted_moved_fraction") else {
            assert!(["maglev", "bounded"].contains(&strategy), "{strategy} has a closed form");
            continue;
        };
        // The share of a node with 100 points is spread by a tenth of itself.
        close(metric(&report, "moved_fraction_change_1"), moved, 0.02);
        let hits = metric(&report, "hit_fraction_at_once_change_1");
        let before = metric(&report, "hit_fraction_before");
        close(hits, before * (1.0 - metric(&report, "moved_reads_fraction_change_1")), 1e-12);
        // Some 500 reads: three standard errors beside the spread of the share.
        close(metric(&report, "hit_fraction_after_change_1"), hits, 0.02 + 3.0 * (hits * (1.0 - hits) / 500.0).sqrt());
        close(metric(&report, "db_load_at_once_per_s_change_1"), 5_000.0 * (1.0 - hits), 1e-6);
    }
}

/// The chapter's incident and its twin: the same reads, and only one of them overloads the database.
#[test]
fn by_default_modulo_raises_a_storm_and_the_ring_hardly_a_breeze() {
    let (modulo, ring) = (report(&[]), report(&[("strategy", "ring")]));
    assert_eq!(metric(&modulo, "reads"), metric(&ring, "reads"));
    assert!(metric(&modulo, "db_load_peak_over_capacity") > 5.0, "{modulo}");
    assert!(metric(&modulo, "hit_fraction_min") < 0.25 && metric(&modulo, "hit_fraction_before") > 0.98, "{modulo}");
    assert!(metric(&modulo, "refused_reads") > 5_000.0, "{modulo}");
    // The refilling takes as long as the database needs for the keys that moved, and longer for the repeats among them.
    let least_s = 0.9 * 5_000.0 / 750.0;
    let recovery_s = metric(&modulo, "recovery_s_change_1");
    assert!((least_s..3.0 * least_s).contains(&recovery_s), "{modulo}");
    assert!(metric(&ring, "db_load_peak_over_capacity") < 0.8, "{ring}");
    assert_eq!(metric(&ring, "failed_fraction"), 0.0);
    assert!(metric(&ring, "recovery_s_change_1") < 3.0, "{ring}");
    let kinds = |scenario: &Scenario| {
        let run = run(scenario);
        let told = |kind| run.trace().events().iter().filter(|event| event.kind == kind).count();
        [told("saturated"), told("caught-up"), told("stale")]
    };
    assert_eq!(kinds(&scenario(&[])), [1, 1, 1]);
    assert_eq!(kinds(&scenario(&[("strategy", "ring")])), [0, 0, 1]);
}

/// Monotonicity (Karger et al. 1997), as the caches see it: where nothing expires or is written, only the new node misses.
#[test]
fn under_consistent_placements_only_the_new_node_misses() {
    for strategy in ["ring", "rendezvous", "jump"] {
        let run =
            run(&scenario(&[("strategy", strategy), ("writes_per_s", "0"), ("ttl_ms", "0"), ("duration_s", "15")]));
        for window in &run.measures().windows {
            let missing = |node: usize| window.nodes.get(node).is_some_and(|node| node.hits < node.reads);
            assert!(!(0..10).any(missing), "{strategy}: an old node misses by {}", window.until);
        }
        assert!(run.measures().total.hits < run.measures().total.reads);
    }
}

/// A line longer than the readers' patience: every answer comes too late to fill a cache, so the misses stay and the line
/// stays long (Bronson et al., "Metastable Failures in Distributed Systems", HotOS 2021). Coalesced misses end it: the
/// readers who came last are still there when the answer comes.
#[test]
fn a_queue_longer_than_patience_keeps_the_storm_alive_until_the_rollback() {
    let long = scenario(&[("db_queue_limit", "5000")]);
    let stuck = long.report();
    assert_eq!(stuck.get("recovery_s_change_1"), None, "{stuck}");
    assert!(metric(&stuck, "timed_out_reads") > 10_000.0, "{stuck}");
    assert!(metric(&stuck, "recovery_s_change_2") > 0.0, "{stuck}");
    let coalesced = with(&long, &[("coalesce", "on")]).report();
    assert!(metric(&coalesced, "recovery_s_change_1") < 15.0, "{coalesced}");
    assert!(metric(&coalesced, "coalesced_reads") > 1_000.0, "{coalesced}");
}

/// Stale is what moved away, was written meanwhile, and came back: of K keys each is written in T seconds with the
/// probability 1 − exp(−wT/K).
#[test]
fn a_rollback_brings_back_what_was_overwritten_meanwhile() {
    for on_write in ["invalidate", "refresh"] {
        let run = run(&scenario(&[
            ("writes_per_s", "100"),
            ("on_write", on_write),
            ("roll_back_at_s", "20"),
            ("duration_s", "21"),
        ]));
        let stale = |from: usize, to: usize| {
            run.measures().windows[from..to].iter().map(|window| window.counts.stale).sum::<u64>() as f64
        };
        assert_eq!(stale(0, 200), 0.0, "stale before the rollback");
        let expected = 5_000.0 * (10.0 / 11.0) * (1.0 - (-100.0 * 10.0 / 5_000.0f64).exp());
        // In the second after it a few of the copies are overwritten again, which deletes them.
        close(stale(200, 210), expected, 0.1 * expected);
    }
}

#[test]
fn the_less_a_placement_moves_the_less_comes_back_stale() {
    let stale = |strategy| metric(&report(&[("strategy", strategy), ("writes_per_s", "50")]), "stale_reads");
    assert!(stale("modulo") > 5.0 * stale("ring"));
}

#[test]
fn stale_copies_are_gone_after_a_time_to_live() {
    let run =
        run(&scenario(&[("ttl_ms", "8000"), ("writes_per_s", "100"), ("roll_back_at_s", "13"), ("duration_s", "25")]));
    let last = run.measures().windows.iter().filter(|window| window.counts.stale > 0).map(|window| window.until).max();
    let last = last.expect("something is stale");
    // Nobody stored a copy at an old node after the join at 10 s.
    assert!(last > Time::from_millis(14_000) && last <= Time::from_millis(18_100), "{last}");
}

#[test]
fn a_node_that_was_cut_off_answers_from_what_it_held() {
    let mut flapping =
        scenario(&[("strategy", "ring"), ("join_at_s", "0"), ("writes_per_s", "100"), ("duration_s", "20")]);
    flapping.act(Action { at_ms: 5_000, verb: "fail-node", target: 3, value: None });
    let failed_only = flapping.report();
    assert_eq!(metric(&failed_only, "stale_reads"), 0.0);
    flapping.act(Action { at_ms: 15_000, verb: "restore-node", target: 3, value: None });
    let run = run(&flapping);
    assert!(run.measures().total.stale > 100);
    for window in &run.measures().windows {
        assert!(window.nodes.iter().enumerate().all(|(node, counts)| node == 3 || counts.stale == 0));
    }
    let told = run.trace().events().iter().find(|event| event.kind == "stale").map(|event| SPEC.say(event));
    assert!(told.is_some_and(|told| told.starts_with("Node 3 answers key ")));
}

#[test]
fn a_rollback_takes_back_the_last_join_and_one_after_it_the_join_before() {
    let mut twice = scenario(&[("join_at_s", "1"), ("roll_back_at_s", "0"), ("duration_s", "6")]);
    for (at_ms, verb) in [(2_000, "add-node"), (3_000, "roll-back"), (4_000, "roll-back"), (5_000, "roll-back")] {
        twice.act(Action { at_ms, verb, target: 0, value: None });
    }
    let run = run(&twice);
    let sizes: Vec<u32> = run.epochs().iter().map(|epoch| epoch.up()).collect();
    assert_eq!(sizes, [10, 11, 12, 11, 10]);
    assert!(run.epochs()[3].members.iter().any(|member| member.id == 10));
    assert_eq!(run.trace().events().iter().filter(|event| event.kind == "ignored").count(), 1);
}

/// As large as a run may be: it is stopped neither by its nodes nor by its keys.
#[test]
fn every_node_number_may_be_used() {
    let mut many = scenario(&[("keys", "200"), ("reads_per_s", "10"), ("join_at_s", "0"), ("duration_s", "2")]);
    for step in 0..u32::from(MAX_NODES) {
        many.act(Action { at_ms: step, verb: "add-node", target: 0, value: None });
    }
    let run = run(&many);
    assert_eq!(run.epochs().last().unwrap().up(), u32::from(MAX_NODES));
    assert_eq!(run.trace().events().iter().filter(|event| event.kind == "ignored").count(), 10);
}
