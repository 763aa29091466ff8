//! The naive counterpart of each type, written without thought of merging; it loses data.
//!
//! It meets the same operations and the same messages as the real type beside it.

use litemap::LiteMap;

use super::content::{Content, KINDS, OPERATION, Set, set};
use super::intent::Intent;
use super::policy::Kind;

/// A replica's naive state.
#[derive(Clone, Debug, PartialEq)]
pub enum Naive {
    /// A total. Of two totals the greater is kept, so concurrent counts are lost and a decrement is undone.
    Total(i64),
    /// A value, overwritten by whatever arrives.
    Value(Option<u32>),
    /// A set. Of two sets the union is kept, so what was removed comes back.
    Elements(Set),
    /// A map, each key overwritten by whatever arrives.
    Map(LiteMap<u32, u32>),
    /// A text, edited by index; of two texts, the one that arrives is kept.
    Characters(Vec<u32>),
}

/// The update that a naive replica sends for its operation.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum NaiveUpdate {
    /// The total changed by so much.
    Count(i64),
    /// The value is this.
    Write(u32),
    /// This element is in.
    Add(u32),
    /// This element is out.
    Remove(u32),
    /// The key has this value, or none.
    Put(u32, Option<u32>),
    /// This character is at this index, and what was there and behind it moves up.
    Insert(u32, u32),
    /// The character at this index is gone; at its author's, it was this one.
    Delete(u32, u32),
}

impl Naive {
    /// A state to which nothing has been done.
    pub fn new(kind: Kind) -> Self {
        match kind {
            Kind::GCounter | Kind::PnCounter => Self::Total(0),
            Kind::LwwRegister | Kind::MvRegister => Self::Value(None),
            Kind::OrSet => Self::Elements(Set::new()),
            Kind::LwwMap => Self::Map(LiteMap::new()),
            Kind::Text => Self::Characters(Vec::new()),
        }
    }

    /// Does what a user of this replica wants. `cursor` is the index behind the character typed last.
    ///
    /// # Panics
    /// If the intent is not one for this kind of state.
    pub fn perform(&mut self, intent: &Intent, cursor: &mut u32) -> Option<NaiveUpdate> {
        let update = match (&*self, *intent) {
            (Self::Total(_), Intent::Increment) => NaiveUpdate::Count(1),
            (Self::Total(_), Intent::Decrement) => NaiveUpdate::Count(-1),
            (Self::Value(_), Intent::Write(value)) => NaiveUpdate::Write(value),
            (Self::Elements(_), Intent::Add(element)) => NaiveUpdate::Add(element),
            (Self::Elements(elements), Intent::Remove(element)) => {
                elements.get(&element).map(|_| NaiveUpdate::Remove(element))?
            }
            (Self::Map(_), Intent::Put(key, value)) => NaiveUpdate::Put(key, Some(value)),
            (Self::Map(map), Intent::Unset(key)) => map.get(&key).map(|_| NaiveUpdate::Put(key, None))?,
            (Self::Characters(text), Intent::Type(character)) => {
                *cursor = (*cursor).min(text.len() as u32);
                NaiveUpdate::Insert(*cursor, character)
            }
            (Self::Characters(text), Intent::TypeAt(place, character)) => {
                NaiveUpdate::Insert((place * (text.len() as f64 + 1.0)) as u32, character)
            }
            (Self::Characters(text), Intent::Delete(place)) => {
                let index = (place * text.len() as f64) as u32;
                NaiveUpdate::Delete(index, *text.get(index as usize)?)
            }
            (Self::Characters(text), Intent::Erase) => {
                let index = (*cursor).min(text.len() as u32).checked_sub(1)?;
                NaiveUpdate::Delete(index, text[index as usize])
            }
            _ => panic!("{OPERATION}"),
        };
        match (intent, update) {
            (_, NaiveUpdate::Insert(index, _)) => *cursor = index + 1,
            (Intent::Erase, NaiveUpdate::Delete(index, _)) => *cursor = index,
            _ => {}
        }
        self.apply(&update);
        Some(update)
    }

    /// Does what was done at another replica, on arrival: in any order, and as often as it arrives.
    pub fn apply(&mut self, update: &NaiveUpdate) {
        match (self, *update) {
            (Self::Total(total), NaiveUpdate::Count(by)) => *total += by,
            (Self::Value(value), NaiveUpdate::Write(new)) => *value = Some(new),
            (Self::Elements(elements), NaiveUpdate::Add(element)) => {
                elements.insert(element, ());
            }
            (Self::Elements(elements), NaiveUpdate::Remove(element)) => {
                elements.remove(&element);
            }
            (Self::Map(map), NaiveUpdate::Put(key, Some(value))) => {
                map.insert(key, value);
            }
            (Self::Map(map), NaiveUpdate::Put(key, None)) => {
                map.remove(&key);
            }
            (Self::Characters(text), NaiveUpdate::Insert(index, character)) => {
                text.insert((index as usize).min(text.len()), character);
            }
            (Self::Characters(text), NaiveUpdate::Delete(index, _)) => {
                if (index as usize) < text.len() {
                    text.remove(index as usize);
                }
            }
            _ => panic!("{OPERATION}"),
        }
    }

    /// Takes in the state of another replica, on arrival.
    ///
    /// # Panics
    /// If the other is of another kind.
    pub fn receive(&mut self, other: &Self) {
        match (self, other) {
            (Self::Total(ours), Self::Total(theirs)) => *ours = (*ours).max(*theirs),
            (Self::Value(ours), Self::Value(theirs)) => *ours = theirs.or(*ours),
            (Self::Elements(ours), Self::Elements(theirs)) => theirs.keys().for_each(|element| {
                ours.insert(*element, ());
            }),
            (Self::Map(ours), Self::Map(theirs)) => theirs.iter().for_each(|(key, value)| {
                ours.insert(*key, *value);
            }),
            (Self::Characters(ours), Self::Characters(theirs)) => ours.clone_from(theirs),
            _ => panic!("{KINDS}"),
        }
    }

    /// The content that a user sees.
    pub fn content(&self) -> Content {
        match self {
            Self::Total(total) => Content::Count(*total),
            Self::Value(value) => Content::Values(set(*value)),
            Self::Elements(elements) => Content::Elements(elements.clone()),
            Self::Map(map) => Content::Map(map.clone()),
            Self::Characters(characters) => Content::Characters(characters.clone()),
        }
    }
}
