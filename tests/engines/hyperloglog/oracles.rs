//! The same estimates as independent crates give.

use datasketches::hll::{HllSketch, HllType, HllUnion};
use faultlines::engines::hyperloglog::theory::standard_error;
use faultlines::engines::hyperloglog::{Sketch, SmallRange};
use faultlines::kernel::Seed;
use faultlines::parts::zipf_stream::digest;
use hyperloglogplus::{HyperLogLog as _, HyperLogLogPlus};

use crate::given_hash::Given;

fn sketch_of(seed: u32, precision: u32, items: u32) -> Sketch {
    let mut sketch = Sketch::new(precision);
    (0..items).for_each(|item| sketch.insert(digest(Seed(seed), item)));
    sketch
}

#[test]
fn on_the_same_digests_hyperloglogplus_gives_the_same_estimate() {
    // Above five times the registers it takes no bias out, so the two must agree to the last digits; below, and above
    // its sparse form, it does, by less than a standard error or two.
    for (precision, items, within) in [(4, 2_000, 1e-9), (8, 5_000, 1e-9), (10, 30_000, 1e-9), (10, 4_000, 0.07)] {
        let ours = sketch_of(5, precision, items).estimate(SmallRange::LinearCounting).value;
        let mut theirs: HyperLogLogPlus<u64, Given> =
            HyperLogLogPlus::new(precision as u8, Given::default()).expect("a precision");
        (0..items).for_each(|item| theirs.insert(&digest(Seed(5), item)));
        let theirs = theirs.count();
        assert!((ours / theirs - 1.0).abs() < within, "2^{precision}, {items} items: {ours} and {theirs}");
    }
}

#[test]
fn datasketches_err_by_as_much() {
    // Another hash, so another luck; and while it sees one stream alone its estimator (HIP) errs by about .83/√m.
    const RUNS: u32 = 60;
    let (precision, items) = (8, 5_000);
    let bound = standard_error(1 << precision);
    let root_mean_square = |estimate: &dyn Fn(u32) -> f64| {
        let squares: f64 = (1..=RUNS).map(|seed| (estimate(seed) / f64::from(items) - 1.0).powi(2)).sum();
        (squares / f64::from(RUNS)).sqrt()
    };
    let ours = root_mean_square(&|seed| sketch_of(seed, precision, items).estimate(SmallRange::LinearCounting).value);
    let theirs = root_mean_square(&|seed| {
        let mut sketch = HllSketch::new(precision as u8, HllType::Hll8).expect("a size");
        (0..items).for_each(|item| sketch.update(digest(Seed(seed), item)));
        sketch.estimate()
    });
    // A standard deviation from sixty runs is right within 9 %: four times that.
    assert!((0.64..1.36).contains(&(ours / bound)), "{ours}, not {bound}");
    assert!((0.64 * 0.8..1.36).contains(&(theirs / bound)), "{theirs}, not {bound}");
}

#[test]
fn a_union_is_what_datasketches_say_it_is() {
    let (precision, items) = (12, 40_000);
    let bound = standard_error(1 << precision);
    let mut ours = sketch_of(1, precision, items);
    let mut union = HllUnion::new(precision as u8).expect("a size");
    let mut second = Sketch::new(precision);
    for (from, to) in [(0, items), (items / 2, 2 * items)] {
        let mut theirs = HllSketch::new(precision as u8, HllType::Hll8).expect("a size");
        for item in from..to {
            theirs.update(item);
            second.insert(digest(Seed(1), item));
        }
        union.update(&theirs);
    }
    ours.merge(&second);
    let ours = ours.estimate(SmallRange::LinearCounting).value;
    // Both within four standard errors of the truth.
    for estimate in [ours, union.estimate()] {
        assert!((estimate / f64::from(2 * items) - 1.0).abs() < 4.0 * bound, "{estimate}");
    }
}
