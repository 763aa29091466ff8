//! Predictions of the analysis for a sketch of m registers.

/// The standard error of the estimate, as a fraction of the truth: √(3 ln 2 − 1)/√m (Flajolet et al. 2007, Theorem 1).
pub fn standard_error(registers: u32) -> f64 {
    (3.0 * std::f64::consts::LN_2 - 1.0).sqrt() / f64::from(registers).sqrt()
}

/// How many of m registers no item has reached, in the mean over many seeds, after so many different items: m(1 − 1/m)ⁿ.
pub fn zero_registers(registers: u32, distinct: u32) -> f64 {
    let (m, n) = (f64::from(registers), f64::from(distinct));
    m * libm::exp(n * libm::log1p(-1.0 / m))
}
