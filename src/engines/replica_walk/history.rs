//! What is remembered of a run for its picture: the cluster after each change, and every read and write.

use crate::kernel::Time;
use crate::parts::placements::NodeId;

/// The most copies of a key.
pub const MAX_COPIES: usize = 5;

/// The end of a read or a write.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Outcome {
    /// A write that a machine has taken.
    Written,
    /// A read that found the newest version.
    Current,
    /// A read that found an older one.
    Stale,
    /// A read that found nothing: its machine has never had the key.
    Empty,
    /// No machine on the client's list is up.
    Unanswered,
}

/// What reads and writes came to.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Counts {
    /// Reads.
    pub reads: u32,
    /// Writes.
    pub writes: u32,
    /// Reads of an older version.
    pub stale: u32,
    /// Reads that found nothing.
    pub empty: u32,
    /// Reads and writes that nobody answered.
    pub unanswered: u32,
    /// Requests beyond those of a cluster at rest: by a second list, handed on, copied.
    pub extra: u32,
}

/// A read or a write.
#[derive(Clone, Copy, Debug)]
pub struct Op {
    /// When its client sends it.
    pub at: Time,
    /// The key.
    pub key: u32,
    /// The client.
    pub client: u32,
    /// The machine that answers it; of a write the first.
    pub machine: NodeId,
    /// Its end.
    pub outcome: Outcome,
    /// All reads and writes so far, this one too.
    pub so_far: Counts,
}

/// The cluster after a change, until the next.
#[derive(Clone, Copy, Debug)]
pub struct Moment {
    /// When.
    pub at: Time,
    /// The racks that are lost, a bit for each.
    pub lost_racks: u32,
    /// Whether the new machine is there.
    pub joined: bool,
    /// How many clients have the new list.
    pub told: u32,
    /// How many keys have so many copies left, by the copies.
    pub left: [u32; MAX_COPIES + 1],
}
