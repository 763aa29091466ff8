//! Each sketch against published crates of its kind: `cargo bench --bench sketches`. The answers are compared before a time
//! is taken. Items are given by their digests, so that the sketch is timed and not the hash; count-min of datasketches
//! hashes for itself, once a row, and offers no other way.

use std::hash::{BuildHasher, Hasher};

use datasketches::countmin::CountMinSketch;
use datasketches::hll::{HllSketch, HllType};
use divan::counter::ItemsCount;
use divan::{Bencher, black_box};
use fastbloom::BloomFilter;
use faultlines::engines::bloom::{Blocked, Classic, Filter};
use faultlines::engines::count_min::{self, Update};
use faultlines::engines::hyperloglog::{self, SmallRange};
use faultlines::kernel::Seed;
use faultlines::parts::items::digest;
use hyperloglogplus::{HyperLogLog, HyperLogLogPlus};

fn main() {
    divan::main();
}

fn digests(from: u32, count: u32) -> Vec<u64> {
    (from..from + count).map(|item| digest(Seed(1), item)).collect()
}

/// Hands on the digest that it is given.
#[derive(Clone)]
struct Given(u64);

impl Hasher for Given {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, _: &[u8]) {
        unreachable!("only digests are hashed here");
    }
    fn write_u64(&mut self, digest: u64) {
        self.0 = digest;
    }
}

impl BuildHasher for Given {
    type Hasher = Self;
    fn build_hasher(&self) -> Self {
        Self(0)
    }
}

mod bloom {
    use super::*;

    /// One filter that fits in the first cache, and one that fits in none but the last.
    const KEYS: [u32; 2] = [10_000, 1_000_000];
    const BITS_PER_KEY: u32 = 10;
    const HASHES: u32 = 7;

    fn filled(filter: &mut impl Filter, keys: u32) {
        for digest in digests(0, keys) {
            filter.insert(digest);
        }
        let strangers = digests(keys, 100_000);
        let rate = strangers.iter().filter(|&&digest| filter.contains(digest)).count() as f64 / 1e5;
        assert!((rate - filter.predicted_rate(keys)).abs() < 0.002, "{rate}");
        assert!(digests(0, keys).into_iter().all(|digest| filter.contains(digest)));
    }

    fn peer(keys: u32) -> BloomFilter {
        let mut peer = BloomFilter::with_num_bits((keys * BITS_PER_KEY) as usize).hashes(HASHES);
        for digest in digests(0, keys) {
            peer.insert_hash(digest);
        }
        let strangers = digests(keys, 100_000);
        let rate = strangers.iter().filter(|&&digest| peer.contains_hash(digest)).count() as f64 / 1e5;
        assert!((rate - 0.0082).abs() < 0.002, "{rate}");
        peer
    }

    fn ask(bencher: Bencher, keys: Vec<u64>, contains: impl Fn(u64) -> bool) {
        bencher
            .counter(ItemsCount::new(keys.len()))
            .bench_local(|| keys.iter().filter(|&&digest| contains(black_box(digest))).count());
    }

    #[divan::bench(args = KEYS)]
    fn insert_ours(bencher: Bencher, keys: u32) {
        let mut filter = Classic::new(keys * BITS_PER_KEY, HASHES);
        filled(&mut filter, keys);
        let keys = digests(0, keys);
        bencher.counter(ItemsCount::new(keys.len())).bench_local(|| {
            keys.iter().for_each(|&digest| {
                filter.insert(black_box(digest));
            });
        });
    }

    #[divan::bench(args = KEYS)]
    fn insert_fastbloom(bencher: Bencher, keys: u32) {
        let mut filter = peer(keys);
        let keys = digests(0, keys);
        bencher.counter(ItemsCount::new(keys.len())).bench_local(|| {
            keys.iter().for_each(|&digest| {
                filter.insert_hash(black_box(digest));
            });
        });
    }

    #[divan::bench(args = KEYS)]
    fn find_members_ours(bencher: Bencher, keys: u32) {
        let mut filter = Classic::new(keys * BITS_PER_KEY, HASHES);
        filled(&mut filter, keys);
        ask(bencher, digests(0, keys), |digest| filter.contains(digest));
    }

    #[divan::bench(args = KEYS)]
    fn find_members_fastbloom(bencher: Bencher, keys: u32) {
        let filter = peer(keys);
        ask(bencher, digests(0, keys), |digest| filter.contains_hash(digest));
    }

    #[divan::bench(args = KEYS)]
    fn reject_strangers_ours(bencher: Bencher, keys: u32) {
        let mut filter = Classic::new(keys * BITS_PER_KEY, HASHES);
        filled(&mut filter, keys);
        ask(bencher, digests(keys, keys), |digest| filter.contains(digest));
    }

    #[divan::bench(args = KEYS)]
    fn reject_strangers_fastbloom(bencher: Bencher, keys: u32) {
        let filter = peer(keys);
        ask(bencher, digests(keys, keys), |digest| filter.contains_hash(digest));
    }

    #[divan::bench(args = KEYS)]
    fn find_members_ours_blocked(bencher: Bencher, keys: u32) {
        let mut filter = Blocked::new(keys * BITS_PER_KEY, HASHES);
        filled(&mut filter, keys);
        ask(bencher, digests(0, keys), |digest| filter.contains(digest));
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
        let mut sketch = HyperLogLogPlus::new(PRECISION, Given(0)).expect("a precision");
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

    #[divan::bench]
    fn insert_ours(bencher: Bencher) {
        let (mut sketch, digests) = (ours(), digests(ITEMS, ITEMS));
        bencher
            .counter(ItemsCount::new(ITEMS))
            .bench_local(|| digests.iter().for_each(|&digest| sketch.insert(black_box(digest))));
    }

    #[divan::bench]
    fn insert_hyperloglogplus(bencher: Bencher) {
        let (mut sketch, digests) = (plus(), digests(ITEMS, ITEMS));
        bencher
            .counter(ItemsCount::new(ITEMS))
            .bench_local(|| digests.iter().for_each(|digest| sketch.insert(black_box(digest))));
    }

    /// From the ready coupon, as the others start from the ready digest.
    #[divan::bench]
    fn insert_datasketches(bencher: Bencher) {
        let mut sketch = datasketches();
        let coupons: Vec<_> = digests(ITEMS, ITEMS).into_iter().map(datasketches::hll::Coupon::from_value).collect();
        bencher
            .counter(ItemsCount::new(ITEMS))
            .bench_local(|| coupons.iter().for_each(|&coupon| sketch.update_with_coupon(black_box(coupon))));
    }

    #[divan::bench]
    fn estimate_ours(bencher: Bencher) {
        let sketch = ours();
        bencher.bench_local(|| black_box(&sketch).estimate(SmallRange::LinearCounting));
    }

    #[divan::bench]
    fn estimate_hyperloglogplus(bencher: Bencher) {
        let mut sketch = plus();
        bencher.bench_local(|| black_box(&mut sketch).count());
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

    #[divan::bench(args = [Update::Plain, Update::Conservative])]
    fn insert_ours(bencher: Bencher, update: Update) {
        let (mut table, digests) = (ours(update), digests(0, ITEMS));
        bencher
            .counter(ItemsCount::new(ITEMS))
            .bench_local(|| digests.iter().for_each(|&digest| table.insert(black_box(digest))));
    }

    /// With the hash of the item, so that both sides start from a number.
    #[divan::bench]
    fn insert_ours_and_hash(bencher: Bencher) {
        let mut table = ours(Update::Plain);
        bencher
            .counter(ItemsCount::new(ITEMS))
            .bench_local(|| (0..ITEMS).for_each(|item| table.insert(digest(Seed(1), black_box(item)))));
    }

    #[divan::bench]
    fn insert_datasketches(bencher: Bencher) {
        let mut table = theirs();
        bencher
            .counter(ItemsCount::new(ITEMS))
            .bench_local(|| (0..ITEMS).for_each(|item| table.update(black_box(item))));
    }

    #[divan::bench]
    fn estimate_ours(bencher: Bencher) {
        let (table, digests) = (ours(Update::Plain), digests(0, ITEMS));
        bencher
            .counter(ItemsCount::new(ITEMS))
            .bench_local(|| digests.iter().map(|&digest| u64::from(table.estimate(black_box(digest)))).sum::<u64>());
    }

    #[divan::bench]
    fn estimate_datasketches(bencher: Bencher) {
        let (table, digests) = (theirs(), digests(0, ITEMS));
        bencher
            .counter(ItemsCount::new(ITEMS))
            .bench_local(|| digests.iter().map(|&digest| table.estimate(black_box(digest))).sum::<u64>());
    }
}
