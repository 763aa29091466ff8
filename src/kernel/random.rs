//! Seeded random streams with names.
//!
//! Every source of chance in an engine draws from a stream of its own (`"leaf latency"`, `"hedge latency"`), so that two
//! policies can be compared under the same arrivals: common random numbers. The generator is PCG XSL RR 128/64 (O'Neill
//! 2014), named and versioned, never `StdRng`.

use rand_core::{Rng, SeedableRng};
use rand_pcg::Pcg64;
use xxhash_rust::xxh3::Xxh3;

/// The seed of a scenario. Thirty-two bits: short in a permalink and exact in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Seed(pub u32);

/// One named stream of random numbers.
#[derive(Clone, Debug)]
pub struct Stream {
    generator: Pcg64,
}

impl Stream {
    /// The stream `name` of a scenario with this seed. Equal arguments give equal draws, always.
    pub fn named(seed: Seed, name: &str) -> Self {
        // As the digest of a trace is made: with one hasher for both, a page's module holds one.
        let mut hasher = Xxh3::with_seed(u64::from(seed.0));
        hasher.update(name.as_bytes());
        let state = hasher.digest128();
        let mut bytes = [0u8; 32];
        bytes[..16].copy_from_slice(&state.to_le_bytes());
        bytes[16..].copy_from_slice(&state.rotate_left(64).to_le_bytes());
        Self { generator: Pcg64::from_seed(bytes) }
    }

    /// Sixty-four random bits.
    pub fn bits(&mut self) -> u64 {
        self.generator.next_u64()
    }

    /// Passes over the next `draws` draws of [`Stream::bits`] without making them, in logarithmic time.
    pub fn skip(&mut self, draws: u64) {
        self.generator.advance(u128::from(draws));
    }

    /// Uniform in [0, 1), with 53 random bits.
    pub fn unit(&mut self) -> f64 {
        (self.bits() >> 11) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Uniform in (0, 1]: safe to take a logarithm of.
    pub fn unit_positive(&mut self) -> f64 {
        ((self.bits() >> 11) + 1) as f64 * (1.0 / 9_007_199_254_740_992.0)
    }

    /// Exponential with this mean: the time to the next of events that know nothing of each other. One draw.
    pub fn exponential(&mut self, mean: f64) -> f64 {
        -libm::log(self.unit_positive()) * mean
    }

    /// Uniform in `0..bound`, without modulo bias (Lemire 2019).
    ///
    /// # Panics
    /// If `bound` is zero.
    pub fn below(&mut self, bound: u64) -> u64 {
        assert!(bound > 0, "an empty range has no draw");
        let mut wide = u128::from(self.bits()) * u128::from(bound);
        if (wide as u64) < bound {
            let threshold = bound.wrapping_neg() % bound;
            while (wide as u64) < threshold {
                wide = u128::from(self.bits()) * u128::from(bound);
            }
        }
        (wide >> 64) as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stream_is_named_by_its_seed_and_its_name() {
        let mut first = Stream::named(Seed(7), "leaf");
        let mut again = Stream::named(Seed(7), "leaf");
        let mut other_name = Stream::named(Seed(7), "hedge");
        let mut other_seed = Stream::named(Seed(8), "leaf");
        let draw = first.bits();
        assert_eq!(draw, again.bits());
        assert_ne!(draw, other_name.bits());
        assert_ne!(draw, other_seed.bits());
    }

    #[test]
    fn skipping_draws_is_making_them() {
        let (mut made, mut skipped) = (Stream::named(Seed(7), "leaf"), Stream::named(Seed(7), "leaf"));
        for _ in 0..1000 {
            made.bits();
        }
        skipped.skip(1000);
        assert_eq!(made.bits(), skipped.bits());
    }

    #[test]
    fn unit_draws_keep_to_their_half_open_ranges() {
        let mut stream = Stream::named(Seed(1), "unit");
        for _ in 0..10_000 {
            assert!((0.0..1.0).contains(&stream.unit()));
            let positive = stream.unit_positive();
            assert!(positive > 0.0 && positive <= 1.0);
        }
    }

    #[test]
    fn below_is_even_over_its_range() {
        let mut stream = Stream::named(Seed(1), "below");
        let mut counts = [0u32; 7];
        for _ in 0..70_000 {
            counts[stream.below(7) as usize] += 1;
        }
        assert!(counts.iter().all(|&count| (9_600..10_400).contains(&count)), "{counts:?}");
    }
}
