//! A stream of items drawn by Zipf's law, their digests for sketches, and the memory of an exact answer.
//!
//! An item is a number. In a skewed stream it is its rank, so that item 1 is the most frequent.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::zipf::Zipf;
use crate::kernel::{Seed, Stream, Time};

/// The digest of an item: XXH3 of its four bytes. No two items of a seed share one, and each bit of it is fair.
pub fn digest(seed: Seed, item: u32) -> u64 {
    xxh3_64_with_seed(&item.to_le_bytes(), seed.0.into())
}

/// The moment at which the item with this place in the stream arrives: one each microsecond, the first at zero.
pub fn arrival(place: u32) -> Time {
    Time(u64::from(place) * 1_000)
}

/// The same where every arrival is watched, and acted on by its moment: one each millisecond.
pub fn watched_arrival(place: u32) -> Time {
    Time::from_millis(place.into())
}

/// The bytes of a hash table of so many entries: a power of two of slots, at most seven eighths full, a control byte for
/// each, as Rust's own is laid out.
pub fn hash_table_bytes(entries: u32, entry_bytes: u32) -> u64 {
    let slots = (u64::from(entries) * 8).div_ceil(7).next_power_of_two().max(4);
    slots * u64::from(entry_bytes + 1)
}

/// An endless stream of items by Zipf's law, drawn from the stream `"items"`, one draw each.
#[derive(Clone, Debug)]
pub struct ZipfStream {
    law: Zipf,
    draws: Stream,
}

impl ZipfStream {
    /// Items 1 to `universe`, each in proportion to its number to the power of −`skew`; with 0 all alike.
    ///
    /// # Panics
    /// As [`Zipf::new`].
    pub fn new(seed: Seed, universe: u32, skew: f64) -> Self {
        Self { law: Zipf::new(universe, skew), draws: Stream::named(seed, "items") }
    }

    /// The item that comes next.
    pub fn draw(&mut self) -> u32 {
        self.law.rank(self.draws.unit())
    }

    /// The law behind the stream.
    pub fn law(&self) -> &Zipf {
        &self.law
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_table_doubles_when_seven_eighths_are_full() {
        assert_eq!(hash_table_bytes(7, 8), 8 * 9);
        assert_eq!(hash_table_bytes(8, 8), 16 * 9);
        assert_eq!(hash_table_bytes(14, 8), 16 * 9);
        assert_eq!(hash_table_bytes(0, 8), 4 * 9);
    }

    #[test]
    fn digests_differ_by_item_and_by_seed_and_their_bits_are_fair() {
        const ITEMS: u32 = 20_000;
        let mut digests: Vec<u64> = (0..ITEMS).map(|item| digest(Seed(3), item)).collect();
        assert!(digests.iter().zip(0..).all(|(&first, item)| first != digest(Seed(4), item)));
        for bit in 0..64 {
            let ones = digests.iter().filter(|digest| *digest >> bit & 1 == 1).count() as f64;
            // Five standard deviations of a fair coin.
            assert!((ones - f64::from(ITEMS) / 2.0).abs() < 2.5 * f64::from(ITEMS).sqrt(), "bit {bit}: {ones}");
        }
        digests.sort_unstable();
        digests.dedup();
        assert_eq!(digests.len(), ITEMS as usize);
    }
}
