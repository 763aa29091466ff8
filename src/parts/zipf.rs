//! Zipf's law: of n things, the one of rank k is asked for in proportion to k⁻ˢ (Zipf 1949; for web caches, Breslau et
//! al., INFOCOM 1999).
//!
//! The shares are summed once into a table, and a draw is a binary search in it: exact for every exponent, 0 (all alike)
//! and 1 among them, where shortcuts by a formula go wrong.

/// The law for a number of things and an exponent.
#[derive(Clone, Debug)]
pub struct Zipf {
    /// At index i the weights of ranks 1 to i + 1 together.
    cumulative: Vec<f64>,
    exponent: f64,
}

impl Zipf {
    /// The law of `n` things with the exponent `s` (0 or more): memory and time grow with `n`, eight bytes each.
    ///
    /// # Panics
    /// If `n` is 0, or `s` is negative or not finite.
    pub fn new(n: u32, s: f64) -> Self {
        assert!(n > 0 && s >= 0.0 && s.is_finite(), "no Zipf law of {n} things with the exponent {s}");
        let sums = (1..=n).scan(0.0, |sum, rank| {
            *sum += weight(rank, s);
            Some(*sum)
        });
        Self { cumulative: sums.collect(), exponent: s }
    }

    /// How many things there are.
    pub fn count(&self) -> u32 {
        self.cumulative.len() as u32
    }

    /// The rank, in 1..=n with 1 the most frequent, that a uniform draw in [0, 1) stands for.
    pub fn rank(&self, unit: f64) -> u32 {
        let target = unit * self.total();
        let below = self.cumulative.partition_point(|&sum| sum <= target) as u32;
        // The product may round up to the total.
        below.min(self.count() - 1) + 1
    }

    /// The share of all draws that the thing of this rank (1..=n) gets; 0 for any other.
    pub fn share(&self, rank: u32) -> f64 {
        if (1..=self.count()).contains(&rank) { weight(rank, self.exponent) / self.total() } else { 0.0 }
    }

    /// The share of all draws that the `count` most frequent things get together.
    pub fn top_share(&self, count: u32) -> f64 {
        match count.min(self.count()) {
            0 => 0.0,
            last => self.cumulative[last as usize - 1] / self.total(),
        }
    }

    fn total(&self) -> f64 {
        self.cumulative[self.cumulative.len() - 1]
    }
}

fn weight(rank: u32, exponent: f64) -> f64 {
    libm::pow(rank.into(), -exponent)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Seed, Stream};

    #[test]
    fn a_million_things_have_the_shares_of_the_law() {
        // Summed independently: the share of the 1, 10 and 100 most frequent of 10⁶.
        for (s, shares) in [(0.99, [0.06497, 0.19206, 0.34399]), (1.0, [0.06948, 0.20350, 0.36042])] {
            let zipf = Zipf::new(1_000_000, s);
            for (count, share) in [1, 10, 100].into_iter().zip(shares) {
                assert!((zipf.top_share(count) - share).abs() < 5e-6, "top {count}, s = {s}");
            }
            assert_eq!(zipf.share(1), zipf.top_share(1));
        }
    }

    #[test]
    fn every_rank_comes_as_often_as_its_share_says() {
        const DRAWS: u32 = 200_000;
        for s in [0.0, 0.5, 1.0, 2.5] {
            let zipf = Zipf::new(8, s);
            let mut stream = Stream::named(Seed(1), "zipf");
            let mut counts = [0u32; 8];
            for _ in 0..DRAWS {
                counts[zipf.rank(stream.unit()) as usize - 1] += 1;
            }
            for (rank, count) in (1..).zip(counts) {
                let share = zipf.share(rank);
                // Five standard deviations of a binomial, and one draw for the rarest.
                let bound = 5.0 * (share * (1.0 - share) * f64::from(DRAWS)).sqrt() + 1.0;
                assert!((f64::from(count) - share * f64::from(DRAWS)).abs() < bound, "rank {rank}, s = {s}: {count}");
            }
        }
    }

    #[test]
    fn the_ends_of_the_unit_interval_are_the_first_and_the_last_rank() {
        for (n, s) in [(1, 1.0), (3, 0.0), (1_000, 1.0), (1_000, 4.0)] {
            let zipf = Zipf::new(n, s);
            assert_eq!(zipf.rank(0.0), 1);
            assert_eq!(zipf.rank(1.0), n);
            assert!((1..=n).contains(&zipf.rank(1.0 - f64::EPSILON / 2.0)));
        }
        let even = Zipf::new(4, 0.0);
        assert_eq!([0.0, 0.24, 0.25, 0.5, 0.75, 0.99].map(|unit| even.rank(unit)), [1, 1, 2, 3, 4, 4]);
    }

    #[test]
    fn the_shares_add_up_and_there_is_none_outside() {
        let zipf = Zipf::new(50, 1.2);
        let sum: f64 = (0..=51).map(|rank| zipf.share(rank)).sum();
        assert!((sum - 1.0).abs() < 1e-12);
        assert_eq!((zipf.share(0), zipf.share(51), zipf.top_share(0), zipf.top_share(99)), (0.0, 0.0, 0.0, 1.0));
    }
}
