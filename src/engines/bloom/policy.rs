//! The form of a filter: what a reader chooses, and what it builds.

use super::blocked::Blocked;
use super::counting::Counting;
use super::cuckoo::Cuckoo;
use crate::kernel::{ChoiceTable, Seed};
use crate::parts::bloom_filter::{Classic, Filter};

/// The form of a filter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Variant {
    /// [`Classic`].
    Classic,
    /// [`Classic`], with deletions that clear bits.
    Clearing,
    /// [`Counting`].
    Counting,
    /// [`Blocked`].
    Blocked,
    /// [`Cuckoo`].
    Cuckoo,
}

/// The forms by name.
pub const VARIANTS: ChoiceTable<Variant, 5> = ChoiceTable::new([
    ("classic", "Classic: bits", Variant::Classic),
    ("counting", "Counting: counters of four bits", Variant::Counting),
    ("clearing", "Classic, deletion clears bits", Variant::Clearing),
    ("blocked", "Blocked: one cache line a key", Variant::Blocked),
    ("cuckoo", "Cuckoo: fingerprints", Variant::Cuckoo),
]);

impl Variant {
    /// An empty filter of about so many bits; of about so many counters of four bits, if counting.
    pub fn build(self, bits: u32, hashes: u32, fingerprint_bits: u32, seed: Seed) -> Box<dyn Filter> {
        match self {
            Self::Classic => Box::new(Classic::new(bits, hashes)),
            Self::Clearing => Box::new(Classic::clearing(bits, hashes)),
            Self::Counting => Box::new(Counting::new(bits, hashes)),
            Self::Blocked => Box::new(Blocked::new(bits, hashes)),
            Self::Cuckoo => Box::new(Cuckoo::new(bits, fingerprint_bits, seed)),
        }
    }
}
