//! Strategies that number the nodes `0..n` and compute a number: modulo, and jump consistent hash.
//!
//! Both count a failed node, so that the others keep their numbers, and send its keys on by hashing them again with the
//! attempt's number until they meet a node that is up, as memcached clients do. Neither can lose a node from the middle:
//! the nodes behind it move up by one. Jump hash is consistent only when the highest number comes or goes.

use super::hashing::Hash;
use super::membership::{Member, NodeId};
use super::placement::{Assignment, Placement};

/// How often a key is hashed again before the next node that is up takes it. Only a weak hash comes so far.
const MAX_ATTEMPTS: u64 = 64;

/// Nodes by number, and the function that computes a number.
pub struct Numbered {
    number: fn(u64, u32) -> u32,
    hash: Hash,
    members: Vec<Member>,
}

impl Numbered {
    /// `hash mod n`.
    pub fn modulo(hash: Hash, members: &[Member]) -> Self {
        Self { number: |key, count| (key % u64::from(count)) as u32, hash, members: members.to_vec() }
    }

    /// Jump consistent hash.
    pub fn jump(hash: Hash, members: &[Member]) -> Self {
        Self { number: jump, hash, members: members.to_vec() }
    }

    fn owner(&self, key: u64) -> NodeId {
        let count = self.members.len() as u32;
        let mut digest = key;
        for attempt in 1..=MAX_ATTEMPTS {
            let member = self.members[(self.number)(digest, count) as usize];
            if member.up {
                return member.id;
            }
            digest = self.hash.pair(key, attempt);
        }
        let start = (self.number)(digest, count) as usize;
        let mut round = self.members.iter().cycle().skip(start);
        round.find(|member| member.up).expect("at least one node is up").id
    }
}

impl Placement for Numbered {
    fn place(&mut self, key: u64) -> Assignment {
        Assignment { owner: self.owner(key), at: None, passed: 0 }
    }

    fn entries(&self) -> u32 {
        self.members.len() as u32
    }
}

/// Jump consistent hash: the bucket of a key among `0..buckets` (Lamping & Veach 2014, figure 1). When a bucket is added
/// a key stays, or jumps to the new one, with no table at all.
///
/// # Panics
/// If there are no buckets.
pub fn jump(key: u64, buckets: u32) -> u32 {
    assert!(buckets > 0, "a key needs a bucket");
    let mut state = key;
    let (mut bucket, mut next) = (0, 0i64);
    while next < i64::from(buckets) {
        bucket = next;
        state = state.wrapping_mul(2_862_933_555_777_941_757).wrapping_add(1);
        let draw = (1u64 << 31) as f64 / ((state >> 33) + 1) as f64;
        next = ((bucket + 1) as f64 * draw) as i64;
    }
    bucket as u32
}
