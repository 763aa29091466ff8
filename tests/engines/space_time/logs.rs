//! Logs in ShiViz's format: what is written is read back, and whatever a stranger pastes is read or refused in words.

use faultlines::engines::space_time::{Diagram, shiviz};
use faultlines::parts::clocks::Relation;
use proptest::prelude::*;

use super::laws::pasts;
use super::{any_scenario, diagram};

/// How each pair of events stands, in the order of the first diagram; an event is known by its place on its line.
fn relations(diagram: &Diagram) -> Vec<(String, u64, String, u64, Option<Relation>)> {
    let mut all = Vec::new();
    for (a, first) in (0..).zip(&diagram.events) {
        for (b, second) in (0..).zip(&diagram.events) {
            let name = |process: u32| diagram.names[process as usize].clone();
            all.push((
                name(first.process),
                first.index(),
                name(second.process),
                second.index(),
                diagram.relation(a, b),
            ));
        }
    }
    all.sort_by(|one, other| (&one.0, one.1, &one.2, one.3).cmp(&(&other.0, other.1, &other.2, other.3)));
    all
}

/// A line as a stranger might write it.
fn any_line() -> impl Strategy<Value = String> {
    prop_oneof![
        3 => ("[a-d]", prop::collection::vec(("[a-d]", 0..5u32), 0..4)).prop_map(|(host, clock)| {
            let entries: Vec<String> = clock.iter().map(|(name, count)| format!("\"{name}\":{count}")).collect();
            format!("{host} {{{}}}", entries.join(","))
        }),
        2 => "\\PC{0,20}",
        1 => "[a-c] \\{[\"a-c:1,\\\\u{}]{0,12}\\}",
        1 => Just(String::new()),
    ]
}

proptest! {
    #![proptest_config(crate::thorough::cases(128))]

    #[test]
    fn what_is_exported_is_read_back_with_the_same_happened_before(scenario in any_scenario()) {
        let diagram = diagram(&scenario);
        prop_assume!((1..=shiviz::MAX_EVENTS).contains(&diagram.events.len()));
        let log = shiviz::write(&diagram);
        let read = shiviz::read(&log).map_err(TestCaseError::fail)?;
        prop_assert_eq!(relations(&read), relations(&diagram));
        let again = shiviz::read(&shiviz::write(&read)).map_err(TestCaseError::fail)?;
        prop_assert_eq!(relations(&again), relations(&diagram));
        // The other way round, as ShiViz has it where nothing is typed.
        let lines: Vec<&str> = log.lines().collect();
        let turned: Vec<&str> = lines.chunks(2).flat_map(|pair| [pair[1], pair[0]]).collect();
        prop_assert_eq!(shiviz::read(&turned.join("\n")), Ok(read));
    }

    #[test]
    fn any_text_is_read_or_refused_and_what_is_read_has_paths_where_its_vectors_say_so(
        lines in prop::collection::vec(any_line(), 0..12), between in prop_oneof![Just("\n"), Just("\r\n"), Just("\n\n")],
    ) {
        match shiviz::read(&lines.join(between)) {
            Err(why) => prop_assert!(why.ends_with('.') && why.len() < 400, "{why}"),
            Ok(diagram) => {
                let pasts = pasts(&diagram);
                for (event, past) in diagram.events.iter().zip(&pasts) {
                    prop_assert_eq!(past.len() as u64 + 1, event.vector.total());
                }
                prop_assert!(diagram.messages.iter().all(|message| message.turns[0].0 < message.arrives));
            }
        }
    }
}

const LOG: &str = "\
alice {\"alice\":1}
sends hello
bob {\"bob\":1}
wakes
bob {\"alice\":1, \"bob\":2}
hears hello
";

#[test]
fn a_receipt_is_where_the_entry_of_another_host_rises() {
    let diagram = shiviz::read(LOG).expect("a log");
    assert_eq!(diagram.names, ["alice", "bob"]);
    assert_eq!(diagram.texts, ["sends hello", "wakes", "hears hello"]);
    assert_eq!(diagram.messages.len(), 1);
    assert_eq!((diagram.messages[0].sent, diagram.path(0, 2)), (0, Some(vec![0, 2])));
    assert_eq!(diagram.relation(0, 1), Some(Relation::Concurrent));
}

#[test]
fn a_log_that_is_wrong_is_refused_with_its_line_and_the_reason() {
    let many: String = (1..=201).map(|own| format!("a {{\"a\":{own}}}\nx\n")).collect();
    let hosts: String = "abcdefg".chars().map(|host| format!("{host} {{\"{host}\":1}}\nx\n")).collect();
    for (log, said) in [
        ("", "The log is empty."),
        (
            &LOG.replace("\"alice\":1, ", "\"alice\":2, "),
            "Line 5: the clock counts event 2 of alice, which the log does not have.",
        ),
        (&LOG.replace("\"bob\":2", "\"bob\":3"), "Line 5: event 2 of bob is missing."),
        (&LOG.replace("\"bob\":2", "\"bob\":1"), "Line 5: the same event of bob as in line 3."),
        (
            &LOG.replace("bob {\"bob\":1}", "bob {\"carl\":1,\"bob\":1}"),
            "Line 3: the clock counts carl, a host without an event in the log.",
        ),
        (&LOG.replace("bob {\"bob\":1}", "bob {\"alice\":1}"), "Line 3: the clock has no entry for its own host, bob."),
        (
            &LOG.replace("bob {\"bob\":1}", "bob {\"bob\":1.5}"),
            "Line 3: no host with its clock, as in `P0 {\"P0\":1}`, but “bob {\"bob\":1.5}”: after a counter there is neither , nor }.",
        ),
        (
            "a {\"a\":-1}\nwords\n",
            "Line 1: no host with its clock, as in `P0 {\"P0\":1}`, but “a {\"a\":-1}”: a counter is no whole number.",
        ),
        (
            &LOG.replace("alice {\"alice\":1}", "alice {\"alice\":1,\"bob\":2}"),
            "Line 1: the clock counts line 5, whose clock counts this one.",
        ),
        (
            "words\nmore words\n",
            "Line 2: no host with its clock, as in `P0 {\"P0\":1}`, but “more words”: the clock does not begin with {.",
        ),
        (&many, "Line 401: the 201st event: at most 200 are read."),
        (&hosts, "Line 13: g is one host too many: there is room for 6."),
    ] {
        assert_eq!(shiviz::read(log).expect_err(log), said);
    }
}

#[test]
fn names_and_words_of_strangers_survive() {
    let host = "<b>\"&\u{202e}";
    let words = "<script>alert(1)</script> \u{202e}\"'&";
    let name = format!("\"{}\"", host.replace('"', "\\\""));
    let log = format!("{host} {{{name}:1, \"\\u0062\":0}}\n{words}\n\n{host} {{{name}:2}}\n{}\n", "x".repeat(10_240));
    let diagram = shiviz::read(&log).expect("a log");
    assert_eq!((diagram.names[0].as_str(), diagram.texts[0].as_str()), (host, words));
    assert_eq!(shiviz::read(&shiviz::write(&diagram)), Ok(diagram.clone()));
    assert_eq!(shiviz::shown(&diagram.names[0], 40), "<b>\"&‹202E›");
    assert_eq!(shiviz::shown(&diagram.texts[1], 10), "xxxxxxxxxx… (10240 characters)");
}

#[test]
fn words_that_look_like_a_clock_may_stand_before_one() {
    let log = shiviz::read("sends {x}\na {\"a\":1}\n").expect("words, then a stamp");
    assert_eq!((log.names, log.texts), (vec!["a".to_string()], vec!["sends {x}".to_string()]));
}
