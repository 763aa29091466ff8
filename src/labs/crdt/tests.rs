//! The picture's pieces and words.

use super::VIEW;
use super::frame::{Frame, State};
use super::network::places;
use super::price;
use super::scene::Scene;
use crate::engines::catalog::find;
use crate::engines::crdt::Crdt;
use crate::kernel::{Action, Seed, Time, Value};
use crate::scenario::Scenario;
use crate::ui::plate::{RunPair, Side};

/// A text: two words, a cut, another word at each of three replicas, two of which erase one for it.
fn pair() -> RunPair {
    let mut scenario = Scenario::defaults(find("crdt").unwrap());
    for (name, value) in [
        ("type", "text"),
        ("delivery", "operations"),
        ("operations", "0"),
        ("partition_ms", "0"),
        ("loss", "0"),
        ("duplication", "0"),
        ("reordering", "0"),
        ("delay_ms", "40"),
        ("gossip_ms", "400"),
    ] {
        scenario.set_param(name, value).unwrap();
    }
    scenario.seed = Seed(26);
    let word = |word| Some(Value::Choice(word));
    let actions = [
        (100, "type", 0, word("the")),
        (100, "type", 0, word("cat")),
        (1000, "cut", 0, None),
        (1100, "type", 0, word("sat")),
        (1100, "erase", 1, None),
        (1150, "type", 1, word("dog")),
        (1200, "erase", 2, None),
        (1250, "type", 2, word("fox")),
        (1900, "heal", 0, None),
    ];
    actions.into_iter().for_each(|(at_ms, verb, target, value)| scenario.act(Action { at_ms, verb, target, value }));
    RunPair::run(scenario, None)
}

fn frame(pair: &RunPair, ms: u64) -> Frame {
    Frame::of(&Scene::of(pair).shot(Side::Main, Time::from_millis(ms)).expect("a run"))
}

/// What a lane shows: words with their authors, dust as dots.
fn shown(frame: &Frame, lane: usize) -> Vec<(String, Option<u32>)> {
    frame.lanes[lane].pieces.iter().map(|piece| (piece.text.clone(), piece.author)).collect()
}

#[test]
fn lanes_go_apart_under_the_cut_and_agree_after_it_with_dust_of_what_was_erased() {
    let pair = pair();
    let whole = frame(&pair, 900);
    assert!(whole.agree && whole.naive_agree && whole.fault().is_none());
    let apart = frame(&pair, 1700);
    assert!(!apart.agree && !apart.is_untouched);
    assert_eq!(shown(&apart, 0), [("the cat sat ".to_string(), Some(0))]);
    let own = [("the ", Some(0)), ("·", None), ("dog ", Some(1)), ("···", None)];
    assert_eq!(shown(&apart, 1), own.map(|(text, author)| (text.to_string(), author)));
    assert_eq!((apart.tombstones, apart.lacking), (4, 16));
    let merged = frame(&pair, 1_000_000);
    assert!(merged.agree);
    assert_eq!(merged.tombstones, 4);
    let words: String =
        shown(&merged, 2).into_iter().map(|(text, _)| text).filter(|text| !text.starts_with('·')).collect();
    assert_eq!(words, "the dog fox sat ");
}

#[test]
fn what_the_naive_text_has_lost_is_named_and_stands_there_struck_out() {
    let frame = frame(&pair(), 1_000_000);
    let (id, fault) = frame.fault().expect("it has lost a word");
    assert_eq!(fault, "“dog” is lost");
    let lost = frame.lanes[id].naive.iter().find(|piece| piece.state == State::Lost).expect("it is shown");
    assert!(fault.contains(lost.text.trim()), "{fault}");
}

#[test]
fn the_sentence_says_the_cut_the_agreement_the_loss_and_the_price() {
    let pair = pair();
    let said = |ms| (VIEW.sentence)(&pair, Time::from_millis(ms)).replace('\u{202f}', " ");
    assert_eq!(said(1), "Nothing has been done yet.");
    assert!(
        said(1700).starts_with("The network is cut, and a replica lacks 16 operations; the naive ones differ too. ")
    );
    assert_eq!(
        said(1_000_000),
        "All 3 replicas hold “the dog fox sat”; at naive replica 0, “dog” is lost. \
         Merging costs 504 B of metadata beside 16 B of content."
    );
}

#[test]
fn the_bytes_of_the_picture_are_those_of_the_metrics() {
    let pair = pair();
    let scene = Scene::of(&pair);
    let last = price::at(&scene.bytes[0], Time(u64::MAX));
    let report = pair.main.report();
    assert_eq!(report.get("metadata_bytes"), Some(last.metadata.into()));
    assert_eq!(report.get("payload_bytes"), Some(last.payload.into()));
    assert_eq!(price::at(&scene.bytes[0], Time::ZERO).metadata, 0);
    assert_eq!(Side::Main.run::<Crdt>(&pair).map(|run| run.replicas().len()), Some(3));
}

#[test]
fn every_replica_has_a_place_of_its_own_and_no_link_hides_another() {
    for count in 2..=8 {
        let places = places((72.0, 300.0), count);
        assert!(places.iter().all(|(x, y)| (0.0..=72.0).contains(x) && (0.0..=300.0).contains(y)), "{places:?}");
        for window in places.windows(3) {
            let [a, b, c] = [window[0], window[1], window[2]];
            let turn = (b.0 - a.0) * (c.1 - b.1) - (b.1 - a.1) * (c.0 - b.0);
            assert!(turn.abs() > 1.0, "{count}: {window:?} lie in a line");
        }
    }
}
