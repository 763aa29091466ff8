//! A Bloom filter with counters for bits, so that keys can be deleted (Fan, Cao, Almeida & Broder, "Summary Cache",
//! IEEE/ACM Transactions on Networking 8(3), 2000).
//!
//! Four bits for each counter are enough nearly always. One that has reached 15 no longer knows its count; it stays
//! there, for counting it down could bring it to 0 while keys still need it. Deletion trusts its caller: to delete a key
//! that was never put in, but is found by chance, takes counts away from others and they may be lost.

use std::sync::OnceLock;

use crate::parts::bloom_filter::double_hashing::DoubleHashing;
use crate::parts::bloom_filter::probes::Probes;
use crate::parts::bloom_filter::{Filter, Removal};

/// The highest count of four bits; a counter that reaches it stays.
pub const STUCK: u8 = 15;

/// An array of four-bit counters.
#[derive(Clone, Debug, PartialEq)]
pub struct Counting {
    /// Two counters to a byte, the even one in the low half.
    bytes: Vec<u8>,
    hashes: u32,
    used: u32,
    stuck: u32,
    /// Counted when it is first asked for.
    theory: OnceLock<DoubleHashing>,
}

impl Counting {
    /// No key yet, in `counters` counters rounded up to a multiple of 64 (at most 2³¹), with `hashes` of them for each
    /// key (at most 16).
    pub fn new(counters: u32, hashes: u32) -> Self {
        Self {
            bytes: vec![0; counters.div_ceil(64).max(1) as usize * 32],
            hashes,
            used: 0,
            stuck: 0,
            theory: OnceLock::new(),
        }
    }

    fn probes(&self, digest: u64) -> Probes {
        Probes::new(digest, self.cells(), self.hashes)
    }

    fn count(&self, cell: u32) -> u8 {
        self.bytes[cell as usize / 2] >> (cell % 2 * 4) & STUCK
    }

    fn set(&mut self, cell: u32, count: u8) {
        let (byte, shift) = (&mut self.bytes[cell as usize / 2], cell % 2 * 4);
        *byte = *byte & !(STUCK << shift) | count << shift;
    }
}

impl Filter for Counting {
    fn insert(&mut self, digest: u64) -> bool {
        for cell in self.probes(digest) {
            let count = self.count(cell);
            if count < STUCK {
                self.set(cell, count + 1);
                self.used += u32::from(count == 0);
                self.stuck += u32::from(count + 1 == STUCK);
            }
        }
        true
    }

    fn contains(&self, digest: u64) -> bool {
        self.probes(digest).all(|cell| self.count(cell) > 0)
    }

    fn remove(&mut self, digest: u64) -> Removal {
        if !self.contains(digest) {
            return Removal::Absent;
        }
        for cell in self.probes(digest) {
            let count = self.count(cell);
            if count < STUCK {
                self.set(cell, count - 1);
                self.used -= u32::from(count == 1);
            }
        }
        Removal::Done
    }

    fn cells(&self) -> u32 {
        self.bytes.len() as u32 * 2
    }

    fn cell(&self, index: u32) -> u32 {
        self.count(index).into()
    }

    fn used_cells(&self) -> u32 {
        self.used
    }

    fn touched(&self, digest: u64) -> Vec<u32> {
        self.probes(digest).collect()
    }

    fn memory_bytes(&self) -> u64 {
        self.bytes.len() as u64
    }

    fn predicted_rate(&self, keys: u32) -> f64 {
        self.theory.get_or_init(|| DoubleHashing::new(self.cells(), self.hashes)).rate(keys)
    }

    fn stuck_cells(&self) -> u32 {
        self.stuck
    }
}
