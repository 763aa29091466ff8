//! Deaths between a durable write and what is said of it.

use std::fmt;

use super::*;
use crate::kernel::explore::explore;
use crate::kernel::property::{Expectation, Property};

/// What a process does when it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Answerer {
    /// Writes down that it was asked, and answers.
    Durable,
    /// Answers.
    Forgetful,
    /// Tells both others.
    Broadcaster,
    /// Hears.
    Listener,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Word {
    Question,
    Answer,
}

impl fmt::Display for Word {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if *self == Self::Question { "question" } else { "answer" })
    }
}

impl Process for Answerer {
    type Message = Word;
    type Timer = u32;
    /// How often it was asked, or answered.
    type Disk = u32;

    fn receive(&mut self, _from: ProcessId, _word: Word, fx: &mut Effects<Self>) {
        match self {
            Self::Durable => {
                fx.persist(|asked| *asked += 1);
                fx.send(1, Word::Answer);
            }
            Self::Forgetful => fx.send(1, Word::Answer),
            Self::Broadcaster => (1..3).for_each(|listener| fx.send(listener, Word::Answer)),
            Self::Listener => fx.persist(|answers| *answers += 1),
        }
    }
}

/// What is on the three disks.
fn disks(system: &System<Answerer>) -> Vec<Event> {
    let on = |id: usize| system.locals[id].disk.into();
    vec![Event::new("disks", vec![("asked", on(0)), ("first", on(1)), ("second", on(2))])]
}

static PROPERTIES: [Property; 2] = [
    Property {
        name: "what-is-written-is-said",
        claim: Expectation::Always,
        help: "Whoever wrote down that it was asked has answered.",
        holds_at: |event| event.integer("asked") <= event.integer("first"),
    },
    Property {
        name: "both-hear-the-same",
        claim: Expectation::Always,
        help: "Both listeners have heard as much.",
        holds_at: |event| event.integer("asked") == Some(1) || event.integer("first") == event.integer("second"),
    },
];

/// Which of the properties hold if the one who is asked dies once at most, and how many deaths were tried.
fn verdicts(asked: Answerer) -> ([bool; 2], u64) {
    let model = Interleavings {
        processes: vec![("asked", asked), ("first", Answerer::Listener), ("second", Answerer::Listener)],
        inputs: vec![(0, Word::Question)],
        fifo: true,
        mortal: vec![0],
        faults: [1, 0, 0],
        audit: disks,
    };
    let all = explore(&model, &PROPERTIES, 10_000);
    ([all.findings[0].holds, all.findings[1].holds], all.crash_points)
}

#[test]
fn a_process_may_die_with_a_durable_write_done_and_its_answer_not_out() {
    let (holds, deaths) = verdicts(Answerer::Durable);
    assert_eq!(holds, [false, true]);
    // Before the question, with the write done, with the answer out, and after the answer was heard.
    assert_eq!(deaths, 4);
}

#[test]
fn without_a_durable_write_to_die_before_the_first_message_is_never_to_have_been_asked() {
    let (holds, deaths) = verdicts(Answerer::Forgetful);
    assert_eq!((holds[0], deaths), (true, 3));
}

#[test]
fn a_process_may_die_between_two_messages() {
    assert_eq!(verdicts(Answerer::Broadcaster).0, [true, false]);
}
