//! A client: it reads at its process, thinks, and writes there.

use super::ledger::WriteId;
use crate::kernel::{Stream, Time};
use crate::parts::{Dot, VersionVector};

/// A read that a client is about to overwrite.
#[derive(Clone, Debug)]
pub struct Reading {
    /// The values.
    pub values: Vec<WriteId>,
    /// The context that came with them.
    pub context: VersionVector,
}

/// A client, always with the same process.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its process.
    pub process: u32,
    /// The read that it has not yet overwritten.
    pub reading: Option<Reading>,
    sessions_left: u32,
    writes: u64,
    pauses: Stream,
}

impl Client {
    /// A client that will read and write so many times on its own.
    pub fn new(process: u32, sessions: u32, pauses: Stream) -> Self {
        Self { process, reading: None, sessions_left: sessions, writes: 0, pauses }
    }

    /// How long it pauses before its next session, drawn with this mean; nothing if it has none left.
    pub fn pause(&mut self, mean_ms: f64) -> Option<Time> {
        self.sessions_left = self.sessions_left.checked_sub(1)?;
        Some(Time::from_millis_f64(self.pauses.exponential(mean_ms)))
    }

    /// The client, which has this number, writes: what it had read, and the name of the write.
    ///
    /// # Panics
    /// If it has read nothing since it last wrote.
    pub fn write(&mut self, id: u32) -> (Reading, Dot) {
        let reading = self.reading.take().expect("a client reads before it writes");
        self.writes += 1;
        (reading, Dot { replica: id, counter: self.writes })
    }
}
