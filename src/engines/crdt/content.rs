//! The content that a user sees, and its distance from the expected one.

use std::fmt;

use litemap::LiteMap;

use super::character::letter;
use super::text_node::Node;
use super::update::VALUE_BYTES;

/// A set of values, elements, characters or keys. (A `BTreeSet` beside the maps would bring a second kind of collection into
/// a page's module.)
pub type Set = LiteMap<u32, ()>;

/// The content of an object as a user sees it, for the lab's types and their naive counterparts.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A counter's value.
    Count(i64),
    /// The values of a register; several if they are concurrent.
    Values(Set),
    /// The elements of a set.
    Elements(Set),
    /// The values of a map by key.
    Map(LiteMap<u32, u32>),
    /// The characters of a text in order.
    Characters(Vec<u32>),
}

impl Content {
    /// How many bytes the content alone takes.
    pub fn bytes(&self) -> u32 {
        match self {
            Self::Count(_) => 8,
            Self::Values(values) | Self::Elements(values) => values.len() as u32 * VALUE_BYTES,
            Self::Map(map) => map.len() as u32 * 2 * VALUE_BYTES,
            Self::Characters(characters) => characters.len() as u32 * Node::CHARACTER_BYTES,
        }
    }

    /// How many operations must have been lost to make this of what should be: counts off, values missing, elements or
    /// characters missing or there in vain, keys with another value.
    ///
    /// # Panics
    /// If the two are of different kinds.
    pub fn lost_against(&self, expected: &Self) -> u32 {
        match (self, expected) {
            (Self::Count(actual), Self::Count(expected)) => {
                u32::try_from(actual.abs_diff(*expected)).unwrap_or(u32::MAX)
            }
            (Self::Values(actual), Self::Values(expected)) => missing(actual, expected),
            (Self::Elements(actual), Self::Elements(expected)) => missing(actual, expected) + missing(expected, actual),
            (Self::Map(actual), Self::Map(expected)) => {
                let keys = set(actual.keys().chain(expected.keys()).copied());
                keys.keys().filter(|key| actual.get(key) != expected.get(key)).count() as u32
            }
            (Self::Characters(actual), Self::Characters(expected)) => {
                let (held, due) = (set(actual.iter().copied()), set(expected.iter().copied()));
                let is_twice = |typed: &&u32| actual.iter().filter(|other| other == typed).count() > 1;
                // One that is there in vain is lost once, however often it is there.
                let twice = held.keys().filter(|typed| due.contains_key(typed)).filter(is_twice).count();
                missing(&held, &due) + missing(&due, &held) + twice as u32
            }
            _ => panic!("{KINDS}"),
        }
    }
}

/// How many of the second set the first one lacks.
fn missing(from: &Set, all: &Set) -> u32 {
    all.keys().filter(|item| !from.contains_key(item)).count() as u32
}

/// A set of these. (To collect it would bring a way of sorting into a page's module.)
pub fn set(items: impl IntoIterator<Item = u32>) -> Set {
    let mut set = Set::new();
    items.into_iter().for_each(|item| {
        set.insert(item, ());
    });
    set
}

/// A map of these, likewise.
pub fn map(entries: impl IntoIterator<Item = (u32, u32)>) -> LiteMap<u32, u32> {
    let mut map = LiteMap::new();
    entries.into_iter().for_each(|(key, value)| {
        map.insert(key, value);
    });
    map
}

/// What a mistake of this program says. (To print the values would bring the printing of every type into a page's module.)
pub(super) const KINDS: &str = "two contents are of different kinds";
pub(super) const OPERATION: &str = "a type was given an operation that it does not have";

/// How much of a content a trace shows.
const SHOWN: usize = 40;

impl fmt::Display for Content {
    /// `7`, `{1,4}`, `{1:5}`, `abc`; long ones are cut.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Count(count) => count.to_string(),
            Self::Values(values) | Self::Elements(values) => braces(values.keys().map(u32::to_string)),
            Self::Map(map) => braces(map.iter().map(|(key, value)| format!("{key}:{value}"))),
            Self::Characters(characters) => characters.iter().copied().map(letter).collect(),
        };
        let shown: String = text.chars().take(SHOWN).collect();
        f.write_str(&shown)?;
        if shown.len() < text.len() { f.write_str("…") } else { Ok(()) }
    }
}

fn braces(items: impl Iterator<Item = String>) -> String {
    format!("{{{}}}", items.collect::<Vec<_>>().join(","))
}
