//! A history in the engine: its own replicas, which hold back what comes before its causes.

use std::collections::BTreeMap;

use faultlines::engines::crdt::replica::Replica;
use faultlines::engines::crdt::truth::Operation;
use faultlines::engines::crdt::{Content, Intent, Kind};
use faultlines::kernel::{Seed, Stream, Time};

use super::history::{Event, History};

/// The replicas of one text.
pub(super) struct Ours {
    replicas: BTreeMap<u32, Replica>,
    log: Vec<Operation>,
}

impl Ours {
    pub(super) fn new(names: &[u32]) -> Self {
        let replica = |&name| (name, Replica::new(name, Kind::Text, Stream::named(Seed(0), "gossip")));
        Self { replicas: names.iter().map(replica).collect(), log: Vec::new() }
    }

    /// The text at a replica.
    pub(super) fn show(&self, at: u32) -> String {
        let Content::Characters(characters) = self.replicas[&at].object.content() else { panic!("not a text") };
        characters.into_iter().map(|character| char::from_u32(character).expect("a character")).collect()
    }

    pub(super) fn step(&mut self, at: u32, event: &Event) {
        let length = self.show(at).chars().count();
        // The engine takes a place as a fraction of the text.
        let place = |index: usize, of: usize| (index as f64 + 0.5) / of as f64;
        match event {
            Event::Insert(index, typed) => {
                self.perform(at, Intent::TypeAt(place(*index, length + 1), u32::from(*typed)))
            }
            Event::Delete(index) => self.perform(at, Intent::Delete(place(*index, length))),
            Event::Elsewhere => self.edit_elsewhere(at),
            Event::Take(operations) => {
                let arrived: Vec<u32> = operations.iter().map(|&operation| operation as u32).collect();
                let replica = self.replicas.get_mut(&at).expect("it is a replica");
                replica.take_operations(&arrived, &self.log);
            }
        }
    }

    fn perform(&mut self, at: u32, intent: Intent) {
        let replica = self.replicas.get_mut(&at).expect("it is a replica");
        self.log.push(replica.perform(intent, Time::ZERO));
    }

    /// The engine's replicas hold one object. An edit of another one is still a cause of what comes after it.
    fn edit_elsewhere(&mut self, at: u32) {
        let seen = &mut self.replicas.get_mut(&at).expect("it is a replica").seen;
        let (after, dot) = (seen.clone(), seen.increment(at));
        self.log.push(Operation { dot, after, intent: Intent::Increment, update: None, naive: None });
    }
}

/// The text at the replica in question after each step.
pub(super) fn play(history: &History) -> Vec<String> {
    let mut ours = Ours::new(&history.replicas);
    let step = |(at, event): &(u32, Event)| {
        ours.step(*at, event);
        ours.show(*at)
    };
    history.steps.iter().map(step).collect()
}
