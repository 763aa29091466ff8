//! Laws of the summary, after every arrival, and of its runs.

use std::collections::BTreeMap;

use crate::lab;
use faultlines::engines::top_k::{SPEC, Summary, TopK};
use faultlines::kernel::{Simulation, Value};
use proptest::prelude::*;

/// A stream in which a few items come often.
fn stream() -> impl Strategy<Value = Vec<u32>> {
    proptest::collection::vec(prop_oneof![0..5u32, 0..30u32, 0..1_000u32], 0..400)
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn the_guarantees_hold_after_every_arrival(capacity in 1..30u32, stream in stream()) {
        let mut summary = Summary::new(capacity);
        let mut truth: BTreeMap<u32, u32> = BTreeMap::new();
        for (n, &item) in (1u32..).zip(&stream) {
            summary.insert(item);
            *truth.entry(item).or_default() += 1;
            // Metwally et al. 2005, section 3: the counts add up to the arrivals, so the least is at most n/m.
            prop_assert_eq!(summary.counters().iter().map(|counter| counter.count).sum::<u32>(), n);
            prop_assert!(summary.least() * capacity <= n);
            for counter in summary.counters() {
                let count = truth[&counter.item];
                prop_assert!(counter.count - counter.error <= count && count <= counter.count, "{counter:?}, not {count}");
                prop_assert!(counter.error <= summary.least());
                prop_assert_eq!(summary.counter(counter.item), Some(counter));
            }
            prop_assert!(summary.counters().windows(2).all(|pair| pair[0].count >= pair[1].count));
            // Who came more often than the least count, which n/m bounds, is kept.
            for (&item, &count) in &truth {
                prop_assert!(count <= summary.least() || summary.counter(item).is_some(), "{item} came {count} times");
            }
        }
    }

    #[test]
    fn while_there_is_a_counter_for_each_item_all_is_exact(stream in stream()) {
        let mut summary = Summary::new(1_000);
        stream.iter().for_each(|&item| summary.insert(item));
        prop_assert_eq!((summary.takeovers(), summary.least()), (0, 0));
        for counter in summary.counters() {
            prop_assert_eq!(counter.count as usize, stream.iter().filter(|&&item| item == counter.item).count());
            prop_assert_eq!(counter.error, 0);
        }
    }

    #[test]
    fn what_is_guaranteed_is_among_the_most_frequent(capacity in 1..30u32, k in 1..10u32, stream in stream()) {
        let mut summary = Summary::new(capacity);
        let mut truth: BTreeMap<u32, u32> = BTreeMap::new();
        for &item in &stream {
            summary.insert(item);
            *truth.entry(item).or_default() += 1;
        }
        let behind = summary.counters().get(k as usize).map_or(summary.least(), |next| next.count);
        let sure = summary.counters().iter().take(k as usize).filter(|counter| counter.count - counter.error >= behind);
        let sure: Vec<u32> = sure.map(|counter| counter.item).collect();
        prop_assert_eq!(sure.len() as u32, summary.guaranteed(k));
        for item in sure {
            let more_frequent = truth.values().filter(|&&count| count > truth[&item]).count();
            prop_assert!(more_frequent < k as usize, "{more_frequent} items came more often than {item}");
        }
    }
}

fn run(values: &[(&'static str, Value)]) -> TopK {
    let mut scenario = lab::defaults("top-k");
    scenario.params.set("scan_fraction", Value::Number(0.0));
    for (name, value) in values {
        scenario.params.set(name, *value);
    }
    lab::run(&scenario)
}

fn metric(run: &TopK, name: &str) -> f64 {
    lab::metric(&run.report(), name)
}

#[test]
fn in_a_skewed_stream_few_counters_find_the_exact_list() {
    for skew in [1.0, 1.5, 2.0] {
        let run = run(&[("skew", Value::Number(skew))]);
        assert_eq!(metric(&run, "recall"), 1.0, "skew {skew}");
    }
    // Without skew the counters are taken over all the time, and the list is guesswork.
    let flat = run(&[("skew", Value::Number(0.0))]);
    assert!(metric(&flat, "recall") < 0.5);
    assert_eq!(metric(&flat, "guaranteed_items"), 0.0);
}

#[test]
fn a_scan_drives_the_list_out_and_breaks_no_promise() {
    let (calm, scanned) = (run(&[]), run(&[("scan_fraction", Value::Number(0.5))]));
    assert_eq!(metric(&calm, "recall"), 1.0);
    assert!(metric(&scanned, "recall") < 1.0 && metric(&scanned, "guaranteed_items") < 10.0);
    for run in [calm, scanned] {
        assert!(SPEC.properties.iter().all(|property| property.holds(run.trace())));
        assert_eq!(metric(&run, "heavy_items_missed"), 0.0);
        assert!(metric(&run, "error") <= metric(&run, "error_bound"));
    }
}

#[test]
fn the_truth_covers_the_scan() {
    let run = run(&[
        ("items", Value::Integer(1_000)),
        ("universe", Value::Integer(50)),
        ("scan_fraction", Value::Number(0.3)),
    ]);
    assert_eq!((1..=50).map(|item| run.true_count(item)).sum::<u32>(), 700);
    assert!((51..=350).all(|item| run.true_count(item) == 1));
    assert_eq!(run.true_count(351), 0);
    assert_eq!(run.exact_counts().len(), 10);
    assert_eq!(run.exact_counts()[0], (1..=50).map(|item| run.true_count(item)).max().expect("fifty items"));
    assert_eq!(run.checkpoints().last().expect("at least one").items, 1_000);
    assert_eq!(run.top().len(), 10);
}

#[test]
fn a_list_of_scanned_items_alone_is_as_good_as_any() {
    // All items come once: every list of ten is right, and no item of it is guaranteed once counters are taken over.
    let run = run(&[("scan_fraction", Value::Number(1.0)), ("items", Value::Integer(5_000))]);
    assert_eq!(metric(&run, "recall"), 1.0);
    assert_eq!(metric(&run, "guaranteed_items"), 0.0);
    assert_eq!(metric(&run, "distinct"), 5_000.0);
}
