//! The operation that a user asks for.

use super::character::number;
use super::policy::Kind;
use crate::kernel::Stream;

/// The operation that a user asks for.
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
    /// Delete the character before the cursor.
    Erase,
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

    /// What a reader does with this verb to an object of this kind; nothing if it has no such operation. `number` is a
    /// value that no other intent has, and `item` the element or the key.
    pub fn by_hand(kind: Kind, verb: &str, item: u32, number: u32) -> Option<Self> {
        match (kind, verb) {
            (Kind::GCounter | Kind::PnCounter, "increment") => Some(Self::Increment),
            (Kind::PnCounter, "decrement") => Some(Self::Decrement),
            (Kind::LwwRegister | Kind::MvRegister, "write") => Some(Self::Write(number)),
            (Kind::OrSet, "add") => Some(Self::Add(item)),
            (Kind::OrSet, "remove") => Some(Self::Remove(item)),
            (Kind::LwwMap, "put") => Some(Self::Put(item, number)),
            (Kind::LwwMap, "unset") => Some(Self::Unset(item)),
            _ => None,
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
            Self::Erase => "erase",
        }
    }

    /// Its subject, if that is a number: the element, the key, the value or the character.
    pub fn subject(&self) -> Option<u32> {
        match *self {
            Self::Write(subject)
            | Self::Add(subject)
            | Self::Remove(subject)
            | Self::Put(subject, _)
            | Self::Unset(subject) => Some(subject),
            // What a reader typed is known by its letter.
            Self::Type(character) | Self::TypeAt(_, character) => (number(character) == character).then_some(character),
            Self::Increment | Self::Decrement | Self::Delete(_) | Self::Erase => None,
        }
    }
}
