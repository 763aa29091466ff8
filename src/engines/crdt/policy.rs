//! The reader's choices: the replicated type, and the messages between replicas.

use crate::kernel::ChoiceTable;

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

/// The types by name.
pub const TYPES: ChoiceTable<Kind, 7> = ChoiceTable::new([
    ("g-counter", "Counter that grows", Kind::GCounter),
    ("pn-counter", "Counter, up and down", Kind::PnCounter),
    ("lww-register", "Register, last writer wins", Kind::LwwRegister),
    ("mv-register", "Register, keeps conflicts", Kind::MvRegister),
    ("or-set", "Set, add wins", Kind::OrSet),
    ("lww-map", "Map, last writer wins", Kind::LwwMap),
    ("text", "Text", Kind::Text),
]);

/// The kind of message by which replicas synchronise.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Delivery {
    /// The whole state, as they gossip.
    States,
    /// Each operation at once, and as they gossip what the other lacks.
    Operations,
}

/// The ways of delivery by name.
pub const DELIVERIES: ChoiceTable<Delivery, 2> =
    ChoiceTable::new([("state", "States", Delivery::States), ("operations", "Operations", Delivery::Operations)]);

impl Kind {
    /// Whether it counts.
    pub fn is_counter(self) -> bool {
        matches!(self, Self::GCounter | Self::PnCounter)
    }
}
