//! The sketch: its registers, the estimate, the merge.

use super::policy::SmallRange;

/// An answer, with what led to it.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Estimate {
    /// How many different items there were, by the sketch.
    pub value: f64,
    /// The estimate before small numbers are set right.
    pub raw: f64,
    /// Registers that no item has reached.
    pub zero_registers: u32,
    /// Whether `value` was counted by the empty registers.
    pub linear: bool,
}

/// A HyperLogLog sketch with one byte for each register.
///
/// Digests have 64 bits, so they do not collide at any number of items that one can count: the correction for large
/// numbers that the paper needs with 32 bits falls away (Heule, Nunkesser & Hall, EDBT 2013).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sketch {
    registers: Vec<u8>,
    precision: u32,
}

impl Sketch {
    /// An empty sketch of 2^`precision` registers.
    ///
    /// # Panics
    /// If `precision` is not 4 to 18.
    pub fn new(precision: u32) -> Self {
        assert!((4..=18).contains(&precision), "a sketch of 2^{precision} registers");
        Self { registers: vec![0; 1 << precision], precision }
    }

    /// Takes note of an item, given by its digest.
    #[inline]
    pub fn insert(&mut self, digest: u64) {
        let (register, rank) = self.place_of(digest);
        let held = &mut self.registers[register as usize];
        *held = rank.max(*held);
    }

    /// The register that an item touches, and the rank that it shows there: the leading zeros of the other 64 − p bits,
    /// plus one.
    #[inline]
    pub fn place_of(&self, digest: u64) -> (u32, u8) {
        let register = digest >> (64 - self.precision);
        // A one behind the last bit ends the run of zeros.
        let rest = digest << self.precision | 1 << (self.precision - 1);
        (register as u32, rest.leading_zeros() as u8 + 1)
    }

    /// Makes this the sketch of both streams together.
    ///
    /// # Panics
    /// If the sketches differ in size.
    pub fn merge(&mut self, other: &Self) {
        assert_eq!(self.precision, other.precision, "sketches of different sizes");
        for (held, &theirs) in self.registers.iter_mut().zip(&other.registers) {
            *held = theirs.max(*held);
        }
    }

    /// The registers: 0, or the greatest rank seen, at most 65 − p.
    pub fn registers(&self) -> &[u8] {
        &self.registers
    }

    /// How many different items there were.
    pub fn estimate(&self, small_range: SmallRange) -> Estimate {
        let mut counts = [0u32; 64];
        for &register in &self.registers {
            counts[usize::from(register)] += 1;
        }
        let m = self.registers.len() as f64;
        let sum: f64 = (0..).zip(counts).map(|(rank, count)| f64::from(count) / (1u64 << rank) as f64).sum();
        let raw = alpha(self.registers.len() as u32) * m * m / sum;
        let zero_registers = counts[0];
        let linear = small_range == SmallRange::LinearCounting && raw <= 2.5 * m && zero_registers > 0;
        let value = match small_range {
            SmallRange::Improved => improved(m, &counts[..=65 - self.precision as usize]),
            _ if linear => m * libm::log(m / f64::from(zero_registers)),
            _ => raw,
        };
        Estimate { value, raw, zero_registers, linear }
    }
}

/// The improved estimate of m registers, from how many of them hold each rank, the greatest that there can be last. The
/// sums of the raw estimate go wrong at both ends, where a register holds nothing or cannot hold more; σ and τ stand for
/// what would be there.
fn improved(m: f64, counts: &[u32]) -> f64 {
    let share = |count: &u32| f64::from(*count) / m;
    let Some(([empty, ranks @ ..], full)) = counts.split_last().map(|(full, rest)| (rest, full)) else { return 0.0 };
    let at_the_top = m * tau(1.0 - share(full));
    let sum = ranks.iter().rev().fold(at_the_top, |sum, &count| 0.5 * (sum + f64::from(count)));
    m * m / (2.0 * std::f64::consts::LN_2 * (sum + m * sigma(share(empty))))
}

/// σ(x) = x + Σ x^(2ᵏ) 2^(k−1); infinite at 1, so that an empty sketch estimates 0.
fn sigma(x: f64) -> f64 {
    if x >= 1.0 {
        return f64::INFINITY;
    }
    let (mut power, mut weight, mut sum) = (x, 1.0, x);
    loop {
        power *= power;
        let next = sum + power * weight;
        if next == sum {
            return sum;
        }
        (sum, weight) = (next, 2.0 * weight);
    }
}

/// τ(x) = (1 − x − Σ (1 − x^(2⁻ᵏ))² 2⁻ᵏ) / 3.
fn tau(x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return 0.0;
    }
    let (mut root, mut weight, mut sum) = (x, 1.0, 1.0 - x);
    loop {
        root = root.sqrt();
        weight *= 0.5;
        let next = sum - (1.0 - root) * (1.0 - root) * weight;
        if next == sum {
            return sum / 3.0;
        }
        sum = next;
    }
}

/// The constant that takes the bias out of the harmonic mean of m registers (Flajolet et al. 2007, Fig. 3).
pub fn alpha(registers: u32) -> f64 {
    match registers {
        16 => 0.673,
        32 => 0.697,
        64 => 0.709,
        m => 0.7213 / (1.0 + 1.079 / f64::from(m)),
    }
}
