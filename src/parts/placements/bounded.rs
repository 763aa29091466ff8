//! Consistent hashing with bounded loads (Mirrokni, Thorup & Zadimoghaddam, SODA 2018, arXiv 1608.01350).
//!
//! With `m` keys on `n` nodes no node takes more than `⌈(1+ε)·m/n⌉`; a key whose node is full walks on to the first that
//! is not. Keys are always laid in the same order, so the placement depends on the membership and not on its history.

use super::band::Arc;
use super::membership::Member;
use super::placement::{Assignment, Placement};
use super::ring::Ring;

/// A ring whose nodes have a capacity.
pub struct Bounded {
    ring: Ring,
    /// The room left, by node number.
    room: Vec<u32>,
}

impl Bounded {
    /// Capacities for `keys` keys with slack `epsilon`, in proportion to the weights of the members that are up.
    pub fn new(ring: Ring, members: &[Member], keys: u32, epsilon: f64) -> Self {
        let mut room = vec![0; members.iter().map(|member| usize::from(member.id) + 1).max().unwrap_or(0)];
        let up = || members.iter().filter(|member| member.up);
        let total: f64 = up().map(|member| member.weight).sum();
        for member in up() {
            room[usize::from(member.id)] = capacity(f64::from(keys) * member.weight / total, epsilon);
        }
        Self { ring, room }
    }
}

/// `⌈(1+ε)·share⌉`, where a share that is whole but for rounding counts as whole.
pub fn capacity(share: f64, epsilon: f64) -> u32 {
    ((1.0 + epsilon) * share * (1.0 - 1e-12)).ceil() as u32
}

impl Placement for Bounded {
    fn place(&mut self, key: u64) -> Assignment {
        let points = self.ring.points();
        let first = self.ring.first_at_or_after(key);
        for passed in 0..points.len() {
            let point = points[(first + passed) % points.len()];
            let room = &mut self.room[usize::from(point.owner)];
            if *room > 0 {
                *room -= 1;
                return Assignment { owner: point.owner, at: Some(point.position), passed: passed as u32 };
            }
        }
        unreachable!("the capacities add up to at least the number of keys");
    }

    fn entries(&self) -> u32 {
        self.ring.entries()
    }

    fn band(&self) -> Vec<Arc> {
        self.ring.band()
    }

    fn cost(&self) -> u32 {
        4
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_whole_share_is_not_rounded_up() {
        // 1.1 × 1000 is 1100.0000000000002 in binary.
        assert_eq!(capacity(1000.0, 0.1), 1100);
        assert_eq!(capacity(1000.0 / 3.0, 0.0), 334);
        assert_eq!(capacity(100.0, 0.25), 125);
    }
}
