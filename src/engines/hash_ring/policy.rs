//! The reader's choices besides the strategy: the hash function, and the size of Maglev's table.

use crate::kernel::ChoiceTable;
use crate::parts::placements::hashing::Hash;

/// The hash function that everybody in the cluster uses.
pub const HASHES: ChoiceTable<Hash, 2> =
    ChoiceTable::new([("xxh3", "XXH3 (good)", Hash::Xxh3), ("fnv1a", "FNV-1a (weak here)", Hash::Fnv1a)]);

/// Entries in Maglev's table. Primes: the paper's small table, and two that are too small for comfort.
pub const TABLE_SIZES: ChoiceTable<u32, 3> =
    ChoiceTable::new([("1009", "1,009", 1_009), ("10007", "10,007", 10_007), ("65537", "65,537", 65_537)]);
