//! Version vectors against the `crdts` crate's.

use std::cmp::Ordering;

use crdts::{CmRDT, CvRDT, VClock};
use faultlines::parts::{Dot, VersionVector};
use proptest::prelude::*;

/// A few actors with small counters, so that vectors often meet; a counter of 0 stands for no entry.
fn any_entries() -> impl Strategy<Value = Vec<(u32, u64)>> {
    prop::collection::vec((0..4u32, 0..4u64), 0..6)
}

fn ours(entries: &[(u32, u64)]) -> VersionVector {
    entries.iter().map(|&(replica, counter)| Dot { replica, counter }).collect()
}

fn theirs(entries: &[(u32, u64)]) -> VClock<u32> {
    let mut clock = VClock::new();
    for &(actor, counter) in entries {
        if counter > 0 {
            clock.apply(crdts::Dot::new(actor, counter));
        }
    }
    clock
}

proptest! {
    #[test]
    fn the_order_and_the_merge_are_those_of_the_crdts_crate(left in any_entries(), right in any_entries()) {
        let (our_left, our_right) = (ours(&left), ours(&right));
        let (their_left, their_right) = (theirs(&left), theirs(&right));
        let order: Option<Ordering> = our_left.partial_cmp(&our_right);
        prop_assert_eq!(order, their_left.partial_cmp(&their_right));
        prop_assert_eq!(our_left.concurrent(&our_right), their_left.concurrent(&their_right));
        let (mut our_merged, mut their_merged) = (our_left, their_left);
        our_merged.merge(&our_right);
        their_merged.merge(their_right);
        for actor in 0..4 {
            prop_assert_eq!(our_merged.get(actor), their_merged.get(&actor));
        }
    }
}
