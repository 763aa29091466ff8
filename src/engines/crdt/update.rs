//! What a user wants done, and what one replica tells the others that it has done.

use super::text::Node;
use crate::kernel::Stream;
use crate::parts::Dot;

/// The types of the lab.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A counter that grows.
    GCounter,
    /// A counter that grows and shrinks.
    PnCounter,
    /// A register whose last write wins.
    LwwRegister,
    /// A register that keeps concurrent writes.
    MvRegister,
    /// A set in which an add wins against a concurrent remove.
    OrSet,
    /// A map of last-writer-wins registers.
    LwwMap,
    /// A text.
    Text,
}

impl Kind {
    /// The type with this id in the schema.
    pub fn named(id: &str) -> Self {
        match id {
            "g-counter" => Self::GCounter,
            "pn-counter" => Self::PnCounter,
            "lww-register" => Self::LwwRegister,
            "mv-register" => Self::MvRegister,
            "or-set" => Self::OrSet,
            "lww-map" => Self::LwwMap,
            _ => Self::Text,
        }
    }
}

/// What a user wants done.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Intent {
    /// Count one more.
    Increment,
    /// Count one less.
    Decrement,
    /// Let the register be this.
    Write(u32),
    /// Put this element into the set.
    Add(u32),
    /// Take this element out of the set.
    Remove(u32),
    /// Let the map have this value under this key.
    Put(u32, u32),
    /// Let the map have nothing under this key.
    Unset(u32),
    /// Type this character behind the one that was typed last here.
    Type(u32),
    /// Move the cursor to this fraction of the text, and type this character there.
    TypeAt(f64, u32),
    /// Delete the character at this fraction of the text.
    Delete(f64),
}

impl Intent {
    /// Something to do to an object of this kind. It takes two draws, whatever the kind; `number` is a value that no
    /// other intent has; elements and keys are among `0..elements`.
    pub fn draw(kind: Kind, number: u32, elements: u32, draws: &mut Stream) -> Self {
        let (what, place) = (draws.unit(), draws.unit());
        let element = (place * f64::from(elements)) as u32;
        match kind {
            Kind::GCounter => Self::Increment,
            Kind::PnCounter if what < 0.6 => Self::Increment,
            Kind::PnCounter => Self::Decrement,
            Kind::LwwRegister | Kind::MvRegister => Self::Write(number),
            Kind::OrSet if what < 0.6 => Self::Add(element),
            Kind::OrSet => Self::Remove(element),
            Kind::LwwMap if what < 0.75 => Self::Put(element, number),
            Kind::LwwMap => Self::Unset(element),
            Kind::Text if what < 0.7 => Self::Type(number),
            Kind::Text if what < 0.8 => Self::TypeAt(place, number),
            Kind::Text => Self::Delete(place),
        }
    }

    /// Its verb in a trace.
    pub fn verb(&self) -> &'static str {
        match self {
            Self::Increment => "increment",
            Self::Decrement => "decrement",
            Self::Write(_) => "write",
            Self::Add(_) => "add",
            Self::Remove(_) => "remove",
            Self::Put(..) => "put",
            Self::Unset(_) => "unset",
            Self::Type(_) | Self::TypeAt(..) => "type",
            Self::Delete(_) => "delete",
        }
    }

    /// What it is about, if that is a number: the element, the key, the value or the character.
    pub fn subject(&self) -> Option<u32> {
        match *self {
            Self::Write(subject)
            | Self::Add(subject)
            | Self::Remove(subject)
            | Self::Put(subject, _)
            | Self::Unset(subject)
            | Self::Type(subject)
            | Self::TypeAt(_, subject) => Some(subject),
            Self::Increment | Self::Decrement | Self::Delete(_) => None,
        }
    }
}

/// When a last-writer-wins value was written; the replica breaks ties, or replicas that meet a tie in different orders
/// would never agree.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Stamp {
    /// Milliseconds, but always more than of any value that the writer has seen.
    pub time_ms: u64,
    /// Who wrote.
    pub replica: u32,
}

/// What was done at one replica, for the others to do. Delivered once each and in causal order, updates bring all
/// replicas to the same state.
#[derive(Clone, Debug, PartialEq)]
pub enum Update {
    /// A replica's n-th increment.
    Increment(Dot),
    /// A replica's n-th decrement.
    Decrement(Dot),
    /// A stamped value under a key (0 for a register); no value is the absence of one.
    Put(u32, Option<u32>, Stamp),
    /// A value with its dot, and the dots that it replaces.
    Add(u32, Dot, Vec<Dot>),
    /// The dots of what is taken out.
    Remove(Vec<Dot>),
    /// A character with its place.
    Insert(Dot, Node),
    /// A character is deleted.
    Delete(Dot),
}

/// Bytes of a dot, or of an entry of a version vector.
pub const DOT_BYTES: u32 = 12;
/// Bytes of a stamp.
pub const STAMP_BYTES: u32 = 12;
/// Bytes of a key, an element or a value.
pub const VALUE_BYTES: u32 = 4;

impl Update {
    /// How many bytes it takes in a message.
    pub fn bytes(&self) -> u32 {
        match self {
            Self::Increment(_) | Self::Decrement(_) | Self::Delete(_) => DOT_BYTES,
            Self::Put(..) => 2 * VALUE_BYTES + STAMP_BYTES,
            Self::Add(_, _, replaced) => VALUE_BYTES + DOT_BYTES * (1 + replaced.len() as u32),
            Self::Remove(removed) => DOT_BYTES * removed.len() as u32,
            Self::Insert(..) => Node::BYTES,
        }
    }
}
