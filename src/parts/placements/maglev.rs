//! The look-up table of the Maglev load balancer (Eisenbud et al., NSDI 2016, section 3.4).
//!
//! The nodes take turns to claim entries of a table of prime size, each in the order of a permutation of its own, until
//! the table is full. Loads come out all but equal; the price is that a few keys move between old nodes.

use super::band::{self, Arc};
use super::hashing::Names;
use super::membership::{Member, NodeId};
use super::placement::{Assignment, Placement};

/// The order in which a node claims entries: `offset`, `offset + skip`, … modulo the table's size.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Claimant {
    /// The node.
    pub id: NodeId,
    /// Its first choice, in `0..size`.
    pub offset: u32,
    /// The step to its next choice, in `1..size`.
    pub skip: u32,
    /// How often it gets a turn, relative to the others.
    pub weight: f64,
}

/// The owner of each entry.
pub struct Maglev {
    table: Vec<NodeId>,
}

impl Maglev {
    /// The table of the members that are up.
    pub fn new(names: Names, members: &[Member], size: u32) -> Self {
        let claimants: Vec<Claimant> = members
            .iter()
            .filter(|member| member.up)
            .map(|member| {
                // Two hashes of the node's name, as the paper asks: of the name, and of its digest with a salt.
                let digest = names.node(member.id);
                let second = names.hash.pair(digest, 1);
                let offset = (digest % u64::from(size)) as u32;
                let skip = (second % u64::from(size - 1)) as u32 + 1;
                Claimant { id: member.id, offset, skip, weight: member.weight }
            })
            .collect();
        Self { table: populate(size, &claimants) }
    }

    /// The entry of a key: the high bits of `key · size`, so that an entry is a stretch of the hash space as it is on a
    /// ring. (The paper takes `key mod size`, which spreads alike.)
    fn entry(&self, key: u64) -> usize {
        ((u128::from(key) * self.table.len() as u128) >> 64) as usize
    }

    /// The last place in the hash space that belongs to an entry.
    fn end(&self, entry: usize) -> u64 {
        // No border between entries is a whole place, for the table's size is an odd prime: rounded up less one is rounded
        // down, but for the end of the space.
        let entries = self.table.len() as u32;
        if entry as u32 + 1 == entries { u64::MAX } else { band::share(entry as u32 + 1, entries) }
    }
}

/// Fills a table (the paper's pseudocode 1). A node of less than the greatest weight gets a turn in proportion.
///
/// # Panics
/// If there are no claimants.
pub fn populate(size: u32, claimants: &[Claimant]) -> Vec<NodeId> {
    let greatest = claimants.iter().map(|claimant| claimant.weight).fold(0.0, f64::max);
    assert!(greatest > 0.0, "a table needs a node with weight");
    let mut table = vec![None; size as usize];
    let mut choices: Vec<u32> = claimants.iter().map(|claimant| claimant.offset).collect();
    let mut credits = vec![0.0; claimants.len()];
    let mut filled = 0;
    'rounds: loop {
        for (index, claimant) in claimants.iter().enumerate() {
            credits[index] += claimant.weight / greatest;
            if credits[index] < 1.0 {
                continue;
            }
            credits[index] -= 1.0;
            let choice = &mut choices[index];
            while table[*choice as usize].is_some() {
                *choice = (*choice + claimant.skip) % size;
            }
            table[*choice as usize] = Some(claimant.id);
            filled += 1;
            if filled == size {
                break 'rounds;
            }
        }
    }
    table.into_iter().flatten().collect()
}

impl Placement for Maglev {
    fn place(&mut self, key: u64) -> Assignment {
        let entry = self.entry(key);
        Assignment { owner: self.table[entry], at: Some(self.end(entry)), passed: 0 }
    }

    fn entries(&self) -> u32 {
        self.table.len() as u32
    }

    fn band(&self) -> Vec<Arc> {
        let mut cuts = self.table.iter().enumerate().map(|(entry, &owner)| (self.end(entry), owner));
        band::arcs(&mut cuts, &|position| self.table[self.entry(position)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_entry_ends_where_the_next_begins() {
        let claimants = [Claimant { id: 0, offset: 3, skip: 4, weight: 1.0 }];
        let maglev = Maglev { table: populate(7, &claimants) };
        for entry in 0..6 {
            assert_eq!(maglev.entry(maglev.end(entry)), entry);
            assert_eq!(maglev.entry(maglev.end(entry) + 1), entry + 1);
        }
        assert_eq!(maglev.end(6), u64::MAX);
    }
}
