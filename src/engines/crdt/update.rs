//! The updates that replicas send each other.

use super::text_node::Node;
use crate::kernel::Time;
use crate::parts::Dot;

/// The stamp of a last-writer-wins value; the replica breaks ties, or replicas that meet a tie in different orders
/// would never agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// The writer's time, but always later than of any value that it has seen.
    pub time: Time,
    /// The replica that wrote.
    pub replica: u32,
}

/// An operation of one replica, for the others to apply. Delivered once each and in causal order, updates bring all
/// replicas to the same state.
#[derive(Clone, Debug, PartialEq)]
pub enum Update {
    /// A replica's n-th increment.
    Increment(Dot),
    /// A replica's n-th decrement.
    Decrement(Dot),
    /// A stamped value under a key (0 for a register); no value is the absence of one.
    Put(u32, Option<u32>, Stamp),
    /// A value with its dot, and the dots that it replaces.
    Add(u32, Dot, Vec<Dot>),
    /// The dots of what is taken out.
    Remove(Vec<Dot>),
    /// A character with its place.
    Insert(Dot, Node),
    /// A character is deleted.
    Delete(Dot),
}

/// Bytes of a dot, or of an entry of a version vector.
pub const DOT_BYTES: u32 = 12;
/// Bytes of a stamp.
pub const STAMP_BYTES: u32 = 12;
/// Bytes of a key, an element or a value.
pub const VALUE_BYTES: u32 = 4;

impl Update {
    /// How many bytes it takes in a message.
    pub fn bytes(&self) -> u32 {
        match self {
            Self::Increment(_) | Self::Decrement(_) | Self::Delete(_) => DOT_BYTES,
            Self::Put(..) => 2 * VALUE_BYTES + STAMP_BYTES,
            Self::Add(_, _, replaced) => VALUE_BYTES + DOT_BYTES * (1 + replaced.len() as u32),
            Self::Remove(removed) => DOT_BYTES * removed.len() as u32,
            Self::Insert(..) => Node::BYTES,
        }
    }
}
