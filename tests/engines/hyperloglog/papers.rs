//! The constants and the accuracy of the HyperLogLog papers.

use faultlines::engines::hyperloglog::sketch::alpha;
use faultlines::engines::hyperloglog::theory::standard_error;
use faultlines::engines::hyperloglog::{Sketch, SmallRange};
use faultlines::kernel::Seed;
use faultlines::parts::zipf_stream::digest;

use crate::lab::close;

fn sketch_of(seed: u32, precision: u32, items: u32) -> Sketch {
    let mut sketch = Sketch::new(precision);
    (0..items).for_each(|item| sketch.insert(digest(Seed(seed), item)));
    sketch
}

/// The mean and the root mean square of the relative error over some seeds.
fn errors(seeds: u32, precision: u32, items: u32, small_range: SmallRange) -> (f64, f64) {
    let error = |seed| sketch_of(seed, precision, items).estimate(small_range).value / f64::from(items) - 1.0;
    let errors: Vec<f64> = (1..=seeds).map(error).collect();
    let mean = |values: &mut dyn Iterator<Item = f64>| values.sum::<f64>() / f64::from(seeds);
    (mean(&mut errors.iter().copied()), mean(&mut errors.iter().map(|error| error * error)).sqrt())
}

#[test]
fn alpha_has_the_papers_values() {
    // Flajolet et al., AofA 2007, Fig. 3.
    for (registers, value) in [(16, 0.673), (32, 0.697), (64, 0.709), (128, 0.7213 / (1.0 + 1.079 / 128.0))] {
        close(alpha(registers), value, 1e-12);
    }
    // As m grows it becomes 1/(2 ln 2).
    close(alpha(1 << 18), 0.5 / std::f64::consts::LN_2, 1e-4);
}

#[test]
fn the_standard_error_is_a_little_over_one_over_the_root_of_m() {
    // Flajolet et al. 2007, Theorem 1: β∞ = √(3 ln 2 − 1) = 1.03896.
    close(standard_error(1), 1.03896, 5e-6);
    close(standard_error(1024), 1.03896 / 32.0, 1e-6);
}

#[test]
fn an_item_touches_the_register_of_its_first_bits_with_the_rank_of_the_rest() {
    let sketch = Sketch::new(4);
    assert_eq!(sketch.place_of(0x1800_0000_0000_0000), (1, 1));
    assert_eq!(sketch.place_of(0xf010_0000_0000_0000), (15, 8));
    // Nothing but zeros: one more than there are bits.
    assert_eq!(sketch.place_of(0), (0, 61));
    assert_eq!(Sketch::new(18).place_of(0), (0, 47));
}

#[test]
fn the_error_is_as_large_as_the_theorem_says_and_the_bias_small() {
    for (precision, items) in [(6, 20_000), (10, 30_000)] {
        let bound = standard_error(1 << precision);
        let (bias, deviation) = errors(100, precision, items, SmallRange::LinearCounting);
        // A standard deviation from a hundred runs is right within 7 %; five times that is 35 %.
        close(deviation, bound, 0.35 * bound);
        // The mean of a hundred runs: five standard errors.
        close(bias, 0.0, 0.5 * bound);
    }
}

#[test]
fn the_raw_estimate_of_few_items_is_far_too_high_and_counting_empty_registers_is_right() {
    // Flajolet et al. 2007, section 4: the raw estimate of next to nothing is about 0.7·m; below 5/2·m it is set right.
    close(Sketch::new(10).estimate(SmallRange::Raw).value, 0.7213 / (1.0 + 1.079 / 1024.0) * 1024.0, 1e-9);
    assert_eq!(Sketch::new(10).estimate(SmallRange::LinearCounting).value, 0.0);
    let (raw, _) = errors(10, 10, 300, SmallRange::Raw);
    assert!(raw > 1.0, "the raw estimate of 300 items in 1024 registers is {raw} too high");
    let (bias, deviation) = errors(50, 10, 300, SmallRange::LinearCounting);
    // Whang et al. 1990: the standard error is √(m(e^t − t − 1))/n with t = n/m: 2.24 % here. Five standard errors.
    let t = 300.0 / 1024.0f64;
    let predicted = (1024.0 * (t.exp() - t - 1.0)).sqrt() / 300.0;
    close(bias, 0.0, 5.0 * predicted / 50f64.sqrt());
    close(deviation, predicted, 0.5 * predicted);
}

#[test]
fn sixty_four_bits_need_no_correction_for_large_numbers() {
    // Heule et al., EDBT 2013. The registers as 10¹² items would leave them, drawn by their distribution:
    // P(register ≤ r) = (1 − 2⁻ʳ)^(n/m). A sketch of 32 bits would have run out at 4·10⁹.
    let (items, precision) = (1e12f64, 10);
    let m = f64::from(1 << precision);
    let mut sketch = Sketch::new(precision);
    for register in 0..1u64 << precision {
        let quantile = (register as f64 + 0.5) / m;
        let rank = (1..=54).find(|&rank| (1.0 - 0.5f64.powi(rank)).powf(items / m) >= quantile).expect("a rank") as u32;
        sketch.insert(register << 54 | 1 << (54 - rank));
    }
    close(sketch.estimate(SmallRange::LinearCounting).value / items, 1.0, 0.05);
}

/// Ertl 2017: no bias anywhere, not even where counting by the empty registers hands over, and no error above the theory's.
#[test]
fn the_improved_estimator_has_no_bias_at_any_number_of_items() {
    for items in [0, 1, 2, 3] {
        close(sketch_of(1, 10, items).estimate(SmallRange::Improved).value, f64::from(items), 0.01);
    }
    for items in [10, 300, 1_500, 2_500, 4_000, 20_000, 100_000] {
        let (bias, deviation) = errors(200, 10, items, SmallRange::Improved);
        let bound = standard_error(1024);
        // Four standard errors of 200 runs.
        assert!(bias.abs() < 4.0 * bound / 200f64.sqrt(), "{items}: {bias}");
        assert!(deviation < 1.2 * bound, "{items}: {deviation}");
    }
}

#[test]
fn two_runs_of_three_err_by_less_than_the_bound_where_counting_by_empty_registers_does_not() {
    let within = |small_range| {
        let error = |seed| sketch_of(seed, 10, 2_500).estimate(small_range).value / 2_500.0 - 1.0;
        (1..=300).filter(|&seed| f64::abs(error(seed)) < standard_error(1024)).count()
    };
    // A normal variable is within its deviation in 68 of 100 runs: of 300 in 204, with a deviation of 8. With as few items
    // as this the error is less than the bound.
    assert!(within(SmallRange::Improved) >= 172, "{}", within(SmallRange::Improved));
    assert!(within(SmallRange::LinearCounting) < 172);
}
