//! Sorting, once for all: every type that is sorted by itself costs some 5 kB of WebAssembly, so everything that is to be
//! put in order is sorted by a number.

/// The indices `0..count` in ascending order of their keys, equal keys in the order of the indices.
pub fn ascending(count: usize, key: impl Fn(usize) -> u64) -> Vec<u32> {
    let keyed = in_order((0..count).map(|index| (key(index), index as u32)).collect());
    keyed.into_iter().map(|(_, index)| index).collect()
}

/// Pairs in ascending order.
pub fn in_order(mut pairs: Vec<(u64, u32)>) -> Vec<(u64, u32)> {
    pairs.sort_unstable();
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

    #[test]
    fn equal_keys_keep_their_order() {
        let keys = [3u64, 1, 3, 2, 1];
        assert_eq!(ascending(keys.len(), |index| keys[index]), [1, 4, 3, 0, 2]);
    }

    #[test]
    fn real_numbers_are_ordered_as_they_are() {
        let numbers = [f64::NEG_INFINITY, -2.0, -1e-300, -0.0, 0.0, 1e-300, 1.0, f64::INFINITY];
        assert!(numbers.windows(2).all(|pair| rank(pair[0]) < rank(pair[1])));
    }
}
