//! The four clocks of one process.

use super::history::{Event, EventKind};
use super::hybrid::HybridClock;
use super::lamport::LamportClock;
use super::wall::WallClock;
use crate::kernel::{Field, Time};
use crate::parts::VersionVector;

/// A process's clocks, which stamp each of its events.
#[derive(Clone, Debug)]
pub struct Stamper {
    process: u32,
    /// Its wall clock.
    pub wall: WallClock,
    lamport: LamportClock,
    vector: VersionVector,
    hybrid: HybridClock,
}

impl Stamper {
    /// The clocks of this process before its first event.
    pub fn new(process: u32, wall: WallClock) -> Self {
        Self {
            process,
            wall,
            lamport: LamportClock::default(),
            vector: VersionVector::new(),
            hybrid: HybridClock::default(),
        }
    }

    /// The next event, stamped by every clock; of a receipt, `sent` is the event of its send.
    pub fn happen(&mut self, at: Time, kind: EventKind, sent: Option<&Event>) -> Event {
        let wall_us = self.wall.read_us(at);
        let (lamport, hybrid) = match sent {
            Some(sent) => {
                self.vector.merge(&sent.vector);
                (self.lamport.receive(sent.lamport), self.hybrid.receive(sent.hybrid, wall_us))
            }
            None => (self.lamport.tick(), self.hybrid.tick(wall_us)),
        };
        self.vector.increment(self.process);
        Event { at, process: self.process, kind, lamport, vector: self.vector.clone(), hybrid, wall_us }
    }
}

impl Event {
    /// Its four stamps, as a trace has them.
    pub fn stamps(&self) -> [(&'static str, Field); 4] {
        [
            ("lamport", self.lamport.into()),
            ("vector", self.vector.to_string().into()),
            ("hybrid", self.hybrid.to_string().into()),
            ("wall_us", self.wall_us.into()),
        ]
    }
}
