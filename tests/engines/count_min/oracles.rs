//! The same errors as the datasketches crate makes.

use datasketches::countmin::CountMinSketch;
use faultlines::engines::count_min::theory::{depth_for, width_for};
use faultlines::engines::count_min::{Sketch, Update};
use faultlines::kernel::Seed;
use faultlines::parts::ZipfStream;
use faultlines::parts::zipf_stream::digest;

#[test]
fn datasketches_suggests_the_same_size() {
    for epsilon in [0.5, 0.1, 0.01, 0.001] {
        assert_eq!(CountMinSketch::<u64>::suggest_num_buckets(epsilon).expect("an error"), width_for(epsilon));
    }
    for delta in [0.5, 0.1, 0.01, 0.001] {
        let theirs = CountMinSketch::<u64>::suggest_num_hashes(1.0 - delta).expect("a confidence");
        assert_eq!(u32::from(theirs), depth_for(delta));
    }
}

#[test]
fn a_plain_table_errs_as_much_as_that_of_datasketches() {
    const UNIVERSE: u32 = 3_000;
    for (width, depth, skew) in [(272, 1, 0.0), (272, 5, 0.0), (272, 5, 0.5), (1_000, 3, 0.5)] {
        // The mean over five seeds; the hashes are others, so the luck is.
        let (mut ours_over, mut theirs_over) = (0.0, 0.0);
        for seed in (1..=5).map(Seed) {
            let mut ours = Sketch::new(width, depth, Update::Plain, seed);
            let mut theirs = CountMinSketch::<u64>::with_seed(depth as u8, width, seed.0.into()).expect("a size");
            let mut truth = vec![0u32; UNIVERSE as usize];
            let mut items = ZipfStream::new(seed, UNIVERSE, skew);
            for _ in 0..30_000 {
                let item = items.draw();
                ours.insert(digest(seed, item));
                theirs.update(item);
                truth[item as usize - 1] += 1;
            }
            for (item, &count) in (1..).zip(&truth) {
                let (our_estimate, their_estimate) = (ours.estimate(digest(seed, item)), theirs.estimate(item));
                assert!(our_estimate >= count && their_estimate >= u64::from(count));
                ours_over += f64::from(our_estimate - count);
                theirs_over += (their_estimate - u64::from(count)) as f64;
            }
        }
        // Means of 15,000 errors, not independent within a column: ten per cent is ample, and a weak hash misses it.
        let ratio = ours_over / theirs_over;
        assert!((0.9..1.1).contains(&ratio), "{width} × {depth}, skew {skew}: {ratio}");
    }
}
