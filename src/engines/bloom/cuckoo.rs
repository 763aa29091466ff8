//! A cuckoo filter: a hash table of fingerprints (Fan, Andersen, Kaminsky & Mitzenmacher, "Cuckoo Filter: Practically
//! Better Than Bloom", CoNEXT 2014).
//!
//! A key may lie in one of two buckets of four slots. If both are full, a fingerprint is kicked into its other bucket,
//! which may kick another, up to 500 times. Only the fingerprint is stored, so the other bucket is found from the bucket
//! and the fingerprint alone. The paper takes `bucket XOR hash(fingerprint)`, which needs a power of two of buckets; here
//! it is `hash(fingerprint) − bucket` around the table, which leads back as well and lets the table have any size.
//!
//! The table fills to about 95 % and then turns keys away. A key that finds no place puts all that it kicked back: a
//! fingerprint left in the air would be a key that was put in and is not found.

use super::theory;
use crate::kernel::{Seed, Stream};
use crate::parts::bloom_filter::probes::scale;
use crate::parts::bloom_filter::{Filter, Removal};

/// Slots in a bucket.
pub const BUCKET_SLOTS: u32 = 4;

/// After so many kicks the table counts as full for a key.
pub const MAX_KICKS: u32 = 500;

/// A table of fingerprints.
#[derive(Clone, Debug)]
pub struct Cuckoo {
    /// Four to a bucket; 0 is an empty slot.
    slots: Vec<u16>,
    fingerprint_bits: u32,
    draws: Stream,
    used: u32,
    kicks: u64,
}

impl Cuckoo {
    /// No key yet, in as many buckets as fit in `bits` bits (at least two), with fingerprints of so many bits (2 to 16).
    /// An empty table. The fingerprint to be kicked is drawn from the stream `"kicks"`.
    pub fn new(bits: u32, fingerprint_bits: u32, seed: Seed) -> Self {
        assert!((2..=16).contains(&fingerprint_bits), "a fingerprint of {fingerprint_bits} bits");
        let buckets = (bits / (BUCKET_SLOTS * fingerprint_bits)).max(2);
        Self {
            slots: vec![0; (buckets * BUCKET_SLOTS) as usize],
            fingerprint_bits,
            draws: Stream::named(seed, "kicks"),
            used: 0,
            kicks: 0,
        }
    }

    /// The fingerprint of a key: 1 to 2ᶠ − 1.
    pub fn fingerprint(&self, digest: u64) -> u16 {
        1 + scale(digest & 0xffff_ffff, (1 << self.fingerprint_bits) - 1) as u16
    }

    /// The two buckets of a key; now and then they are one.
    pub fn buckets_of(&self, digest: u64) -> [u32; 2] {
        let first = scale(digest >> 32, self.buckets());
        [first, self.other_bucket(first, self.fingerprint(digest))]
    }

    /// How many buckets there are.
    pub fn buckets(&self) -> u32 {
        self.slots.len() as u32 / BUCKET_SLOTS
    }

    /// The bucket in which a fingerprint of this bucket may lie instead; from there it leads back.
    fn other_bucket(&self, bucket: u32, fingerprint: u16) -> u32 {
        // Knuth's multiplicative hash: neighbouring fingerprints lead far apart.
        let spread = scale(u32::from(fingerprint).wrapping_mul(0x9e37_79b1).into(), self.buckets());
        if spread >= bucket { spread - bucket } else { spread + self.buckets() - bucket }
    }

    /// The first slot of a bucket that holds this fingerprint (0: that is empty).
    fn slot_with(&self, bucket: u32, fingerprint: u16) -> Option<usize> {
        let first = (bucket * BUCKET_SLOTS) as usize;
        let slots = &self.slots[first..first + BUCKET_SLOTS as usize];
        slots.iter().position(|&held| held == fingerprint).map(|place| first + place)
    }

    /// Makes room by kicking fingerprints about, starting in `bucket`; puts all back if none is found.
    fn kick_in(&mut self, mut bucket: u32, mut fingerprint: u16) -> bool {
        let mut path = Vec::new();
        while path.len() < MAX_KICKS as usize {
            let slot = (bucket * BUCKET_SLOTS + self.draws.below(BUCKET_SLOTS.into()) as u32) as usize;
            std::mem::swap(&mut self.slots[slot], &mut fingerprint);
            path.push(slot);
            bucket = self.other_bucket(bucket, fingerprint);
            if let Some(free) = self.slot_with(bucket, 0) {
                self.slots[free] = fingerprint;
                self.kicks += path.len() as u64;
                return true;
            }
        }
        for slot in path.into_iter().rev() {
            std::mem::swap(&mut self.slots[slot], &mut fingerprint);
        }
        self.kicks += u64::from(MAX_KICKS);
        false
    }
}

impl Filter for Cuckoo {
    fn insert(&mut self, digest: u64) -> bool {
        let (fingerprint, buckets) = (self.fingerprint(digest), self.buckets_of(digest));
        let placed = match buckets.into_iter().find_map(|bucket| self.slot_with(bucket, 0)) {
            Some(free) => {
                self.slots[free] = fingerprint;
                true
            }
            None => {
                let start = buckets[self.draws.below(2) as usize];
                self.kick_in(start, fingerprint)
            }
        };
        self.used += u32::from(placed);
        placed
    }

    fn contains(&self, digest: u64) -> bool {
        let fingerprint = self.fingerprint(digest);
        self.buckets_of(digest).into_iter().any(|bucket| self.slot_with(bucket, fingerprint).is_some())
    }

    fn remove(&mut self, digest: u64) -> Removal {
        let fingerprint = self.fingerprint(digest);
        match self.buckets_of(digest).into_iter().find_map(|bucket| self.slot_with(bucket, fingerprint)) {
            Some(slot) => {
                self.slots[slot] = 0;
                self.used -= 1;
                Removal::Done
            }
            None => Removal::Absent,
        }
    }

    fn cells(&self) -> u32 {
        self.slots.len() as u32
    }

    fn cell(&self, index: u32) -> u32 {
        self.slots[index as usize].into()
    }

    fn used_cells(&self) -> u32 {
        self.used
    }

    fn touched(&self, digest: u64) -> Vec<u32> {
        let slots = |bucket: u32| bucket * BUCKET_SLOTS..(bucket + 1) * BUCKET_SLOTS;
        self.buckets_of(digest).into_iter().flat_map(slots).collect()
    }

    /// As packed in bits; this lab keeps each fingerprint in two bytes.
    fn mark(&self, digest: u64) -> u32 {
        self.fingerprint(digest).into()
    }

    fn memory_bytes(&self) -> u64 {
        (u64::from(self.cells()) * u64::from(self.fingerprint_bits)).div_ceil(8)
    }

    /// Its bits: a table of fingerprints has no other.
    fn textbook_cells(&self) -> u32 {
        self.cells() * self.fingerprint_bits
    }

    /// By the load that so many keys make. Once in as many times as there are buckets a key's two buckets are one.
    fn predicted_rate(&self, keys: u32) -> f64 {
        let different = 1.0 - 0.5 / f64::from(self.buckets());
        let load = different * (f64::from(keys) / f64::from(self.cells())).min(1.0);
        theory::cuckoo_rate(self.fingerprint_bits, BUCKET_SLOTS, load)
    }

    fn kicks(&self) -> u64 {
        self.kicks
    }
}
