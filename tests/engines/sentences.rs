//! What people are told of an event is English: every event of every golden scenario, and of the shortest runs that an
//! exploration finds, is told in a sentence that keeps these rules of grammar.

use std::collections::{BTreeMap, BTreeSet};

use crate::traces;
use faultlines::engines::catalog::{Lab, labs};
use faultlines::kernel::{Event, Trace, say_by};
use faultlines::scenario::Scenario;

/// The nouns that the sentences of a lab count, each with its plural.
fn nouns(lab: &Lab) -> BTreeMap<String, String> {
    let holes = lab.spec.events.iter().flat_map(|spec| spec.sentence.split('{').skip(1));
    let counted = holes.filter_map(|hole| hole.split_once('}')?.0.split_once('|'));
    counted
        .map(|(_, forms)| match forms.split_once('|') {
            Some((one, many)) => (one.to_string(), many.to_string()),
            None => (forms.to_string(), format!("{forms}s")),
        })
        .collect()
}

/// A sentence without what stands in quotation marks, which is told as it is.
fn unquoted(sentence: &str) -> String {
    let mut rest = sentence;
    let mut bare = String::new();
    while let Some((before, behind)) = rest.split_once('“') {
        bare += before;
        bare += "it";
        rest = behind.split_once('”').map_or("", |(_, after)| after);
    }
    bare + rest
}

/// Whether a noun follows a number in the wrong form somewhere: `1 keys`, `2 key`, `1.0 keys`.
fn miscounts(sentence: &str, nouns: &BTreeMap<String, String>) -> bool {
    let follows = |noun: &str, is_wrong: &dyn Fn(&str) -> bool| {
        sentence.match_indices(&format!(" {noun}")).any(|(at, found)| {
            let ends = !sentence[at + found.len()..].starts_with(char::is_alphanumeric);
            let number = sentence[..at].rsplit(' ').next().unwrap_or_default();
            ends && number.parse::<f64>().is_ok() && is_wrong(number)
        })
    };
    nouns.iter().any(|(one, many)| {
        follows(one, &|number| number != "1") || follows(many, &|number| number == "1" || number.ends_with(".0"))
    })
}

/// Whether a code of the trace stands in the sentence: `take-0`, `held_back`, `0|1+2`.
fn has_code(sentence: &str) -> bool {
    sentence.split(|letter: char| letter.is_whitespace() || "():;,".contains(letter)).any(|word| {
        let joined = word.contains(['-', '_', '+', '|']) && word.starts_with(|letter: char| letter.is_alphanumeric());
        joined && (word.contains('_') || word.contains(|letter: char| letter.is_ascii_digit()))
    })
}

/// What is wrong with a sentence.
fn fault(sentence: &str, nouns: &BTreeMap<String, String>) -> Option<&'static str> {
    let bare = unquoted(sentence);
    let begins = sentence.starts_with(|letter: char| letter.is_uppercase() || letter.is_ascii_digit() || letter == '“');
    let rules = [
        (begins, "it does not begin with a capital letter or a number"),
        (
            sentence.ends_with(|letter: char| letter.is_alphanumeric() || "”)}…".contains(letter)),
            "it does not end right",
        ),
        (!["  ", " ,", " ;", " :", " )"].iter().any(|gap| bare.contains(gap)), "it has a gap"),
        (!sentence.contains("“”"), "it quotes nothing"),
        (!bare.contains('='), "it has a key and its value"),
        (!has_code(&bare), "it has a code of the trace"),
        (!miscounts(&bare, nouns), "it counts in the wrong form"),
        (!bare.contains(" 1 times") && !bare.contains(" 2 times"), "it has no word for once or twice"),
    ];
    rules.into_iter().find_map(|(kept, fault)| (!kept).then_some(fault))
}

/// The events of a scenario's run, and of the runs that its exploration finds.
fn events(scenario: &Scenario) -> Vec<Event> {
    let findings = scenario.lab.explore.map_or_else(Vec::new, |explore| explore(&scenario.input()).findings);
    let explored = findings.iter().filter_map(|finding| finding.counterexample.as_ref()).flat_map(Trace::events);
    explored.chain(scenario.run().trace().events()).cloned().collect()
}

#[test]
fn every_event_of_every_golden_scenario_is_told_in_english() {
    let mut faults = BTreeSet::new();
    for lab in labs() {
        let nouns = nouns(lab);
        for event in traces::scenarios(lab).iter().flat_map(events) {
            let sentence = lab.spec.say(&event);
            let spec = lab.spec.events.iter().find(|spec| spec.kind == event.kind).expect("its kind is declared");
            assert_eq!(say_by(&spec.to_text(), &event), sentence, "a page says it by the text of its kind");
            faults.extend(fault(&sentence, &nouns).map(|fault| format!("{}: {fault}: {sentence}", lab.spec.id)));
        }
    }
    assert!(faults.is_empty(), "{}", Vec::from_iter(faults).join("\n"));
}

#[test]
fn the_rules_find_what_is_wrong() {
    let nouns = BTreeMap::from([("key".to_string(), "keys".to_string()), ("query".into(), "queries".into())]);
    let fault = |sentence: &str| fault(sentence, &nouns);
    for sentence in [
        "Node 1 joins: 1 key moved, 1,200 keys stay, 1.5 keys on average, “{-1}” is held",
        "12 queries begun, at most 3 running at once",
        "The insert of order 0 and its outbox row reaches the database, which rolls back",
    ] {
        assert_eq!(fault(sentence), None, "{sentence}");
    }
    for sentence in [
        "node 1 joins",
        "Node 1 joins.",
        "Node 1 joins:",
        "Node 1  joins",
        "It holds “”",
        "Node 1 joins, moved=3",
        "Take-0 reaches the service",
        "The network is cut into 0|1+2",
        "It is held_back",
        "1 keys moved",
        "Of 2 key moved",
        "1.0 keys moved",
        "It moved 1 queries",
        "It moved 2 times",
    ] {
        assert!(fault(sentence).is_some(), "{sentence}");
    }
}
