//! The content that a user sees, and its distance from the expected one.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use super::text_node::Node;
use super::update::VALUE_BYTES;

/// The content of an object as a user sees it, for the lab's types and their naive counterparts.
#[derive(Clone, Debug, PartialEq)]
pub enum Content {
    /// A counter's value.
    Count(i64),
    /// The values of a register; several if they are concurrent.
    Values(BTreeSet<u32>),
    /// The elements of a set.
    Elements(BTreeSet<u32>),
    /// The values of a map by key.
    Map(BTreeMap<u32, u32>),
    /// The characters of a text in order, each by the number of the intent that typed it.
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
            (Self::Values(actual), Self::Values(expected)) => expected.difference(actual).count() as u32,
            (Self::Elements(actual), Self::Elements(expected)) => actual.symmetric_difference(expected).count() as u32,
            (Self::Map(actual), Self::Map(expected)) => {
                let keys: BTreeSet<&u32> = actual.keys().chain(expected.keys()).collect();
                keys.into_iter().filter(|key| actual.get(key) != expected.get(key)).count() as u32
            }
            (Self::Characters(actual), Self::Characters(expected)) => {
                let set = |characters: &[u32]| characters.iter().copied().collect::<BTreeSet<u32>>();
                let (held, due) = (set(actual), set(expected));
                let is_twice = |typed: &&u32| actual.iter().filter(|other| other == typed).count() > 1;
                // One that is there in vain is lost once, however often it is there.
                let twice = held.intersection(&due).filter(is_twice).count();
                (held.symmetric_difference(&due).count() + twice) as u32
            }
            (actual, expected) => panic!("{actual:?} and {expected:?} are of different kinds"),
        }
    }
}

/// How much of a content a trace shows.
const SHOWN: usize = 40;

impl fmt::Display for Content {
    /// `7`, `{1,4}`, `{1:5}`, `abc`; long ones are cut.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = match self {
            Self::Count(count) => count.to_string(),
            Self::Values(values) | Self::Elements(values) => braces(values.iter().map(u32::to_string)),
            Self::Map(map) => braces(map.iter().map(|(key, value)| format!("{key}:{value}"))),
            // Characters are known by number; twenty-six letters are enough to recognise them.
            Self::Characters(characters) => {
                characters.iter().map(|typed| char::from(b'a' + (typed % 26) as u8)).collect()
            }
        };
        match text.char_indices().nth(SHOWN) {
            Some((cut, _)) => write!(f, "{}…", &text[..cut]),
            None => f.write_str(&text),
        }
    }
}

fn braces(items: impl Iterator<Item = String>) -> String {
    format!("{{{}}}", items.collect::<Vec<_>>().join(","))
}
