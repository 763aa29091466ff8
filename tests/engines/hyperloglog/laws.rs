//! Laws of the sketch and of its runs.

use crate::lab;
use faultlines::engines::hyperloglog::{HyperLogLog, Sketch, SmallRange};
use faultlines::kernel::{Simulation, Value};
use proptest::prelude::*;

fn sketch_of(precision: u32, digests: &[u64]) -> Sketch {
    let mut sketch = Sketch::new(precision);
    digests.iter().for_each(|&digest| sketch.insert(digest));
    sketch
}

fn merged(first: &Sketch, second: &Sketch) -> Sketch {
    let mut both = first.clone();
    both.merge(second);
    both
}

fn digests() -> impl Strategy<Value = Vec<u64>> {
    proptest::collection::vec(any::<u64>(), 0..300)
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn the_merge_is_the_sketch_of_the_union(precision in 4..12u32, first in digests(), second in digests()) {
        let [one, other] = [&first, &second].map(|digests| sketch_of(precision, digests));
        let union = sketch_of(precision, &[first, second].concat());
        prop_assert_eq!(merged(&one, &other), union.clone());
        prop_assert_eq!(merged(&other, &one), union.clone());
        prop_assert_eq!(merged(&union, &one), union.clone());
        prop_assert_eq!(merged(&union, &union), union);
    }

    #[test]
    fn merging_is_associative(precision in 4..12u32, first in digests(), second in digests(), third in digests()) {
        let [a, b, c] = [first, second, third].map(|digests| sketch_of(precision, &digests));
        prop_assert_eq!(merged(&merged(&a, &b), &c), merged(&a, &merged(&b, &c)));
    }

    #[test]
    fn order_and_repetition_do_not_show(precision in 4..12u32, digests in digests()) {
        let mut twice = digests.clone();
        twice.extend(digests.iter().rev());
        prop_assert_eq!(sketch_of(precision, &digests), sketch_of(precision, &twice));
    }

    #[test]
    fn a_register_holds_the_greatest_rank_that_it_was_shown(precision in 4..8u32, digests in digests()) {
        let sketch = sketch_of(precision, &digests);
        for (register, &held) in (0..).zip(sketch.registers()) {
            let shown = digests.iter().map(|&digest| sketch.place_of(digest)).filter(|place| place.0 == register);
            prop_assert_eq!(held, shown.map(|place| place.1).max().unwrap_or(0));
        }
    }

    #[test]
    fn more_items_never_lower_a_register_or_the_raw_estimate(precision in 4..10u32, digests in digests(), more in digests()) {
        let (few, many) = (sketch_of(precision, &digests), sketch_of(precision, &[digests, more].concat()));
        prop_assert!(few.registers().iter().zip(many.registers()).all(|(few, many)| few <= many));
        prop_assert!(few.estimate(SmallRange::Raw).value <= many.estimate(SmallRange::Raw).value);
    }
}

fn run(values: &[(&'static str, Value)]) -> HyperLogLog {
    let mut scenario = lab::defaults("hyperloglog");
    for (name, value) in values {
        scenario.params.set(name, *value);
    }
    lab::run(&scenario)
}

fn metric(run: &HyperLogLog, name: &str) -> f64 {
    lab::metric(&run.report(), name)
}

#[test]
fn however_many_shards_there_are_the_merged_sketch_is_the_same() {
    let alone = run(&[("shards", Value::Integer(1)), ("items", Value::Integer(20_000))]);
    for shards in [2, 7, 16] {
        let dealt = run(&[("shards", Value::Integer(shards)), ("items", Value::Integer(20_000))]);
        assert_eq!(dealt.merged(), alone.merged(), "{shards} shards");
        assert_eq!(dealt.checkpoints(), alone.checkpoints());
    }
}

#[test]
fn adding_up_the_shards_counts_an_item_once_for_each_shard_that_saw_it() {
    // Twenty arrivals of each item on average, dealt to four shards: each shard sees nearly all of them.
    let run = run(&[("items", Value::Integer(200_000)), ("universe", Value::Integer(10_000))]);
    assert!(metric(&run, "error") < 3.0 * metric(&run, "error_bound"));
    let times = metric(&run, "summed_estimate") / metric(&run, "distinct");
    // 1 − e⁻⁵ of the items reach a shard: 3.97 times the truth, give or take three standard errors.
    assert!((times - 3.97).abs() < 0.4, "{times}");
}

#[test]
fn the_truth_is_what_came_and_the_empty_registers_are_as_many_as_theory_says() {
    let run = run(&[
        ("items", Value::Integer(3_000)),
        ("universe", Value::Integer(1_000)),
        ("skew", Value::Number(1.0)),
        ("small_range", Value::Choice("linear-counting")),
    ]);
    let last = run.checkpoints().last().expect("at least one");
    assert_eq!(f64::from(last.distinct), metric(&run, "distinct"));
    assert!((100.0..1_000.0).contains(&metric(&run, "distinct")));
    let [empty, predicted] = ["zero_registers", "predicted_zero_registers"].map(|name| metric(&run, name));
    // Fewer vary than a binomial count would: five of its standard deviations are ample.
    assert!((empty - predicted).abs() < 5.0 * 16.0, "{empty} and {predicted}");
    assert_eq!(metric(&run, "linear_counting"), 1.0);
    assert!(run.shards().iter().all(|shard| shard.registers().len() == 1024));
    assert!((1..=1_000).all(|item| run.place_of(item).0 < 1024));
}

/// Settings of two days with a public of which a part returns.
fn days(returning: f64) -> [(&'static str, Value); 6] {
    [
        ("shards", Value::Integer(2)),
        ("deal", Value::Choice("days")),
        ("returning_fraction", Value::Number(returning)),
        ("items", Value::Integer(6_000)),
        ("universe", Value::Integer(2_000)),
        ("precision", Value::Integer(10)),
    ]
}

#[test]
fn the_merge_of_two_days_is_the_sketch_of_all_who_came_and_the_overlap_is_who_came_on_both() {
    for returning in [0.0, 0.3, 1.0] {
        let run = run(&days(returning));
        assert_eq!(run.visits().len(), 6_000);
        assert!(run.visits().iter().enumerate().all(|(place, visit)| usize::from(visit.shard) == place / 3_000));
        let mut all = Sketch::new(10);
        run.visits().iter().for_each(|&visit| all.insert(run.tally().digest(visit)));
        assert_eq!(run.merged(), all);
        // Who came is told apart by the digest, by hand.
        let of_day = |day: u8| {
            let visits = run.visits().iter().filter(move |visit| visit.shard == day);
            let mut digests: Vec<u64> = visits.map(|&visit| run.tally().digest(visit)).collect();
            digests.sort_unstable();
            digests.dedup();
            digests
        };
        let (first, second) = (of_day(0), of_day(1));
        let both = first.iter().filter(|digest| second.binary_search(digest).is_ok()).count();
        assert_eq!(metric(&run, "overlap"), both as f64);
        assert_eq!(metric(&run, "distinct"), (first.len() + second.len() - both) as f64);
        assert_eq!(both == 0, returning == 0.0);
    }
}

#[test]
fn visits_played_again_leave_what_the_run_has() {
    let run = run(&days(0.3));
    let mut tally = run.blank().clone();
    run.visits().iter().for_each(|&visit| tally.count(visit));
    assert_eq!(tally.shards(), run.shards());
    assert_eq!((tally.distinct(), tally.alone()), (run.tally().distinct(), run.tally().alone()));
}

/// Inclusion and exclusion takes one estimate from two others: what is left errs by about as much as the union does, however
/// little is left.
#[test]
fn what_two_days_have_in_common_errs_by_a_part_of_the_union() {
    let errors = (1..=60).map(|seed| {
        let mut scenario = lab::defaults("hyperloglog");
        days(0.05).into_iter().for_each(|(name, value)| scenario.params.set(name, value));
        scenario.seed = faultlines::kernel::Seed(seed);
        let run: HyperLogLog = lab::run(&scenario);
        let off = metric(&run, "overlap_estimate") - metric(&run, "overlap");
        (off * off, metric(&run, "distinct") * metric(&run, "error_bound"), metric(&run, "overlap"))
    });
    let (squares, unions, overlaps) =
        errors.fold((0.0, 0.0, 0.0), |sum, error| (sum.0 + error.0, sum.1 + error.1, sum.2 + error.2));
    let (off, union, overlap) = ((squares / 60.0f64).sqrt(), unions / 60.0, overlaps / 60.0);
    // Of three estimates that hang together; what would be less than nothing is nothing.
    assert!((0.3..2.0).contains(&(off / union)), "{off} and {union}");
    assert!(off > 0.3 * overlap, "{off} of {overlap}");
}
