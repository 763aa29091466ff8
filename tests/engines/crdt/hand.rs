//! Edits by hand under a cut that the reader makes and mends: what merges, and the anomalies that stay.

use crate::lab;
use faultlines::engines::crdt::character::letter;
use faultlines::engines::crdt::{Content, Crdt};
use faultlines::kernel::{Simulation as _, Time};
use faultlines::scenario::Scenario;
use serde_json::json;

/// A quiet network: nothing happens but the actions, each `(at_ms, verb, target, value)`.
fn scenario(kind: &str, delivery: &str, actions: &[(u32, &str, u32, &str)]) -> Scenario {
    let actions: Vec<_> = actions
        .iter()
        .map(|&(at_ms, verb, target, value)| {
            let mut action = json!({ "at_ms": at_ms, "do": verb });
            if !["cut", "heal"].contains(&verb) {
                action["target"] = json!(target);
            }
            if !value.is_empty() {
                action["value"] = json!(value);
            }
            action
        })
        .collect();
    let params = json!({ "type": kind, "delivery": delivery, "operations": 0, "partition_ms": 0, "loss": 0,
        "duplication": 0, "reordering": 0 });
    let (scenario, problems) = Scenario::from_json(&json!({ "lab": "crdt", "params": params, "actions": actions }));
    assert_eq!(problems, []);
    scenario.expect("a scenario")
}

fn run(scenario: &Scenario) -> Crdt {
    lab::run(scenario)
}

/// What a replica shows, and its naive counterpart.
fn shown(run: &Crdt, id: usize) -> [String; 2] {
    let replica = &run.replicas()[id];
    [replica.object.content(), replica.naive.content()].map(|content| match content {
        Content::Characters(characters) => characters.into_iter().map(letter).collect(),
        content => content.to_string(),
    })
}

const TEXT: [(u32, &str, u32, &str); 9] = [
    (100, "type", 0, "the"),
    (100, "type", 0, "cat"),
    (1000, "cut", 0, ""),
    (1100, "type", 0, "sat"),
    (1100, "erase", 1, ""),
    (1110, "type", 1, "dog"),
    (1100, "erase", 2, ""),
    (1110, "type", 2, "fox"),
    (2000, "heal", 0, ""),
];

#[test]
fn what_was_typed_apart_is_all_there_after_the_cut_and_the_naive_text_has_lost_words() {
    let run = run(&scenario("text", "state", &TEXT));
    for id in 0..3 {
        let [merged, naive] = shown(&run, id);
        assert!(["sat", "dog", "fox"].iter().all(|word| merged.contains(word)) && !merged.contains("cat"), "{merged}");
        assert!(["sat", "dog", "fox"].iter().any(|word| !naive.contains(word)), "{naive}");
    }
    assert_eq!(run.report().get("converged"), Some(1.0));
    // "cat " is kept, deleted: twice, by both who erased it, is once.
    assert_eq!(run.report().get("payload_bytes"), Some(16.0));
    assert_eq!(run.report().get("metadata_bytes"), Some(20.0 * 26.0 - 16.0));
}

#[test]
fn under_a_cut_each_replica_shows_its_own_text() {
    let run = run(&scenario("text", "state", &TEXT));
    let at = |id: u32| {
        let history = run.history();
        let seen = &history.changes.iter().rfind(|change| change.replica == id && change.at < Time::from_millis(1900));
        run.object(&seen.expect("it has changed").seen).content()
    };
    let texts: Vec<String> = (0..3)
        .map(|id| match at(id) {
            Content::Characters(characters) => characters.into_iter().map(letter).collect(),
            other => panic!("{other} is no text"),
        })
        .collect();
    assert_eq!(texts, ["the cat sat ", "the dog ", "the fox "]);
}

#[test]
fn a_network_that_stays_cut_is_given_up_after_a_while() {
    let actions = [(100, "increment", 0, ""), (200, "cut", 0, ""), (300, "increment", 1, "")];
    let run = run(&scenario("g-counter", "state", &actions));
    let end = run.trace().events().last().expect("it ends").at;
    assert!(Time::from_millis(1_000) < end && end < Time::from_millis(2_000), "{end}");
    assert_eq!(run.report().get("converged"), Some(0.0));
}

/// Add wins: who removed the item has it again, because somebody who had not heard of that put it in once more.
#[test]
fn a_removed_item_returns_where_it_was_added_again_behind_the_cut() {
    let start = [(100, "add", 0, "3"), (500, "cut", 0, ""), (600, "remove", 0, "3")];
    let readded = [&start[..], &[(700, "add", 1, "3"), (900, "heal", 0, "")]].concat();
    assert_eq!(shown(&run(&scenario("or-set", "state", &readded)), 0), ["{3}", "{3}"]);
    // Without that it stays out, and comes back in the naive set alone, whose merge is the union.
    let removed = [&start[..], &[(900, "heal", 0, "")]].concat();
    let run = run(&scenario("or-set", "state", &removed));
    assert_eq!(shown(&run, 0), ["{}", "{3}"]);
    assert_eq!(run.report().get("lost_operations"), Some(1.0));
}

/// Two shops sell the last copy.
#[test]
fn a_counter_passes_nought_though_nobody_took_more_than_was_there() {
    let actions = [
        (100, "increment", 0, ""),
        (500, "cut", 0, ""),
        (600, "decrement", 0, ""),
        (600, "decrement", 1, ""),
        (900, "heal", 0, ""),
    ];
    assert_eq!(shown(&run(&scenario("pn-counter", "state", &actions)), 2)[0], "-1");
}

/// Fugue keeps what one types in one go together; by index, letters that cross on their way are shuffled.
#[test]
fn words_typed_at_one_place_at_one_time_stay_words_and_the_naive_ones_are_interleaved() {
    let actions = [(100, "type", 0, "the"), (1000, "type", 0, "bread"), (1000, "type", 1, "eggs")];
    let run = run(&scenario("text", "operations", &actions));
    for id in 0..3 {
        let [merged, naive] = shown(&run, id);
        assert!(merged.contains("bread") && merged.contains("eggs"), "{merged}");
        assert!(!(naive.contains("bread") && naive.contains("eggs")), "{naive}");
    }
}

#[test]
fn what_a_type_does_not_have_is_ignored_with_the_reason() {
    for (kind, verb, value) in
        [("text", "increment", ""), ("g-counter", "decrement", ""), ("or-set", "type", "cat"), ("lww-map", "erase", "")]
    {
        let idle = scenario(kind, "state", &[(100, verb, 0, value)]).idle_actions();
        assert_eq!(idle.len(), 1, "{kind}: {verb}");
        assert!(idle[0].message.contains("this type has no such operation"), "{}", idle[0].message);
    }
    let idle = scenario("text", "state", &[(100, "type", 7, "cat")]).idle_actions();
    assert!(idle[0].message.contains("no such replica"), "{}", idle[0].message);
}
