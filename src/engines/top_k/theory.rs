//! Predictions of Zipf's law for a stream of which a part is drawn by it; the rest is a scan of items that come once.

use crate::parts::Zipf;

/// An item that should come so often comes so often, give or take a tenth or two.
const MANY: f64 = 100.0;

/// A stream of `items` arrivals.
#[derive(Clone, Copy, Debug)]
pub struct Theory<'a> {
    /// The law of those that are drawn.
    pub law: &'a Zipf,
    /// The fraction of all that is drawn.
    pub drawn_fraction: f64,
    /// How many come.
    pub items: u32,
}

impl Theory<'_> {
    /// Items whose share of all arrivals exceeds 1/m, with m counters: those that Space-Saving is sure to keep. Nothing
    /// for a stream so short that chance makes an item heavy.
    pub fn heavy_items(&self, counters: u32) -> Option<f64> {
        let least = 1.0 / f64::from(counters);
        let is_heavy = |&rank: &u32| self.law.share(rank) * self.drawn_fraction > least;
        let heavy = || (1..=self.law.count()).take_while(is_heavy).count() as f64;
        (least * f64::from(self.items) >= MANY).then(heavy)
    }

    /// The share of all arrivals that the k most frequent items have. Nothing for a stream so short that chance has a part
    /// in which they are.
    pub fn top_share(&self, k: u32) -> Option<f64> {
        let least = self.law.share(k.min(self.law.count())) * self.drawn_fraction * f64::from(self.items);
        (least >= MANY).then(|| self.law.top_share(k) * self.drawn_fraction)
    }
}
