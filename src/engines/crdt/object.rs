//! Any of the lab's types, behind one door.

use super::content::{self, Content, KINDS, OPERATION, set};
use super::counter::{GCounter, PnCounter};
use super::dots::DotStore;
use super::intent::Intent;
use super::lww::{LwwMap, LwwRegister};
use super::policy::Kind;
use super::text::Text;
use super::text_node::Node;
use super::update::{DOT_BYTES, STAMP_BYTES, Update, VALUE_BYTES};
use crate::kernel::Time;
use crate::parts::Dot;

/// A replica's state.
#[derive(Clone, Debug, PartialEq)]
pub enum Object {
    /// A counter that grows.
    GCounter(GCounter),
    /// A counter that grows and shrinks.
    PnCounter(PnCounter),
    /// A last-writer-wins register.
    LwwRegister(LwwRegister),
    /// A multi-value register.
    MvRegister(DotStore),
    /// An observed-remove set.
    OrSet(DotStore),
    /// A last-writer-wins map.
    LwwMap(LwwMap),
    /// A text.
    Text(Text),
}

/// The replica that acts, its time, and its cursor.
#[derive(Clone, Copy, Debug)]
pub struct Actor {
    /// The replica.
    pub replica: u32,
    /// The time by its clock.
    pub now: Time,
    /// In a text, the character that its cursor stands behind.
    pub cursor: Option<Dot>,
}

impl Object {
    /// An object to which nothing has been done.
    pub fn new(kind: Kind) -> Self {
        match kind {
            Kind::GCounter => Self::GCounter(GCounter::default()),
            Kind::PnCounter => Self::PnCounter(PnCounter::default()),
            Kind::LwwRegister => Self::LwwRegister(LwwRegister::default()),
            Kind::MvRegister => Self::MvRegister(DotStore::default()),
            Kind::OrSet => Self::OrSet(DotStore::default()),
            Kind::LwwMap => Self::LwwMap(LwwMap::default()),
            Kind::Text => Self::Text(Text::default()),
        }
    }

    /// Does what a user of this replica wants, and gives what the other replicas must do; nothing if there is nothing
    /// to do (removing what is not there).
    ///
    /// # Panics
    /// If the intent is not one for this kind of object.
    pub fn perform(&mut self, actor: &mut Actor, intent: &Intent) -> Option<Update> {
        let Actor { replica, now, .. } = *actor;
        match (self, *intent) {
            (Self::GCounter(counter), Intent::Increment) => Some(counter.increment(replica)),
            (Self::PnCounter(counter), Intent::Increment) => Some(counter.increment(replica)),
            (Self::PnCounter(counter), Intent::Decrement) => Some(counter.decrement(replica)),
            (Self::LwwRegister(register), Intent::Write(value)) => {
                let stamp = register.write(replica, now, Some(value));
                Some(Update::Put(0, Some(value), stamp))
            }
            (Self::MvRegister(store), Intent::Write(value)) => Some(store.assign(replica, value)),
            (Self::OrSet(store), Intent::Add(element)) => Some(store.add(replica, element)),
            (Self::OrSet(store), Intent::Remove(element)) => store.remove(element),
            (Self::LwwMap(map), Intent::Put(key, value)) => Some(map.put(replica, now, key, Some(value))),
            // Also where the key is absent: a value may be on its way that this must beat.
            (Self::LwwMap(map), Intent::Unset(key)) => Some(map.put(replica, now, key, None)),
            (Self::Text(text), Intent::Type(character)) => Some(type_after(text, actor, character)),
            (Self::Text(text), Intent::TypeAt(place, character)) => {
                let visible = text.visible();
                let index = (place * (visible.len() as f64 + 1.0)) as usize;
                actor.cursor = index.checked_sub(1).map(|left| visible[left].0);
                Some(type_after(text, actor, character))
            }
            (Self::Text(text), Intent::Delete(place)) => {
                let visible = text.visible();
                let (id, _) = *visible.get((place * visible.len() as f64) as usize)?;
                Some(text.delete(id))
            }
            (Self::Text(text), Intent::Erase) => {
                actor.cursor = text.shown_before(actor.cursor);
                actor.cursor.map(|id| text.delete(id))
            }
            _ => panic!("{OPERATION}"),
        }
    }

    /// Does what was done at another replica.
    pub fn apply(&mut self, update: &Update) {
        match self {
            Self::GCounter(counter) => counter.apply(update),
            Self::PnCounter(counter) => counter.apply(update),
            Self::LwwRegister(register) => {
                if let Update::Put(_, value, stamp) = *update {
                    register.take(stamp, value);
                }
            }
            Self::MvRegister(store) | Self::OrSet(store) => store.apply(update),
            Self::LwwMap(map) => map.apply(update),
            Self::Text(text) => text.apply(update),
        }
    }

    /// Takes in the state of another replica: the least state that holds all that either holds.
    ///
    /// # Panics
    /// If the other is of another kind.
    pub fn merge(&mut self, other: &Self) {
        match (self, other) {
            (Self::GCounter(ours), Self::GCounter(theirs)) => ours.merge(theirs),
            (Self::PnCounter(ours), Self::PnCounter(theirs)) => ours.merge(theirs),
            (Self::LwwRegister(ours), Self::LwwRegister(theirs)) => ours.merge(theirs),
            (Self::MvRegister(ours), Self::MvRegister(theirs)) => ours.merge(theirs),
            (Self::OrSet(ours), Self::OrSet(theirs)) => ours.merge(theirs),
            (Self::LwwMap(ours), Self::LwwMap(theirs)) => ours.merge(theirs),
            (Self::Text(ours), Self::Text(theirs)) => ours.merge(theirs),
            _ => panic!("{KINDS}"),
        }
    }

    /// The content that a user sees.
    pub fn content(&self) -> Content {
        match self {
            Self::GCounter(counter) => Content::Count(counter.value() as i64),
            Self::PnCounter(counter) => Content::Count(counter.value()),
            Self::LwwRegister(register) => Content::Values(set(register.value())),
            Self::MvRegister(store) => Content::Values(set(store.values().values().copied())),
            Self::OrSet(store) => Content::Elements(set(store.values().values().copied())),
            Self::LwwMap(map) => Content::Map(content::map(map.iter())),
            Self::Text(text) => Content::Characters(text.visible().into_iter().map(|(_, typed)| typed).collect()),
        }
    }

    /// How many bytes of its state are there only so that replicas can be merged: names, counts, stamps, tombstones.
    pub fn metadata_bytes(&self) -> u32 {
        self.state_bytes().saturating_sub(self.content().bytes())
    }

    /// How many bytes the state takes.
    pub fn state_bytes(&self) -> u32 {
        match self {
            Self::GCounter(counter) => counter.increments().entries() * DOT_BYTES,
            Self::PnCounter(counter) => counter.entries() * DOT_BYTES,
            // Of a register, stamp and value; of a map, the key too.
            Self::LwwRegister(_) => STAMP_BYTES + VALUE_BYTES,
            Self::LwwMap(map) => map.registers().len() as u32 * (STAMP_BYTES + 2 * VALUE_BYTES),
            Self::MvRegister(store) | Self::OrSet(store) => {
                store.known().entries() * DOT_BYTES + store.values().len() as u32 * (DOT_BYTES + VALUE_BYTES)
            }
            Self::Text(text) => text.size() * Node::BYTES,
        }
    }
}

/// Types a character at the cursor, which moves behind it.
fn type_after(text: &mut Text, actor: &mut Actor, character: u32) -> Update {
    let (id, update) = text.insert_after(actor.replica, actor.cursor, character);
    actor.cursor = Some(id);
    update
}
