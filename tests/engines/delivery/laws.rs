//! What must hold of every run of the delivery lab, whatever its parameters.

use crate::lab;
use faultlines::engines::delivery::Deliveries;
use faultlines::engines::delivery::message::CONSUMER;
use faultlines::engines::delivery::story::Load;
use faultlines::kernel::{Action, Report, Seed, Value};
use faultlines::scenario::Scenario;
use proptest::prelude::*;

const MODES: [&str; 6] = ["at-most-once", "at-least-once", "deduplication", "upsert", "compare-and-set", "inbox"];

const ACTIONS: [&str; 4] = ["lose-ack", "lose-message", "crash-consumer", "pause-producer"];

fn scenario(settings: &[(&str, &str)]) -> Scenario {
    lab::scenario("delivery", settings)
}

fn metric(scenario: &Scenario, name: &str) -> f64 {
    lab::metric(&scenario.report(), name)
}

/// A short run in any mode, with all that can go wrong.
fn any_scenario() -> impl Strategy<Value = Scenario> {
    let choices = (0..6usize, 0..3usize, 0..3usize, 0..2usize, 0..2usize);
    let numbers = (0.0..0.5, 0.0..0.5, 0.0..0.2, 0.0..0.05, 0.0..0.1, 0.0..5000.0, 10.0..400.0, 0.0..0.2);
    let actions = prop::collection::vec((0..3000u32, 0..ACTIONS.len()), 0..4);
    (choices, numbers, 1..200i64, 1..20i64, actions, any::<u32>()).prop_map(
        |(choices, numbers, messages, rows, actions, seed)| {
            let mut scenario = scenario(&[
                ("mode", MODES[choices.0]),
                ("recording", ["before-effect", "after-effect", "in-memory"][choices.1]),
                ("key", ["end-to-end", "producer", "random"][choices.2]),
                ("binding", ["off", "on"][choices.3]),
                ("fencing", ["off", "on"][choices.4]),
            ]);
            let (p, q, crash, pause, reuse, window, timeout, duplicate) = numbers;
            for (name, value) in [
                ("message_loss", p),
                ("ack_loss", q),
                ("crash_probability", crash),
                ("pause_probability", pause),
                ("reuse_probability", reuse),
                ("window_ms", window),
                ("timeout_ms", timeout),
                ("duplicate_probability", duplicate),
            ] {
                scenario.params.set(name, Value::Number(value));
            }
            scenario.params.set("messages", Value::Integer(messages));
            scenario.params.set("rows", Value::Integer(rows));
            scenario.seed = Seed(seed);
            for (at_ms, action) in actions {
                scenario.act(Action { at_ms, verb: ACTIONS[action], target: 0, value: None });
            }
            scenario
        },
    )
}

proptest! {
    #![proptest_config(crate::thorough::cases(96))]

    #[test]
    fn the_books_agree_with_the_store(scenario in any_scenario()) {
        let run = scenario.run();
        let run = run.engine::<Deliveries>();
        let effects = &run.cluster().disk(CONSUMER).effects;
        for (number, entry) in (0u32..).zip(run.ledger().entries()) {
            prop_assert_eq!(entry.effects, effects.get(&number).copied().unwrap_or(0));
            prop_assert!(entry.deliveries <= 2 * entry.sends);
            prop_assert!(entry.sends >= 1, "the application's letters are all sent");
        }
    }

    #[test]
    fn an_inbox_with_the_applications_keys_has_no_second_effect_and_compare_and_set_no_stale_one(
        scenario in any_scenario()
    ) {
        let mut scenario = scenario;
        scenario.params.set("mode", Value::Choice("inbox"));
        scenario.params.set("key", Value::Choice("end-to-end"));
        prop_assert_eq!(metric(&scenario, "duplicate_effects"), 0.0);
        scenario.params.set("mode", Value::Choice("compare-and-set"));
        prop_assert_eq!(metric(&scenario, "duplicate_effects"), 0.0);
        prop_assert_eq!(metric(&scenario, "stale_writes"), 0.0);
    }

    #[test]
    fn the_money_is_off_by_what_was_doubled_and_what_was_lost(scenario in any_scenario()) {
        let report = scenario.report();
        let of = |name| lab::metric(&report, name);
        let off = of("balance") - of("balance_expected");
        prop_assert_eq!(off, 10.0 * (of("duplicate_effects") - of("lost")));
        prop_assert_eq!(of("balance"), 10.0 * of("effects"));
    }

    #[test]
    fn the_story_has_every_sending_and_every_delivery(scenario in any_scenario()) {
        let run = scenario.run();
        let run = run.engine::<Deliveries>();
        let story = run.ledger().story();
        let sums = run.ledger().entries().iter().fold((0, 0), |sum, e| (sum.0 + e.sends, sum.1 + e.deliveries));
        let messages = || story.packets.iter().filter(|packet| packet.load == Load::Message);
        let arrived = messages().filter(|packet| !packet.is_lost).count() as u32;
        prop_assert_eq!(arrived, sums.1);
        prop_assert!(messages().count() as u32 >= sums.0);
        prop_assert!(story.packets.iter().all(|packet| packet.sent <= packet.at));
        prop_assert!(story.packets.is_sorted_by_key(|packet| packet.at));
        prop_assert!(story.notes.is_sorted_by_key(|note| note.at));
    }

    #[test]
    fn at_most_once_never_repeats_while_no_producer_is_replaced(scenario in any_scenario()) {
        let mut scenario = scenario;
        scenario.params.set("mode", Value::Choice("at-most-once"));
        scenario.params.set("pause_probability", Value::Number(0.0));
        scenario.params.set("duplicate_probability", Value::Number(0.0));
        scenario.actions.retain(|action| action.verb != "pause-producer");
        prop_assert_eq!(metric(&scenario, "duplicate_effects"), 0.0);
        prop_assert_eq!(metric(&scenario, "sends_per_message"), 1.0);
    }

    #[test]
    fn what_is_refused_openly_is_neither_swallowed_nor_lost(scenario in any_scenario()) {
        let mut scenario = scenario;
        scenario.params.set("binding", Value::Choice("on"));
        prop_assert_eq!(metric(&scenario, "swallowed"), 0.0);
    }

    #[test]
    fn slicing_does_not_show(scenario in any_scenario(), budget in 1..5_000u32) {
        lab::slicing_does_not_show(&scenario, [budget]);
    }
}

#[test]
fn a_window_shorter_than_the_time_between_copies_lets_the_effect_come_twice() {
    let duplicates = |window: &str| {
        metric(
            &scenario(&[("mode", "deduplication"), ("recording", "in-memory"), ("window_ms", window)]),
            "duplicate_effects",
        )
    };
    // Copies of a message are at least 200 ms apart: a window of 100 ms has forgotten each key when it is asked for.
    let at_least_once = metric(&scenario(&[]), "duplicate_effects");
    assert!((duplicates("100") - at_least_once).abs() < 0.2 * at_least_once, "{} {at_least_once}", duplicates("100"));
    // Seven retries in a row that are all answered in vain have a probability of .19⁷ = 9e-6 each.
    assert!(duplicates("1500") <= 1.0);
    assert_eq!(duplicates("60000"), 0.0);
}

/// Copies come each 200 ms or so while answers are lost. Were a key's window of 500 ms begun anew by each of them, none would
/// have a second effect; as it runs from the first record, the fourth copy has, and half of the messages come to that.
#[test]
fn a_window_runs_from_the_first_record_however_often_the_key_comes_again() {
    let settings = [
        ("mode", "deduplication"),
        ("recording", "in-memory"),
        ("window_ms", "500"),
        ("message_loss", "0"),
        ("ack_loss", "0.8"),
    ];
    let report = scenario(&settings).report();
    let again = lab::metric(&report, "duplicate_effects");
    let first = lab::metric(&report, "effects") - again;
    assert!(again > 0.5 * first, "{again} of {first}");
}

#[test]
fn a_window_bounds_the_memory_and_an_inbox_does_not() {
    let entries = |mode: &str| {
        metric(&scenario(&[("mode", mode), ("window_ms", "2000"), ("rate_per_s", "100")]), "dedup_memory_entries")
    };
    // 2 s at 100 a second: 200, give or take a few standard deviations of 14, and the keys that wait to be forgotten.
    assert!((150.0..280.0).contains(&entries("deduplication")), "{}", entries("deduplication"));
    assert_eq!(entries("inbox"), 5000.0);
}

#[test]
fn an_older_value_overwrites_a_newer_one_unless_the_version_is_compared() {
    let stale = |mode: &str| metric(&scenario(&[("mode", mode)]), "stale_writes");
    assert!(stale("upsert") > 0.0);
    assert_eq!(stale("compare-and-set"), 0.0);
}

#[test]
fn a_key_that_is_not_bound_to_its_payload_swallows_the_other_message() {
    let run =
        |binding: &str| scenario(&[("mode", "inbox"), ("reuse_probability", "0.02"), ("binding", binding)]).report();
    let (alone, bound) = (run("off"), run("on"));
    // 100 of 5000 reuse a key, with a standard deviation of 10; each is lost, and nobody is told.
    let lost = alone.get("lost").expect("declared");
    assert!((60.0..140.0).contains(&lost), "{lost}");
    assert_eq!(bound.get("lost"), Some(0.0));
    assert!(bound.get("conflicts").expect("declared") >= lost);
}

#[test]
fn a_producers_own_key_does_not_survive_the_producer_and_the_applications_does() {
    let duplicates = |key: &str| {
        metric(
            &scenario(&[("mode", "inbox"), ("key", key), ("pause_probability", "0.01"), ("ack_loss", "0.3")]),
            "duplicate_effects",
        )
    };
    assert!(duplicates("producer") > 0.0);
    assert_eq!(duplicates("end-to-end"), 0.0);
}

#[test]
fn a_fence_keeps_a_zombie_from_writing() {
    let run = |fencing: &str| {
        let settings = [
            ("mode", "upsert"),
            ("pause_probability", "0.005"),
            ("message_loss", "0"),
            ("ack_loss", "0"),
            ("fencing", fencing),
        ];
        scenario(&settings).report()
    };
    let (open, fenced) = (run("off"), run("on"));
    // What a zombie sends after its pause is seconds old, and its rows have been written since.
    assert!(open.get("stale_writes") > Some(0.0));
    assert_eq!(open.get("fenced"), Some(0.0));
    assert!(fenced.get("fenced") > Some(0.0));
    assert!(fenced.get("stale_writes") < open.get("stale_writes"));
    assert_eq!(fenced.get("lost"), Some(0.0));
}

#[test]
fn a_crash_between_effect_and_acknowledgement_repeats_and_the_other_order_loses() {
    let crashes = [("crash_probability", "0.05"), ("message_loss", "0"), ("ack_loss", "0"), ("step_ms", "5")];
    let run = |mode: &str| scenario(&[&[("mode", mode)], &crashes[..]].concat()).report();
    assert!(run("at-least-once").get("duplicate_effects") > Some(0.0));
    assert_eq!(run("at-least-once").get("lost"), Some(0.0));
    assert!(run("at-most-once").get("lost") > Some(0.0));
    assert_eq!(run("inbox").get("duplicate_effects"), Some(0.0));
}

/// A quiet run of three messages, at its first moment of which this is done.
fn struck(mode: &str, verb: &'static str) -> Report {
    let quiet = [("mode", mode), ("messages", "3"), ("message_loss", "0"), ("ack_loss", "0")];
    let mut scenario = scenario(&quiet);
    scenario.act(Action { at_ms: 1, verb, target: 0, value: None });
    scenario.report()
}

#[test]
fn one_lost_acknowledgement_pays_twice_unless_the_key_is_known() {
    let of = |mode: &str, name: &str| lab::metric(&struck(mode, "lose-ack"), name);
    assert_eq!(of("at-least-once", "balance"), 40.0);
    assert_eq!(of("at-least-once", "sends"), 4.0);
    for mode in ["deduplication", "upsert", "compare-and-set", "inbox"] {
        assert_eq!((of(mode, "balance"), of(mode, "balance_expected")), (30.0, 30.0), "{mode}");
    }
    // Who does not wait for it does not miss it.
    assert_eq!(of("at-most-once", "balance"), 30.0);
}

#[test]
fn one_lost_message_is_sent_again_or_is_lost_for_good() {
    let of = |mode: &str, name: &str| lab::metric(&struck(mode, "lose-message"), name);
    assert_eq!((of("at-most-once", "balance"), of("at-most-once", "balance_expected")), (20.0, 30.0));
    assert_eq!((of("at-least-once", "balance"), of("at-least-once", "sends")), (30.0, 4.0));
    let doubled = |mode: &str| {
        metric(&scenario(&[("mode", mode), ("messages", "100"), ("duplicate_probability", "1")]), "duplicate_effects")
    };
    // A network that doubles every message repeats the effect even of one that was sent once.
    assert!(doubled("at-most-once") > 80.0, "{}", doubled("at-most-once"));
    assert_eq!(doubled("inbox"), 0.0);
}

#[test]
fn modes_meet_the_same_luck_as_long_as_they_send_the_same() {
    let first = |mode: &str| scenario(&[("mode", mode), ("ack_loss", "0")]).report();
    let (plain, inbox) = (first("at-least-once"), first("inbox"));
    assert_eq!(plain.get("sends"), inbox.get("sends"));
    assert_eq!(plain.get("deliveries"), inbox.get("deliveries"));
}

#[test]
fn the_same_seed_is_the_same_run_and_another_is_not() {
    lab::the_same_seed_is_the_same_run_and_another_is_not(&scenario(&[("messages", "50")]));
}
