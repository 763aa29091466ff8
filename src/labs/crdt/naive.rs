//! What a naive replica holds, against what it should hold after the operations that its counterpart has seen.

use super::frame::{Piece, State, push};
use crate::engines::crdt::character::{letter, number};
use crate::engines::crdt::content::{Set, set};
use crate::engines::crdt::naive::NaiveUpdate;
use crate::engines::crdt::{Content, Crdt, Intent};
use crate::parts::VersionVector;

/// Names of more letters than this are counted instead.
const NAMED: usize = 16;

/// What it holds and has lost, in pieces; and in words what is wrong, if anything is.
pub(super) fn compared(run: &Crdt, seen: &VersionVector, actual: &Content) -> (Vec<Piece>, Option<String>) {
    let expected = run.naive_expected(seen);
    match (actual, &expected) {
        (Content::Count(actual), Content::Count(expected)) => {
            let state = if actual == expected { State::Held } else { State::Back };
            let fault = (actual != expected).then(|| format!("it counts {actual}, not {expected}"));
            (vec![Piece::new(actual.to_string(), None, state)], fault)
        }
        (Content::Characters(actual), Content::Characters(expected)) => text(run, seen, actual, expected),
        _ => chips(run, seen, actual, &expected),
    }
}

/// The pieces of a set, a map or a register, each with what it is of.
fn items(content: &Content) -> Vec<(u32, String)> {
    match content {
        Content::Values(values) | Content::Elements(values) => {
            values.keys().map(|value| (*value, value.to_string())).collect()
        }
        Content::Map(map) => {
            map.iter().map(|(key, value)| (*key, [key.to_string(), value.to_string()].join(": "))).collect()
        }
        Content::Count(_) | Content::Characters(_) => Vec::new(),
    }
}

fn chips(run: &Crdt, seen: &VersionVector, actual: &Content, expected: &Content) -> (Vec<Piece>, Option<String>) {
    let noun = match actual {
        Content::Elements(_) => "item ",
        Content::Map(_) => "key ",
        _ => "value ",
    };
    let (held, due) = (items(actual), items(expected));
    // Taken out by somebody whom the replica has heard.
    let removed = |item: u32| {
        let removes = |intent: Intent| intent == Intent::Remove(item) || intent == Intent::Unset(item);
        run.operations().iter().any(|operation| removes(operation.intent) && seen.knows(operation.dot))
    };
    let mut fault = None;
    let mut pieces = Vec::new();
    for item in &held {
        let is_back = !due.contains(item) && removed(item.0);
        if is_back {
            fault = fault.or(Some(format!("{noun}{} is back", item.0)));
        }
        pieces.push(Piece::new(item.1.clone(), None, if is_back { State::Back } else { State::Held }));
    }
    for item in due.iter().filter(|item| !held.contains(item)) {
        fault = Some(format!("{noun}{} is lost", item.1));
        pieces.push(Piece::new(item.1.clone(), None, State::Lost));
    }
    (pieces, fault)
}

fn text(run: &Crdt, seen: &VersionVector, actual: &[u32], expected: &[u32]) -> (Vec<Piece>, Option<String>) {
    let author = |character: u32| run.operations().get(number(character) as usize).map(|typed| typed.dot.replica);
    let known = run.operations().iter().filter(|operation| seen.knows(operation.dot));
    let deleted = set(known.filter_map(|operation| match operation.naive {
        Some(NaiveUpdate::Delete(_, character)) => Some(character),
        _ => None,
    }));
    let (mut pieces, mut shown, mut back) = (Vec::new(), Set::new(), 0_u32);
    for &character in actual {
        let is_new = shown.insert(character, ()).is_none();
        let state = if is_new && !deleted.contains_key(&character) { State::Held } else { State::Back };
        back += u32::from(state == State::Back);
        push(&mut pieces, letter(character), author(character), state);
    }
    // Replica by replica: words that were typed at the same time stay words.
    let of = |id: u32| {
        let (author, shown) = (&author, &shown);
        expected
            .iter()
            .copied()
            .filter(move |character| author(*character) == Some(id) && !shown.contains_key(character))
    };
    let lost: Vec<u32> = (0..run.replicas().len() as u32).flat_map(of).collect();
    lost.iter().for_each(|&character| push(&mut pieces, letter(character), author(character), State::Lost));
    let fault = match (lost.len(), back) {
        (0, 0) => None,
        (0, 1) => Some("1 letter is too many".to_string()),
        (0, back) => Some(format!("{back} letters are too many")),
        (1..=NAMED, _) => {
            let word: String = lost.iter().copied().map(letter).collect();
            Some(format!("“{}” is lost", word.trim()))
        }
        (lost, _) => Some(format!("{lost} letters are lost")),
    };
    (pieces, fault)
}
