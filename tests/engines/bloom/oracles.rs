//! The same rates as the fastbloom crate has on the same digests.

use fastbloom::BloomFilter;
use faultlines::kernel::Seed;
use faultlines::parts::bloom_filter::{Classic, Filter};
use faultlines::parts::zipf_stream::digest;

const NON_MEMBERS: u32 = 200_000;

#[test]
fn a_classic_filter_is_wrong_as_often_as_fastbloom() {
    for (keys, bits_per_key, hashes) in [(10_000, 8, 5), (10_000, 10, 7), (2_000, 16, 11), (50_000, 5, 3)] {
        let bits = keys * bits_per_key;
        let mut ours = Classic::new(bits, hashes);
        let mut theirs = BloomFilter::with_num_bits(bits as usize).hashes(hashes);
        assert_eq!(ours.cells() as usize, theirs.num_bits());
        for key in 0..keys {
            ours.insert(digest(Seed(1), key));
            theirs.insert_hash(digest(Seed(1), key));
        }
        let non_members = || (keys..keys + NON_MEMBERS).map(|key| digest(Seed(1), key));
        let our_count = non_members().filter(|&digest| ours.contains(digest)).count() as f64;
        let their_count = non_members().filter(|&digest| theirs.contains_hash(digest)).count() as f64;
        let expected = ours.predicted_rate(keys) * f64::from(NON_MEMBERS);
        // Two counts with this mean, each with its filter's own luck: six standard deviations of a difference of two.
        let bound = 6.0 * (2.0 * expected).sqrt();
        assert!((our_count - their_count).abs() < bound, "{keys} keys: {our_count} and {their_count}, not {expected}");
        // Both fill the same part of their bits.
        let their_fill = theirs.iter().map(u64::count_ones).sum::<u32>();
        let fill = f64::from(ours.used_cells()) / f64::from(their_fill);
        assert!((0.99..1.01).contains(&fill), "{fill}");
    }
}
