//! What a sketch of a size promises, and the size that a promise takes: one set of formulas for the engines that play the
//! sketches and for the one that sizes them.

use std::f64::consts::{E, LN_2};

/// The textbook's rate of false positives of a Bloom filter, (1 − e^(−kn/m))ᵏ: it treats the bits as if each were set or not
/// on its own, and says too little, the more so the smaller the filter.
pub fn classic_rate(cells: u32, keys: u32, hashes: u32) -> f64 {
    let (m, n, k) = (f64::from(cells), f64::from(keys), f64::from(hashes));
    libm::pow(1.0 - libm::exp(-k * n / m), k)
}

/// The best number of hashes for a rate in (0, 1): log₂ 1/p, as a whole number from 1 to 16.
pub fn hashes_for(rate: f64) -> u32 {
    (-libm::log2(rate)).round().clamp(1.0, 16.0) as u32
}

/// The bits for a rate with so many hashes, for each key: [`classic_rate`] solved for m/n.
pub fn bits_per_key_for(rate: f64, hashes: u32) -> f64 {
    let k = f64::from(hashes);
    -k / libm::log1p(-libm::pow(rate, 1.0 / k))
}

/// The standard error of a HyperLogLog's estimate, as a fraction of the truth: √(3 ln 2 − 1)/√m (Flajolet et al. 2007,
/// Theorem 1).
pub fn standard_error(registers: u32) -> f64 {
    (3.0 * LN_2 - 1.0).sqrt() / f64::from(registers).sqrt()
}

/// The least precision p, from 4 on, with which 2ᵖ registers have at most this standard error (above 10⁻⁴).
pub fn precision_for(error: f64) -> u32 {
    (4..30).find(|&precision| standard_error(1 << precision) <= error).unwrap_or(30)
}

/// The width of a count-min sketch that holds the error below ε·n: ⌈e/ε⌉ (Cormode & Muthukrishnan 2005).
pub fn width_for(epsilon: f64) -> u32 {
    (E / epsilon).ceil() as u32
}

/// The depth that does so for all but a fraction δ of the items: ⌈ln 1/δ⌉.
pub fn depth_for(delta: f64) -> u32 {
    (-libm::log(delta)).ceil().max(1.0) as u32
}

/// The counters with which Space-Saving exceeds no count by more than ε·n: ⌈1/ε⌉ (Metwally et al. 2005).
pub fn counters_for(epsilon: f64) -> u32 {
    (1.0 / epsilon).ceil() as u32
}
