//! What has been counted after some arrivals: the tables, and the truth beside them. The run has one, and a picture, which
//! plays the arrivals again, another.

use super::sketch::Sketch;
use crate::kernel::Seed;
use crate::parts::space_saving::Summary;
use crate::parts::zipf_stream::digest;

/// One arrival: an item, and the shard whose table counts it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Arrival {
    /// The item, 1 to the universe.
    pub item: u32,
    /// The shard.
    pub shard: u8,
}

/// Tables and truth after some arrivals.
#[derive(Clone, Debug)]
pub struct Tally {
    /// One table for each shard; once they are added, the sum alone.
    tables: Vec<Sketch>,
    seed: Seed,
    /// The true count of the item with this number, less one; and whether it has come.
    truth: Vec<(u32, bool)>,
    distinct: u32,
    /// The most frequent items by Space-Saving, where a list is kept.
    list: Option<Summary>,
}

impl Tally {
    /// Nothing counted yet, by a table like this one in each of so many shards, of items 1 to `universe`, with a list of so
    /// many counters, or none, beside it.
    pub fn new(seed: Seed, table: Sketch, shards: u32, universe: u32, list: u32) -> Self {
        Self {
            tables: vec![table; shards as usize],
            seed,
            truth: vec![(0, false); universe as usize],
            distinct: 0,
            list: (list > 0).then(|| Summary::new(list)),
        }
    }

    /// Counts one arrival.
    #[inline]
    pub fn count(&mut self, arrival: Arrival) {
        self.tables[usize::from(arrival.shard)].insert(digest(self.seed, arrival.item));
        let (count, came) = &mut self.truth[arrival.item as usize - 1];
        *count += 1;
        self.distinct += u32::from(!*came);
        *came = true;
        if let Some(list) = &mut self.list {
            list.insert(arrival.item);
        }
    }

    /// Adds the tables up: from now on there is one.
    pub fn add_up(&mut self) {
        self.tables = vec![self.merged()];
    }

    /// Takes one arrival of an item back, from the table of all.
    pub fn take_back(&mut self, item: u32) {
        self.tables[0].remove(digest(self.seed, item));
        self.truth[item as usize - 1].0 -= 1;
    }

    /// The table of the whole stream: all shards added.
    pub fn merged(&self) -> Sketch {
        let mut merged = self.tables[0].clone();
        self.tables[1..].iter().for_each(|table| merged.merge(table));
        merged
    }

    /// The table of each shard; a single one once they are added.
    pub fn tables(&self) -> &[Sketch] {
        &self.tables
    }

    /// The counters of an item, one in each row, as places in [`Sketch::counters`].
    pub fn cells_of(&self, item: u32) -> Vec<u32> {
        self.tables[0].cells_of(digest(self.seed, item))
    }

    /// How often a table says that an item came.
    pub fn estimate(&self, table: &Sketch, item: u32) -> u32 {
        table.estimate(digest(self.seed, item))
    }

    /// How often an item (1 to the universe) came and was not taken back, exactly.
    pub fn true_count(&self, item: u32) -> u32 {
        self.truth[item as usize - 1].0
    }

    /// Whether an item has come, taken back or not.
    pub fn came(&self, item: u32) -> bool {
        self.truth[item as usize - 1].1
    }

    /// The list of the most frequent items, where one is kept.
    pub fn list(&self) -> Option<&Summary> {
        self.list.as_ref()
    }

    /// By how much a count of the list exceeds the truth at most, and the bound of the paper: n/m.
    pub fn list_errors(&self) -> (u32, f64) {
        let Some(list) = &self.list else { return (0, 0.0) };
        let over = list.counters().iter().map(|counter| counter.count.saturating_sub(self.true_count(counter.item)));
        (over.max().unwrap_or(0), f64::from(list.arrivals()) / f64::from(list.capacity()))
    }

    /// How many different items came.
    pub fn distinct(&self) -> u32 {
        self.distinct
    }

    /// How many different items there are to come.
    pub fn universe(&self) -> u32 {
        self.truth.len() as u32
    }
}
