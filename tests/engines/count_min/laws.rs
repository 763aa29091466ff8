//! Laws of the table and of its runs.

use crate::lab;
use faultlines::engines::count_min::{CountMin, SPEC, Sketch, Update};
use faultlines::kernel::{Seed, Simulation, Value};
use faultlines::parts::zipf_stream::digest;
use proptest::prelude::*;

const SEED: Seed = Seed(11);

/// A few items, often enough to share counters.
fn stream() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(0..60u32, 0..400)
}

fn table_of(width: u32, depth: u32, update: Update, stream: &[u32]) -> Sketch {
    let mut table = Sketch::new(width, depth, update, SEED);
    stream.iter().for_each(|&item| table.insert(digest(SEED, item)));
    table
}

fn count(stream: &[u32], item: u32) -> u32 {
    stream.iter().filter(|&&other| other == item).count() as u32
}

fn estimate(table: &Sketch, item: u32) -> u32 {
    table.estimate(digest(SEED, item))
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn no_estimate_is_too_low_and_a_conservative_one_is_nearer(width in 3..40u32, depth in 1..6u32, stream in stream()) {
        let [plain, conservative] =
            [Update::Plain, Update::Conservative].map(|update| table_of(width, depth, update, &stream));
        for item in 0..60 {
            let (truth, near, far) = (count(&stream, item), estimate(&conservative, item), estimate(&plain, item));
            prop_assert!(truth <= near && near <= far, "item {item}: {truth}, {near}, {far}");
        }
        prop_assert!(conservative.counters().iter().zip(plain.counters()).all(|(near, far)| near <= far));
    }

    #[test]
    fn the_sum_of_plain_tables_is_the_table_of_both_streams(width in 3..40u32, depth in 1..6u32, first in stream(), second in stream()) {
        let [mut one, other] = [&first, &second].map(|stream| table_of(width, depth, Update::Plain, stream));
        one.merge(&other);
        prop_assert_eq!(one, table_of(width, depth, Update::Plain, &[first, second].concat()));
    }

    #[test]
    fn the_sum_of_conservative_tables_is_no_lower_than_the_truth(width in 3..40u32, depth in 1..6u32, first in stream(), second in stream()) {
        let [mut sum, other] = [&first, &second].map(|stream| table_of(width, depth, Update::Conservative, stream));
        sum.merge(&other);
        let both = [first, second].concat();
        for item in 0..60 {
            prop_assert!(count(&both, item) <= estimate(&sum, item));
        }
    }

    #[test]
    fn what_a_plain_table_takes_back_might_never_have_been(width in 3..40u32, depth in 1..6u32, first in stream(), second in stream()) {
        let mut table = table_of(width, depth, Update::Plain, &[&first[..], &second[..]].concat());
        second.iter().rev().for_each(|&item| table.remove(digest(SEED, item)));
        prop_assert_eq!(table, table_of(width, depth, Update::Plain, &first));
    }

    #[test]
    fn every_row_of_a_plain_table_counts_every_arrival(width in 3..40u32, depth in 1..6u32, stream in stream()) {
        let table = table_of(width, depth, Update::Plain, &stream);
        for row in table.counters().chunks(width as usize) {
            prop_assert_eq!(row.iter().sum::<u32>() as usize, stream.len());
        }
        for item in 0..60 {
            let cells = table.cells_of(digest(SEED, item));
            prop_assert!((0..).zip(&cells).all(|(row, cell)| (row * width..(row + 1) * width).contains(cell)));
            let least = cells.into_iter().map(|cell| table.counters()[cell as usize]).min();
            prop_assert_eq!(least, Some(estimate(&table, item)));
        }
    }
}

#[test]
fn conservative_tables_lose_by_being_added_and_break_when_an_arrival_is_taken_back() {
    let (first, second): (Vec<u32>, Vec<u32>) = ((0..400).collect(), (200..600).collect());
    let both = [first.clone(), second.clone()].concat();
    let [mut sum, other] = [&first, &second].map(|stream| table_of(64, 4, Update::Conservative, stream));
    let one = table_of(64, 4, Update::Conservative, &both);
    sum.merge(&other);
    let total = |table: &Sketch| (0..600).map(|item| estimate(table, item)).sum::<u32>();
    assert!(total(&sum) > total(&one), "{} and {}", total(&sum), total(&one));
    let mut broken = one;
    second.iter().for_each(|&item| broken.remove(digest(SEED, item)));
    assert!(first.iter().any(|&item| estimate(&broken, item) < count(&first, item)));
}

fn run(values: &[(&'static str, Value)]) -> CountMin {
    let mut scenario = lab::defaults("count-min");
    scenario.params.set("items", Value::Integer(30_000));
    for (name, value) in values {
        scenario.params.set(name, *value);
    }
    lab::run(&scenario)
}

fn metric(run: &CountMin, name: &str) -> f64 {
    lab::metric(&run.report(), name)
}

#[test]
fn deletions_break_the_promise_of_conservative_updates_alone() {
    let promise = SPEC.properties[0];
    for (update, deleted, kept) in
        [("plain", 0.0, true), ("plain", 0.5, true), ("conservative", 0.0, true), ("conservative", 0.5, false)]
    {
        let run = run(&[("update", Value::Choice(update)), ("deleted_fraction", Value::Number(deleted))]);
        assert_eq!(promise.holds(run.trace()), kept, "{update}, {deleted} deleted");
        assert_eq!(metric(&run, "underestimated_fraction") == 0.0, kept);
    }
}

#[test]
fn shards_do_not_show_in_plain_tables_and_cost_conservative_ones_their_gain() {
    let error = |update, shards| {
        metric(&run(&[("update", Value::Choice(update)), ("shards", Value::Integer(shards))]), "error")
    };
    assert_eq!(error("plain", 1), error("plain", 8));
    assert!(error("conservative", 1) < error("conservative", 8));
    assert!(error("conservative", 8) <= error("plain", 8));
}

#[test]
fn all_that_is_taken_back_leaves_an_empty_table() {
    let run = run(&[("deleted_fraction", Value::Number(1.0))]);
    assert!(run.merged().counters().iter().all(|&counter| counter == 0));
    assert!((1..=20_000).all(|item| run.true_count(item) == 0));
}

#[test]
fn a_run_knows_the_truth() {
    let run = run(&[]);
    assert_eq!((1..=20_000).map(|item| run.true_count(item)).sum::<u32>(), 30_000);
    let last = run.checkpoints().last().expect("at least one");
    assert_eq!(last.items, 30_000);
    assert_eq!(last.watched[0].0, run.true_count(1));
    assert!(
        run.checkpoints().iter().flat_map(|checkpoint| checkpoint.watched).all(|(count, estimate)| count <= estimate)
    );
    let [first] = run.tables() else { panic!("the shards' tables are added at the end") };
    assert_eq!(run.cells_of(1).len() as u32, first.depth());
}

#[test]
fn a_run_played_again_leaves_what_the_run_has() {
    for update in ["plain", "conservative"] {
        let run = run(&[
            ("update", Value::Choice(update)),
            ("shards", Value::Integer(3)),
            ("deleted_fraction", Value::Number(0.25)),
            ("universe", Value::Integer(500)),
        ]);
        let mut tally = run.blank().clone();
        let (half, all) = (run.items() / 2, run.items() + run.left());
        // To the end, back, and there in two steps.
        run.play(&mut tally, 0, all);
        run.play(&mut tally, all, half);
        run.play(&mut tally, half, all);
        assert_eq!(tally.tables(), run.tables());
        assert!((1..=500).all(|item| tally.true_count(item) == run.true_count(item)));
    }
}

#[test]
fn a_word_that_trends_comes_as_often_as_is_said_and_changes_nothing_before() {
    let settings = [("items", Value::Integer(20_000)), ("trend_fraction", Value::Number(0.4))];
    let mut scenario = lab::defaults("count-min");
    settings.into_iter().for_each(|(name, value)| scenario.params.set(name, value));
    let calm: CountMin = lab::run(&scenario);
    scenario.act(faultlines::kernel::Action { at_ms: 10_000, verb: "trend", target: 0, value: None });
    let trending: CountMin = lab::run(&scenario);
    assert_eq!(calm.arrivals()[..10_000], trending.arrivals()[..10_000]);
    let rarest = trending.tally().universe();
    let others = |run: &CountMin| run.arrivals()[10_000..].iter().filter(|arrival| arrival.item != rarest).count();
    // Four thousand of ten thousand, within five standard deviations.
    assert!(others(&calm).abs_diff(others(&trending)).abs_diff(4_000) < 245);
    assert!(SPEC.properties[0].holds(trending.trace()));
    let (count, estimate) = (trending.true_count(rarest), trending.tally().estimate(&trending.merged(), rarest));
    // What is frequent is known well: its error is that of any word, and so a small part of its count.
    assert!(count <= estimate && f64::from(estimate - count) < 0.05 * f64::from(count), "{count} and {estimate}");
}
