//! One register, replicated at every process, under five ways to tell which value is the latest.

use super::dotted::DottedSet;
use super::ledger::WriteId;
use super::policy::Strategy;
use super::stamped::{Stamped, WriteStamp};
use super::vectors::{ClientVectors, ServerVectors};
use crate::parts::{Dot, VersionVector};

/// The metadata of a write; each strategy uses a part of it.
#[derive(Clone, Debug)]
pub struct WriteRequest {
    /// The value.
    pub value: WriteId,
    /// The context of the read before it.
    pub context: VersionVector,
    /// Its stamp by the strategy's clock.
    pub stamp: WriteStamp,
    /// Its client, and its number among that client's writes.
    pub client: Dot,
}

/// A replica of the register.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Register {
    /// One value with a stamp.
    Stamped(Stamped),
    /// Siblings under the vector of the servers.
    Servers(ServerVectors),
    /// Siblings with vectors of the clients.
    Clients(ClientVectors),
    /// Siblings with dots.
    Dotted(DottedSet),
}

/// The size of a stamp: eight bytes of time, four of counter, four of process.
const STAMP_BYTES: u32 = 16;

/// The size of an entry of a vector: four bytes of name, eight of counter.
const ENTRY_BYTES: u32 = 12;

impl Register {
    /// A register that nobody has written.
    pub fn new(strategy: Strategy) -> Self {
        match strategy {
            Strategy::WallClock | Strategy::HybridClock => Self::Stamped(Stamped::default()),
            Strategy::ServerVectors => Self::Servers(ServerVectors::default()),
            Strategy::ClientVectors => Self::Clients(ClientVectors::default()),
            Strategy::Dotted => Self::Dotted(DottedSet::default()),
        }
    }

    /// The values held: siblings, if there are several.
    pub fn values(&self) -> Vec<WriteId> {
        match self {
            Self::Stamped(register) => register.value().into_iter().collect(),
            Self::Servers(register) => register.values.to_vec(),
            Self::Clients(register) => register.versions.iter().map(|(_, value)| *value).collect(),
            Self::Dotted(register) => register.values(),
        }
    }

    /// The context that a client gets with the values it reads and returns with its write.
    pub fn context(&self) -> VersionVector {
        match self {
            Self::Stamped(_) => VersionVector::new(),
            Self::Servers(register) => register.clock.clone(),
            Self::Clients(register) => register.context(),
            Self::Dotted(register) => register.context(),
        }
    }

    /// Takes a write at process `server`.
    pub fn write(&mut self, server: u32, request: &WriteRequest) {
        let WriteRequest { value, context, stamp, client } = request;
        match self {
            Self::Stamped(register) => register.write(*stamp, *value),
            Self::Servers(register) => register.write(context, server, *value),
            Self::Clients(register) => register.write(context, *client, *value),
            Self::Dotted(register) => register.write(context, server, *value),
        }
    }

    /// Takes in what another replica held.
    ///
    /// # Panics
    /// If the other follows another strategy.
    pub fn merge(&mut self, other: &Self) {
        match (self, other) {
            (Self::Stamped(ours), Self::Stamped(theirs)) => ours.merge(theirs),
            (Self::Servers(ours), Self::Servers(theirs)) => ours.merge(theirs),
            (Self::Clients(ours), Self::Clients(theirs)) => ours.merge(theirs),
            (Self::Dotted(ours), Self::Dotted(theirs)) => ours.merge(theirs),
            _ => panic!("the replicas follow different strategies"),
        }
    }

    /// How many bytes the replica holds beside the values.
    pub fn metadata_bytes(&self) -> u32 {
        match self {
            Self::Stamped(register) => register.stamp().map_or(0, |_| STAMP_BYTES),
            Self::Servers(register) => register.clock.entries() * ENTRY_BYTES,
            Self::Clients(register) => register.versions.iter().map(|(vector, _)| vector.entries() * ENTRY_BYTES).sum(),
            Self::Dotted(register) => register.entries().len() as u32 * ENTRY_BYTES,
        }
    }
}
