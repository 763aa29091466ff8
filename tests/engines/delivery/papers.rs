//! What is known of delivery over a lossy channel. The closed forms were derived and re-run independently; for the
//! end-to-end argument see Saltzer, Reed & Clark 1984.

use faultlines::engines::delivery::SPEC;
use faultlines::engines::delivery::explore::{ATTEMPTS, small_case};
use faultlines::engines::delivery::policy::{Mode, Recording};
use faultlines::engines::delivery::theory::{Theory, collision_probability};
use faultlines::kernel::Exploration;
use faultlines::kernel::explore::explore;
use faultlines::scenario::Scenario;

use crate::lab;
use crate::lab::{close, metric as get};

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("delivery", settings)
}

#[test]
fn theory_is_the_closed_form_when_attempts_are_many() {
    for (p, q) in [(0.1, 0.1), (0.0, 0.5), (0.3, 0.0), (0.5, 0.2)] {
        let theory = Theory::new(p, q, 400);
        close(theory.sends, 1.0 / ((1.0 - p) * (1.0 - q)), 1e-9);
        close(theory.deliveries, 1.0 / (1.0 - q), 1e-9);
        close(theory.duplicate, q, 1e-9);
        close(theory.lost, 0.0, 1e-9);
    }
    let tenth = Theory::new(0.1, 0.1, 20);
    close(tenth.sends, 1.2346, 5e-5);
    close(tenth.deliveries, 1.1111, 5e-5);
    close(tenth.duplicate, 0.1, 5e-5);
}

#[test]
fn that_all_n_attempts_are_lost_has_probability_p_to_the_n() {
    for n in 1..10 {
        close(Theory::new(0.3, 0.2, n).lost, 0.3f64.powi(n as i32), 1e-12);
    }
    let report = scenario(&[("message_loss", "0.5"), ("max_attempts", "4"), ("messages", "10000")]).report();
    // 0.0625 with a standard error of 0.0024; four of them.
    close(get(&report, "lost_fraction"), 0.0625, 0.0097);
    close(get(&report, "predicted_lost_fraction"), 0.0625, 1e-12);
}

#[test]
fn a_tenth_lost_both_ways_costs_1_2346_sends_and_1_1111_deliveries_and_a_tenth_of_duplicates() {
    let report = scenario(&[("messages", "10000")]).report();
    // The number of sends is geometric with success .81: standard deviation .54; of deliveries with .9: .35; of a
    // duplicate: .3. Four standard errors of 10,000 messages each.
    close(get(&report, "sends_per_message"), 1.2346, 0.0216);
    close(get(&report, "deliveries_per_message"), 1.1111, 0.014);
    close(get(&report, "duplicate_fraction"), 0.1, 0.012);
    assert_eq!(get(&report, "lost"), 0.0);
    close(get(&report, "duplicate_effects"), 1111.0, 140.0);
}

#[test]
fn at_most_once_delivers_nine_tenths_and_nothing_twice() {
    let report = scenario(&[("mode", "at-most-once"), ("messages", "10000")]).report();
    close(get(&report, "deliveries_per_message"), 0.9, 0.012);
    assert_eq!(get(&report, "sends"), 10_000.0);
    assert_eq!(get(&report, "duplicate_effects"), 0.0);
    assert_eq!(get(&report, "lost") + get(&report, "effects"), 10_000.0);
}

#[test]
fn ids_of_32_bits_collide_in_every_second_set_of_77_163() {
    close(collision_probability(77_163.0, 32.0), 0.5, 5e-6);
    assert_eq!(collision_probability(1.0, 32.0), 0.0);
    // 300 draws of 16 bits: 1 − exp(−300·299/131072).
    let report = |seed: u32| {
        let seed = seed.to_string();
        scenario(&[
            ("mode", "inbox"),
            ("key", "random"),
            ("key_bits", "16"),
            ("messages", "300"),
            ("message_loss", "0"),
            ("ack_loss", "0"),
            ("seed", &seed),
        ])
        .report()
    };
    let predicted = get(&report(0), "collision_probability");
    close(predicted, 0.4956, 1e-4);
    let collided = (0..100).filter(|&seed| get(&report(seed), "swallowed") > 0.0).count();
    // 50 of 100 with a standard deviation of 5; four of them.
    assert!((30..=70).contains(&collided), "{collided}");
}

fn broken(mode: Mode, faults: [u32; 3]) -> Vec<&'static str> {
    let all = runs(mode, faults);
    all.findings.iter().filter(|finding| !finding.holds).map(|finding| finding.property.name).collect()
}

fn runs(mode: Mode, faults: [u32; 3]) -> Exploration {
    let all = explore(&small_case(mode, ATTEMPTS, faults), SPEC.properties, 200_000);
    assert!(all.complete, "{mode:?} has more than {} states", all.states);
    all
}

#[test]
fn at_most_once_loses_and_at_least_once_repeats_by_one_fault_of_any_kind() {
    for fault in [[1, 0, 0], [0, 1, 0]] {
        assert_eq!(broken(Mode::AtMostOnce, fault), ["no-lost-message"]);
        assert_eq!(broken(Mode::AtLeastOnce, fault), ["no-duplicate-effect"]);
    }
}

#[test]
fn an_impatient_sender_repeats_an_effect_though_nothing_has_gone_wrong() {
    assert_eq!(broken(Mode::AtLeastOnce, [0, 0, 0]), ["no-duplicate-effect"]);
    assert_eq!(broken(Mode::AtMostOnce, [0, 0, 0]), [""; 0]);
}

#[test]
fn a_key_recorded_before_the_effect_loses_it_and_one_recorded_after_repeats_it() {
    let before = runs(Mode::Window(Recording::Before), [1, 0, 0]);
    let lost = before.findings.iter().find(|finding| finding.property.name == "no-lost-message").expect("declared");
    let kinds: Vec<&str> = lost.counterexample.iter().flat_map(|run| run.events()).map(|event| event.kind).collect();
    let place = |kind: &str| kinds.iter().position(|other| *other == kind);
    assert!(place("remember") < place("crash") && place("crash") < place("lost-message"), "{kinds:?}");
    assert!(!kinds.contains(&"effect"), "{kinds:?}");
    assert_eq!(broken(Mode::Window(Recording::Before), [1, 0, 0]), ["no-lost-message"]);
    assert_eq!(broken(Mode::Window(Recording::After), [1, 0, 0]), ["no-duplicate-effect"]);
    assert_eq!(broken(Mode::Window(Recording::Memory), [1, 0, 0]), ["no-duplicate-effect"]);
}

#[test]
fn to_look_for_the_key_and_to_record_it_later_is_a_race_even_without_a_fault() {
    assert_eq!(broken(Mode::Window(Recording::After), [0, 0, 0]), ["no-duplicate-effect"]);
    assert_eq!(broken(Mode::Window(Recording::Memory), [0, 0, 0]), [""; 0]);
}

#[test]
fn an_inbox_and_an_idempotent_effect_give_one_effect_wherever_the_consumer_dies_and_whatever_is_lost() {
    for mode in [Mode::Inbox, Mode::Upsert, Mode::CompareAndSet] {
        assert_eq!(broken(mode, [1, 1, 1]), [""; 0], "{mode:?}");
        assert_eq!(broken(mode, [2, 0, 0]), [""; 0], "{mode:?}");
    }
    assert!(runs(Mode::Inbox, [1, 1, 1]).crash_points > 100);
}
