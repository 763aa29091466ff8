//! Laws of the `replica-walk` engine: walks against a second way to find them, and what holds of every handover.

use crate::lab::{any_scenario, metric, scenario};
use faultlines::engines::replica_walk::cluster::Cluster;
use faultlines::engines::replica_walk::policy::Walk;
use faultlines::kernel::{Action, Seed};
use faultlines::parts::placements::{Hash, Names, NodeId};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

/// The copies of a key, found the slow way: the owners of all points in the order in which the key meets them, and of these
/// the next that the rule allows, again and again.
fn naive(cluster: &Cluster, key: u64, wanted: u32, rule: Walk) -> Vec<NodeId> {
    let mut points: Vec<(u64, NodeId)> =
        cluster.ring().points().iter().map(|point| (point.position.wrapping_sub(key), point.owner)).collect();
    points.sort_unstable();
    let owners: Vec<NodeId> = points.into_iter().map(|(_, owner)| owner).collect();
    if rule == Walk::Points {
        return owners.into_iter().take(wanted as usize).collect();
    }
    let mut distinct: Vec<NodeId> = Vec::new();
    owners.iter().for_each(|id| distinct.extend((!distinct.contains(id)).then_some(*id)));
    if rule == Walk::Machines {
        return distinct.into_iter().take(wanted as usize).collect();
    }
    // Cassandra's rule: a machine of a rack seen before is taken as long as copies outnumber racks by more than were so taken.
    let mut repeats = (wanted as usize).saturating_sub(cluster.racks().into());
    let mut list: Vec<NodeId> = Vec::new();
    for id in distinct {
        let is_new = list.iter().all(|other| cluster.rack_of(*other) != cluster.rack_of(id));
        if list.len() < wanted as usize && (is_new || repeats > 0) {
            repeats -= usize::from(!is_new);
            list.push(id);
        }
    }
    list
}

proptest! {
    #[test]
    fn a_walk_finds_what_the_slow_way_finds(
        (machines, racks, vnodes, wanted, seed, key) in (1u8..25, 1u8..7, 1u32..20, 1u32..6, any::<u32>(), any::<u64>())
    ) {
        let cluster = Cluster::new(Names { hash: Hash::Xxh3, seed: Seed(seed) }, machines, racks, vnodes);
        for rule in [Walk::Points, Walk::Machines, Walk::Racks] {
            let taken = cluster.walk(key, wanted, rule).into_iter().filter(|stop| stop.taken);
            prop_assert_eq!(taken.map(|stop| stop.machine).collect::<Vec<_>>(), naive(&cluster, key, wanted, rule));
        }
    }

    #[test]
    fn a_machine_that_joins_pushes_at_most_one_other_off_a_list(
        (machines, racks, vnodes, wanted, seed, key) in (3u8..25, 1u8..7, 1u32..20, 1u32..6, any::<u32>(), any::<u64>())
    ) {
        let names = Names { hash: Hash::Xxh3, seed: Seed(seed) };
        let [before, after] = [machines, machines + 1].map(|machines| Cluster::new(names, machines, racks, vnodes));
        let [old, new] = [&before, &after].map(|cluster| naive(cluster, key, wanted.min(machines.into()), Walk::Machines));
        let kept = new.iter().filter(|id| old.contains(id)).count();
        prop_assert!(kept >= old.len() - 1);
        prop_assert!(new.iter().all(|id| old.contains(id) || *id == machines));
    }

    #[test]
    fn a_careful_handover_loses_no_write_and_serves_no_old_one(
        scenario in any_scenario("replica-walk", |_| None, Just(Vec::new())),
        handover in prop_oneof![Just("dual"), Just("copy-first")],
    ) {
        let mut scenario = scenario;
        scenario.set_param("happens", "roll-out").unwrap();
        scenario.set_param("handover", handover).unwrap();
        let report = scenario.report();
        for name in ["stale_reads", "empty_reads", "unanswered"] {
            prop_assert_eq!(metric(&report, name), 0.0, "{}", name);
        }
    }

    #[test]
    fn copies_in_two_racks_survive_the_loss_of_one(
        scenario in any_scenario("replica-walk", |_| None, Just(Vec::new())),
        rack in 0u32..6,
    ) {
        let mut scenario = scenario;
        for (name, value) in [("walk", "racks"), ("happens", "nothing")] {
            scenario.set_param(name, value).unwrap();
        }
        scenario.act(Action { at_ms: 1_000, verb: "lose-rack", target: rack, value: None });
        prop_assume!(scenario.params.count("racks") > 1 && scenario.params.count("copies") > 1);
        prop_assert_eq!(metric(&scenario.report(), "lost_keys"), 0.0);
    }
}

#[test]
fn clients_with_two_lists_read_nothing_and_the_past() {
    let report = scenario("replica-walk", &[("happens", "roll-out"), ("copies", "1")]).report();
    assert!(metric(&report, "empty_reads") > 0.0 && metric(&report, "stale_reads") > 0.0);
    assert!(metric(&report, "behind_keys") > 0.0);
    // A tenth of the keys has another owner, give or take the luck of eight points.
    assert!((0.02..0.25).contains(&metric(&report, "split_fraction")));
    assert_eq!(metric(&report, "extra_requests"), 0.0);
}

/// The copies of all keys on a ring of `machines`, from a run that loses nothing.
fn shared(settings: &[(&str, &str)]) -> f64 {
    let scenario: Scenario = scenario("replica-walk", settings);
    metric(&scenario.report(), "shared_fraction")
}

#[test]
fn only_a_walk_that_counts_points_puts_two_copies_on_one_machine() {
    assert!(shared(&[("walk", "points")]) > 0.1);
    assert_eq!(shared(&[("walk", "machines")]), 0.0);
    assert_eq!(shared(&[("walk", "racks")]), 0.0);
}

#[test]
fn a_lost_rack_takes_what_draws_without_replacement_say() {
    // Rings differ widely: the standard deviation of one is some 60 % of the mean, of the mean of 200 some 5 %.
    for (walk, within) in [("machines", 0.2), ("points", 0.2)] {
        let run = scenario(
            "replica-walk",
            &[("walk", walk), ("vnodes", "16"), ("keys", "500"), ("duration_s", "4"), ("requests_per_s", "10")],
        );
        let reports: Vec<_> = (1..=200).map(|seed| Scenario { seed: Seed(seed), ..run.clone() }.report()).collect();
        let lost: f64 = reports.iter().map(|report| metric(report, "lost_fraction")).sum::<f64>() / 200.0;
        let expected = metric(&reports[0], "expected_lost_fraction");
        assert!((lost / expected - 1.0).abs() < within, "{walk}: {lost}, expected {expected}");
    }
}
