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
    /// How many items come on average more often than n/m times in n arrivals, with m counters: those that Space-Saving is
    /// sure to keep. Nothing for a stream so short that a count is no normal variable.
    pub fn heavy_items(&self, counters: u32) -> Option<f64> {
        let least = f64::from(self.items) / f64::from(counters);
        // A count is whole: it is more than `least` from the next whole number on.
        let border = least.floor() + 0.5;
        let near = self.counts().take_while(|&(mean, deviation)| mean + FAR * deviation > border);
        let chance = |(mean, deviation)| normal_tail((border - mean) / deviation);
        (least >= MANY).then(|| near.map(chance).sum())
    }

    /// The share of all arrivals that the k most frequent items have. Nothing for a stream so short, or items so nearly
    /// alike, that chance has a part in which they are.
    pub fn top_share(&self, asked: u32) -> Option<f64> {
        let k = asked.min(self.law.count());
        // A list that has room beside all items of the law takes some of the scan.
        let of_scan = f64::from(asked - k).min((1.0 - self.drawn_fraction) * f64::from(self.items));
        let (last, _) = self.count(k);
        if last < MANY {
            return None;
        }
        let share = self.law.top_share(k) * self.drawn_fraction + of_scan / f64::from(self.items);
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

    /// The mean and the standard deviation of how often the item of a rank comes. How many are drawn is no chance.
    fn count(&self, rank: u32) -> (f64, f64) {
        let share = self.law.share(rank);
        let mean = share * self.drawn_fraction * f64::from(self.items);
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
