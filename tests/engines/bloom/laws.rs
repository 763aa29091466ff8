//! What must hold of every filter, whatever is put in, and of every run.

use crate::lab;
use faultlines::engines::bloom::counting::STUCK;
use faultlines::engines::bloom::{Bloom, Counting, Cuckoo, Phase, SPEC, Variant};
use faultlines::kernel::{Seed, Value};
use faultlines::parts::bloom_filter::probes::Probes;
use faultlines::parts::bloom_filter::{Filter, Removal};
use faultlines::parts::zipf_stream::digest;
use faultlines::scenario::Scenario;
use proptest::prelude::*;

const VARIANTS: [Variant; 4] = [Variant::Classic, Variant::Counting, Variant::Blocked, Variant::Cuckoo];

fn scenario(values: &[(&'static str, Value)]) -> Scenario {
    let mut scenario = lab::defaults("bloom");
    for (name, value) in values {
        scenario.params.set(name, *value);
    }
    scenario
}

fn metric(scenario: &Scenario, name: &str) -> f64 {
    lab::metric(&scenario.report(), name)
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn a_key_that_was_put_in_is_always_found(
        seed in any::<u32>(), bits in 1..5_000u32, hashes in 1..=16u32, fingerprint in 4..=16u32, keys in 1..600u32
    ) {
        for variant in VARIANTS {
            let mut filter = variant.build(bits, hashes, fingerprint, Seed(seed));
            let held: Vec<u32> = (0..keys).filter(|&key| filter.insert(digest(Seed(seed), key))).collect();
            prop_assert!(held.len() as u32 == keys || variant == Variant::Cuckoo);
            for key in held {
                prop_assert!(filter.contains(digest(Seed(seed), key)), "{variant:?} lost key {key}");
            }
        }
    }

    #[test]
    fn deleting_keys_loses_no_other_and_deleting_all_leaves_nothing(
        seed in any::<u32>(), bits in 500..5_000u32, hashes in 1..=16u32, keys in 1..300u32, gone in 0..300u32
    ) {
        for variant in [Variant::Counting, Variant::Cuckoo] {
            let mut filter = variant.build(bits, hashes, 12, Seed(seed));
            let held: Vec<u32> = (0..keys).filter(|&key| filter.insert(digest(Seed(seed), key))).collect();
            let (go, stay): (Vec<u32>, Vec<u32>) = held.into_iter().partition(|&key| key < gone);
            for key in go {
                prop_assert_eq!(filter.remove(digest(Seed(seed), key)), Removal::Done);
            }
            prop_assert!(stay.iter().all(|&key| filter.contains(digest(Seed(seed), key))), "{variant:?}");
            for key in stay {
                prop_assert_eq!(filter.remove(digest(Seed(seed), key)), Removal::Done);
            }
            prop_assert_eq!(filter.used_cells(), filter.stuck_cells());
        }
    }

    #[test]
    fn a_filter_shows_its_inner_state(seed in any::<u32>(), bits in 64..4_000u32, hashes in 1..=16u32, keys in 1..200u32) {
        for variant in VARIANTS {
            let mut filter = variant.build(bits, hashes, 12, Seed(seed));
            for key in 0..keys {
                filter.insert(digest(Seed(seed), key));
            }
            let used = (0..filter.cells()).filter(|&cell| filter.cell(cell) > 0).count();
            prop_assert_eq!(used as u32, filter.used_cells());
            for key in 0..keys * 2 {
                let digest = digest(Seed(seed), key);
                let mut held = filter.touched(digest).into_iter().map(|cell| filter.cell(cell));
                let found = match variant {
                    Variant::Cuckoo => {
                        let cuckoo = Cuckoo::new(bits, 12, Seed(seed));
                        held.any(|fingerprint| fingerprint == u32::from(cuckoo.fingerprint(digest)))
                    }
                    _ => held.all(|value| value > 0),
                };
                prop_assert_eq!(found, filter.contains(digest));
            }
        }
    }

    #[test]
    fn the_other_bucket_leads_back_and_both_hold_the_key(seed in any::<u32>(), digest in any::<u64>(), bits in 100..100_000u32) {
        let mut cuckoo = Cuckoo::new(bits, 12, Seed(seed));
        prop_assert!(cuckoo.fingerprint(digest) > 0 && cuckoo.fingerprint(digest) < 1 << 12);
        prop_assert!(cuckoo.buckets_of(digest).into_iter().all(|bucket| bucket < cuckoo.buckets()));
        // Eight copies fill both buckets (or four the one, should they be the same); there is no room for a ninth.
        let copies = (0..9).filter(|_| cuckoo.insert(digest)).count();
        let [first, second] = cuckoo.buckets_of(digest);
        prop_assert_eq!(copies, if first == second { 4 } else { 8 });
        prop_assert!(cuckoo.contains(digest));
    }

    #[test]
    fn more_keys_are_more_false_positives_by_theory(bits in 640..100_000u32, hashes in 1..=12u32, keys in 1..2_000u32) {
        for variant in VARIANTS {
            let filter = variant.build(bits, hashes, 12, Seed(1));
            // The sum of the exact rate cancels to about 10⁻¹².
            prop_assert!(filter.predicted_rate(keys + 1) >= filter.predicted_rate(keys) - 1e-11, "{variant:?}");
            prop_assert!((0.0..=1.0 + 1e-9).contains(&filter.predicted_rate(keys)));
        }
    }
}

#[test]
fn a_key_that_is_turned_away_leaves_the_table_as_it_was() {
    let mut cuckoo = Cuckoo::new(4_800, 12, Seed(1));
    let mut refused = 0;
    for key in 0..600 {
        let before: Vec<u32> = (0..cuckoo.cells()).map(|cell| cuckoo.cell(cell)).collect();
        if !cuckoo.insert(digest(Seed(1), key)) {
            let after: Vec<u32> = (0..cuckoo.cells()).map(|cell| cuckoo.cell(cell)).collect();
            assert_eq!(before, after);
            refused += 1;
        }
    }
    assert!(refused >= 200, "600 keys and 400 slots");
}

#[test]
fn a_counter_that_has_reached_its_end_stays_there() {
    let mut counting = Counting::new(64, 2);
    let key = digest(Seed(1), 0);
    (0..20).for_each(|_| assert!(counting.insert(key)));
    assert_eq!(counting.stuck_cells(), 2);
    for _ in 0..20 {
        assert_eq!(counting.remove(key), Removal::Done);
    }
    assert!(Probes::new(key, 64, 2).all(|cell| counting.cell(cell) == u32::from(STUCK)));
    assert!(counting.contains(key));
}

#[test]
fn bits_cannot_be_deleted_and_counters_can() {
    for (variant, deletes) in [("classic", false), ("blocked", false), ("counting", true), ("cuckoo", true)] {
        let run = scenario(&[
            ("variant", Value::Choice(variant)),
            ("bits_per_key", Value::Number(14.0)),
            ("deleted_fraction", Value::Number(0.5)),
        ]);
        assert_eq!(metric(&run, "deleted_keys"), if deletes { 5_000.0 } else { 0.0 }, "{variant}");
        assert_eq!(metric(&run, "false_negatives"), 0.0, "{variant}");
        // What theory says of the keys that remain is what is measured, within five standard deviations and the filter's luck.
        let predicted = metric(&run, "predicted_false_positive_rate");
        let expected = |lookups: f64| (predicted, 10.0 * (predicted / lookups).sqrt() + 1e-5);
        let (rate, tolerance) = expected(100_000.0);
        lab::close(metric(&run, "false_positive_rate"), rate, tolerance);
        // A key that is gone is a non-member; one that cannot be deleted is still there.
        let (stale, tolerance) = if deletes { expected(5_000.0) } else { (1.0, 0.0) };
        lab::close(metric(&run, "stale_fraction"), stale, tolerance);
    }
}

#[test]
fn deleting_keys_that_were_never_put_in_loses_others() {
    let promise = SPEC.properties[0];
    for variant in ["counting", "cuckoo"] {
        let mut run = scenario(&[("variant", Value::Choice(variant)), ("bits_per_key", Value::Number(14.0))]);
        assert!(promise.holds(run.run().trace()), "{variant}");
        run.params.set("foreign_deletes", Value::Integer(100_000));
        let simulation = run.run();
        assert!(!promise.holds(simulation.trace()), "{variant}");
        let report = simulation.report();
        let [done, lost] = ["foreign_deletes_done", "false_negatives"].map(|name| report.get(name).unwrap_or(0.0));
        assert!(done > 0.0 && lost > 0.0, "{variant}: {done} done, {lost} lost");
    }
}

#[test]
fn a_run_shows_which_cells_a_key_touched() {
    let simulation = scenario(&[("keys", Value::Integer(100))]).run();
    let run = simulation.engine::<Bloom>();
    for key in 0..100 {
        let cells = run.look_into(key);
        assert_eq!(cells.len(), 7);
        assert!(cells.into_iter().all(|(_, value)| value == 1));
    }
    assert_eq!((run.phase(), run.counts().lost, run.counts().non_members), (Phase::Done, 0, 100_000));
    let last = run.checkpoints().last().expect("at least one");
    assert_eq!(last.keys, 100);
    assert_eq!(last.fill, f64::from(run.filter().used_cells()) / f64::from(run.filter().cells()));
    assert!(run.checkpoints().windows(2).all(|pair| pair[0].fill <= pair[1].fill && pair[0].keys < pair[1].keys));
}
