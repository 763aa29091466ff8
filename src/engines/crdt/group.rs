//! All replicas together, and the log of what was done at them.

use super::content::Content;
use super::intent::Intent;
use super::message::Message;
use super::object::Object;
use super::policy::{Delivery, Kind};
use super::replica::Replica;
use super::truth::{Operation, expected, expected_of_naive};
use super::update::{DOT_BYTES, Update};
use crate::kernel::Time;
use crate::parts::VersionVector;

/// The replicas of one object.
#[derive(Clone, Debug)]
pub struct Group {
    kind: Kind,
    delivery: Delivery,
    replicas: Vec<Replica>,
    log: Vec<Operation>,
    waiting_max: u32,
}

/// The effect of a message on its receiver.
#[derive(Clone, Debug, Default)]
pub struct Taken {
    /// How many operations the replica holds that it did not hold before.
    pub news: u64,
    /// Whether its naive counterpart has changed.
    pub naive_changed: bool,
    /// The answer to the sender, if there is one.
    pub answer: Option<Message>,
}

impl Group {
    /// Replicas to which nothing has happened, all of this kind.
    pub fn new(kind: Kind, delivery: Delivery, replicas: Vec<Replica>) -> Self {
        Self { kind, delivery, replicas, log: Vec::new(), waiting_max: 0 }
    }

    /// The replicated type.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// How replicas tell each other what was done.
    pub fn delivery(&self) -> Delivery {
        self.delivery
    }

    /// How many replicas there are.
    pub fn size(&self) -> u32 {
        self.replicas.len() as u32
    }

    /// The replicas.
    pub fn replicas(&self) -> &[Replica] {
        &self.replicas
    }

    /// All operations so far, in their order.
    pub fn log(&self) -> &[Operation] {
        &self.log
    }

    /// The most operations that a replica held back because others that they follow had not arrived.
    pub fn waiting_max(&self) -> u32 {
        self.waiting_max
    }

    /// A user at a replica does something; its place in the log.
    pub fn perform(&mut self, id: u32, intent: Intent, now: Time) -> u32 {
        let operation = self.replicas[id as usize].perform(intent, now);
        let place = self.log.len() as u32;
        if self.kind.is_counter() {
            self.replicas[id as usize].count(place);
        }
        self.log.push(operation);
        place
    }

    /// A replica, for what its user does without an operation.
    pub fn replica_mut(&mut self, id: u32) -> &mut Replica {
        &mut self.replicas[id as usize]
    }

    /// A replica turns to another by chance: whom, and what it sends.
    pub fn gossip(&mut self, id: u32) -> (u32, Message) {
        let size = self.size();
        let replica = &mut self.replicas[id as usize];
        let to = replica.partner(size);
        let message = match self.delivery {
            Delivery::States => {
                let (object, naive) = (replica.object.clone(), replica.naive.clone());
                Message::State(object, naive, replica.counted.clone(), replica.seen.clone())
            }
            Delivery::Operations => Message::Digest(replica.seen.clone()),
        };
        (to, message)
    }

    /// How many bytes a message takes.
    pub fn bytes(&self, message: &Message) -> u32 {
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

    /// A replica takes in a message.
    pub fn take(&mut self, to: u32, message: &Message) -> Taken {
        let replica = &mut self.replicas[to as usize];
        let before = (replica.seen.total(), replica.naive.clone());
        match message {
            Message::State(object, naive, counted, seen) => {
                replica.take_state(object, seen);
                replica.receive_naive(naive, counted);
            }
            Message::Operations(operations) => {
                replica.take_operations(operations, &self.log);
                for &id in operations {
                    let Some(update) = &self.log[id as usize].naive else { continue };
                    replica.naive.apply(update);
                    if self.kind.is_counter() {
                        replica.count(id);
                    }
                }
                self.waiting_max = self.waiting_max.max(replica.waiting.len() as u32);
            }
            Message::Digest(seen) => return Taken { answer: self.lacked(to, seen), ..Taken::default() },
        }
        Taken { news: replica.seen.total() - before.0, naive_changed: replica.naive != before.1, answer: None }
    }

    /// The operations that a replica holds and somebody who has seen so much does not; nothing if there are none.
    fn lacked(&self, id: u32, seen: &VersionVector) -> Option<Message> {
        let own = &self.replicas[id as usize].seen;
        let lacked = |operation: &Operation| own.knows(operation.dot) && !seen.knows(operation.dot);
        let lacked: Vec<u32> = (0..).zip(&self.log).filter(|(_, done)| lacked(done)).map(|(place, _)| place).collect();
        (!lacked.is_empty()).then_some(Message::Operations(lacked))
    }

    /// Whether another replica has seen the same as this one and is in another state, which must not be.
    pub fn diverges(&self, id: u32) -> bool {
        let replica = &self.replicas[id as usize];
        self.replicas.iter().any(|other| other.seen == replica.seen && other.object != replica.object)
    }

    /// Whether all replicas hold everything, and the same.
    pub fn agrees(&self) -> bool {
        let (everything, first) = (self.log.len() as u64, &self.replicas[0]);
        self.replicas.iter().all(|replica| replica.seen.total() == everything && replica.object == first.object)
    }

    /// Whether all naive replicas hold the same.
    pub fn naive_agrees(&self) -> bool {
        self.replicas.iter().all(|replica| replica.naive == self.replicas[0].naive)
    }

    /// How many operations are lost at the worst replica: of the object, and of its naive counterpart. Those of a counter
    /// are counted one by one: in a total an increment that is missing and a decrement that is would cancel.
    pub fn lost(&self) -> (u32, u32) {
        let truth = expected(self.kind, &self.log);
        let naive_truth = expected_of_naive(self.kind, &self.log);
        let unseen = |replica: &Replica| (self.log.len() as u64 - replica.seen.total()) as u32;
        let lost = |replica: &Replica| {
            let lacking = replica.object.content().lost_against(&truth);
            if self.kind.is_counter() { lacking.max(unseen(replica)) } else { lacking }
        };
        let naive_lost = |replica: &Replica| {
            if self.kind.is_counter() {
                replica.miscounted(&self.log)
            } else {
                replica.naive.content().lost_against(&naive_truth)
            }
        };
        (self.most(lost), self.most(naive_lost))
    }

    /// The object of a replica that has seen these operations. The log has causes before their effects.
    pub fn object(&self, seen: &VersionVector) -> Object {
        let mut object = Object::new(self.kind);
        for operation in self.log.iter().filter(|operation| seen.knows(operation.dot)) {
            if let Some(update) = &operation.update {
                object.apply(update);
            }
        }
        object
    }

    /// The expected content of a naive replica that has seen these operations.
    pub fn naive_expected(&self, seen: &VersionVector) -> Content {
        let seen: Vec<Operation> = self.log.iter().filter(|operation| seen.knows(operation.dot)).cloned().collect();
        expected_of_naive(self.kind, &seen)
    }

    /// The most bytes that the objects take, as this counts them.
    pub fn most_bytes(&self, bytes: impl Fn(&Object) -> u32) -> u32 {
        self.most(|replica| bytes(&replica.object))
    }

    fn most(&self, of: impl Fn(&Replica) -> u32) -> u32 {
        self.replicas.iter().map(of).max().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Seed, Stream};

    #[test]
    fn a_replica_that_has_seen_the_same_and_holds_something_else_has_diverged() {
        let replica = |id| Replica::new(id, Kind::GCounter, Stream::named(Seed(1), "gossip"));
        let mut group = Group::new(Kind::GCounter, Delivery::States, vec![replica(0), replica(1)]);
        group.perform(0, Intent::Increment, Time::ZERO);
        assert!(!group.diverges(1), "it has not seen the operation");
        group.replicas[1].seen = group.replicas[0].seen.clone();
        assert!(group.diverges(1) && group.diverges(0));
    }
}
