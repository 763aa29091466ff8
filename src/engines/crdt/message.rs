//! The messages between replicas.

use super::naive::Naive;
use super::object::Object;
use crate::parts::VersionVector;

/// A message between replicas.
#[derive(Clone, Debug)]
pub enum Message {
    /// All that it holds, the same of its naive counterpart with what is counted in it, and what it has seen.
    State(Object, Naive, Vec<u32>, VersionVector),
    /// Operations, by their places in the log.
    Operations(Vec<u32>),
    /// The operations that the sender has seen: others may send those that it lacks.
    Digest(VersionVector),
}
