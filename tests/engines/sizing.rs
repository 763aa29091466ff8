//! The `sizing` engine: what it promises is kept, and it agrees with the tables.

use crate::lab;
use faultlines::engines::sizing::Card;
use proptest::prelude::*;

proptest! {
    #![proptest_config(crate::thorough::cases(128))]

    #[test]
    fn every_size_keeps_what_was_asked_for_and_one_less_would_not(
        keys in 1_000..100_000_000u32, error in 0.0005..0.5f64, delta in 0.001..0.5f64
    ) {
        let card = Card::of(keys, error, delta);
        prop_assert!(card.rate <= error * (1.0 + 1e-9), "{card:?}");
        prop_assert!(card.standard_error <= error && (card.precision == 4 || card.standard_error * 2f64.sqrt() > error));
        prop_assert!(f64::from(card.width) * error >= std::f64::consts::E);
        prop_assert!(f64::from(card.width - 1) * error < std::f64::consts::E);
        prop_assert!(f64::from(card.counters) * error >= 1.0);
    }

    #[test]
    fn a_smaller_error_never_costs_less(keys in 1_000..100_000_000u32, error in 0.001..0.5f64) {
        let (loose, tight) = (Card::of(keys, error, 0.01), Card::of(keys, error / 2.0, 0.01));
        prop_assert!(loose.bytes.iter().zip(tight.bytes).all(|(loose, tight)| *loose <= tight));
    }
}

#[test]
fn the_card_agrees_with_the_papers() {
    let card = Card::of(1_000_000, 0.01, 0.01);
    // 9.585 bits a key with the best k; seven whole hashes take a thousandth more.
    lab::close(f64::from(card.bits) / 1e6, 9.585, 0.01);
    assert_eq!((card.hashes, card.width, card.depth, card.counters), (7, 272, 5, 100));
    assert_eq!((card.precision, card.bytes[1]), (14, 16_384));
}

#[test]
fn ten_times_as_exact_costs_each_sketch_something_else() {
    let report = |error: &str| lab::scenario("sizing", &[("error_percent", error)]).report();
    let ratio = |metric: &str| lab::metric(&report("1"), metric) / lab::metric(&report("10"), metric);
    lab::close(ratio("bloom_bytes"), 2.0, 0.05);
    // Widths are whole: 28 and 272.
    lab::close(ratio("count_min_bytes"), 10.0, 0.3);
    assert_eq!(ratio("hyperloglog_bytes"), 128.0);
}
