//! The card: parameters and bytes of each sketch for one wanted error.

use crate::parts::promises::{
    bits_per_key_for, classic_rate, counters_for, depth_for, hashes_for, precision_for, standard_error, width_for,
};
use crate::parts::zipf_stream::hash_table_bytes;

/// The bytes of a counter of count-min.
const COUNTER_BYTES: u64 = 4;

/// The bytes of an entry of Space-Saving's table (an item, its count, its error) and of an exact set (an item).
const ENTRY_BYTES: u32 = 16;
const ITEM_BYTES: u32 = 8;

/// What an error costs.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Card {
    /// Bits of a Bloom filter, a multiple of 64.
    pub bits: u32,
    /// Hashes of a Bloom filter.
    pub hashes: u32,
    /// The rate of false positives that it then has.
    pub rate: f64,
    /// The precision of a HyperLogLog, of 2ᵖ registers of a byte.
    pub precision: u32,
    /// The standard error that it then has.
    pub standard_error: f64,
    /// Counters in a row of a count-min sketch.
    pub width: u32,
    /// Rows of a count-min sketch.
    pub depth: u32,
    /// Counters of Space-Saving.
    pub counters: u32,
    /// The bytes of the four, in this order.
    pub bytes: [u64; 4],
    /// The bytes of a hash table of the keys.
    pub exact_bytes: u64,
}

impl Card {
    /// For so many different keys (at most 10⁸), an error in [0.0005, 0.5], and the share δ of items for which count-min's
    /// promise may fail.
    pub fn of(keys: u32, error: f64, delta: f64) -> Self {
        let hashes = hashes_for(error);
        let bits = ((bits_per_key_for(error, hashes) * f64::from(keys) / 64.0).ceil() * 64.0) as u32;
        let precision = precision_for(error);
        let (width, depth, counters) = (width_for(error), depth_for(delta), counters_for(error));
        Self {
            bits,
            hashes,
            rate: classic_rate(bits, keys, hashes),
            precision,
            standard_error: standard_error(1 << precision),
            width,
            depth,
            counters,
            bytes: [
                u64::from(bits / 8),
                1 << precision,
                u64::from(width) * u64::from(depth) * COUNTER_BYTES,
                hash_table_bytes(counters, ENTRY_BYTES),
            ],
            exact_bytes: hash_table_bytes(keys, ITEM_BYTES),
        }
    }
}
