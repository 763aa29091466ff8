//! What is done to a run from outside: edits by hand, and the network cut and healed.

use super::character::character;
use super::intent::Intent;
use super::run::Crdt;
use crate::kernel::{Action, Value};

impl Crdt {
    /// Does what the reader of the book does, or notes why it cannot be done.
    pub(super) fn act(&mut self, action: &Action) {
        let Action { verb, target, .. } = *action;
        if target >= self.group.size() {
            return self.ignore(action, "there is no such replica");
        }
        match verb {
            "operate" => {
                let intent = Intent::draw(self.group.kind(), self.number(), self.elements, &mut self.readers);
                self.operate(target, intent);
            }
            "isolate" => self.cut_off(|id| id == target),
            "cut" => self.cut((0..self.group.size()).map(|id| vec![id]).collect()),
            "heal" => self.heal(),
            _ => {
                let item = if let Some(Value::Integer(item)) = action.value { item as u32 } else { 0 };
                match Intent::by_hand(self.group.kind(), verb, item, self.number()) {
                    Some(intent) => self.operate(target, intent),
                    None => self.ignore(action, "this type has no such operation"),
                }
            }
        }
    }

    fn ignore(&mut self, action: &Action, reason: &'static str) {
        let fields = vec![("action", action.verb.into()), ("reason", reason.into())];
        self.trace.record(self.queue.now(), "ignored", fields);
    }

    /// The reader presses a key at a replica: a letter, or the one that erases a word.
    pub(super) fn press(&mut self, id: u32, key: Option<u8>) {
        let replica = self.group.replica_mut(id);
        replica.place_cursor();
        match key {
            Some(letter) => self.operate(id, Intent::Type(character(self.number(), letter))),
            None => {
                let length = replica.word_before();
                (0..length).for_each(|_| self.operate(id, Intent::Erase));
            }
        }
    }

    /// Cuts these replicas off from the rest.
    pub(super) fn cut_off(&mut self, inside: impl Fn(u32) -> bool) {
        let (inside, outside) = (0..self.group.size()).partition(|&id| inside(id));
        self.cut(vec![inside, outside]);
    }

    /// Cuts the network into groups that do not hear each other.
    fn cut(&mut self, groups: Vec<Vec<u32>>) {
        let list = |ids: &Vec<u32>| ids.iter().map(u32::to_string).collect::<Vec<_>>().join("+");
        let said = groups.iter().map(list).collect::<Vec<_>>().join("|");
        self.trace.record(self.queue.now(), "partition", vec![("groups", said.into())]);
        self.history.cuts.push((self.queue.now(), groups.clone()));
        self.network.partition(Some(groups));
        self.is_cut = true;
    }

    /// All replicas hear each other again.
    pub(super) fn heal(&mut self) {
        self.network.partition(None);
        self.history.cuts.push((self.queue.now(), Vec::new()));
        self.is_cut = false;
        self.trace.record(self.queue.now(), "heal", Vec::new());
    }
}
