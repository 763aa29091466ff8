//! The dotted version vector set: Almeida, Baquero, Gonçalves, Preguiça & Fonte, "Scalable and Accurate Causality
//! Tracking for Eventually Consistent Stores", DAIS 2014.
//!
//! One entry for each server, and in it the values that are still siblings, newest first. The i-th value of an entry
//! with counter n bears the dot n − i: each sibling has an event of its own without a vector of its own. So a write
//! drops exactly the siblings that its client has seen, whichever server it goes through.

use super::ledger::WriteId;
use crate::parts::{Dot, VersionVector};

/// The known writes of one server.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The server.
    pub server: u32,
    /// How many of its writes are known.
    pub counter: u64,
    /// Those of them that nobody has overwritten, newest first: of the writes `counter`, `counter − 1`, …
    pub values: Vec<WriteId>,
}

impl Entry {
    /// The writes up to this one are known and overwritten.
    fn overwritten(&self) -> u64 {
        self.counter - self.values.len() as u64
    }

    /// Forgets the values of the writes up to `counter`, which somebody has overwritten.
    fn overwrite_up_to(&mut self, counter: u64) {
        let kept = self.counter - counter.clamp(self.overwritten(), self.counter);
        self.values.truncate(kept as usize);
    }
}

/// A register whose siblings are told apart by dots.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DottedSet {
    entries: Vec<Entry>,
}

impl DottedSet {
    /// The set with these entries, which must be in the order of their servers.
    ///
    /// # Panics
    /// If they are not, or if an entry holds more values than it counts.
    pub fn of(entries: Vec<Entry>) -> Self {
        assert!(entries.windows(2).all(|pair| pair[0].server < pair[1].server), "the entries are in order");
        assert!(entries.iter().all(|entry| entry.values.len() as u64 <= entry.counter), "every value has a dot");
        Self { entries }
    }

    /// The entries in the order of their servers.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The context of a client that reads every sibling (`join` in the paper).
    pub fn context(&self) -> VersionVector {
        self.entries.iter().map(|entry| Dot { replica: entry.server, counter: entry.counter }).collect()
    }

    /// The siblings.
    pub fn values(&self) -> Vec<WriteId> {
        self.entries.iter().flat_map(|entry| entry.values.iter().copied()).collect()
    }

    /// A write at `server` by a client that has read `context` (`update` in the paper).
    pub fn write(&mut self, context: &VersionVector, server: u32, value: WriteId) {
        let seen = context.dots().map(|dot| Entry { server: dot.replica, counter: dot.counter, values: Vec::new() });
        self.merge(&Self { entries: seen.collect() });
        let entry = self.entry(server);
        entry.counter += 1;
        entry.values.insert(0, value);
    }

    /// Keeps of both sides what neither has overwritten (`sync` in the paper).
    pub fn merge(&mut self, other: &Self) {
        for theirs in &other.entries {
            let ours = self.entry(theirs.server);
            let overwritten = ours.overwritten().max(theirs.overwritten());
            if theirs.counter > ours.counter {
                ours.clone_from(theirs);
            }
            ours.overwrite_up_to(overwritten);
        }
    }

    fn entry(&mut self, server: u32) -> &mut Entry {
        let place = self.entries.partition_point(|entry| entry.server < server);
        if self.entries.get(place).is_none_or(|entry| entry.server != server) {
            self.entries.insert(place, Entry { server, counter: 0, values: Vec::new() });
        }
        &mut self.entries[place]
    }
}
