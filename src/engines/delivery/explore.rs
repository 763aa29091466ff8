//! The small case in which everything is tried: one message, every order of deliveries and timers, a crash of the
//! consumer at every point, and the loss of any message or acknowledgement.

use super::actor::Actor;
use super::consumer::Consumer;
use super::ledger::finding;
use super::message::{CONSUMER, Letter, Message, PRODUCER};
use super::policy::{Mode, Policy};
use super::producer::{Producer, Sending};
use super::spec::SPEC;
use crate::kernel::explore::explore as visit;
use crate::kernel::{Event, Exploration, Input, Interleavings, System, Time, words};

/// More states than any mode has.
const MAX_STATES: u32 = 400_000;

/// The most sends of the message that are tried, before the producer gives it up.
pub const ATTEMPTS: u32 = 3;

/// Visits every state of the mode that the parameters name, with at most one crash and one loss. Beside the mode, the most
/// attempts are all that it takes of the parameters.
pub fn explore(input: &Input) -> Exploration {
    let attempts = ATTEMPTS.min(input.params.count("max_attempts"));
    let case = format!(
        "one message of one producer, sent at most {} under one key of its own that is never forgotten; at most one crash of \
         the consumer and one message or acknowledgement lost, nobody pauses",
        words::counted(attempts.into(), "time")
    );
    visit(&small_case(Mode::of(input.params), attempts, [1, 1, 0]), SPEC.properties, MAX_STATES).of(&case)
}

/// One message from a producer, which sends it so often at most, to a consumer, with at most so many crashes of the consumer,
/// lost messages and doubled messages.
pub fn small_case(mode: Mode, max_attempts: u32, faults: [u32; 3]) -> Interleavings<Actor> {
    let sending =
        Sending { repeats: mode.repeats(), timeout: Time::ZERO, max_attempts, makes_keys: false, reports: false };
    let policy = Policy { mode, step: Time::ZERO, window: None, binds_payload: false, fences: false };
    let letter = Letter { number: 0, key: 0, row: 0 };
    Interleavings {
        processes: vec![
            ("producer", Actor::Producer(Producer::new(sending))),
            ("consumer", Actor::Consumer(Consumer::new(policy))),
        ],
        inputs: vec![(PRODUCER, Message::Submit(letter, 1))],
        fifo: false,
        mortal: vec![CONSUMER],
        faults,
        audit,
    }
}

fn audit(system: &System<Actor>) -> Vec<Event> {
    let effects = system.locals[CONSUMER as usize].disk.effects.get(&0);
    let is_given_up = match &system.locals[PRODUCER as usize].process {
        Actor::Producer(producer) => producer.has_given_up(0),
        Actor::Consumer(_) | Actor::Application(_) => false,
    };
    finding(0, effects.is_some() || is_given_up, effects.copied().unwrap_or(0)).into_iter().collect()
}
