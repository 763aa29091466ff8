//! The small case in which everything is tried: one order (two where the order of commits matters), every order of
//! messages and timers, and a crash at every point.

use super::actor::Actor;
use super::broker::Broker;
use super::database::Database;
use super::ledger::finding;
use super::message::{BROKER, DATABASE, Message, NAMES, Order, SERVICE};
use super::policy::{Polling, Strategy, VICTIMS};
use super::relay::Relay;
use super::service::Service;
use super::spec::SPEC;
use crate::kernel::explore::explore as visit;
use crate::kernel::{Event, Exploration, Input, Interleavings, ProcessId, System, Time, words};

/// More states than any strategy has.
const MAX_STATES: u32 = 400_000;

/// Visits every state of the strategy that the parameters name, with one crash of the victim. Where orders may be refused,
/// each is and is not.
pub fn explore(input: &Input) -> Exploration {
    let strategy = Strategy::of(input.params);
    let orders = match strategy {
        Strategy::OutboxPolling(Polling::IdCursor | Polling::SafeCursor) => 2,
        _ => 1,
    };
    let victim = input.params.chosen("victim", &VICTIMS);
    let (fates, which): (&[bool], _) = match input.params.number("refuse_probability") {
        0.0 => (&[true], "accepted"),
        1.0 => (&[false], "refused"),
        _ => (&[true, false], "accepted or refused"),
    };
    let mut cases: Vec<Vec<bool>> = vec![Vec::new()];
    for _ in 0..orders {
        let with = |case: &Vec<bool>| fates.iter().map(|&valid| [&case[..], &[valid]].concat()).collect::<Vec<_>>();
        cases = cases.iter().flat_map(with).collect();
    }
    let all = cases.iter().map(|valid| visit(&small_case(strategy, valid, 1, &[victim]), SPEC.properties, MAX_STATES));
    let (orders, victim_name) = (words::counted(orders, "order"), NAMES[victim as usize]);
    let case = match strategy.has(victim) {
        true => format!("{orders}, {which}, and at most one crash of the {victim_name}"),
        false => format!("{orders}, {which}; there is no {victim_name} that could crash"),
    };
    all.reduce(Exploration::and).expect("there is a case").of(case)
}

/// A system that gets orders at any moment, each `valid` or refused by the database, and in which the `mortal` die at most
/// `crashes` times in all. The consumer is left out: it cannot make an event lost or a phantom.
pub fn small_case(strategy: Strategy, valid: &[bool], crashes: u32, mortal: &[ProcessId]) -> Interleavings<Actor> {
    let mut actors = vec![
        Actor::Service(Service::new(strategy, 0.0)),
        Actor::Database(Database::new(strategy)),
        Actor::Broker(Broker::new(strategy, false)),
    ];
    if strategy.has_outbox() {
        actors.push(Actor::Relay(Relay::new(strategy, Time::ZERO, 2)));
    }
    let present = |id: &&ProcessId| (**id as usize) < actors.len();
    Interleavings {
        mortal: mortal.iter().filter(present).copied().collect(),
        processes: NAMES.into_iter().zip(actors).collect(),
        inputs: (0..)
            .zip(valid)
            .map(|(number, &valid)| (SERVICE, Message::Take(Order { number, valid, work: Time::ZERO })))
            .collect(),
        fifo: true,
        faults: [crashes, 0, 0],
        audit,
    }
}

/// Compares database and broker.
fn audit(system: &System<Actor>) -> Vec<Event> {
    let committed = &system.locals[DATABASE as usize].disk.committed;
    let events = &system.locals[BROKER as usize].disk.events;
    let orders = committed.keys().chain(events).max().map_or(0, |last| last + 1);
    let find = |number: u32| {
        let copies = events.iter().filter(|&&event| event == number).count() as u32;
        finding(number, committed.contains_key(&number), copies)
    };
    (0..orders).filter_map(find).collect()
}
