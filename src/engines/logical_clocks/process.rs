//! A process: four clocks and a replica of the register.

use super::ledger::WriteSet;
use super::policy::Strategy;
use super::register::Register;
use super::stamped::WriteStamp;
use crate::kernel::{Stream, Time};
use crate::parts::clocks::hybrid::HybridStamp;
use crate::parts::clocks::{Event, EventKind, Stamper, WallClock};

/// A replica, and what its values cover.
#[derive(Clone, Debug)]
pub struct Replica {
    /// Its replica of the register.
    pub register: Register,
    /// The writes that its values cover, which it does not know itself.
    pub covers: WriteSet,
}

/// A process.
#[derive(Clone, Debug)]
pub struct Process {
    id: u32,
    clocks: Stamper,
    /// The last wall time that it stamped a write with, in microseconds.
    stamped_us: u64,
    /// Its replica.
    pub replica: Replica,
    gossip: Stream,
}

impl Process {
    /// A process before its first event; `gossip` decides when it gossips, and with whom.
    pub fn new(id: u32, wall: WallClock, strategy: Strategy, gossip: Stream) -> Self {
        Self {
            id,
            clocks: Stamper::new(id, wall),
            stamped_us: 0,
            replica: Replica { register: Register::new(strategy), covers: WriteSet::default() },
            gossip,
        }
    }

    /// Its wall clock.
    pub fn wall(&self) -> &WallClock {
        &self.clocks.wall
    }

    /// How long it waits until it gossips next, which it does so many times a second.
    pub fn gossip_after(&mut self, per_s: f64) -> Time {
        Time::from_millis_f64(self.gossip.exponential(1e3) / per_s)
    }

    /// One of the others, of so many processes in all, to gossip with.
    pub fn partner(&mut self, processes: u32) -> u32 {
        let pick = self.gossip.below(u64::from(processes) - 1) as u32;
        if pick < self.id { pick } else { pick + 1 }
    }

    /// The next event, stamped by every clock; of a receipt, `sent` is the event of its send.
    pub fn happen(&mut self, at: Time, kind: EventKind, sent: Option<&Event>) -> Event {
        self.clocks.happen(at, kind, sent)
    }

    /// The stamp of a write that happened in `event`. No two writes of a process share one.
    pub fn stamp(&mut self, strategy: Strategy, event: &Event) -> WriteStamp {
        if strategy == Strategy::HybridClock {
            let HybridStamp { physical_us, logical } = event.hybrid;
            return WriteStamp { time_us: physical_us, logical, process: self.id };
        }
        self.stamped_us = event.wall_us.max(self.stamped_us + 1);
        WriteStamp { time_us: self.stamped_us, logical: 0, process: self.id }
    }
}
