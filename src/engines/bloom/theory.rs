//! How often a filter finds a key that was never put in.

pub use crate::parts::promises::classic_rate;

/// The exact rate of n keys with k hashes each, all thrown apart from each other into m cells (Bose et al., "On the
/// false-positive rate of Bloom filters", Information Processing Letters 108(4), 2008; put in another form).
pub fn exact_rate(cells: u32, keys: u32, hashes: u32) -> f64 {
    blocked_rate(1, cells, keys, hashes)
}

/// The exact rate when each key goes to one of B blocks of m cells, thrown as well (Putze, Sanders & Singler 2007 sum
/// the same over the loads of a block).
///
/// The k probes of a look-up fall on d different cells of a block with some probability, and these are all set with the
/// probability Σⱼ (−1)ʲ C(d,j) P(j given cells are unset). A key leaves j cells of a block alone with the probability
/// 1 − (1 − (1 − j/m)ᵏ)/B, and n keys with its nth power. The sum cancels: good for k up to 16 and rates above 10⁻⁹.
pub fn blocked_rate(blocks: u32, cells: u32, keys: u32, hashes: u32) -> f64 {
    if keys == 0 {
        return 0.0;
    }
    let (m, n, k) = (f64::from(cells), f64::from(keys), f64::from(hashes));
    let different = different_cells(m, hashes);
    let mut rate = 0.0;
    for j in 0..=hashes {
        let signed_ways: f64 = (0..).zip(&different).map(|(d, chance)| chance * signed_binomial(d, j)).sum();
        let touched = -libm::expm1(k * libm::log1p(-f64::from(j) / m)) / f64::from(blocks);
        rate += signed_ways * libm::exp(n * libm::log1p(-touched));
    }
    rate.max(0.0)
}

/// The probability that `throws` into m cells fall on exactly d different ones, for each d from 0.
fn different_cells(m: f64, throws: u32) -> Vec<f64> {
    let mut chances = vec![0.0; throws as usize + 1];
    chances[0] = 1.0;
    for _ in 0..throws {
        for d in (1..chances.len()).rev() {
            let held = d as f64;
            chances[d] = chances[d] * held / m + chances[d - 1] * (m - held + 1.0) / m;
        }
        chances[0] = 0.0;
    }
    chances
}

/// (−1)ʲ C(d,j).
fn signed_binomial(d: u32, j: u32) -> f64 {
    (0..j).fold(1.0, |ways, taken| -ways * (f64::from(d) - f64::from(taken)) / f64::from(taken + 1))
}

/// The rate of a cuckoo filter with buckets of b slots at a load: a look-up meets 2b slots, each filled with that
/// probability, and a fingerprint there is its own by chance once in 2ᶠ − 1 (0 stands for an empty slot).
pub fn cuckoo_rate(fingerprint_bits: u32, bucket_slots: u32, load: f64) -> f64 {
    let fingerprints = f64::from((1u32 << fingerprint_bits) - 1);
    1.0 - libm::pow(1.0 - load / fingerprints, 2.0 * f64::from(bucket_slots))
}

/// The paper's bound on the rate of a cuckoo filter with full buckets of b slots, 1 − (1 − 2⁻ᶠ)²ᵇ (Fan et al. 2014,
/// section 5.1).
pub fn cuckoo_bound(fingerprint_bits: u32, bucket_slots: u32) -> f64 {
    1.0 - libm::pow(1.0 - 1.0 / f64::from(1u32 << fingerprint_bits), 2.0 * f64::from(bucket_slots))
}
