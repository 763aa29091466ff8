//! A history of one text, and how it is written down.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Value, json};

/// Something that happens at a replica. All but `Take` make an operation, numbered from 0.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Event {
    /// A character is typed at an index of what the replica shows.
    Insert(usize, char),
    /// The character at an index is deleted.
    Delete(usize),
    /// Something else in the same document is edited.
    Elsewhere,
    /// Operations arrive.
    Take(Vec<usize>),
}

/// A step of a history: the replica, and what happens there.
pub(super) type Step = (u32, Event);

/// A history.
#[derive(Clone, Debug, Default)]
pub(super) struct History {
    /// The names of the replicas.
    pub(super) replicas: Vec<u32>,
    pub(super) steps: Vec<Step>,
    /// The steps after which the text is read; the last of each replica is always.
    pub(super) reads: Vec<usize>,
}

impl History {
    /// The steps as the libraries take them.
    pub(super) fn to_json(&self) -> Vec<Value> {
        // A library may pass over what changes nothing, so the number is always another one.
        let step = |(number, (at, event)): (usize, &Step)| match event {
            Event::Insert(index, character) => json!(["insert", at, index, character]),
            Event::Delete(index) => json!(["delete", at, index]),
            Event::Elsewhere => json!(["elsewhere", at, number]),
            Event::Take(operations) => json!(["take", at, operations]),
        };
        self.steps.iter().enumerate().map(step).collect()
    }

    /// How many operations there are.
    pub(super) fn operations(&self) -> usize {
        self.steps.iter().filter(|(_, event)| !matches!(event, Event::Take(_))).count()
    }

    /// At the end all operations reach every replica, in the order in which they were done.
    pub(super) fn finish(&mut self) {
        let all: Vec<usize> = (0..self.operations()).collect();
        self.steps.extend(self.replicas.iter().map(|&at| (at, Event::Take(all.clone()))));
    }

    /// Reads a history, a step a line:
    ///
    /// - `1 types "cat" at 4`, `1 types "cat" backwards at 4` (the last letter first, each before the one typed before);
    /// - `1 deletes 3 at 4`;
    /// - `1 edits elsewhere`;
    /// - `2 hears 1`: all that replica 1 has by now, or `2 hears #2 #0`: these operations, a letter each;
    /// - `2 reads`.
    pub(super) fn read(lines: &[&str]) -> Self {
        let mut history = Self::default();
        let mut known: BTreeMap<u32, BTreeSet<usize>> = BTreeMap::new();
        for line in lines {
            let (at, event) = line.split_once(' ').unwrap_or_else(|| panic!("{line}: a replica, then what it does"));
            let at = number(at) as u32;
            if !history.replicas.contains(&at) {
                history.replicas.push(at);
            }
            let first = history.operations();
            let events = match event.strip_prefix("hears ") {
                Some(from) if from.starts_with('#') => {
                    vec![Event::Take(from.split(' ').map(|one| number(one.trim_start_matches('#'))).collect())]
                }
                Some(from) => vec![Event::Take(known[&(number(from) as u32)].iter().copied().collect())],
                None => edits(event),
            };
            history.steps.extend(events.into_iter().map(|event| (at, event)));
            let own = first..history.operations();
            let known = known.entry(at).or_default();
            known.extend(own);
            match history.steps.last() {
                _ if event == "reads" => history.reads.push(history.steps.len() - 1),
                Some((_, Event::Take(arrived))) => known.extend(arrived),
                _ => {}
            }
        }
        history.finish();
        history
    }
}

fn number(text: &str) -> usize {
    text.parse().unwrap_or_else(|_| panic!("{text} is no number"))
}

fn edits(event: &str) -> Vec<Event> {
    if let Some((word, how)) = event.strip_prefix("types \"").and_then(|event| event.rsplit_once("\" ")) {
        let index = |how: &str| number(how.trim_start_matches("at "));
        return match how.strip_prefix("backwards ") {
            Some(how) => word.chars().rev().map(|typed| Event::Insert(index(how), typed)).collect(),
            None => (index(how)..).zip(word.chars()).map(|(index, typed)| Event::Insert(index, typed)).collect(),
        };
    }
    match event.split(' ').collect::<Vec<_>>()[..] {
        ["deletes", count, "at", index] => vec![Event::Delete(number(index)); number(count)],
        ["edits", "elsewhere"] => vec![Event::Elsewhere],
        ["reads"] => vec![Event::Take(Vec::new())],
        _ => panic!("{event}: nobody can do that"),
    }
}
