//! Processes over a network, under one clock: the world that a [`super::Sim`] plays.

mod injection;

use std::borrow::Cow;

use litemap::LiteMap;

use super::fault::{Fault, Scheduled};
use super::network::Network;
use super::process::{Command, Effects, Process, ProcessId};
use super::queue::Queue;
use super::replay::World;
use super::time::Time;
use super::trace::{Event, Field, Trace};

/// The sender of what comes from outside the cluster: the users.
pub const OUTSIDE: ProcessId = ProcessId::MAX;

/// Sees every event as it is recorded: measures it, and says whether the trace should have it. What is measured is part
/// of the world, so going back in time takes the measurements back too.
pub trait Watch: Clone {
    /// Sees an event; false keeps it out of the trace.
    fn see(&mut self, event: &Event) -> bool;
}

/// Watches nothing: all goes into the trace.
impl Watch for () {
    fn see(&mut self, _event: &Event) -> bool {
        true
    }
}

/// An event of a cluster.
#[derive(Clone, Debug)]
pub enum Occurrence<P: Process> {
    /// A process begins.
    Start(ProcessId),
    /// A message arrives.
    Deliver {
        /// The sender; [`OUTSIDE`] for users.
        from: ProcessId,
        /// Whom it reaches.
        to: ProcessId,
        /// The moment of sending.
        sent: Time,
        /// The message itself.
        message: P::Message,
    },
    /// A timer runs out, if it has not been cancelled or set again.
    Wake {
        /// The process that set the timer.
        process: ProcessId,
        /// The timer that runs out.
        timer: P::Timer,
        /// A number for each time that a timer was set: a timer that was cancelled or set again has another by now.
        number: u64,
    },
    /// Something goes wrong, or is mended.
    Fault(Fault),
}

/// A process and what surrounds it.
#[derive(Clone, Debug)]
struct Node<P: Process> {
    name: Cow<'static, str>,
    process: P,
    /// The process as it was made: the state to which a crash resets its memory.
    fresh: P,
    disk: P::Disk,
    up: bool,
    /// The moment at which it last died or came back.
    turned: Time,
    paused: bool,
    skew_ns: i64,
    timers: LiteMap<P::Timer, u64>,
    /// The events that reached it while it was paused.
    held: Vec<Occurrence<P>>,
}

/// A system of processes.
#[derive(Clone, Debug)]
pub struct Cluster<P: Process, W: Watch = ()> {
    nodes: Vec<Node<P>>,
    network: Network,
    watch: W,
    trace: Trace,
    shows_messages: bool,
    timers_set: u64,
    sent: u64,
    lost: u64,
}

impl<P: Process, W: Watch> Cluster<P, W> {
    /// A cluster without processes. If `shows_messages`, each delivery and each loss is recorded too.
    pub fn new(network: Network, watch: W, trace: Trace, shows_messages: bool) -> Self {
        Self { nodes: Vec::new(), network, watch, trace, shows_messages, timers_set: 0, sent: 0, lost: 0 }
    }

    /// Adds a process; the first is number 0.
    pub fn add(&mut self, name: impl Into<Cow<'static, str>>, process: P) -> ProcessId {
        self.nodes.push(Node {
            name: name.into(),
            fresh: process.clone(),
            process,
            disk: P::Disk::default(),
            up: true,
            turned: Time::ZERO,
            paused: false,
            skew_ns: 0,
            timers: LiteMap::new(),
            held: Vec::new(),
        });
        self.nodes.len() as ProcessId - 1
    }

    /// The events with which the cluster begins: every process starts at time zero, and the faults are to come.
    pub fn begin(&self, faults: &[Scheduled]) -> Queue<Occurrence<P>> {
        let mut queue = Queue::new();
        for id in 0..self.nodes.len() as ProcessId {
            queue.at(Time::ZERO, Occurrence::Start(id));
        }
        for Scheduled { at, fault } in faults {
            queue.at(*at, Occurrence::Fault(fault.clone()));
        }
        queue
    }

    /// A process's memory; of a dead one, as it was made.
    pub fn process(&self, id: ProcessId) -> &P {
        &self.nodes[id as usize].process
    }

    /// The disk of a process.
    pub fn disk(&self, id: ProcessId) -> &P::Disk {
        &self.nodes[id as usize].disk
    }

    /// Whether a process is alive.
    pub fn is_up(&self, id: ProcessId) -> bool {
        self.nodes[id as usize].up
    }

    /// The timers that a process has set.
    pub fn timers(&self, id: ProcessId) -> impl Iterator<Item = &P::Timer> {
        self.nodes[id as usize].timers.keys()
    }

    /// A process's name in the trace.
    pub fn name(&self, id: ProcessId) -> Cow<'static, str> {
        self.nodes.get(id as usize).map_or(Cow::Borrowed("outside"), |node| node.name.clone())
    }

    /// How many processes there are.
    pub fn size(&self) -> u32 {
        self.nodes.len() as u32
    }

    /// The network.
    pub fn network(&self) -> &Network {
        &self.network
    }

    /// The measurements.
    pub fn watch(&self) -> &W {
        &self.watch
    }

    /// The events recorded so far.
    pub fn trace(&self) -> &Trace {
        &self.trace
    }

    /// How many messages processes have sent, and how many of them were lost on the way or reached a dead process.
    pub fn messages(&self) -> (u64, u64) {
        (self.sent, self.lost)
    }

    /// Records something that nobody in the cluster did or saw: the finding of an observer who sees all.
    pub fn record(&mut self, at: Time, kind: &'static str, fields: Vec<(&'static str, Field)>) {
        let event = Event { at, kind, fields };
        if self.watch.see(&event) {
            self.trace.push(event);
        }
    }

    /// Runs a handler and does what it wants done.
    fn run(&mut self, id: ProcessId, queue: &mut Queue<Occurrence<P>>, handler: impl FnOnce(&mut P, &mut Effects<P>)) {
        let now = queue.now();
        let node = &mut self.nodes[id as usize];
        let clock = Time(now.0.saturating_add_signed(node.skew_ns));
        let mut effects = Effects::new(id, clock, std::mem::take(&mut node.disk));
        handler(&mut node.process, &mut effects);
        let (disk, commands) = effects.into_parts();
        node.disk = disk;
        for command in commands {
            self.obey(id, command, queue);
        }
    }

    fn obey(&mut self, id: ProcessId, command: Command<P>, queue: &mut Queue<Occurrence<P>>) {
        let now = queue.now();
        let timers = &mut self.nodes[id as usize].timers;
        match command {
            Command::Send(to, message) => self.send(id, to, message, queue),
            Command::SetTimer(after, timer) => {
                timers.insert(timer.clone(), self.timers_set);
                queue.after(after, Occurrence::Wake { process: id, timer, number: self.timers_set });
                self.timers_set += 1;
            }
            Command::CancelTimer(timer) => {
                timers.remove(&timer);
            }
            Command::Record(kind, fields) => self.record(now, kind, fields),
        }
    }

    fn send(&mut self, from: ProcessId, to: ProcessId, message: P::Message, queue: &mut Queue<Occurrence<P>>) {
        let sent = queue.now();
        self.sent += 1;
        let [arrival, copy] = self.network.send(from, to, sent);
        if arrival.is_none() {
            self.lose(from, to, sent, &message);
        }
        for at in [copy, arrival].into_iter().flatten() {
            queue.at(at, Occurrence::Deliver { from, to, sent, message: message.clone() });
        }
    }

    fn lose(&mut self, from: ProcessId, to: ProcessId, at: Time, message: &P::Message) {
        self.lost += 1;
        if self.shows_messages {
            let fields = vec![
                ("from", self.name(from).into()),
                ("to", self.name(to).into()),
                ("message", message.to_string().into()),
            ];
            self.record(at, "lose", fields);
        }
    }

    /// Lets a message or a wake-up reach its process, which is up and not paused.
    fn reach(&mut self, input: Occurrence<P>, queue: &mut Queue<Occurrence<P>>) {
        match input {
            Occurrence::Deliver { from, to, sent, message } => {
                if self.shows_messages {
                    let fields = vec![
                        ("from", self.name(from).into()),
                        ("to", self.name(to).into()),
                        ("message", message.to_string().into()),
                        ("sent_ms", sent.as_millis().into()),
                    ];
                    self.record(queue.now(), "deliver", fields);
                }
                self.run(to, queue, |process, effects| process.receive(from, message, effects));
            }
            Occurrence::Wake { process, timer, number } => {
                let timers = &mut self.nodes[process as usize].timers;
                if timers.get(&timer) == Some(&number) {
                    timers.remove(&timer);
                    self.run(process, queue, |process, effects| process.on_timer(timer, effects));
                }
            }
            Occurrence::Start(id) => self.run(id, queue, P::start),
            Occurrence::Fault(fault) => self.inject(fault, queue),
        }
    }
}

impl<P: Process, W: Watch> World for Cluster<P, W> {
    type Event = Occurrence<P>;

    fn handle(&mut self, event: Occurrence<P>, queue: &mut Queue<Occurrence<P>>) {
        let target = match &event {
            Occurrence::Deliver { to, .. } => *to,
            Occurrence::Start(id) | Occurrence::Wake { process: id, .. } => *id,
            Occurrence::Fault(_) => return self.reach(event, queue),
        };
        let node = &mut self.nodes[target as usize];
        match event {
            Occurrence::Deliver { from, to, sent, message }
                if !node.up || (self.network.is_fifo() && sent < node.turned) =>
            {
                self.lose(from, to, queue.now(), &message);
            }
            event if node.paused => node.held.push(event),
            event if node.up => self.reach(event, queue),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests;
