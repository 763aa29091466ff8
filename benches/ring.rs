//! Look-ups in a ring, against the hashring crate on the same points; and what each strategy takes for one key.

use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use faultlines::engines::hash_ring::config::Config;
use faultlines::engines::hash_ring::hashing::{Hash as HashFunction, Names};
use faultlines::engines::hash_ring::membership::Membership;
use faultlines::engines::hash_ring::policy::Strategy;
use faultlines::engines::hash_ring::ring::Ring;
use faultlines::kernel::Seed;

#[path = "../tests/engines/hash_ring/given_hash.rs"]
mod given_hash;

use given_hash::{Given, Placed};

const NAMES: Names = Names { hash: HashFunction::Xxh3, seed: Seed(1) };
const KEYS: u32 = 10_000;

/// Nodes and points per node.
const RINGS: [(u8, u32); 2] = [(10, 100), (50, 200)];

fn main() {
    divan::main();
}

fn keys() -> Vec<u64> {
    (0..KEYS).map(|key| NAMES.key(key)).collect()
}

fn ring((nodes, vnodes): (u8, u32)) -> Ring {
    Ring::new(NAMES, Membership::new(nodes, true).members(), vnodes)
}

fn peer(ring: &Ring) -> hashring::HashRing<Placed, Given> {
    let mut peer = hashring::HashRing::with_hasher(Given(0));
    peer.batch_add(ring.points().iter().copied().map(Placed).collect());
    peer
}

#[divan::bench(args = RINGS)]
fn look_up_in_our_ring(bencher: Bencher, size: (u8, u32)) {
    let (ring, keys) = (ring(size), keys());
    let peer = peer(&ring);
    assert!(keys.iter().all(|key| ring.owner(*key) == peer.get(key).map(|point| point.0.owner).unwrap_or(u8::MAX)));
    bencher
        .counter(ItemsCount::new(KEYS))
        .bench_local(|| keys.iter().map(|&key| u64::from(ring.owner(black_box(key)))).sum::<u64>());
}

#[divan::bench(args = RINGS)]
fn look_up_in_the_hashring_crate(bencher: Bencher, size: (u8, u32)) {
    let (ring, keys) = (ring(size), keys());
    let peer = peer(&ring);
    bencher.counter(ItemsCount::new(KEYS)).bench_local(|| {
        keys.iter().filter_map(|key| peer.get(black_box(key))).map(|point| u64::from(point.0.owner)).sum::<u64>()
    });
}

#[divan::bench(args = [Strategy::Modulo, Strategy::Jump, Strategy::Ring, Strategy::Bounded, Strategy::Maglev, Strategy::Rendezvous])]
fn place_keys_on_fifty_nodes(bencher: Bencher, strategy: Strategy) {
    let config = Config { strategy, names: NAMES, vnodes: 200, epsilon: 0.25, table_size: 65_537, keys: KEYS };
    let cluster = Membership::new(50, strategy.knows_weights());
    let keys = keys();
    bencher.counter(ItemsCount::new(KEYS)).with_inputs(|| config.build(cluster.members())).bench_local_values(
        |mut placement| keys.iter().map(|&key| u64::from(placement.place(black_box(key)).owner)).sum::<u64>(),
    );
}
