//! The tier between two changes of its membership, and the change as the trace tells it.

use crate::kernel::{Event, Field, Time};
use crate::parts::placements::{Arc, Change, Member, NodeId};

/// The tier from one change on.
#[derive(Clone, Debug, PartialEq)]
pub struct Epoch {
    /// The moment of the change.
    pub at: Time,
    /// The change: the set-up, or one that was not ignored.
    pub change: Change,
    /// Whether the change took back a join.
    pub is_rollback: bool,
    /// The members after it, in the order of their numbers.
    pub members: Vec<Member>,
    /// The number of keys that each member is responsible for, in the order of `members`.
    pub keys: Vec<u32>,
    /// The hash space by node; empty where no node owns a stretch of it.
    pub band: Vec<Arc>,
    /// Keys that the change gave to another node.
    pub moved_keys: u32,
    /// The fraction of all reads that goes to those keys.
    pub moved_reads: f64,
}

impl Epoch {
    /// The number of members that are up.
    pub fn up(&self) -> u32 {
        self.members.iter().filter(|member| member.up).count() as u32
    }

    /// The fraction of the keys that the change gave to another node.
    pub fn moved_fraction(&self) -> f64 {
        f64::from(self.moved_keys) / f64::from(self.keys.iter().sum::<u32>())
    }

    /// The event with which it begins.
    pub(super) fn event(&self) -> Event {
        let (kind, node) = match self.change {
            Change::Joined(id) => ("join", Some(id)),
            Change::Removed(id) if self.is_rollback => ("roll-back", Some(id)),
            Change::Removed(id) => ("remove", Some(id)),
            Change::Failed(id) => ("fail", Some(id)),
            Change::Restored(id) => ("restore", Some(id)),
            Change::SetUp | Change::Weighed(..) | Change::Ignored(..) => ("set-up", None),
        };
        let fields = match node {
            None => vec![("keys", self.keys.iter().sum::<u32>().into()), ("up", self.up().into())],
            Some(id) => vec![
                ("node", node_field(id)),
                ("moved", self.moved_keys.into()),
                ("moved_reads_percent", (self.moved_reads * 100.0).into()),
                ("up", self.up().into()),
            ],
        };
        Event { at: self.at, kind, fields }
    }
}

/// A node's number as a particular of an event.
pub(super) fn node_field(id: NodeId) -> Field {
    u32::from(id).into()
}
