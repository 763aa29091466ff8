//! The picture's pieces and words.

use super::layout::Layout;
use super::scene::{Duty, Fate, Scene};
use super::{VIEW, pace};
use crate::engines::catalog::find;
use crate::engines::delivery::message::{PRODUCER, SUCCESSOR};
use crate::kernel::{Action, Time};
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

/// Slow payments without chance losses, and what a reader does to them.
fn pair(settings: &[(&str, &str)], actions: &[(u32, &'static str)]) -> RunPair {
    let mut scenario = Scenario::defaults(find("delivery").unwrap());
    let quiet = [
        ("messages", "6"),
        ("rate_per_s", "2"),
        ("message_loss", "0"),
        ("ack_loss", "0"),
        ("network_ms", "100"),
        ("timeout_ms", "1000"),
        ("step_ms", "50"),
    ];
    for (name, value) in quiet.iter().chain(settings) {
        scenario.set_param(name, value).unwrap();
    }
    actions.iter().for_each(|&(at_ms, verb)| scenario.act(Action { at_ms, verb, target: 0, value: None }));
    RunPair::run(scenario, None)
}

fn said(pair: &RunPair, moment: Time) -> String {
    (VIEW.sentence)(pair, moment).replace('\u{202f}', " ")
}

const END: Time = Time(u64::MAX);

#[test]
fn a_lost_acknowledgement_is_seen_to_pay_twice_and_said_so() {
    let pair = pair(&[("mode", "at-least-once")], &[(1, "lose-ack")]);
    assert_eq!(said(&pair, Time::ZERO), "Nothing has been paid yet.");
    assert_eq!(
        said(&pair, END),
        "After 6 messages 70 € are there, 60 € should be: 10 € too much (message 0 was paid twice)."
    );
    let scene = Scene::of(&pair);
    let main = |moment| scene.shot(Side::Main, moment).unwrap();
    assert_eq!(main(END).tally().fates[0], Fate::Paid(2));
    let story = main(END).run.ledger().story();
    let lost = story.packets.iter().find(|packet| packet.is_lost).expect("it is lost");
    assert!(main(lost.sent - Time(1)).loses_next(1) && !main(lost.sent).loses_next(1));
    // Until the retry its producer waits for it.
    assert_eq!(main(lost.sent).pending(PRODUCER).first().map(|pending| pending.0), Some(0));
    assert!(main(END).pending(PRODUCER).is_empty());
}

#[test]
fn the_money_of_the_picture_is_that_of_the_metrics_in_every_mode() {
    for mode in ["at-most-once", "at-least-once", "deduplication", "upsert", "compare-and-set", "inbox"] {
        let settings =
            [("mode", mode), ("messages", "40"), ("message_loss", "0.3"), ("ack_loss", "0.3"), ("rows", "3")];
        let pair = pair(&settings, &[(900, "crash-consumer"), (4000, "pause-producer")]);
        let scene = Scene::of(&pair);
        let tally = scene.shot(Side::Main, END).unwrap().tally();
        let report = pair.main.report();
        let of = |name| report.get(name).unwrap();
        assert_eq!((tally.there(), tally.owed()), (of("balance"), of("balance_expected")), "{mode}");
        assert_eq!([tally.extra, tally.missing].map(f64::from), [of("duplicate_effects"), of("lost")], "{mode}");
        assert_eq!(tally.on_the_way, 0, "{mode}");
    }
}

#[test]
fn a_key_stands_at_the_door_for_its_window_and_a_crash_wipes_what_is_only_in_memory() {
    let keys = |recording: &str, ms: u64, actions: &[(u32, &'static str)]| {
        let settings = [("mode", "deduplication"), ("recording", recording), ("window_ms", "4000"), ("messages", "1")];
        let pair = pair(&settings, actions);
        let scene = Scene::of(&pair);
        scene.shot(Side::Main, Time::from_millis(ms)).unwrap().keys().len()
    };
    assert_eq!([0, 3000, 9000].map(|ms| keys("in-memory", ms, &[])), [0, 1, 0]);
    let crash = [(2900, "crash-consumer")];
    assert_eq!(["in-memory", "after-effect"].map(|recording| keys(recording, 3000, &crash)), [0, 1]);
}

#[test]
fn a_sleeper_is_replaced_wakes_in_a_past_epoch_and_is_refused_where_epochs_are_compared() {
    let settings = |fencing| [("mode", "inbox"), ("key", "producer"), ("fencing", fencing), ("rate_per_s", "5")];
    let fenced = pair(&settings("on"), &[(1, "pause-producer")]);
    let scene = Scene::of(&fenced);
    let duty = |ms, producer| scene.shot(Side::Main, Time::from_millis(ms)).unwrap().duty(producer);
    assert_eq!([duty(0, PRODUCER), duty(0, SUCCESSOR)], [(Duty::InCharge, 1), (Duty::StandsBy, 0)]);
    assert_eq!([duty(1500, PRODUCER), duty(1500, SUCCESSOR)], [(Duty::Asleep, 1), (Duty::InCharge, 2)]);
    assert_eq!(duty(2100, PRODUCER), (Duty::Past, 1));
    let open = pair(&settings("off"), &[(1, "pause-producer")]);
    assert!(said(&open, END).contains("too much"), "{}", said(&open, END));
    assert!(said(&fenced, END).contains("60 € are there, as it should be."), "{}", said(&fenced, END));
    assert!(said(&fenced, END).contains("of a past epoch"), "{}", said(&fenced, END));
}

#[test]
fn of_two_messages_with_one_key_the_second_is_named() {
    let run = |binding: &str| {
        let settings = [("mode", "inbox"), ("reuse_probability", "1"), ("messages", "2"), ("binding", binding)];
        said(&pair(&settings, &[]), END)
    };
    assert_eq!(
        run("off"),
        "After 2 messages 10 € are there, 20 € should be: 10 € missing (message 1 never came through). Message 1 was taken \
         for message 0."
    );
    assert_eq!(
        run("on"),
        "After 2 messages 10 € are there, as it should be. Message 1 was refused openly: its key is that of message 0."
    );
}

#[test]
fn words_lie_on_no_bridge_and_nothing_falls_out_of_the_picture() {
    for size in [(600.0, 430.0), (290.0, 430.0), (360.0, 260.0), (170.0, 220.0), (500.0, 130.0)] {
        let layout = Layout::of(size);
        let [upper, lower] = layout.bridges;
        for bridge in [upper, lower] {
            assert!(bridge.label + 7.0 < bridge.deck - 2.0 * layout.coin && bridge.label >= 7.0, "{size:?} {bridge:?}");
        }
        assert!(upper.deck + upper.depth < lower.label - 4.0, "{size:?} {upper:?} {lower:?}");
        assert!(lower.deck + lower.depth < layout.account && layout.account < size.1 - 40.0, "{size:?}");
        assert!(layout.banks.0 + 3.0 * layout.coin < layout.banks.1, "{size:?}");
    }
}

#[test]
fn a_coin_is_long_enough_on_its_way_to_be_followed() {
    let pair = pair(&[], &[]);
    assert!((140.0..150.0).contains(&pace(&pair).ms_per_s), "{:?}", pace(&pair));
}
