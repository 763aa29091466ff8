//! Each sketch against published crates of its kind: `cargo bench --bench sketches`. The answers are compared before a time
//! is taken. Items are given by their digests, so that the sketch is timed and not the hash; count-min of datasketches
//! hashes for itself, once a row, and offers no other way.

use std::hint::black_box;

use datasketches::countmin::CountMinSketch;
use datasketches::hll::{HllSketch, HllType};
use fastbloom::BloomFilter;
use faultlines::engines::bloom::Blocked;
use faultlines::engines::count_min::{self, Update};
use faultlines::engines::hyperloglog::{self, SmallRange};
use faultlines::kernel::Seed;
use faultlines::parts::bloom_filter::{Classic, Filter};
use faultlines::parts::zipf_stream::digest;
use hyperloglogplus::{HyperLogLog, HyperLogLogPlus};

#[path = "../tests/common/given_hash.rs"]
mod given_hash;
#[path = "common/ratio.rs"]
mod ratio;

use given_hash::Given;
use ratio::{alone, compare};

fn main() {
    bloom::KEYS.into_iter().for_each(bloom::insert);
    bloom::KEYS.into_iter().for_each(bloom::find_members);
    bloom::KEYS.into_iter().for_each(bloom::reject_non_members);
    hll::insert();
    hll::estimate();
    countmin::insert();
    countmin::estimate();
}

fn digests(from: u32, count: u32) -> Vec<u64> {
    (from..from + count).map(|item| digest(Seed(1), item)).collect()
}

mod bloom {
    use super::*;

    /// One filter that fits in the first cache, and one that fits in none but the last.
    pub(crate) const KEYS: [u32; 2] = [10_000, 1_000_000];
    const BITS_PER_KEY: u32 = 10;
    const HASHES: u32 = 7;

    fn ours(keys: u32) -> Classic {
        filled(Classic::new(keys * BITS_PER_KEY, HASHES), keys)
    }

    fn filled<F: Filter>(mut filter: F, keys: u32) -> F {
        for digest in digests(0, keys) {
            filter.insert(digest);
        }
        let non_members = digests(keys, 100_000);
        let rate = non_members.iter().filter(|&&digest| filter.contains(digest)).count() as f64 / 1e5;
        assert!((rate - filter.predicted_rate(keys)).abs() < 0.002, "{rate}");
        assert!(digests(0, keys).into_iter().all(|digest| filter.contains(digest)));
        filter
    }

    fn peer(keys: u32) -> BloomFilter {
        let mut peer = BloomFilter::with_num_bits((keys * BITS_PER_KEY) as usize).hashes(HASHES);
        for digest in digests(0, keys) {
            peer.insert_hash(digest);
        }
        let non_members = digests(keys, 100_000);
        let rate = non_members.iter().filter(|&&digest| peer.contains_hash(digest)).count() as f64 / 1e5;
        assert!((rate - 0.0082).abs() < 0.002, "{rate}");
        peer
    }

    fn found(keys: &[u64], contains: impl Fn(u64) -> bool) -> usize {
        keys.iter().filter(|&&digest| contains(black_box(digest))).count()
    }

    pub(crate) fn insert(keys: u32) {
        let (mut ours, mut peer, digests) = (ours(keys), peer(keys), digests(0, keys));
        compare(
            &format!("Bloom filter of {keys}: inserts"),
            keys,
            || digests.iter().filter(|&&digest| ours.insert(black_box(digest))).count(),
            "fastbloom",
            || digests.iter().filter(|&&digest| peer.insert_hash(black_box(digest))).count(),
        );
    }

    /// The one row in which a peer is ahead: each of our probes wraps at the end of the table, and fastbloom's do not.
    pub(crate) fn find_members(keys: u32) {
        ask(&format!("Bloom filter of {keys}: finding members"), keys, digests(0, keys));
        let blocked = filled(Blocked::new(keys * BITS_PER_KEY, HASHES), keys);
        let members = digests(0, keys);
        alone("the same, in blocks", keys, || found(&members, |digest| blocked.contains(digest)));
    }

    pub(crate) fn reject_non_members(keys: u32) {
        ask(&format!("Bloom filter of {keys}: rejecting non-members"), keys, digests(keys, keys));
    }

    fn ask(what: &str, keys: u32, asked: Vec<u64>) {
        let (ours, peer) = (ours(keys), peer(keys));
        compare(
            what,
            keys,
            || found(&asked, |digest| ours.contains(digest)),
            "fastbloom",
            || found(&asked, |digest| peer.contains_hash(digest)),
        );
    }
}

mod hll {
    use super::*;

    const ITEMS: u32 = 200_000;
    const PRECISION: u8 = 12;

    fn ours() -> hyperloglog::Sketch {
        let mut sketch = hyperloglog::Sketch::new(PRECISION.into());
        digests(0, ITEMS).into_iter().for_each(|digest| sketch.insert(digest));
        assert_close(sketch.estimate(SmallRange::LinearCounting).value);
        sketch
    }

    fn plus() -> HyperLogLogPlus<u64, Given> {
        let mut sketch = HyperLogLogPlus::new(PRECISION, Given::default()).expect("a precision");
        digests(0, ITEMS).iter().for_each(|digest| sketch.insert(digest));
        assert_close(sketch.count());
        sketch
    }

    fn datasketches() -> HllSketch {
        let mut sketch = HllSketch::new(PRECISION, HllType::Hll8).expect("a size");
        digests(0, ITEMS).into_iter().for_each(|digest| sketch.update(digest));
        assert_close(sketch.estimate());
        sketch
    }

    /// Within four standard errors.
    fn assert_close(estimate: f64) {
        let error = (estimate / f64::from(ITEMS) - 1.0).abs();
        assert!(error < 4.0 * 1.04 / 64.0, "{estimate}");
    }

    pub(crate) fn insert() {
        let (mut sketch, mut peer, digests) = (ours(), plus(), digests(ITEMS, ITEMS));
        compare(
            "HyperLogLog: inserts",
            ITEMS,
            || digests.iter().for_each(|&digest| sketch.insert(black_box(digest))),
            "hyperloglogplus",
            || digests.iter().for_each(|digest| peer.insert(black_box(digest))),
        );
        // From the ready coupon, as the others start from the ready digest.
        let coupons: Vec<_> = digests.iter().map(|&digest| datasketches::hll::Coupon::from_value(digest)).collect();
        let mut peer = datasketches();
        compare(
            "the same",
            ITEMS,
            || digests.iter().for_each(|&digest| sketch.insert(black_box(digest))),
            "datasketches",
            || coupons.iter().for_each(|&coupon| peer.update_with_coupon(black_box(coupon))),
        );
    }

    pub(crate) fn estimate() {
        let (sketch, mut peer) = (ours(), plus());
        compare(
            "HyperLogLog: estimates",
            1,
            || black_box(&sketch).estimate(SmallRange::LinearCounting),
            "hyperloglogplus",
            || black_box(&mut peer).count(),
        );
    }
}

mod countmin {
    use super::*;

    const ITEMS: u32 = 100_000;
    const WIDTH: u32 = 2_719;
    const DEPTH: u32 = 7;

    fn ours(update: Update) -> count_min::Sketch {
        let mut table = count_min::Sketch::new(WIDTH, DEPTH, update, Seed(1));
        for digest in digests(0, ITEMS) {
            table.insert(digest);
        }
        let errors: u64 = digests(0, ITEMS).into_iter().map(|digest| u64::from(table.estimate(digest)) - 1).sum();
        assert!(errors / u64::from(ITEMS) < u64::from(ITEMS / WIDTH));
        table
    }

    fn theirs() -> CountMinSketch<u64> {
        let mut table = CountMinSketch::new(DEPTH as u8, WIDTH).expect("a size");
        for digest in digests(0, ITEMS) {
            table.update(digest);
        }
        let errors: u64 = digests(0, ITEMS).into_iter().map(|digest| table.estimate(digest) - 1).sum();
        assert!(errors / u64::from(ITEMS) < u64::from(ITEMS / WIDTH));
        table
    }

    pub(crate) fn insert() {
        let (mut plain, mut conservative, digests) =
            (ours(Update::Plain), ours(Update::Conservative), digests(0, ITEMS));
        compare(
            "count-min: inserts",
            ITEMS,
            || digests.iter().for_each(|&digest| plain.insert(black_box(digest))),
            "conservative",
            || digests.iter().for_each(|&digest| conservative.insert(black_box(digest))),
        );
        // With the hash of the item, so that both sides start from a number.
        let mut peer = theirs();
        compare(
            "count-min: inserts with hashing",
            ITEMS,
            || (0..ITEMS).for_each(|item| plain.insert(digest(Seed(1), black_box(item)))),
            "datasketches",
            || (0..ITEMS).for_each(|item| peer.update(black_box(item))),
        );
    }

    pub(crate) fn estimate() {
        let (table, peer, digests) = (ours(Update::Plain), theirs(), digests(0, ITEMS));
        compare(
            "count-min: estimates",
            ITEMS,
            || digests.iter().map(|&digest| u64::from(table.estimate(black_box(digest)))).sum::<u64>(),
            "datasketches",
            || digests.iter().map(|&digest| peer.estimate(black_box(digest))).sum::<u64>(),
        );
    }
}
