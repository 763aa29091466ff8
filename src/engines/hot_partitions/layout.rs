//! The assignment of keys to partitions: each partition has a range of positions, and a key has one position.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::policy::{LAYOUTS, Order};
use crate::kernel::{Params, Seed, Stream};

/// The ranges of the partitions, in the order of their positions.
#[derive(Clone, Debug)]
pub struct Layout {
    order: Order,
    keys: u32,
    /// How many parts the space has that hold keys in their order; a key's part is decided first.
    parts: u64,
    hash_seed: u64,
    /// The first position of each range, and the number of its partition.
    ranges: Vec<(u32, u32)>,
}

impl Layout {
    /// The layout that the parameters name: ranges of equal width.
    pub fn new(params: &Params, seed: Seed) -> Self {
        let partitions = u64::from(params.count("partitions"));
        let order = params.chosen("layout", &LAYOUTS);
        let first = |index: u64| (index * (1 << 32)).div_ceil(partitions) as u32;
        Self {
            order,
            keys: params.count("keys"),
            parts: if order == Order::Dealt { partitions } else { params.count("prefixes").into() },
            hash_seed: Stream::named(seed, "layout").bits(),
            ranges: (0..partitions).map(|index| (first(index), index as u32)).collect(),
        }
    }

    /// How many partitions there are.
    pub fn partitions(&self) -> u32 {
        self.ranges.len() as u32
    }

    /// The first position of each partition's range and the partition's number, by position.
    pub fn ranges(&self) -> &[(u32, u32)] {
        &self.ranges
    }

    /// The position of a key.
    pub fn position(&self, key: u32) -> u32 {
        match self.order {
            Order::Hash => self.hash(u64::from(key)),
            // Rounded up as the ranges are, so that a key that begins one is in it.
            Order::Range => (u64::from(key) << 32).div_ceil(u64::from(self.keys)) as u32,
            Order::Dealt => self.in_part(u64::from(key) % self.parts, u64::from(key) / self.parts, self.keys.into()),
            Order::Prefix => self.in_part(u64::from(self.hash(key.into())) % self.parts, key.into(), self.keys.into()),
        }
    }

    /// The position of the thing with this number, of at most so many, in one of the parts of the space.
    fn in_part(&self, part: u64, number: u64, count: u64) -> u32 {
        (((part << 32) + (number << 32) / count).div_ceil(self.parts)) as u32
    }

    /// How many partitions hold one of a hundredth of the keys that follow each other, on average over ten such ranges: so
    /// many are asked by a scan.
    pub fn scanned(&self) -> f64 {
        const SCANS: u32 = 10;
        let length = (self.keys / 100).max(1);
        let mut met = 0u32;
        for scan in 0..SCANS {
            let first = (u64::from(self.keys - length) * u64::from(scan) / u64::from(SCANS - 1)) as u32;
            let mut seen = vec![false; self.ranges.len()];
            for key in first..first + length {
                let place = &mut seen[self.place(self.position(key))];
                met += u32::from(!*place);
                *place = true;
            }
        }
        f64::from(met) / f64::from(SCANS)
    }

    /// The position of one salted copy of a key: the salt stands before the key, so it scatters in either order.
    pub fn salted(&self, key: u32, salt: u32) -> u32 {
        self.hash(u64::from(salt + 1) << 32 | u64::from(key))
    }

    fn hash(&self, name: u64) -> u32 {
        (xxh3_64_with_seed(&name.to_le_bytes(), self.hash_seed) >> 32) as u32
    }

    /// The partition that holds a position.
    pub fn partition(&self, position: u32) -> u32 {
        self.ranges[self.place(position)].1
    }

    /// The partition so many ranges after the one that holds a position, around the end to the first.
    pub fn after(&self, position: u32, steps: u32) -> u32 {
        self.ranges[(self.place(position) + steps as usize) % self.ranges.len()].1
    }

    fn place(&self, position: u32) -> usize {
        self.ranges.partition_point(|&(first, _)| first <= position) - 1
    }

    /// Splits the range that holds `boundary` there: a new partition, whose number is returned, takes the upper part.
    /// Nothing happens if a range begins there already.
    pub fn split(&mut self, boundary: u32) -> Option<u32> {
        let place = self.place(boundary);
        if self.ranges[place].0 == boundary {
            return None;
        }
        let number = self.partitions();
        self.ranges.insert(place + 1, (boundary, number));
        Some(number)
    }
}

/// The position at which to split a range so that each side gets about half of these requests: at the middle one, or
/// above it if it is the lowest too. `None` if all are for one position: a single hot key cannot be split.
pub fn boundary(recent: &[u32]) -> Option<u32> {
    let mut sorted = recent.to_vec();
    sorted.sort_unstable();
    let middle = *sorted.get(sorted.len() / 2)?;
    let lowest = sorted[0];
    if middle > lowest { Some(middle) } else { sorted.into_iter().find(|&position| position > lowest) }
}
