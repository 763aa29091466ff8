//! A replica: the object, its naive counterpart, and what it has seen.

use super::character::letter;
use super::intent::Intent;
use super::naive::Naive;
use super::object::{Actor, Object};
use super::policy::Kind;
use super::truth::Operation;
use crate::kernel::{Stream, Time};
use crate::parts::{Dot, VersionVector};

/// A replica.
#[derive(Clone, Debug)]
pub struct Replica {
    id: u32,
    /// The object.
    pub object: Object,
    /// Its naive counterpart, which meets the same operations and the same messages.
    pub naive: Naive,
    /// How many times each operation of the log is in the naive total; empty for what is not a counter.
    pub counted: Vec<u32>,
    /// The operations that the object holds.
    pub seen: VersionVector,
    /// Operations that have arrived before others that they follow.
    pub waiting: Vec<u32>,
    cursor: Option<Dot>,
    naive_cursor: u32,
    gossip: Stream,
}

impl Replica {
    /// A replica to which nothing has happened; `gossip` decides with whom it gossips.
    pub fn new(id: u32, kind: Kind, gossip: Stream) -> Self {
        Self {
            id,
            object: Object::new(kind),
            naive: Naive::new(kind),
            counted: Vec::new(),
            seen: VersionVector::new(),
            waiting: Vec::new(),
            cursor: None,
            naive_cursor: 0,
            gossip,
        }
    }

    /// Does what a user here wants.
    pub fn perform(&mut self, intent: Intent, now: Time) -> Operation {
        let after = self.seen.clone();
        let mut actor = Actor { replica: self.id, now, cursor: self.cursor };
        let update = self.object.perform(&mut actor, &intent);
        self.cursor = actor.cursor;
        let naive = self.naive.perform(&intent, &mut self.naive_cursor);
        Operation { dot: self.seen.increment(self.id), after, intent, update, naive }
    }

    /// Puts the cursor at the end of the text if nobody has typed here yet.
    pub fn place_cursor(&mut self) {
        if let (Object::Text(text), None) = (&self.object, self.cursor) {
            self.cursor = text.order().last().copied();
            self.naive_cursor = u32::MAX;
        }
    }

    /// How many characters it takes to erase the word before the cursor, with the space behind it.
    pub fn word_before(&self) -> u32 {
        let Object::Text(text) = &self.object else { return 0 };
        let Some(cursor) = text.shown_before(self.cursor) else { return 0 };
        let mut length = 0;
        let mut before_space = false;
        for (id, character) in text.visible() {
            let is_space = letter(character) == ' ';
            length = if before_space && !is_space { 1 } else { length + 1 };
            before_space = is_space;
            if id == cursor {
                break;
            }
        }
        length
    }

    /// The naive total takes in an operation of the log once more.
    pub fn count(&mut self, operation: u32) {
        let place = operation as usize;
        self.counted.resize(self.counted.len().max(place + 1), 0);
        self.counted[place] += 1;
    }

    /// The naive counterpart takes in another's state, and of a counter all that has been counted in it.
    pub fn receive_naive(&mut self, naive: &Naive, counted: &[u32]) {
        let before = self.naive.clone();
        self.naive.receive(naive);
        if self.naive != before {
            self.counted = counted.to_vec();
        }
    }

    /// How many operations of a log, each to be counted once, are missing in the naive total or are in it too often.
    pub fn miscounted(&self, log: &[Operation]) -> u32 {
        let counted = self.counted.iter().copied().chain(std::iter::repeat(0));
        let done = log.iter().zip(counted).filter(|(operation, _)| operation.naive.is_some());
        done.filter(|&(_, times)| times != 1).count() as u32
    }

    /// One of the others, of so many replicas in all, to turn to next.
    pub fn partner(&mut self, replicas: u32) -> u32 {
        let pick = self.gossip.below(u64::from(replicas) - 1) as u32;
        if pick < self.id { pick } else { pick + 1 }
    }

    /// Takes in a whole state.
    pub fn take_state(&mut self, object: &Object, seen: &VersionVector) {
        self.object.merge(object);
        self.seen.merge(seen);
    }

    /// Takes in operations, by their places in `log`: each once, and none before those that its author had seen.
    /// Updates commute only if they are concurrent, so this is what delivery by operations rests on (TR 7506).
    pub fn take_operations(&mut self, arrived: &[u32], log: &[Operation]) {
        let new = |id: &&u32| !self.seen.knows(log[**id as usize].dot) && !self.waiting.contains(id);
        let new: Vec<u32> = arrived.iter().filter(new).copied().collect();
        self.waiting.extend(new);
        let ready = |replica: &Self| replica.waiting.iter().position(|&id| log[id as usize].after <= replica.seen);
        while let Some(place) = ready(self) {
            let operation = &log[self.waiting.remove(place) as usize];
            if let Some(update) = &operation.update {
                self.object.apply(update);
            }
            self.seen.learn(operation.dot);
        }
    }
}
