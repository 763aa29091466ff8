//! What replicas send each other.

use super::naive::Naive;
use super::object::Object;
use crate::parts::VersionVector;

/// What a replica sends.
#[derive(Clone, Debug)]
pub enum Message {
    /// All that it holds, and the same of its naive counterpart.
    State(Object, Naive, VersionVector),
    /// Operations, by their places in the log.
    Operations(Vec<u32>),
    /// What it has seen: others may send what it lacks.
    Digest(VersionVector),
}
