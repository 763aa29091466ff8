//! Sorting, once for all: every type that is sorted by itself costs some 5 kB of WebAssembly, so everything that is to be
//! put in order is sorted by a number.

/// The indices `0..count` in ascending order of their keys, equal keys in the order of the indices.
pub fn ascending(count: usize, key: impl Fn(usize) -> u64) -> Vec<u32> {
    let keyed = in_order((0..count).map(|index| (key(index), index as u32)).collect());
    keyed.into_iter().map(|(_, index)| index).collect()
}

/// Pairs in ascending order. (A radix sort, digit by digit from the least: a tenth of the code of the standard library's, and
/// about as fast.)
pub fn in_order(mut pairs: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    const BITS: u32 = 11;
    let digit = |&(first, second): &(u64, u32), place: u32| {
        let digits = if place < 3 { u64::from(second) >> (BITS * place) } else { first >> (BITS * (place - 3)) };
        digits as usize & ((1 << BITS) - 1)
    };
    let Some(&one) = pairs.first() else { return pairs };
    let differing = pairs.iter().fold((0, 0), |(a, b), pair| (a | (pair.0 ^ one.0), b | (pair.1 ^ one.1)));
    let mut sorted = pairs.clone();
    for place in (0..9).filter(|&place| digit(&differing, place) != 0) {
        let mut counts = [0u32; 1 << BITS];
        pairs.iter().for_each(|pair| counts[digit(pair, place)] += 1);
        // From here on it is where the next pair with this digit goes.
        let mut next = 0;
        for count in &mut counts {
            (*count, next) = (next, next + *count);
        }
        for pair in &pairs {
            let place = &mut counts[digit(pair, place)];
            sorted[*place as usize] = *pair;
            *place += 1;
        }
        std::mem::swap(&mut pairs, &mut sorted);
    }
    pairs
}

/// Whole numbers that are ordered as these real numbers are: IEEE 754's total order.
pub fn rank(number: f64) -> u64 {
    let bits = number.to_bits();
    if bits >> 63 == 0 { bits | 1 << 63 } else { !bits }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::{Seed, Stream};

    #[test]
    fn equal_keys_keep_their_order() {
        let keys = [3u64, 1, 3, 2, 1];
        assert_eq!(ascending(keys.len(), |index| keys[index]), [1, 4, 3, 0, 2]);
    }

    #[test]
    fn pairs_are_sorted_as_the_standard_library_sorts_them() {
        let mut stream = Stream::named(Seed(1), "pairs");
        for bits in [0, 3, 16, 64] {
            let draw = |stream: &mut Stream| if bits == 0 { 0 } else { stream.bits() >> (64 - bits) };
            for count in [0, 1, 2, 300] {
                let pairs: Vec<(u64, u32)> =
                    (0..count).map(|_| (draw(&mut stream), draw(&mut stream) as u32)).collect();
                let mut expected = pairs.clone();
                expected.sort_unstable();
                assert_eq!(in_order(pairs), expected);
            }
        }
    }

    #[test]
    fn real_numbers_are_ordered_as_they_are() {
        let numbers = [f64::NEG_INFINITY, -2.0, -1e-300, -0.0, 0.0, 1e-300, 1.0, f64::INFINITY];
        assert!(numbers.windows(2).all(|pair| rank(pair[0]) < rank(pair[1])));
    }
}
