//! The table: its counters, the two ways to update them, the estimate.

use super::policy::Update;
use crate::kernel::{Seed, Stream};

/// A table of counters. Items are given by their digests.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    /// Row after row.
    counters: Vec<u32>,
    width: u32,
    /// An odd number for each row, from which the row has its hash.
    multipliers: Vec<u64>,
    update: Update,
}

impl Sketch {
    /// All counters at 0, in `depth` rows of `width`. The rows' hashes are drawn from the stream `"rows"`; two tables of
    /// one seed and size have the same.
    pub fn new(width: u32, depth: u32, update: Update, seed: Seed) -> Self {
        assert!(width > 0 && depth > 0, "a table needs a counter");
        let mut draws = Stream::named(seed, "rows");
        Self {
            counters: vec![0; width as usize * depth as usize],
            width,
            multipliers: (0..depth).map(|_| draws.bits() | 1).collect(),
            update,
        }
    }

    /// Counts one arrival.
    #[inline]
    pub fn insert(&mut self, digest: u64) {
        match self.update {
            Update::Plain => self.change(digest, |counter| counter.saturating_add(1)),
            Update::Conservative => {
                let raised = self.estimate(digest).saturating_add(1);
                self.change(digest, |counter| counter.max(raised));
            }
        }
    }

    /// Changes every counter of an item.
    #[inline]
    fn change(&mut self, digest: u64, to: impl Fn(u32) -> u32) {
        let rows = self.multipliers.iter().zip(self.counters.chunks_exact_mut(self.width as usize));
        for (&multiplier, row) in rows {
            let counter = &mut row[column(digest, multiplier, self.width)];
            *counter = to(*counter);
        }
    }

    /// How an arrival changes its item's counters.
    pub fn update(&self) -> Update {
        self.update
    }

    /// Takes one arrival back: every counter of the item goes down by one. Under plain updates this is as if the arrival
    /// had never been. Under conservative ones it is a mistake: it lowers counters that the arrival did not raise, and
    /// other items are underestimated.
    pub fn remove(&mut self, digest: u64) {
        self.change(digest, |counter| counter.saturating_sub(1));
    }

    /// How often an item came, at most.
    #[inline]
    pub fn estimate(&self, digest: u64) -> u32 {
        let rows = self.multipliers.iter().zip(self.counters.chunks_exact(self.width as usize));
        rows.map(|(&multiplier, row)| row[column(digest, multiplier, self.width)]).fold(u32::MAX, u32::min)
    }

    /// Adds the counters of another table. Under plain updates the sum is the table of both streams together. Under
    /// conservative ones it still never says too little, but more than one table for both streams would.
    ///
    /// # Panics
    /// If the tables differ in size, in hashes or in their way to update.
    pub fn merge(&mut self, other: &Self) {
        let alike = self.width == other.width && self.multipliers == other.multipliers && self.update == other.update;
        assert!(alike, "only tables with the same hashes can be added");
        for (counter, &theirs) in self.counters.iter_mut().zip(&other.counters) {
            *counter = counter.saturating_add(theirs);
        }
    }

    /// The counters of an item, one in each row, as places in [`Sketch::counters`].
    pub fn cells_of(&self, digest: u64) -> Vec<u32> {
        let rows = (0..).zip(&self.multipliers);
        rows.map(|(row, &multiplier)| row * self.width + column(digest, multiplier, self.width) as u32).collect()
    }

    /// The counters, row after row.
    pub fn counters(&self) -> &[u32] {
        &self.counters
    }

    /// Counters in a row.
    pub fn width(&self) -> u32 {
        self.width
    }

    /// How many rows there are.
    pub fn depth(&self) -> u32 {
        self.multipliers.len() as u32
    }
}

/// The column of an item in a row: multiply-shift (Dietzfelbinger et al., Journal of Algorithms 25(1), 1997), then scaled
/// to the width.
#[inline]
fn column(digest: u64, multiplier: u64, width: u32) -> usize {
    let spread = digest.wrapping_mul(multiplier) >> 32;
    ((spread * u64::from(width)) >> 32) as usize
}
