//! The reader's choice: how replicas of the register tell which value is the latest.

use crate::kernel::ChoiceTable;

/// How replicas tell which value is the latest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// The greatest wall time stays.
    WallClock,
    /// The greatest hybrid stamp stays.
    HybridClock,
    /// Siblings under one version vector with an entry for each process.
    ServerVectors,
    /// Siblings, each with a version vector with an entry for each client.
    ClientVectors,
    /// Siblings in a dotted version vector set.
    Dotted,
}

/// The strategies by name.
pub const STRATEGIES: ChoiceTable<Strategy, 5> = ChoiceTable::new([
    ("last-writer-wins", "Last writer wins, by wall clock", Strategy::WallClock),
    ("hybrid-clock", "Last writer wins, by hybrid clock", Strategy::HybridClock),
    ("server-vectors", "Version vectors of the servers", Strategy::ServerVectors),
    ("client-vectors", "Version vectors of the clients", Strategy::ClientVectors),
    ("dotted", "Dotted version vectors", Strategy::Dotted),
]);
