//! The reader's choices besides the placement: the caches' content at the start, the effect of a write on the cached copy,
//! and the law of the database's service time.

use crate::kernel::ChoiceTable;

/// The content of the caches when a run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// Every key that fits, the most popular before the others; the ages are spread evenly over the time to live.
    Warm,
    /// Nothing.
    Cold,
}

/// The starts by name.
pub const STARTS: ChoiceTable<Start, 2> =
    ChoiceTable::new([("warm", "Caches are warm", Start::Warm), ("cold", "Caches are empty", Start::Cold)]);

/// The effect of a write on the copy at the node that is responsible for the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnWrite {
    /// Deletes it; the next read misses.
    Invalidate,
    /// Replaces it, if there is one.
    Refresh,
}

/// The effects of a write by name.
pub const ON_WRITE: ChoiceTable<OnWrite, 2> = ChoiceTable::new([
    ("invalidate", "Deletes the cached copy", OnWrite::Invalidate),
    ("refresh", "Replaces the cached copy", OnWrite::Refresh),
]);

/// The law of the time that the database takes for one read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Service {
    /// Exponential: with Poisson reads the database is M/M/c.
    Exponential,
    /// Always the same: M/D/c.
    Fixed,
}

/// The laws of service by name.
pub const SERVICES: ChoiceTable<Service, 2> = ChoiceTable::new([
    ("exponential", "Exponential", Service::Exponential),
    ("fixed", "Always the same", Service::Fixed),
]);
