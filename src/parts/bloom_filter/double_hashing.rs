//! The rate of false positives of a filter whose keys touch their cells by double hashing, exactly.
//!
//! The cells of a key are an arithmetic progression, so two keys have many cells in common more often than if each cell
//! were drawn by itself: the rate is higher, in a table of a few hundred cells by half. In large tables the difference
//! vanishes (Kirsch & Mitzenmacher, ESA 2006). Here it is counted: for every pair of a key that is looked up and one that
//! was put in, which cells of the first the second touches. Keys are independent of each other, so inclusion and exclusion
//! over the cells of the first gives the probability that n keys touch them all.

/// The most kinds of step that are told apart; the others are rare.
const MAX_KINDS: usize = 4;

/// The steps of the keys that are looked up, by their greatest common divisor with the number of cells.
#[derive(Clone, Debug, PartialEq)]
pub struct DoubleHashing {
    kinds: Vec<Kind>,
}

/// Keys whose steps have one greatest common divisor with the number of cells. All of them have the same rate: what maps
/// one step to another maps all progressions to progressions.
#[derive(Clone, Debug, PartialEq)]
struct Kind {
    /// The share of such keys.
    share: f64,
    /// For each set of the key's cells (a bit for each), the logarithm of the probability that another key touches none.
    log_untouched: Vec<f64>,
}

impl DoubleHashing {
    /// For `cells`, a multiple of 64, and `hashes`, at most 16.
    pub fn new(cells: u32, hashes: u32) -> Self {
        let odd = cells >> cells.trailing_zeros();
        let divisors =
            (1..=odd).take_while(|divisor| divisor * divisor <= odd).filter(|divisor| odd.is_multiple_of(*divisor));
        let mut kinds: Vec<(u64, u32)> = Vec::new();
        for divisor in divisors.flat_map(|divisor| [divisor, odd / divisor]) {
            kinds.push((coprime_below(cells / divisor).into(), divisor));
        }
        kinds.sort_unstable();
        kinds.dedup();
        kinds.reverse();
        kinds.truncate(MAX_KINDS);
        let total: f64 = kinds.iter().map(|&(steps, _)| steps as f64).sum();
        let kind = |(steps, divisor): (u64, u32)| Kind {
            share: steps as f64 / total,
            log_untouched: log_untouched(&touched_together(cells, hashes, divisor)),
        };
        Self { kinds: kinds.into_iter().map(kind).collect() }
    }

    /// The rate when so many keys have been put in. The sum cancels to about 10⁻¹².
    pub fn rate(&self, keys: u32) -> f64 {
        let of_kind = |kind: &Kind| {
            let terms = (0u32..).zip(&kind.log_untouched).map(|(set, log)| {
                let untouched = libm::exp(f64::from(keys) * log);
                if set.count_ones().is_multiple_of(2) { untouched } else { -untouched }
            });
            kind.share * terms.sum::<f64>()
        };
        self.kinds.iter().map(of_kind).sum::<f64>().max(0.0)
    }
}

/// For each set of the cells 0, g, 2g, … of a key with the step g: the probability that another key touches just these.
/// The empty set is left at 0.
fn touched_together(cells: u32, hashes: u32, divisor: u32) -> Vec<f64> {
    let mut chances = vec![0.0; 1 << hashes];
    let (steps, keys) = (f64::from(cells) / 2.0, f64::from(cells) * f64::from(cells) / 2.0);
    let special = special_steps(cells, hashes, divisor);
    // With any other step two keys have at most one cell in common.
    let others = (steps - special.len() as f64) * f64::from(hashes) / keys;
    (0..hashes).for_each(|cell| chances[1 << cell] += others);
    for (step, _) in special {
        // The starts from which a key with this step touches a cell, with the cell.
        let mut meetings: Vec<(u64, u32)> = Vec::new();
        for cell in 0..hashes {
            for probe in 0..hashes {
                let (at, from) = (u64::from(cell) * u64::from(divisor), u64::from(probe) * step);
                let cells = u64::from(cells);
                meetings.push(((at + cells - from % cells) % cells, 1 << cell));
            }
        }
        meetings.sort_unstable();
        for start in meetings.chunk_by(|one, other| one.0 == other.0) {
            let set = start.iter().fold(0, |set, (_, cell)| set | cell);
            chances[set as usize] += 1.0 / keys;
        }
    }
    chances
}

/// The steps with which a key may have two cells in common with one of the step `divisor`: b of the one are a of the other.
/// (In pairs as above: a sort is compiled anew for every type.)
fn special_steps(cells: u32, hashes: u32, divisor: u32) -> Vec<(u64, u32)> {
    let mut steps = Vec::new();
    let cells = i64::from(cells);
    for b in 1..i64::from(hashes) {
        let (common, inverse) = inverse(b, cells);
        for a in 1 - i64::from(hashes)..i64::from(hashes) {
            let distance = a * i64::from(divisor);
            if distance % common == 0 {
                let period = cells / common;
                let first = (distance / common * inverse).rem_euclid(period);
                steps.extend(
                    (0..common).map(|turn| ((first + turn * period) as u64, 0)).filter(|(step, _)| step % 2 == 1),
                );
            }
        }
    }
    steps.sort_unstable();
    steps.dedup();
    steps
}

/// The greatest common divisor of b and m, and the inverse of b over it modulo m over it (Euclid).
fn inverse(b: i64, m: i64) -> (i64, i64) {
    let ((mut rest, mut next), (mut factor, mut next_factor)) = ((m, b), (0, 1));
    while next != 0 {
        let quotient = rest / next;
        (rest, next) = (next, rest - quotient * next);
        (factor, next_factor) = (next_factor, factor - quotient * next_factor);
    }
    (rest, factor.rem_euclid((m / rest).max(1)))
}

/// The logarithms of the probabilities that none of a set is touched, from those that just a set is.
fn log_untouched(touched: &[f64]) -> Vec<f64> {
    // First for each set the probability that what is touched lies within it: a sum over subsets, cell by cell.
    let mut within = touched.to_vec();
    let mut cell = 1;
    while cell < within.len() {
        for set in (0..within.len()).filter(|set| set & cell != 0) {
            within[set] += within[set ^ cell];
        }
        cell *= 2;
    }
    let all = within.len() - 1;
    (0..=all).map(|set| libm::log1p(-(within[all] - within[all ^ set]))).collect()
}

/// How many numbers below `number` have no divisor in common with it (Euler).
fn coprime_below(number: u32) -> u32 {
    let (mut rest, mut count, mut prime) = (number, number, 2);
    while prime * prime <= rest {
        if rest.is_multiple_of(prime) {
            count -= count / prime;
            while rest.is_multiple_of(prime) {
                rest /= prime;
            }
        }
        prime += 1;
    }
    if rest > 1 { count - count / rest } else { count }
}
