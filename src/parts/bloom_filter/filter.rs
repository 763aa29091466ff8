//! The interface of the four forms of filter.

use std::fmt::Debug;

/// The result of a request to delete a key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Removal {
    /// Something was taken out: the key's trace, or that of another key that looks the same.
    Done,
    /// The filter says that the key is not in the set; nothing changed.
    Absent,
    /// This form cannot delete: a bit does not say how many keys set it.
    Impossible,
    /// The key's cells were emptied, also where other keys had set them.
    Cleared,
}

/// A set that may answer "perhaps" for a key that it does not hold. Keys are given by their digests.
pub trait Filter: Debug + Send + Sync {
    /// Puts a key in. `false`: there is no room, and nothing changed.
    fn insert(&mut self, digest: u64) -> bool;

    /// `false`: the key is certainly not in the set. `true`: perhaps it is.
    fn contains(&self, digest: u64) -> bool;

    /// Takes a key out. Sound only for a key that was put in and not taken out since.
    fn remove(&mut self, digest: u64) -> Removal;

    /// The number of cells: bits, counters or slots for fingerprints.
    fn cells(&self) -> u32;

    /// The content of a cell: 0 or 1, a count, or a fingerprint (0 if the slot is empty).
    fn cell(&self, index: u32) -> u32;

    /// How many cells hold something other than 0.
    fn used_cells(&self) -> u32;

    /// The cells that a look-up of this key may read, in order.
    fn touched(&self, digest: u64) -> Vec<u32>;

    /// What a cell holds that this key alone has filled.
    fn mark(&self, _digest: u64) -> u32 {
        1
    }

    /// The size of the table.
    fn memory_bytes(&self) -> u64;

    /// The m of the textbook's formula: the bits, or counters, that there are.
    fn textbook_cells(&self) -> u32 {
        self.cells()
    }

    /// How often a key that was never put in is found all the same, by theory, when the set holds so many keys.
    fn predicted_rate(&self, keys: u32) -> f64;

    /// Fingerprints moved out of the way so far; 0 in forms that move none.
    fn kicks(&self) -> u64 {
        0
    }

    /// Counters that have reached their maximum and stay there; 0 in forms that have none.
    fn stuck_cells(&self) -> u32 {
        0
    }
}
