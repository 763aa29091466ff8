//! What must hold of every run.

use std::collections::BTreeSet;

use faultlines::engines::space_time::{Clock, Diagram, Fate};
use faultlines::kernel::Time;
use faultlines::parts::clocks::{EventKind, Relation};
use proptest::prelude::*;

use super::{any_scenario, diagram, run};
use crate::lab;

/// For each event, all that happened before it: a walk over lines and messages, without any clock.
pub(super) fn pasts(diagram: &Diagram) -> Vec<BTreeSet<u32>> {
    let mut pasts: Vec<BTreeSet<u32>> = Vec::new();
    for event in 0..diagram.events.len() as u32 {
        let mut past = BTreeSet::new();
        for cause in diagram.causes(event) {
            past.extend(&pasts[cause as usize]);
            past.insert(cause);
        }
        pasts.push(past);
    }
    pasts
}

/// Every pair of events, the earlier by its number first.
fn pairs(diagram: &Diagram) -> impl Iterator<Item = (u32, u32)> {
    let count = diagram.events.len() as u32;
    (0..count).flat_map(|second| (0..second).map(move |first| (first, second)))
}

proptest! {
    #![proptest_config(crate::thorough::cases(64))]

    #[test]
    fn the_vector_is_exactly_whether_there_is_a_path_and_the_path_is_one(scenario in any_scenario()) {
        let diagram = diagram(&scenario);
        let pasts = pasts(&diagram);
        for (first, second) in pairs(&diagram) {
            let before = pasts[second as usize].contains(&first);
            let expected = if before { Relation::Before } else { Relation::Concurrent };
            prop_assert_eq!(diagram.relation(first, second), Some(expected));
            let (a, b) = (&diagram.events[first as usize], &diagram.events[second as usize]);
            prop_assert_eq!(Clock::Vector.says(a, b), expected);
            prop_assert_eq!(diagram.path(second, first), None);
            match diagram.path(first, second) {
                Some(path) => {
                    prop_assert!(before && path.first() == Some(&first) && path.last() == Some(&second));
                    prop_assert!(path.windows(2).all(|step| diagram.causes(step[1]).contains(&step[0])));
                }
                None => prop_assert!(!before),
            }
        }
    }

    #[test]
    fn lamport_and_hybrid_agree_with_happened_before_and_the_hybrid_stays_between_its_bounds(scenario in any_scenario()) {
        let diagram = diagram(&scenario);
        let pasts = pasts(&diagram);
        for (event, past) in diagram.events.iter().zip(&pasts) {
            let known = past.iter().map(|&id| diagram.events[id as usize].wall_us).chain([event.wall_us]);
            let latest = known.max().unwrap_or_default();
            prop_assert_eq!(event.hybrid.physical_us, latest, "l is the greatest wall time that the event knows of");
            for &id in past {
                let before = &diagram.events[id as usize];
                prop_assert!(before.lamport < event.lamport && before.hybrid < event.hybrid);
            }
        }
    }

    #[test]
    fn the_metrics_count_the_pairs_of_the_diagram(scenario in any_scenario()) {
        let diagram = diagram(&scenario);
        let report = scenario.report();
        let count = |wanted: &dyn Fn(u32, u32) -> bool| pairs(&diagram).filter(|&(a, b)| wanted(a, b)).count() as f64;
        let says = |clock: Clock, a: u32, b: u32| clock.says(&diagram.events[a as usize], &diagram.events[b as usize]);
        let relation = |a, b| diagram.relation(a, b);
        let metric = |name: &str| lab::metric(&report, name);
        prop_assert_eq!(metric("concurrent_pairs"), count(&|a, b| relation(a, b) == Some(Relation::Concurrent)));
        let wrong = |a, b| relation(a, b) == Some(Relation::Before) && says(Clock::Wall, a, b) == Relation::After;
        prop_assert_eq!(metric("wall_false_orders"), count(&wrong));
        let by_number = |a, b| relation(a, b) == Some(Relation::Concurrent) && says(Clock::Lamport, a, b) != Relation::Same;
        prop_assert_eq!(metric("lamport_false_orders"), count(&by_number));
        let telling = diagram.telling_pairs(usize::MAX);
        let other = |a: u32, b: u32| diagram.events[a as usize].process != diagram.events[b as usize].process;
        prop_assert_eq!(telling.iter().filter(|&&(a, b)| wrong(a, b)).count() as f64, count(&|a, b| wrong(a, b) && other(a, b)));
        prop_assert!(telling.iter().all(|&(a, b)| a < b && other(a, b)));
    }

    #[test]
    fn a_message_goes_its_way_once_and_arrives_or_is_lost(scenario in any_scenario()) {
        let diagram = diagram(&scenario);
        for (number, message) in diagram.messages.iter().enumerate() {
            let sent = &diagram.events[message.sent as usize];
            prop_assert_eq!((sent.process, sent.kind), (message.from, EventKind::Send(message.to)));
            prop_assert_eq!(diagram.message_of(message.sent), Some(number));
            let way: Vec<f64> = (0..=40).map(|part| Time(sent.at.0 + (message.arrives - sent.at).0 / 40 * part)).map(|at| message.part(at)).collect();
            prop_assert!(way[0] == 0.0 && way.is_sorted() && way.iter().all(|part| (0.0..=1.0).contains(part)), "{way:?}");
            match message.fate {
                Fate::Received(event) => {
                    let event = &diagram.events[event as usize];
                    prop_assert_eq!((event.process, event.kind, event.at), (message.to, EventKind::Receive(message.sent), message.arrives));
                    prop_assert_eq!(message.part(message.arrives), 1.0);
                }
                Fate::Lost(at) => prop_assert!(at <= message.arrives && message.part(message.arrives) == message.part(at)),
                Fate::UnderWay => prop_assert!(false, "the run ends when all have arrived"),
            }
        }
        let receipts = diagram.events.iter().filter(|event| matches!(event.kind, EventKind::Receive(_))).count();
        let lost = diagram.messages.iter().filter(|message| matches!(message.fate, Fate::Lost(_))).count();
        prop_assert_eq!(receipts + lost, diagram.messages.len());
    }
}

#[test]
fn a_message_that_is_held_is_overtaken_and_a_lost_one_is_not_heard_of() {
    let mut scenario = lab::scenario("space-time", &[("chatter", "0")]);
    for (verb, at, target, value) in [
        ("send-to-1", "10", "0", Some("100")),
        ("send-to-1", "20", "0", Some("100")),
        ("send-to-1", "30", "0", Some("100")),
        ("hold", "60", "0", Some("200")),
        ("lose", "70", "1", None),
        ("lose", "200", "2", None),
        ("event", "400", "1", None),
    ] {
        let action = scenario.action(verb, at, Some(target), value).expect("an action");
        scenario.act(action);
    }
    let run = run(&scenario);
    let board = run.board();
    let fates: Vec<Fate> = board.messages().iter().map(|message| message.fate).collect();
    assert_eq!(fates, [Fate::Received(4), Fate::Lost(Time::from_millis(70)), Fate::Received(3)]);
    assert_eq!((board.overtaken(), board.messages()[0].arrives), (1, Time::from_millis(310)));
    let report = scenario.report();
    assert_eq!(["events", "messages", "messages_lost"].map(|name| lab::metric(&report, name)), [6.0, 3.0, 1.0]);
    let ignored = scenario.run().trace().events().iter().filter(|event| event.kind == "ignored").count();
    assert_eq!(ignored, 1, "what has arrived cannot be lost");
}

#[test]
fn a_clock_that_is_set_back_orders_a_line_against_itself_and_the_hybrid_clock_does_not() {
    let mut scenario = lab::scenario("space-time", &[("chatter", "0"), ("skew_ms", "0"), ("drift_ppm", "0")]);
    for (verb, at, value) in [("event", "100", None), ("step-clock", "150", Some("-200")), ("event", "200", None)] {
        let action = scenario.action(verb, at, Some("0"), value).expect("an action");
        scenario.act(action);
    }
    let run = run(&scenario);
    let events = run.board().history().events();
    assert_eq!(events.iter().map(|event| event.wall_us).collect::<Vec<_>>(), [1_100_000, 1_000_000]);
    assert_eq!(events.iter().map(|event| event.hybrid.to_string()).collect::<Vec<_>>(), ["1100000.0", "1100000.1"]);
    let report = scenario.report();
    assert_eq!(lab::metric(&report, "wall_false_orders"), 1.0);
    assert_eq!(report.get("predicted_hybrid_lead_ms_max"), None, "the bound is of clocks that nobody steps");
}
