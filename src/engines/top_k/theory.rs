//! Predictions of Zipf's law for a stream of which a part is drawn by it; the rest is a scan of items that come once.

use std::f64::consts::{PI, SQRT_2};

use crate::parts::Zipf;

/// An item that should come so often comes so often, give or take a tenth or two.
const MANY: f64 = 100.0;

/// An item does not count where it would have to come so many standard deviations more often than it should.
const FAR: f64 = 6.0;

/// Something is predicted if chance shifts its mean by no more than this fraction.
const SHIFT: f64 = 0.025;

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
    /// for a stream so short that chance makes an item heavy, or if that decides on some that are nearly so.
    pub fn heavy_items(&self, counters: u32) -> Option<f64> {
        let least = 1.0 / f64::from(counters);
        let is_heavy = |&rank: &u32| self.law.share(rank) * self.drawn_fraction > least;
        let heavy = || (1..=self.law.count()).take_while(is_heavy).count() as f64;
        if least * f64::from(self.items) < MANY {
            return None;
        }
        let (heavy, least) = (heavy(), least * f64::from(self.items));
        // Each with its chance to come more often than that, as a normal variable.
        let chances = self.counts().take_while(|&(mean, deviation)| mean + FAR * deviation > least);
        let expected: f64 = chances.map(|(mean, deviation)| normal_tail((least - mean) / deviation)).sum();
        ((expected - heavy).abs() <= SHIFT * heavy).then_some(heavy)
    }

    /// The share of all arrivals that the k most frequent items have. Nothing for a stream so short, or items so nearly
    /// alike, that chance has a part in which they are.
    pub fn top_share(&self, k: u32) -> Option<f64> {
        let k = k.min(self.law.count());
        let (last, _) = self.count(k);
        if last < MANY {
            return None;
        }
        let share = self.law.top_share(k) * self.drawn_fraction;
        let gain = self.gain_bound(k) / f64::from(self.items);
        (gain <= SHIFT * share).then_some(share)
    }

    /// How much more often than the k most popular items the k most frequent come on average, at most: their counts are no
    /// more in sum than k times any number and what each item has above it; here a number between the k-th and the next.
    fn gain_bound(&self, k: u32) -> f64 {
        if k == self.law.count() {
            return 0.0;
        }
        let between = 0.5 * (self.count(k).0 + self.count(k + 1).0);
        let near = self.counts().take_while(|&(mean, deviation)| mean + FAR * deviation > between);
        // What a normal variable has above a number on average, beyond what its mean has.
        near.map(|(mean, deviation)| {
            let z = (mean - between).abs() / deviation;
            deviation * (libm::exp(-0.5 * z * z) / (2.0 * PI).sqrt() - z * normal_tail(z))
        })
        .sum()
    }

    /// The mean and the standard deviation of how often the item of a rank comes.
    fn count(&self, rank: u32) -> (f64, f64) {
        let share = self.law.share(rank) * self.drawn_fraction;
        let mean = share * f64::from(self.items);
        (mean, (mean * (1.0 - share)).sqrt().max(f64::MIN_POSITIVE))
    }

    /// The same of each item, the most popular first.
    fn counts(&self) -> impl Iterator<Item = (f64, f64)> {
        (1..=self.law.count()).map(|rank| self.count(rank))
    }
}

/// P(a standard normal variable > z).
fn normal_tail(z: f64) -> f64 {
    0.5 * libm::erfc(z / SQRT_2)
}
