//! Every event of a run with its four stamps, and what happened before what.
//!
//! Happened-before is the least order in which the events of a process follow each other and a receipt follows its send
//! (Lamport 1978). The vector clock (Fidge 1988; Mattern 1989) holds it exactly: a happened before b if b's vector
//! counts a. Two events, neither before the other, are concurrent.

use super::hybrid::HybridStamp;
use super::lamport::LamportStamp;
use crate::kernel::Time;
use crate::parts::VersionVector;

/// An event's place in the history, counted from 0.
pub type EventId = u32;

/// The kind of an event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EventKind {
    /// Nothing left or reached the process: a client read or wrote.
    Local,
    /// A message left for this process.
    Send(u32),
    /// The message of this send arrived.
    Receive(EventId),
}

/// One event by four clocks.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// The true moment at which it happened, which no process knows.
    pub at: Time,
    /// Where.
    pub process: u32,
    /// What.
    pub kind: EventKind,
    /// By Lamport's clock.
    pub lamport: u64,
    /// By the vector clock: how many events of each process it knows of, itself among them.
    pub vector: VersionVector,
    /// By the hybrid logical clock.
    pub hybrid: HybridStamp,
    /// By the process's wall clock, in microseconds.
    pub wall_us: u64,
}

impl Event {
    /// Its number among the events of its process, counted from 1.
    pub fn index(&self) -> u64 {
        self.vector.get(self.process)
    }

    /// Its Lamport stamp, ties broken by process.
    pub fn lamport_stamp(&self) -> LamportStamp {
        LamportStamp { counter: self.lamport, process: self.process }
    }
}

/// How two events stand to each other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Relation {
    /// The first happened before the second.
    Before,
    /// The second happened before the first.
    After,
    /// They are one event.
    Same,
    /// Neither could know of the other.
    Concurrent,
}

/// The events of a run in the order in which they happened, and counts over all pairs of them.
#[derive(Clone, Debug, Default)]
pub struct History {
    events: Vec<Event>,
    /// The Lamport numbers of each process, rising.
    lamports: Vec<Vec<u64>>,
    concurrent_pairs: u64,
    lamport_false_orders: u64,
    wall_inversions: u32,
}

impl History {
    /// No events yet.
    pub fn new(processes: u32) -> Self {
        Self { lamports: vec![Vec::new(); processes as usize], ..Self::default() }
    }

    /// Adds an event, which is later in true time than all before it: so each of them either happened before it or is
    /// concurrent with it, and its vector counts the first kind.
    pub fn record(&mut self, event: Event) -> EventId {
        let id = self.events.len() as EventId;
        let concurrent = u64::from(id) - (event.vector.total() - 1);
        let tied = self.lamports.iter().filter(|numbers| numbers.binary_search(&event.lamport).is_ok()).count() as u64;
        self.concurrent_pairs += concurrent;
        self.lamport_false_orders += concurrent - tied;
        if let EventKind::Receive(send) = event.kind {
            self.wall_inversions += u32::from(event.wall_us <= self.events[send as usize].wall_us);
        }
        self.lamports[event.process as usize].push(event.lamport);
        self.events.push(event);
        id
    }

    /// The events, oldest first by true time.
    pub fn events(&self) -> &[Event] {
        &self.events
    }

    /// One event.
    pub fn event(&self, id: EventId) -> &Event {
        &self.events[id as usize]
    }

    /// Whether the first event happened before the second: whether word of it could have reached the second.
    pub fn happened_before(&self, first: EventId, second: EventId) -> bool {
        let (a, b) = (self.event(first), self.event(second));
        first != second && b.vector.get(a.process) >= a.index()
    }

    /// How two events stand to each other.
    pub fn relation(&self, first: EventId, second: EventId) -> Relation {
        if first == second {
            Relation::Same
        } else if self.happened_before(first, second) {
            Relation::Before
        } else if self.happened_before(second, first) {
            Relation::After
        } else {
            Relation::Concurrent
        }
    }

    /// How many pairs of events are concurrent.
    pub fn concurrent_pairs(&self) -> u64 {
        self.concurrent_pairs
    }

    /// How many pairs of concurrent events have different Lamport numbers, as if one had come before the other.
    pub fn lamport_false_orders(&self) -> u64 {
        self.lamport_false_orders
    }

    /// How many messages arrived, by the receiver's wall clock, no later than they left by the sender's.
    pub fn wall_inversions(&self) -> u32 {
        self.wall_inversions
    }
}
