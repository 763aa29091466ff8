//! What replicas send each other, and what they do with what arrives.

use std::sync::Arc;

use super::{Crdt, FULL_TRACE, MAX_ROUNDS, Task};
use crate::engines::crdt::naive::Naive;
use crate::engines::crdt::object::Object;
use crate::engines::crdt::update::{DOT_BYTES, Update};
use crate::parts::VersionVector;

/// What a replica sends.
#[derive(Clone, Debug)]
pub(super) enum Message {
    /// All that it holds, and the same of its naive counterpart.
    State(Object, Naive, VersionVector),
    /// Operations, by their places in the log.
    Operations(Vec<u32>),
    /// What it has seen: others may send what it lacks.
    Digest(VersionVector),
}

impl Crdt {
    /// A replica turns to another, and will again unless it is time to stop.
    pub(super) fn gossip(&mut self, id: u32) {
        let others = self.replicas.len() as u64 - 1;
        let replica = &mut self.replicas[id as usize];
        let pick = replica.gossip.below(others) as u32;
        let message = if self.by_state {
            Message::State(replica.object.clone(), replica.naive.clone(), replica.seen.clone())
        } else {
            Message::Digest(replica.seen.clone())
        };
        self.send(id, if pick < id { pick } else { pick + 1 }, &Arc::new(message));
        let waited = self.queue.now() - self.disturbed_at;
        let gives_up = self.disturbances.0 == 0 && waited.0 > self.gossip_every.0 * MAX_ROUNDS;
        if self.converged_at.is_none() && !gives_up {
            self.queue.after(self.gossip_every, Task::Gossip(id));
        }
    }

    pub(super) fn send(&mut self, from: u32, to: u32, message: &Arc<Message>) {
        self.messages += 1;
        self.sent_bytes += u64::from(self.bytes(message));
        for at in self.network.send(from, to, self.queue.now()).into_iter().flatten() {
            self.queue.at(at, Task::Arrive { from, to, message: message.clone() });
        }
    }

    fn bytes(&self, message: &Message) -> u32 {
        let bytes_of = |vector: &VersionVector| vector.entries() * DOT_BYTES;
        match message {
            Message::State(object, ..) => object.state_bytes(),
            Message::Digest(seen) => bytes_of(seen),
            Message::Operations(operations) => {
                let bytes = |&id: &u32| {
                    let operation = &self.log[id as usize];
                    DOT_BYTES + bytes_of(&operation.after) + operation.update.as_ref().map_or(0, Update::bytes)
                };
                operations.iter().map(bytes).sum()
            }
        }
    }

    pub(super) fn arrive(&mut self, from: u32, to: u32, message: &Message) {
        let replica = &mut self.replicas[to as usize];
        let before = (replica.seen.total(), replica.naive.clone());
        match message {
            Message::State(object, naive, seen) => {
                replica.take_state(object, seen);
                replica.naive.receive(naive);
            }
            Message::Operations(operations) => {
                replica.take_operations(operations, &self.log);
                let updates = operations.iter().filter_map(|&id| self.log[id as usize].naive.as_ref());
                updates.for_each(|update| replica.naive.apply(update));
                self.waiting_max = self.waiting_max.max(replica.waiting.len() as u32);
            }
            Message::Digest(seen) => {
                let known = (0..).zip(&self.log).filter(|(_, operation)| replica.seen.knows(operation.dot));
                let lacked = known.filter(|(_, operation)| !seen.knows(operation.dot));
                let lacked: Vec<u32> = lacked.map(|(id, _)| id).collect();
                if !lacked.is_empty() {
                    self.send(to, from, &Arc::new(Message::Operations(lacked)));
                }
                return;
            }
        }
        let news = replica.seen.total() - before.0;
        let shows = news > 0 || replica.naive != before.1;
        if news > 0 {
            self.compare(to);
        }
        if shows && self.trace.count() < FULL_TRACE {
            self.record(to, "receive", vec![("replica", to.into()), ("from", from.into()), ("news", news.into())]);
        }
    }
}
