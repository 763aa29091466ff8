//! Predictions of Zipf's law for a stream of which a part is drawn by it; the rest is a scan of items that come once.

use crate::parts::Zipf;

/// Items whose share of all arrivals exceeds 1/m, with m counters: those that Space-Saving is sure to keep.
pub fn heavy_items(law: &Zipf, counters: u32, drawn_fraction: f64) -> u32 {
    let least = 1.0 / f64::from(counters);
    (1..=law.count()).take_while(|&rank| law.share(rank) * drawn_fraction > least).count() as u32
}

/// The share of all arrivals that the k most frequent items have.
pub fn top_share(law: &Zipf, k: u32, drawn_fraction: f64) -> f64 {
    law.top_share(k) * drawn_fraction
}
