//! Redis' `PFCOUNT` against the sketch of the HyperLogLog engine, with as many registers and the estimator that Redis has too
//! (Ertl's; `hllSigma` and `hllTau` in its hyperloglog.c).
//!
//! The size of an error is a root mean square over keys, or over the engine's seeds: from N of them it is right within
//! 1/√(2N), one standard deviation. The tolerance is three of those of the two sides together. After ten million items there are
//! five keys, so it is a bound from above alone.

use faultlines::engines::hyperloglog::{Sketch, SmallRange};
use faultlines::kernel::Seed;
use faultlines::parts::zipf_stream::digest;

use crate::measure::pfcount::SIZES;
use crate::record::Record;

/// The engine's seeds for each size.
const SEEDS: u32 = 60;

/// The most items of the engine's sketch, sixty for each register: by the theory more make no difference.
const MOST: u32 = 1_000_000;

/// The model: how many registers, as a power of two, and the estimator.
type Model = (u32, SmallRange);

const REDIS: Model = (14, SmallRange::Improved);

/// The root mean square of the engine's relative error after so many different items.
fn error((precision, small_range): Model, size: u32) -> f64 {
    let size = size.min(MOST);
    let of = |seed| {
        let mut sketch = Sketch::new(precision);
        (0..size).for_each(|item| sketch.insert(digest(Seed(seed), item)));
        sketch.estimate(small_range).value / f64::from(size) - 1.0
    };
    let squares: f64 = (1..=SEEDS).map(of).map(|error: f64| error * error).sum();
    (squares / f64::from(SEEDS)).sqrt()
}

/// Whether Redis errs by as much as the engine after so many items.
fn errs_as_much(record: &Record, model: Model, (size, keys): (u32, u32)) -> Result<(), String> {
    let (measured, engine) = (record.value(&format!("error_{size}")), error(model, size));
    let share = 3.0 * (0.5 / f64::from(keys) + 0.5 / f64::from(SEEDS)).sqrt();
    let is_near = (measured - engine).abs() <= share * engine;
    if is_near { Ok(()) } else { Err(format!("after {size} items: measured {measured}, engine {engine}, ± {share}")) }
}

#[test]
fn pfcount_errs_as_much_as_the_engine_at_every_size() {
    let record = Record::read("pfcount");
    for size in SIZES {
        assert_eq!(errs_as_much(&record, REDIS, size), Ok(()));
    }
    // Another number of registers, or another estimator where that shows, is not what was measured.
    errs_as_much(&record, (12, REDIS.1), SIZES[3]).expect_err("a quarter of the registers errs twice as much");
    errs_as_much(&record, (16, REDIS.1), SIZES[3]).expect_err("four times as many err half as much");
    errs_as_much(&record, (14, SmallRange::Raw), SIZES[0]).expect_err("the raw estimate of few items is far too high");
    let first_paper = (14, SmallRange::LinearCounting);
    errs_as_much(&record, first_paper, SIZES[2]).expect_err("the first paper's estimator has its hump there");
}

#[test]
fn pfcount_has_no_bias_and_pfmerge_is_the_union() {
    let record = Record::read("pfcount");
    for (size, keys) in SIZES {
        // The mean of so many errors, three of its standard deviations; the error is at most 1.04/√m.
        let most = 3.0 * 1.04 / record.value("registers").sqrt() / f64::from(keys).sqrt();
        let bias = record.value(&format!("bias_{size}"));
        assert!(bias.abs() <= most, "after {size} items: {bias}, at most {most}");
    }
    assert_eq!(record.value("pairs_as_union"), record.value("pairs"));
    // Two sets of two thirds of all items each; a mean over pairs, whose error is a quarter of a key's.
    let summed = record.value("summed_over_true");
    assert!((summed - 4.0 / 3.0).abs() < 0.02, "{summed}");
    // Six bits a register and a head of 16 bytes.
    assert_eq!(record.value("bytes"), record.value("registers") * 6.0 / 8.0 + 16.0);
}
