//! Counters (Shapiro, Preguiça, Baquero & Zawirski, INRIA TR 7506, 2011).
//!
//! Each replica counts its own increments, so nobody's count can be lost, and the sum is the value. Replicas merge by
//! the greater count of each, never by a sum: the same count may arrive twice.

use super::update::Update;
use crate::parts::VersionVector;

/// A counter that grows: a version vector whose events are increments.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct GCounter {
    increments: VersionVector,
}

impl GCounter {
    /// Counts one more at a replica.
    pub fn increment(&mut self, replica: u32) -> Update {
        Update::Increment(self.increments.increment(replica))
    }

    /// The sum over all replicas.
    pub fn value(&self) -> u64 {
        self.increments.total()
    }

    /// The count of each replica.
    pub fn increments(&self) -> &VersionVector {
        &self.increments
    }

    /// Takes in what another replica has counted.
    pub fn merge(&mut self, other: &Self) {
        self.increments.merge(&other.increments);
    }

    /// Does what was done at another replica.
    pub fn apply(&mut self, update: &Update) {
        if let Update::Increment(dot) = update {
            self.increments.learn(*dot);
        }
    }
}

/// A counter that grows and shrinks: what was added, and what was taken away.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PnCounter {
    increments: VersionVector,
    decrements: VersionVector,
}

impl PnCounter {
    /// Counts one more at a replica.
    pub fn increment(&mut self, replica: u32) -> Update {
        Update::Increment(self.increments.increment(replica))
    }

    /// Counts one less at a replica.
    pub fn decrement(&mut self, replica: u32) -> Update {
        Update::Decrement(self.decrements.increment(replica))
    }

    /// The sum of all increments less that of all decrements.
    pub fn value(&self) -> i64 {
        self.increments.total() as i64 - self.decrements.total() as i64
    }

    /// What each replica has added.
    pub fn increments(&self) -> &VersionVector {
        &self.increments
    }

    /// What each replica has taken away.
    pub fn decrements(&self) -> &VersionVector {
        &self.decrements
    }

    /// How many entries both halves have.
    pub fn entries(&self) -> u32 {
        self.increments.entries() + self.decrements.entries()
    }

    /// Takes in what another replica has counted.
    pub fn merge(&mut self, other: &Self) {
        self.increments.merge(&other.increments);
        self.decrements.merge(&other.decrements);
    }

    /// Does what was done at another replica.
    pub fn apply(&mut self, update: &Update) {
        match update {
            Update::Increment(dot) => self.increments.learn(*dot),
            Update::Decrement(dot) => self.decrements.learn(*dot),
            _ => {}
        }
    }
}
