//! The reader's choices: strategy, hash function and size of the table.

use super::hashing::Hash;
use crate::kernel::ChoiceTable;

/// The strategies, by the field's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// `hash mod n`.
    Modulo,
    /// A ring with virtual nodes (Karger et al. 1997).
    Ring,
    /// Highest random weight (Thaler & Ravishankar 1998).
    Rendezvous,
    /// Jump consistent hash (Lamping & Veach 2014).
    Jump,
    /// The look-up table of the Maglev load balancer (Eisenbud et al. 2016).
    Maglev,
    /// A ring with bounded loads (Mirrokni, Thorup & Zadimoghaddam 2018).
    Bounded,
}

impl Strategy {
    /// Whether nodes may differ in weight. Those that count buckets know no weights.
    pub fn knows_weights(self) -> bool {
        !matches!(self, Self::Modulo | Self::Jump)
    }
}

/// How a key finds its node.
pub const STRATEGIES: ChoiceTable<Strategy, 6> = ChoiceTable::new([
    ("modulo", "Modulo", Strategy::Modulo),
    ("ring", "Ring", Strategy::Ring),
    ("rendezvous", "Rendezvous", Strategy::Rendezvous),
    ("jump", "Jump", Strategy::Jump),
    ("maglev", "Maglev", Strategy::Maglev),
    ("bounded", "Ring, bounded loads", Strategy::Bounded),
]);

/// The hash function that everybody in the cluster uses.
pub const HASHES: ChoiceTable<Hash, 2> =
    ChoiceTable::new([("xxh3", "XXH3 (good)", Hash::Xxh3), ("fnv1a", "FNV-1a (weak here)", Hash::Fnv1a)]);

/// Entries in Maglev's table. Primes: the paper's small table, and two that are too small for comfort.
pub const TABLE_SIZES: ChoiceTable<u32, 3> =
    ChoiceTable::new([("1009", "1,009", 1_009), ("10007", "10,007", 10_007), ("65537", "65,537", 65_537)]);
