//! The expected content of an object, from the operations and what each had seen: the types' promises, stated without
//! looking at how they keep them.

use litemap::LiteMap;

use super::content::{Content, map, set};
use super::intent::Intent;
use super::naive::NaiveUpdate;
use super::policy::Kind;
use super::update::{Stamp, Update};
use crate::parts::{Dot, VersionVector};

/// Something that was done at a replica.
#[derive(Clone, Debug)]
pub struct Operation {
    /// Its name: the replica where it was done, and which of that replica's operations it is.
    pub dot: Dot,
    /// The operations that the replica had seen.
    pub after: VersionVector,
    /// The user's intent.
    pub intent: Intent,
    /// The update for the other replicas, if there is one.
    pub update: Option<Update>,
    /// The same of the naive counterpart.
    pub naive: Option<NaiveUpdate>,
}

impl Operation {
    /// Whether it was done by someone who had seen `earlier`.
    pub fn saw(&self, earlier: &Self) -> bool {
        self.after.knows(earlier.dot)
    }

    fn stamped(&self) -> Option<(u32, Stamp, Option<u32>)> {
        match self.update {
            Some(Update::Put(key, value, stamp)) => Some((key, stamp, value)),
            _ => None,
        }
    }
}

/// The expected content of every replica that has seen every operation.
pub fn expected(kind: Kind, operations: &[Operation]) -> Content {
    let done = || operations.iter().filter(|operation| operation.update.is_some());
    match kind {
        Kind::GCounter | Kind::PnCounter => {
            let step = |operation: &Operation| if operation.intent == Intent::Decrement { -1 } else { 1 };
            Content::Count(done().map(step).sum())
        }
        Kind::LwwRegister => Content::Values(set(winners(operations).values().filter_map(|(_, value)| *value))),
        Kind::LwwMap => {
            let values = winners(operations).into_iter().filter_map(|(key, (_, value))| Some((key, value?)));
            Content::Map(map(values))
        }
        // The writes that nobody has overwritten knowingly.
        Kind::MvRegister => {
            let current = done().filter(|write| !done().any(|later| later.saw(write)));
            Content::Values(set(current.filter_map(|write| write.intent.subject())))
        }
        // An element is in if somebody added it and nobody removed it who had seen that add.
        Kind::OrSet => {
            let removed = |add: &Operation, element| {
                done().any(|remove| remove.intent == Intent::Remove(element) && remove.saw(add))
            };
            let added = done().filter_map(|add| match add.intent {
                Intent::Add(element) if !removed(add, element) => Some(element),
                _ => None,
            });
            Content::Elements(set(added))
        }
        Kind::Text => {
            let deleted: Vec<Dot> = done()
                .filter_map(|operation| match operation.update {
                    Some(Update::Delete(id)) => Some(id),
                    _ => None,
                })
                .collect();
            let typed = done().filter_map(|operation| match operation.update {
                Some(Update::Insert(id, node)) if !deleted.contains(&id) => Some(node.character),
                _ => None,
            });
            Content::Characters(typed.collect())
        }
    }
}

/// The same for the naive counterpart. Its users wanted the same, but in a text each deletes the character that it
/// sees.
pub fn expected_of_naive(kind: Kind, operations: &[Operation]) -> Content {
    if kind != Kind::Text {
        return expected(kind, operations);
    }
    let naive = || operations.iter().filter_map(|operation| operation.naive);
    let deleted = set(naive().filter_map(|update| match update {
        NaiveUpdate::Delete(_, character) => Some(character),
        _ => None,
    }));
    let typed = naive()
        .filter_map(|update| if let NaiveUpdate::Insert(_, character) = update { Some(character) } else { None });
    Content::Characters(typed.filter(|character| !deleted.contains_key(character)).collect())
}

/// How many writes last-writer-wins has dropped, as it promises, without the winner having seen them.
pub fn overruled(operations: &[Operation]) -> u32 {
    let winners = winners(operations);
    let overruled = operations.iter().filter(|write| {
        let Some((key, stamp, _)) = write.stamped() else { return false };
        let seen = operations.iter().any(|other| {
            other.stamped().is_some_and(|(same, top, _)| same == key && top == winners[&key].0) && other.saw(write)
        });
        stamp != winners[&key].0 && !seen
    });
    overruled.count() as u32
}

/// The write with the greatest stamp for each key.
fn winners(operations: &[Operation]) -> LiteMap<u32, (Stamp, Option<u32>)> {
    let mut winners = LiteMap::new();
    for (key, stamp, value) in operations.iter().filter_map(Operation::stamped) {
        let winner = winners.entry(key).or_insert((stamp, value));
        *winner = (*winner).max((stamp, value));
    }
    winners
}
