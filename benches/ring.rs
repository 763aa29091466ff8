//! Look-ups in a ring, against the hashring crate on the same points; and what each strategy takes for one key.

use std::hint::black_box;

use faultlines::kernel::Seed;
use faultlines::parts::placements::Config;
use faultlines::parts::placements::Membership;
use faultlines::parts::placements::Strategy;
use faultlines::parts::placements::ring::Ring;
use faultlines::parts::placements::{Hash as HashFunction, Names};

#[path = "common/ratio.rs"]
mod ratio;

#[path = "../tests/common/given_hash.rs"]
mod given_hash;
#[path = "../tests/engines/hash_ring/placed.rs"]
mod placed;

use given_hash::Given;
use placed::Placed;
use ratio::{alone, compare};

const NAMES: Names = Names { hash: HashFunction::Xxh3, seed: Seed(1) };
const KEYS: u32 = 10_000;

/// Nodes and points per node.
const RINGS: [(u8, u32); 2] = [(10, 100), (50, 200)];

fn main() {
    for size in RINGS {
        look_up(size);
    }
    for strategy in
        [Strategy::Modulo, Strategy::Jump, Strategy::Ring, Strategy::Bounded, Strategy::Maglev, Strategy::Rendezvous]
    {
        place(strategy);
    }
}

fn keys() -> Vec<u64> {
    (0..KEYS).map(|key| NAMES.key(key)).collect()
}

/// The owner of every key, asked of both rings.
fn look_up((nodes, vnodes): (u8, u32)) {
    let ring = Ring::new(NAMES, Membership::new(nodes, true).members(), vnodes);
    let mut peer = hashring::HashRing::with_hasher(Given::default());
    peer.batch_add(ring.points().iter().copied().map(Placed).collect());
    let keys = keys();
    assert!(keys.iter().all(|key| ring.owner(*key) == peer.get(key).map(|point| point.0.owner).unwrap_or(u8::MAX)));
    compare(
        &format!("look-ups, {nodes} nodes × {vnodes} points"),
        KEYS,
        || keys.iter().map(|&key| u64::from(ring.owner(black_box(key)))).sum::<u64>(),
        "hashring",
        || keys.iter().filter_map(|key| peer.get(black_box(key))).map(|point| u64::from(point.0.owner)).sum::<u64>(),
    );
}

/// Keys on fifty nodes, the placement built anew each time.
fn place(strategy: Strategy) {
    let config = Config { strategy, names: NAMES, vnodes: 200, epsilon: 0.25, table_size: 65_537, keys: KEYS };
    let cluster = Membership::new(50, strategy.knows_weights());
    let keys = keys();
    alone(&format!("build and place on 50 nodes, {strategy:?}"), KEYS, || {
        let mut placement = config.build(cluster.members());
        keys.iter().map(|&key| u64::from(placement.place(black_box(key)).owner)).sum::<u64>()
    });
}
