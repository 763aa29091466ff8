//! Values with dots: what the observed-remove set and the multi-value register have in common.
//!
//! Every write of a value gets a dot of its own, and the store knows, as a version vector, every dot that it has ever
//! held. So when two replicas meet, a dot that only one of them holds is new if the other has never known it, and
//! removed if it has. No tombstones are needed: Bieniusa et al., "An optimized conflict-free replicated set" (2012),
//! the ORSWOT; Almeida, Shoker & Baquero, "Delta state replicated data types" (2018), a causal context with a dot map.

use litemap::LiteMap;

use super::update::Update;
use crate::parts::{Dot, VersionVector};

/// Values by dot, and every dot that was ever known.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct DotStore {
    values: LiteMap<Dot, u32>,
    known: VersionVector,
}

impl DotStore {
    /// Adds an element at a replica; its older dots are replaced, since this add has observed them.
    pub fn add(&mut self, replica: u32, element: u32) -> Update {
        let observed = self.dots_of(element);
        self.write(replica, element, observed)
    }

    /// Removes an element: exactly the adds that were observed here. An add elsewhere, not observed here, wins. Removal
    /// is no event of its own, so what is known does not advance. Nothing if the element is not there.
    pub fn remove(&mut self, element: u32) -> Option<Update> {
        let observed = self.dots_of(element);
        self.forget(&observed);
        (!observed.is_empty()).then_some(Update::Remove(observed))
    }

    /// Writes a value at a replica over all the values there: a register.
    pub fn assign(&mut self, replica: u32, value: u32) -> Update {
        let observed = self.values.keys().copied().collect();
        self.write(replica, value, observed)
    }

    /// The values with their dots.
    pub fn values(&self) -> &LiteMap<Dot, u32> {
        &self.values
    }

    /// Every dot that was ever known.
    pub fn known(&self) -> &VersionVector {
        &self.known
    }

    /// Keeps what both hold, and what one holds that the other never knew.
    pub fn merge(&mut self, other: &Self) {
        self.values.retain(|dot, _| other.values.contains_key(dot) || !other.known.knows(*dot));
        for (dot, value) in other.values.iter().filter(|(dot, _)| !self.known.knows(**dot)) {
            self.values.insert(*dot, *value);
        }
        self.known.merge(&other.known);
    }

    /// Does what was done at another replica.
    pub fn apply(&mut self, update: &Update) {
        match update {
            Update::Add(value, dot, observed) => {
                self.forget(observed);
                self.values.insert(*dot, *value);
                self.known.learn(*dot);
            }
            Update::Remove(observed) => self.forget(observed),
            _ => {}
        }
    }

    fn write(&mut self, replica: u32, value: u32, observed: Vec<Dot>) -> Update {
        self.forget(&observed);
        let dot = self.known.increment(replica);
        self.values.insert(dot, value);
        Update::Add(value, dot, observed)
    }

    fn forget(&mut self, dots: &[Dot]) {
        dots.iter().for_each(|dot| {
            self.values.remove(dot);
        });
    }

    fn dots_of(&self, element: u32) -> Vec<Dot> {
        self.values.iter().filter(|(_, value)| **value == element).map(|(dot, _)| *dot).collect()
    }
}
