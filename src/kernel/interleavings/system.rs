//! A state of a system of processes, and the steps that lead from one to the next.

use super::super::process::{Process, ProcessId};

/// A process in a state of the system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Local<P, D, T> {
    /// Its memory.
    pub process: P,
    /// Its disk.
    pub disk: D,
    /// Whether it is alive.
    pub up: bool,
    /// The timers that it has set, in their order.
    pub timers: Vec<T>,
}

/// A message under way: its sender, its receiver, what it says.
pub type Packet<M> = (ProcessId, ProcessId, M);

/// A state of the system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct System<P: Process> {
    /// The processes, by number.
    pub locals: Vec<Local<P, P::Disk, P::Timer>>,
    /// The messages under way, sorted by link; on a connection in the order of sending, else in their own order.
    pub flight: Vec<Packet<P::Message>>,
    /// How many more crashes there may be.
    pub crashes_left: u32,
    /// How many more messages may be lost.
    pub losses_left: u32,
    /// How many more messages may be doubled.
    pub copies_left: u32,
}

/// What a process has to deal with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Turn {
    /// The message at this place in [`System::flight`] arrives.
    Deliver(u32),
    /// The timer at this place in a process's list runs out.
    Wake(ProcessId, u32),
    /// A dead process comes back.
    Restart(ProcessId),
}

/// A step of the system.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// A process has its turn.
    Take(Turn),
    /// A process has its turn and dies in it: what it wrote is durable, and so many of its messages have left.
    TakeAndCrash(Turn, u32),
    /// A process dies between two turns.
    Crash(ProcessId),
    /// The message at this place is lost.
    Lose(u32),
    /// The message at this place is doubled.
    Copy(u32),
}
