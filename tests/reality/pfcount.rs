//! Redis' `PFCOUNT` against the HyperLogLog engine with as many registers and an estimator without a hump.
//!
//! The size of an error is a root mean square over keys, or over the engine's seeds: from N of them it is right within
//! 1/√(2N), one standard deviation. The tolerance is three of those of the two sides together. After ten million items there are
//! five keys, so it is a bound from above alone.

use faultlines::engines::catalog;
use faultlines::kernel::Seed;
use faultlines::scenario::Scenario;

use crate::measure::pfcount::SIZES;
use crate::record::Record;

/// The engine's seeds for each size.
const SEEDS: u32 = 60;

/// The most items of the engine's stream; its theory, and Redis, say that more make no difference.
const MOST: u32 = 1_000_000;

fn engine(precision: &str, small_range: &str) -> Scenario {
    let mut scenario = Scenario::defaults(catalog::find("hyperloglog").expect("the lab is registered"));
    for (name, value) in [("precision", precision), ("small_range", small_range), ("shards", "1")] {
        scenario.set_param(name, value).expect("the setting is valid");
    }
    scenario
}

/// The root mean square of the engine's relative error after about so many different items.
fn error(model: &Scenario, size: u32) -> f64 {
    let mut model = model.clone();
    // Of a universe so much larger nearly all that come are different.
    for (name, value) in [("items", size.min(MOST)), ("universe", size.saturating_mul(20).min(MOST))] {
        model.set_param(name, &value.to_string()).expect("the setting is valid");
    }
    let of = |seed| Scenario { seed: Seed(seed), ..model.clone() }.report().get("error").expect("a metric");
    let squares: f64 = (1..=SEEDS).map(of).map(|error: f64| error * error).sum();
    (squares / f64::from(SEEDS)).sqrt()
}

/// Whether Redis errs by as much as the engine after so many items.
fn errs_as_much(record: &Record, model: &Scenario, (size, keys): (u32, u32)) -> Result<(), String> {
    let (measured, engine) = (record.value(&format!("error_{size}")), error(model, size));
    let share = 3.0 * (0.5 / f64::from(keys) + 0.5 / f64::from(SEEDS)).sqrt();
    let is_near = (measured - engine).abs() <= share * engine;
    if is_near { Ok(()) } else { Err(format!("after {size} items: measured {measured}, engine {engine}, ± {share}")) }
}

#[test]
fn pfcount_errs_as_much_as_the_engine_at_every_size() {
    let record = Record::read("pfcount");
    let model = engine("14", "improved");
    for size in SIZES {
        assert_eq!(errs_as_much(&record, &model, size), Ok(()));
    }
    // Another number of registers, or another estimator where that shows, is not what was measured.
    errs_as_much(&record, &engine("12", "improved"), SIZES[3])
        .expect_err("a quarter of the registers errs twice as much");
    errs_as_much(&record, &engine("16", "improved"), SIZES[3]).expect_err("four times as many err half as much");
    errs_as_much(&record, &engine("14", "raw"), SIZES[0]).expect_err("the raw estimate of few items is far too high");
    errs_as_much(&record, &engine("14", "linear-counting"), SIZES[2])
        .expect_err("the first estimator has its hump there");
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
    // Two sets of two thirds of all items each.
    let summed = record.value("summed_over_true");
    assert!((summed - 4.0 / 3.0).abs() < 0.02, "{summed}");
    // Six bits a register and a head of 16 bytes.
    assert_eq!(record.value("bytes"), record.value("registers") * 6.0 / 8.0 + 16.0);
}
