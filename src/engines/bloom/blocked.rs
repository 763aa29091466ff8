//! A Bloom filter in which all bits of a key lie in one cache line (Putze, Sanders & Singler, "Cache-, Hash- and
//! Space-Efficient Bloom Filters", WEA 2007).
//!
//! A look-up in a large classic filter misses the cache up to k times; here it misses once. The price: some blocks get
//! more keys than others, and a full block is wrong more often than an empty one makes up for.

use super::theory;
use crate::parts::bloom_filter::probes::scale;
use crate::parts::bloom_filter::{Filter, Removal};

/// The bits of a block: a cache line of 64 bytes.
pub const BLOCK_BITS: u32 = 512;

/// Places in a block that one word of random bits gives: nine bits each.
const PLACES_PER_WORD: u32 = 7;

/// An array of blocks, each a small Bloom filter.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blocked {
    blocks: Vec<[u64; 8]>,
    hashes: u32,
}

impl Blocked {
    /// No key yet, in `bits` bits rounded up to whole blocks, with `hashes` of them for each key.
    pub fn new(bits: u32, hashes: u32) -> Self {
        Self { blocks: vec![[0; 8]; bits.div_ceil(BLOCK_BITS).max(1) as usize], hashes }
    }

    /// The blocks, each of eight words of 64 bits, the lowest bit first.
    pub fn blocks(&self) -> &[[u64; 8]] {
        &self.blocks
    }

    /// The block of a key.
    #[inline]
    pub fn block_of(&self, digest: u64) -> u32 {
        scale(digest >> 32, self.blocks.len() as u32)
    }

    #[inline]
    fn places(&self, digest: u64) -> Places {
        Places { source: digest, word: 0, places_in_word: 0, left: self.hashes }
    }
}

/// The bits of a key within its block. They are drawn apart from each other, and may coincide: in a block as small as
/// this there are too few pairs of start and step, and double hashing would be wrong more often.
struct Places {
    source: u64,
    word: u64,
    places_in_word: u32,
    left: u32,
}

impl Iterator for Places {
    type Item = u32;

    #[inline]
    fn next(&mut self) -> Option<u32> {
        self.left = self.left.checked_sub(1)?;
        if self.places_in_word == 0 {
            self.source = mix(self.source);
            self.word = self.source;
            self.places_in_word = PLACES_PER_WORD;
        }
        let place = self.word % u64::from(BLOCK_BITS);
        self.word >>= 9;
        self.places_in_word -= 1;
        Some(place as u32)
    }
}

/// Spreads every bit over all (the finaliser of SplitMix64, Steele, Lea & Flood, OOPSLA 2014).
#[inline]
fn mix(word: u64) -> u64 {
    let word = (word ^ word >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let word = (word ^ word >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
    word ^ word >> 31
}

impl Filter for Blocked {
    #[inline]
    fn insert(&mut self, digest: u64) -> bool {
        let places = self.places(digest);
        let index = self.block_of(digest) as usize;
        let block = &mut self.blocks[index];
        for place in places {
            block[place as usize / 64] |= 1 << (place % 64);
        }
        true
    }

    #[inline]
    fn contains(&self, digest: u64) -> bool {
        let block = &self.blocks[self.block_of(digest) as usize];
        self.places(digest).all(|place| block[place as usize / 64] >> (place % 64) & 1 == 1)
    }

    /// As in the classic filter, a bit does not say whose it is.
    fn remove(&mut self, _: u64) -> Removal {
        Removal::Impossible
    }

    fn cells(&self) -> u32 {
        self.blocks.len() as u32 * BLOCK_BITS
    }

    fn cell(&self, index: u32) -> u32 {
        let block = &self.blocks[(index / BLOCK_BITS) as usize];
        (block[(index % BLOCK_BITS) as usize / 64] >> (index % 64) & 1) as u32
    }

    fn used_cells(&self) -> u32 {
        self.blocks.iter().flatten().map(|word| word.count_ones()).sum()
    }

    fn touched(&self, digest: u64) -> Vec<u32> {
        let first = self.block_of(digest) * BLOCK_BITS;
        self.places(digest).map(|place| first + place).collect()
    }

    fn memory_bytes(&self) -> u64 {
        self.blocks.len() as u64 * 64
    }

    fn predicted_rate(&self, keys: u32) -> f64 {
        theory::blocked_rate(self.blocks.len() as u32, BLOCK_BITS, keys, self.hashes)
    }
}
