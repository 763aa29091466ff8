//! The filter of Bloom 1970: one array of bits, k of them set for each key.

use std::sync::OnceLock;

use super::double_hashing::DoubleHashing;
use super::filter::{Filter, Removal};
use super::probes::{Probes, first_cell};

/// An array of bits.
#[derive(Clone, Debug, PartialEq)]
pub struct Classic {
    words: Vec<u64>,
    hashes: u32,
    /// Whether a deletion clears the key's bits.
    clears: bool,
    /// Counted when it is first asked for.
    theory: OnceLock<DoubleHashing>,
}

impl Classic {
    /// No key yet, in `bits` bits rounded up to whole words of 64 (at most 2³¹), with `hashes` of them for each key (at
    /// most 16).
    pub fn new(bits: u32, hashes: u32) -> Self {
        let words = vec![0; bits.div_ceil(64).max(1) as usize];
        Self { words, hashes, clears: false, theory: OnceLock::new() }
    }

    /// The same, and to delete a key its bits are cleared: a mistake.
    pub fn clearing(bits: u32, hashes: u32) -> Self {
        Self { clears: true, ..Self::new(bits, hashes) }
    }

    /// The bits, 64 to a word, the lowest first.
    pub fn words(&self) -> &[u64] {
        &self.words
    }

    #[inline]
    fn is_set(&self, cell: u32) -> bool {
        self.words[cell as usize / 64] >> (cell % 64) & 1 == 1
    }

    #[inline]
    fn probes(&self, digest: u64) -> Probes {
        Probes::new(digest, self.cells(), self.hashes)
    }
}

impl Filter for Classic {
    #[inline]
    fn insert(&mut self, digest: u64) -> bool {
        for cell in self.probes(digest) {
            self.words[cell as usize / 64] |= 1 << (cell % 64);
        }
        true
    }

    /// Half of all non-members fail at their first cell, for which no step is needed.
    #[inline]
    fn contains(&self, digest: u64) -> bool {
        self.is_set(first_cell(digest, self.cells())) && self.probes(digest).skip(1).all(|cell| self.is_set(cell))
    }

    /// Clearing a key's bits clears those of others with them.
    fn remove(&mut self, digest: u64) -> Removal {
        if !self.clears {
            return Removal::Impossible;
        }
        if !self.contains(digest) {
            return Removal::Absent;
        }
        for cell in self.probes(digest) {
            self.words[cell as usize / 64] &= !(1 << (cell % 64));
        }
        Removal::Cleared
    }

    #[inline]
    fn cells(&self) -> u32 {
        self.words.len() as u32 * 64
    }

    fn cell(&self, index: u32) -> u32 {
        self.is_set(index).into()
    }

    fn used_cells(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    fn touched(&self, digest: u64) -> Vec<u32> {
        self.probes(digest).collect()
    }

    fn memory_bytes(&self) -> u64 {
        self.words.len() as u64 * 8
    }

    fn predicted_rate(&self, keys: u32) -> f64 {
        self.theory.get_or_init(|| DoubleHashing::new(self.cells(), self.hashes)).rate(keys)
    }
}
