//! What a stranger hands to a page or to the command line: the query of a permalink, what a page carries of a plate and of a
//! quiz, the JSON of a scenario. Each input is given to all of these readers.
//!
//! It is read or refused. What is read and written is read again as the same; a scenario is within its schema, and its run,
//! broken off after some events, says what it has measured.

use faultlines::kernel::{Input, Progress};
use faultlines::quiz::obfuscation;
use faultlines::scenario::{Link, Plate, Scenario};

/// The events after which a run is broken off.
const EVENTS: u64 = 100;
/// The chapter that a quiz in a page is of.
const CHAPTER: &str = "part-1/sample";

pub(crate) fn holds(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    if let (Some(link), _) = Link::parse(text) {
        runs(&link.scenario);
        link.twin().iter().for_each(runs);
        assert_eq!(Link::parse(&link.to_query()), (Some(link), Vec::new()));
    }
    if let Some(plate) = Plate::from_page(text) {
        assert_eq!(Plate::from_page(&plate.to_page()), Some(plate));
    }
    if let Some(quiz) = obfuscation::reveal(CHAPTER, text) {
        let again = obfuscation::reveal(CHAPTER, &obfuscation::obfuscate(&quiz)).expect("a quiz");
        assert_eq!(format!("{again:?}"), format!("{quiz:?}"));
        let _ = quiz.points();
    }
    if let Ok(tree) = serde_json::from_str(text)
        && let (Some(scenario), _) = Scenario::from_json(&tree)
    {
        runs(&scenario);
        assert_eq!(Scenario::from_json(&scenario.to_json()), (Some(scenario), Vec::new()));
    }
}

fn runs(scenario: &Scenario) {
    for (spec, value) in scenario.params.iter() {
        assert_eq!(spec.parse(&value.to_string()), Ok(value), "{}", spec.name);
    }
    let mut run = (scenario.lab.start)(&Input { max_events: EVENTS, ..scenario.input() });
    while run.advance(u32::MAX) != Progress::Done {}
    let _ = run.report();
    for event in run.trace().events() {
        let _ = scenario.lab.spec.say(event);
    }
}
