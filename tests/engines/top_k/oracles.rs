//! The same heavy items as the datasketches crate finds, by another algorithm.

use std::collections::BTreeSet;

use datasketches::frequencies::{ErrorType, FrequentItemsSketch};
use faultlines::engines::top_k::Summary;
use faultlines::kernel::Seed;
use faultlines::parts::ZipfStream;

#[test]
fn the_items_that_datasketches_is_sure_of_are_ours_too() {
    for (seed, skew) in [(1, 1.0), (2, 1.3), (3, 0.8)] {
        // A map of 128 entries holds 96 of them.
        let mut theirs = FrequentItemsSketch::<u32>::new(128).expect("a size");
        let mut ours = Summary::new(96);
        let mut items = ZipfStream::new(Seed(seed), 5_000, skew);
        for _ in 0..50_000 {
            let item = items.draw();
            ours.insert(item);
            theirs.update(item);
        }
        assert_eq!(theirs.total_weight(), u64::from(ours.arrivals()));
        for row in theirs.frequent_items(ErrorType::NoFalseNegatives) {
            // Two intervals around one true count must meet.
            if let Some(counter) = ours.counter(*row.item()) {
                let (low, high) = (u64::from(counter.count - counter.error), u64::from(counter.count));
                assert!(low <= row.upper_bound() && row.lower_bound() <= high, "{counter:?}");
            }
        }
        let threshold = u64::from(ours.least());
        let sure: BTreeSet<u32> = theirs
            .frequent_items_with_threshold(ErrorType::NoFalsePositives, threshold)
            .iter()
            .map(|row| *row.item())
            .collect();
        assert!(!sure.is_empty(), "seed {seed}");
        assert!(sure.iter().all(|&item| ours.counter(item).is_some()), "seed {seed}: {sure:?}");
    }
}
