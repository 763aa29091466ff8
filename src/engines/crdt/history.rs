//! What happened in a run, so that any moment of it can be shown: what replicas came to hold, messages, cuts.

use super::message::Message;
use super::naive::Naive;
use super::replica::Replica;
use crate::kernel::Time;
use crate::parts::VersionVector;

/// A replica came to hold something else.
#[derive(Clone, Debug)]
pub struct Change {
    /// When.
    pub at: Time,
    /// The replica.
    pub replica: u32,
    /// The operations that it has seen from now on; what it holds follows from them.
    pub seen: VersionVector,
    /// What its naive counterpart holds from now on.
    pub naive: Naive,
    /// The bytes that the content takes.
    pub payload_bytes: u32,
    /// The bytes that the state takes beyond that.
    pub metadata_bytes: u32,
}

/// What a message carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cargo {
    /// A whole state.
    State,
    /// What the sender has seen: others may send what it lacks.
    Digest,
    /// Operations: the place of the first in the log, and how many.
    Operations(u32, u32),
}

/// A message.
#[derive(Clone, Copy, Debug)]
pub struct Flight {
    /// The sender.
    pub from: u32,
    /// The receiver.
    pub to: u32,
    /// When it was sent.
    pub sent: Time,
    /// When it arrives: never, once or twice.
    pub arrives: [Option<Time>; 2],
    /// How many bytes it takes.
    pub bytes: u32,
    /// What it carries.
    pub cargo: Cargo,
}

impl Change {
    /// What a replica holds now.
    pub(super) fn of(at: Time, id: u32, replica: &Replica) -> Self {
        let payload_bytes = replica.object.content().bytes();
        Self {
            at,
            replica: id,
            seen: replica.seen.clone(),
            naive: replica.naive.clone(),
            payload_bytes,
            metadata_bytes: replica.object.state_bytes().saturating_sub(payload_bytes),
        }
    }
}

impl Cargo {
    /// What a message carries.
    pub(super) fn of(message: &Message) -> Self {
        match message {
            Message::State(..) => Self::State,
            Message::Digest(_) => Self::Digest,
            Message::Operations(operations) => Self::Operations(operations[0], operations.len() as u32),
        }
    }
}

/// All that happened, each kind in the order of time.
#[derive(Clone, Debug, Default)]
pub struct History {
    /// What replicas came to hold. Before its first change a replica holds nothing.
    pub changes: Vec<Change>,
    /// The messages.
    pub flights: Vec<Flight>,
    /// When the network was cut, and into which groups; none when it was whole again.
    pub cuts: Vec<(Time, Vec<Vec<u32>>)>,
}

impl History {
    /// The groups that do not hear each other at a moment; none if the network is whole.
    pub fn cut(&self, moment: Time) -> &[Vec<u32>] {
        let begun = self.cuts.partition_point(|(at, _)| *at <= moment);
        begun.checked_sub(1).map_or(&[], |last| &self.cuts[last].1)
    }
}
