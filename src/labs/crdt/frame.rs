//! What one moment of a run looks like: what each replica holds, in pieces, and what its naive counterpart makes of it.

use litemap::LiteMap;

use super::naive;
use super::scene::Shot;
use crate::engines::crdt::character::letter;
use crate::engines::crdt::dots::DotStore;
use crate::engines::crdt::naive::Naive;
use crate::engines::crdt::text::Text;
use crate::engines::crdt::{Content, Crdt, Kind, Object};
use crate::parts::VersionVector;

/// A moment of a run.
pub(super) struct Frame {
    /// The replicated type.
    pub kind: Kind,
    /// The replicas.
    pub lanes: Vec<Lane>,
    /// Whether all replicas have seen the same operations, so that they hold the same.
    pub agree: bool,
    /// Whether nothing has been done yet.
    pub is_untouched: bool,
    /// Whether all naive replicas hold the same.
    pub naive_agree: bool,
    /// How many operations the replica lacks that lacks most.
    pub lacking: u64,
    /// What is kept of deleted characters and unset keys, at the replica that keeps most.
    pub tombstones: u32,
}

/// A replica.
pub(super) struct Lane {
    /// What it holds.
    pub pieces: Vec<Piece>,
    /// Of a counter, what each replica has added and taken away.
    pub counts: Vec<[u64; 2]>,
    /// What its naive counterpart holds, and what that has lost.
    pub naive: Vec<Piece>,
    /// What is wrong with the naive counterpart, in words: `“dog” is lost`.
    pub fault: Option<String>,
}

/// A piece of a content: what one replica wrote.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Piece {
    /// What shows.
    pub text: String,
    /// Who wrote it, if that is known.
    pub author: Option<u32>,
    /// How it stands there.
    pub state: State,
}

/// How a piece stands in a content.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum State {
    /// It is there.
    Held,
    /// It is deleted; what it left behind is kept.
    Dust,
    /// It should be there and is not.
    Lost,
    /// It should not be there, or not so often, and is.
    Back,
}

impl Piece {
    pub(super) fn new(text: String, author: Option<u32>, state: State) -> Self {
        Self { text, author, state }
    }
}

/// Puts a character behind pieces: into the last of them, if that is its like.
pub(super) fn push(pieces: &mut Vec<Piece>, shown: char, author: Option<u32>, state: State) {
    match pieces.last_mut() {
        Some(last) if last.author == author && last.state == state => last.text.push(shown),
        _ => pieces.push(Piece::new(shown.to_string(), author, state)),
    }
}

impl Frame {
    /// A run at a moment.
    pub(super) fn of(shot: &Shot<'_>) -> Self {
        let run = shot.run;
        let changes = &shot.history().changes[..shot.position() as usize];
        let nothing = (VersionVector::new(), Naive::new(run.kind()));
        let held: Vec<(&VersionVector, &Naive)> = (0..run.replicas().len() as u32)
            .map(|id| {
                let last = changes.iter().rfind(|change| change.replica == id);
                last.map_or((&nothing.0, &nothing.1), |change| (&change.seen, &change.naive))
            })
            .collect();
        let mut all = VersionVector::new();
        held.iter().for_each(|(seen, _)| all.merge(seen));
        let lanes: Vec<Lane> = held.iter().map(|(seen, naive)| Lane::of(run, seen, naive)).collect();
        let dust = |lane: &Lane| -> u32 {
            lane.pieces
                .iter()
                .filter(|piece| piece.state == State::Dust)
                .map(|piece| piece.text.chars().count() as u32)
                .sum()
        };
        Self {
            kind: run.kind(),
            is_untouched: changes.is_empty(),
            agree: held.iter().all(|(seen, _)| *seen == held[0].0),
            naive_agree: held.iter().all(|(_, naive)| *naive == held[0].1),
            lacking: held.iter().map(|(seen, _)| all.total() - seen.total()).max().unwrap_or_default(),
            tombstones: lanes.iter().map(dust).max().unwrap_or_default(),
            lanes,
        }
    }

    /// The first naive replica that has lost something, and what.
    pub(super) fn fault(&self) -> Option<(usize, &str)> {
        self.lanes.iter().enumerate().find_map(|(id, lane)| Some((id, lane.fault.as_deref()?)))
    }
}

impl Lane {
    /// Of a counter, all that was added, or all that was taken away.
    pub(super) fn counted(&self, side: usize) -> u64 {
        self.counts.iter().map(|counts| counts[side]).sum()
    }

    fn of(run: &Crdt, seen: &VersionVector, naive: &Naive) -> Self {
        let object = run.object(seen);
        let (naive, fault) = naive::compared(run, seen, &naive.content());
        Self { pieces: pieces(&object), counts: counts(&object, run.replicas().len() as u32), naive, fault }
    }
}

/// What an object holds.
fn pieces(object: &Object) -> Vec<Piece> {
    let chip = |text, author| Piece::new(text, Some(author), State::Held);
    match object {
        Object::GCounter(_) | Object::PnCounter(_) => match object.content() {
            Content::Count(total) => vec![Piece::new(total.to_string(), None, State::Held)],
            _ => Vec::new(),
        },
        Object::LwwRegister(register) => {
            let value = register.value().zip(register.writer());
            value.map(|(value, writer)| chip(value.to_string(), writer)).into_iter().collect()
        }
        Object::MvRegister(store) | Object::OrSet(store) => values(store),
        Object::LwwMap(map) => {
            let entries = map.registers().iter().map(|(key, register)| match register.value() {
                Some(value) => {
                    Piece::new([key.to_string(), value.to_string()].join(": "), register.writer(), State::Held)
                }
                None => Piece::new("·".to_string(), None, State::Dust),
            });
            entries.collect()
        }
        Object::Text(text) => characters(text),
    }
}

fn values(store: &DotStore) -> Vec<Piece> {
    let mut authors = LiteMap::<u32, u32>::new();
    for (dot, value) in store.values() {
        authors.entry(*value).or_insert(dot.replica);
    }
    authors.into_iter().map(|(value, author)| Piece::new(value.to_string(), Some(author), State::Held)).collect()
}

fn characters(text: &Text) -> Vec<Piece> {
    let mut pieces = Vec::new();
    for (id, character) in text.characters() {
        match character {
            Some(character) => push(&mut pieces, letter(character), Some(id.replica), State::Held),
            None => push(&mut pieces, '·', None, State::Dust),
        }
    }
    pieces
}

/// Of a counter, what each replica has added and taken away.
fn counts(object: &Object, replicas: u32) -> Vec<[u64; 2]> {
    (0..replicas)
        .filter_map(|id| match object {
            Object::GCounter(counter) => Some([counter.increments().get(id), 0]),
            Object::PnCounter(counter) => Some([counter.increments().get(id), counter.decrements().get(id)]),
            _ => None,
        })
        .collect()
}
