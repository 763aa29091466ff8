//! Predictions of the analysis for a sketch of m registers.

pub use crate::parts::promises::standard_error;

/// How many of m registers no item has reached, in the mean over many seeds, after so many different items: m(1 − 1/m)ⁿ.
pub fn zero_registers(registers: u32, distinct: u32) -> f64 {
    let (m, n) = (f64::from(registers), f64::from(distinct));
    m * libm::exp(n * libm::log1p(-1.0 / m))
}
