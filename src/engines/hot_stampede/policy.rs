//! What is done against the two failures.

use crate::kernel::ChoiceTable;

/// A remedy.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Remedy {
    /// Nothing: each reader who misses sends the query.
    Nothing,
    /// The key is kept under several names, each at home on another partition with an entry of its own; a reader takes one
    /// at random. That is what a hot partition asks for.
    Copies,
    /// One reader sends the query and the others wait for its answer: what a stampede asks for.
    OneReader,
    /// One reader sends the query and the others take the old value.
    OldValue,
}

/// The remedies by name.
pub const REMEDIES: ChoiceTable<Remedy, 4> = ChoiceTable::new([
    ("nothing", "Nothing", Remedy::Nothing),
    ("copies", "Copies of the key", Remedy::Copies),
    ("one-reader", "One reader asks", Remedy::OneReader),
    ("old-value", "The old value meanwhile", Remedy::OldValue),
]);
