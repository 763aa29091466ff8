//! What has been counted after some visits: the sketches, and the truth beside them. The run has one, and a picture, which
//! plays the visits again, another.

use super::policy::SmallRange;
use super::sketch::Sketch;
use crate::kernel::Seed;
use crate::parts::zipf_stream::digest;

/// One arrival: an item, and the shard whose sketch takes note of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The item, 1 to the universe.
    pub item: u32,
    /// The shard, or the day.
    pub shard: u8,
}

/// Sketches and truth after some visits.
#[derive(Clone, Debug)]
pub struct Tally {
    seed: Seed,
    shards: Vec<Sketch>,
    /// Items up to this number are the same in every shard; one above it is somebody else in each.
    regulars: u32,
    /// For the item with this number, less one: a bit for each shard that has seen it.
    seen: Vec<u16>,
    distinct: u32,
    /// Different items in each shard.
    alone: Vec<u32>,
}

impl Tally {
    /// Nothing counted yet, by so many sketches of 2^`precision` registers, of items 1 to `universe`.
    ///
    /// # Panics
    /// As [`Sketch::new`], or if there are no shards or more than 16.
    pub fn new(seed: Seed, precision: u32, shards: u32, universe: u32, regulars: u32) -> Self {
        assert!((1..=16).contains(&shards), "{shards} shards");
        Self {
            seed,
            shards: vec![Sketch::new(precision); shards as usize],
            regulars,
            seen: vec![0; universe as usize],
            distinct: 0,
            alone: vec![0; shards as usize],
        }
    }

    /// Counts one visit.
    #[inline]
    pub fn count(&mut self, visit: Visit) {
        let digest = self.digest(visit);
        let shard = usize::from(visit.shard);
        self.shards[shard].insert(digest);
        let seen = &mut self.seen[visit.item as usize - 1];
        let is_new_here = *seen >> shard & 1 == 0;
        self.alone[shard] += u32::from(is_new_here);
        self.distinct += u32::from(*seen == 0 || visit.item > self.regulars && is_new_here);
        *seen |= 1 << shard;
    }

    /// The digest of who came.
    pub fn digest(&self, visit: Visit) -> u64 {
        let stranger = if visit.item > self.regulars { u32::from(visit.shard) * self.seen.len() as u32 } else { 0 };
        digest(self.seed, visit.item + stranger)
    }

    /// The sketch of each shard.
    pub fn shards(&self) -> &[Sketch] {
        &self.shards
    }

    /// The sketch of the whole stream: all shards merged.
    pub fn merged(&self) -> Sketch {
        let mut merged = self.shards[0].clone();
        self.shards[1..].iter().for_each(|shard| merged.merge(shard));
        merged
    }

    /// How many different items came, exactly.
    pub fn distinct(&self) -> u32 {
        self.distinct
    }

    /// The same for each shard.
    pub fn alone(&self) -> &[u32] {
        &self.alone
    }

    /// How many different items came in each shard, added up, less those of the whole: with two shards those that both saw.
    pub fn overlap(&self) -> u32 {
        self.alone.iter().sum::<u32>() - self.distinct
    }

    /// The shards' estimates added up.
    pub fn summed(&self, small_range: SmallRange) -> f64 {
        self.shards.iter().map(|shard| shard.estimate(small_range).value).sum()
    }
}
