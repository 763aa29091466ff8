//! The same placements as independent crates compute, where they can be given the same hash.

use faultlines::kernel::Seed;
use faultlines::parts::placements::Membership;
use faultlines::parts::placements::Placement as _;
use faultlines::parts::placements::numbered::jump;
use faultlines::parts::placements::rendezvous::Rendezvous;
use faultlines::parts::placements::ring::Ring;
use faultlines::parts::placements::{Hash as HashFunction, Names};
use jumphash::CustomJumpHasher;

use super::placed::Placed;
use crate::given_hash::Given;

const NAMES: Names = Names { hash: HashFunction::Xxh3, seed: Seed(3) };

#[test]
fn a_ring_agrees_with_the_hashring_crate_on_every_key() {
    for (nodes, vnodes) in [(1, 1), (3, 1), (10, 100), (50, 20)] {
        let ours = Ring::new(NAMES, Membership::new(nodes, true).members(), vnodes);
        let mut theirs = hashring::HashRing::with_hasher(Given::default());
        theirs.batch_add(ours.points().iter().copied().map(Placed).collect());
        let edges = [0, u64::MAX].into_iter().chain(ours.points().iter().map(|point| point.position));
        for key in (0..20_000).map(|key| NAMES.key(key)).chain(edges) {
            assert_eq!(ours.owner(key), theirs.get(&key).unwrap().0.owner, "{nodes} × {vnodes}, key {key:x}");
        }
    }
}

#[test]
fn jump_agrees_with_the_jumphash_crate_on_every_key() {
    let theirs = CustomJumpHasher::new(Given::default());
    for key in (0..5_000).map(|key| NAMES.key(key)) {
        for buckets in [1, 2, 10, 11, 100, 65_537] {
            assert_eq!(jump(key, buckets), theirs.slot(&key, buckets), "jump({key:x}, {buckets})");
        }
    }
}

/// Their mixing of key and node is another, so owners differ; the distribution and the movement must not.
#[test]
fn rendezvous_spreads_and_moves_as_the_hrw_hash_crate_does() {
    const KEYS: u32 = 20_000;
    let owners_theirs = |nodes: u64| -> Vec<u64> {
        let nodes = hrw_hash::HrwNodes::new(0..nodes);
        (0..KEYS).map(|key| *nodes.sorted(&key).next().unwrap()).collect()
    };
    let owners_ours = |nodes| -> Vec<u64> {
        let mut ours = Rendezvous::new(NAMES, Membership::new(nodes, true).members());
        (0..KEYS).map(|key| ours.place(NAMES.key(key)).owner.into()).collect()
    };
    for (before, after) in [(owners_theirs(10), owners_theirs(11)), (owners_ours(10), owners_ours(11))] {
        // Pearson's chi-square against even loads, 9 degrees of freedom: 27.88 is the 99.9th percentile.
        let fair = f64::from(KEYS) / 10.0;
        let loads = (0..10).map(|node| before.iter().filter(|&&owner| owner == node).count() as f64);
        let chi_square: f64 = loads.map(|load| (load - fair) * (load - fair) / fair).sum();
        assert!(chi_square < 27.88, "{chi_square}");
        let moved: Vec<u64> = before.iter().zip(&after).filter(|(old, new)| old != new).map(|(_, new)| *new).collect();
        assert!(moved.iter().all(|&owner| owner == 10));
        let fraction = moved.len() as f64 / f64::from(KEYS);
        assert!((fraction - 1.0 / 11.0).abs() < 0.007, "{fraction}");
    }
}
