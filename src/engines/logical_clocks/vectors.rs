//! Plain version vectors, with an entry for each server or for each client: both find every conflict, and both pay.
//!
//! After Preguiça, Baquero, Almeida, Fonte & Gonçalves, "Dotted Version Vectors" (arXiv 1011.5808, 2010).

use std::cmp::Ordering;

use super::ledger::WriteId;
use crate::parts::{Dot, VersionVector};

/// One vector with an entry for each server, for all siblings together.
///
/// Since no sibling has an event of its own, a write whose context is behind the vector cannot say which of them its
/// client has seen. All must stay: values that were overwritten come back as siblings, and they multiply. Nor does the
/// merge know which of them the other side has overwritten; so it is not even associative, and which dead values stay
/// depends on who met whom.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ServerVectors {
    /// The join of the siblings' contexts.
    pub clock: VersionVector,
    /// The siblings, in the order of their numbers.
    pub values: Vec<WriteId>,
}

impl ServerVectors {
    /// A write at `server` by a client that has read `context`.
    pub fn write(&mut self, context: &VersionVector, server: u32, value: WriteId) {
        if self.clock <= *context {
            self.values.clear();
        }
        self.insert(value);
        self.clock.merge(context);
        self.clock.increment(server);
    }

    /// Keeps the side that knows more; all values if neither does; and if both know the same, what both still hold.
    pub fn merge(&mut self, other: &Self) {
        match self.clock.partial_cmp(&other.clock) {
            Some(Ordering::Greater) => {}
            Some(Ordering::Less) => self.clone_from(other),
            Some(Ordering::Equal) => self.values.retain(|value| other.values.contains(value)),
            None => {
                other.values.iter().for_each(|value| self.insert(*value));
                self.clock.merge(&other.clock);
            }
        }
    }

    fn insert(&mut self, value: WriteId) {
        if let Err(place) = self.values.binary_search(&value) {
            self.values.insert(place, value);
        }
    }
}

/// A vector with an entry for each client, for each sibling.
///
/// A client's write is an event of its own, so this is exact. But a vector grows by an entry for every client that ever
/// wrote, and there are as many vectors as siblings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ClientVectors {
    /// The siblings, none of which knows another.
    pub versions: Vec<(VersionVector, WriteId)>,
}

impl ClientVectors {
    /// The context of a client that reads every sibling.
    pub fn context(&self) -> VersionVector {
        let mut context = VersionVector::new();
        self.versions.iter().for_each(|(vector, _)| context.merge(vector));
        context
    }

    /// The `counter`-th write of `client`, which has read `context`.
    pub fn write(&mut self, context: &VersionVector, client: Dot, value: WriteId) {
        let mut vector = context.clone();
        vector.learn(client);
        self.keep((vector, value));
    }

    /// Keeps of both sides what neither has overwritten.
    pub fn merge(&mut self, other: &Self) {
        other.versions.iter().for_each(|version| self.keep(version.clone()));
    }

    fn keep(&mut self, new: (VersionVector, WriteId)) {
        if !self.versions.iter().any(|(vector, _)| new.0 <= *vector) {
            // None is newer, so those that are not concurrent are older.
            self.versions.retain(|(vector, _)| vector.concurrent(&new.0));
            self.versions.push(new);
        }
    }
}
