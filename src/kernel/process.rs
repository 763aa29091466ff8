//! A process: a state that changes by receiving messages and by waking, and by nothing else.
//!
//! A handler is a function of the state and of its input. It changes nothing outside: what it wants done it says to its
//! [`Effects`], and whoever runs the process does it once the handler has returned. So the same handlers run under a
//! clock with a network that fails ([`super::Cluster`]) and under an explorer that tries every order
//! ([`super::Interleavings`]). What a handler writes to memory and disk happens as a whole or not at all; the messages that
//! it sends leave after that, one by one, so a process may die with a durable write done and its answer not out.

use std::fmt::{Debug, Display};

use super::time::Time;
use super::trace::Field;

/// The number of a process in its system, from 0.
pub type ProcessId = u32;

/// A process of a system. Its own value is its memory, which a crash wipes.
pub trait Process: Clone + Debug {
    /// A message between processes. Its text stands in traces.
    type Message: Clone + Debug + Display;
    /// A reason for which a process asks to be woken; one of each is set at a time. Its text stands in traces.
    type Timer: Clone + Debug + Display + Ord;
    /// The persistent state of a process, which a crash leaves as it is. `()` if it persists nothing.
    type Disk: Clone + Default + Debug;

    /// The process begins, with an empty disk.
    fn start(&mut self, _effects: &mut Effects<Self>) {}

    /// A message arrives.
    fn receive(&mut self, from: ProcessId, message: Self::Message, effects: &mut Effects<Self>);

    /// A timer that was set runs out.
    fn on_timer(&mut self, _timer: Self::Timer, _effects: &mut Effects<Self>) {}

    /// The process comes back after a crash. It is as it was made, before `start`, and has its disk.
    fn restart(&mut self, effects: &mut Effects<Self>) {
        self.start(effects);
    }
}

/// A side effect that a handler asks for.
#[derive(Debug)]
pub enum Command<P: Process> {
    /// A message is to be sent.
    Send(ProcessId, P::Message),
    /// The process is to be woken so long from now; a timer equal to one that is set replaces it.
    SetTimer(Time, P::Timer),
    /// A timer is no longer wanted; one that is not set is no matter.
    CancelTimer(P::Timer),
    /// Something worth a line in the trace has happened.
    Record(&'static str, Vec<(&'static str, Field)>),
}

/// The interface of a handler to its surroundings: its clock, its disk, and the side effects that it asks for.
#[derive(Debug)]
pub struct Effects<P: Process> {
    me: ProcessId,
    now: Time,
    disk: P::Disk,
    has_persisted: bool,
    commands: Vec<Command<P>>,
}

impl<P: Process> Effects<P> {
    /// The surroundings of process `me`, whose own clock shows `now`, and what is on its disk.
    pub fn new(me: ProcessId, now: Time, disk: P::Disk) -> Self {
        Self { me, now, disk, has_persisted: false, commands: Vec::new() }
    }

    /// The process that is running.
    pub fn me(&self) -> ProcessId {
        self.me
    }

    /// The time by the process's own clock. Clocks of two processes may differ.
    pub fn now(&self) -> Time {
        self.now
    }

    /// Sends a message.
    pub fn send(&mut self, to: ProcessId, message: P::Message) {
        self.commands.push(Command::Send(to, message));
    }

    /// Asks to be woken so long from now; a timer equal to one that is set replaces it.
    pub fn set_timer(&mut self, after: Time, timer: P::Timer) {
        self.commands.push(Command::SetTimer(after, timer));
    }

    /// Takes back a timer.
    pub fn cancel_timer(&mut self, timer: P::Timer) {
        self.commands.push(Command::CancelTimer(timer));
    }

    /// Records something that happened.
    pub fn record(&mut self, kind: &'static str, fields: Vec<(&'static str, Field)>) {
        self.commands.push(Command::Record(kind, fields));
    }

    /// The process's disk.
    pub fn disk(&self) -> &P::Disk {
        &self.disk
    }

    /// Writes to the disk, durably: by the time that any message of this handler leaves, the write is safe.
    pub fn persist(&mut self, write: impl FnOnce(&mut P::Disk)) {
        write(&mut self.disk);
        self.has_persisted = true;
    }

    /// The fewest messages that have left when the process dies in this handler, and the number of all. Without a durable
    /// write, dying before the first is as if the input had never come.
    pub(super) fn departures(&self) -> std::ops::Range<u32> {
        let sends = self.commands.iter().filter(|command| matches!(command, Command::Send(..))).count();
        u32::from(!self.has_persisted)..sends as u32
    }

    /// The disk after the handler has returned, and the side effects it asked for, in that order.
    pub fn into_parts(self) -> (P::Disk, Vec<Command<P>>) {
        (self.disk, self.commands)
    }
}
