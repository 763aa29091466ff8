//! Events from outside the system: orders that arrive, crashes and returns.

use super::actor::Actor;
use super::message::{Message, NAMES, Order, RELAY, SERVICE};
use super::policy::{Strategy, VICTIMS};
use crate::kernel::{
    Fault, Input, Occurrence, ProcessId, Queue, Scheduled, Stream, Time, cluster::OUTSIDE, put_in_order,
};

/// All of it, known before the run begins.
#[derive(Clone, Debug)]
pub(super) struct Schedule {
    /// The crashes and the returns.
    pub faults: Vec<Scheduled>,
    arrivals: Vec<Time>,
    orders: Vec<Order>,
}

impl Schedule {
    /// Draws it.
    pub(super) fn new(input: &Input) -> Self {
        let (arrivals, crashes) = arrivals_and_crashes(input);
        let faults = crashes_and_returns(&crashes, input.params.time("down_ms"));
        Self { faults, arrivals, orders: orders(input) }
    }

    /// The moment by which the last order has arrived and the last fault has happened.
    pub(super) fn end(&self) -> Time {
        let last_fault = self.faults.iter().map(|fault| fault.at).max().unwrap_or_default();
        self.arrivals.last().copied().unwrap_or_default().max(last_fault)
    }

    /// How long the longest work for an order takes.
    pub(super) fn longest_work(&self) -> Time {
        self.orders.iter().map(|order| order.work).max().unwrap_or_default()
    }

    /// Puts the orders into the queue.
    pub(super) fn place(&self, queue: &mut Queue<Occurrence<Actor>>) {
        for (&at, &order) in self.arrivals.iter().zip(&self.orders) {
            let message = Message::Take(order);
            queue.at(at, Occurrence::Deliver { from: OUTSIDE, to: SERVICE, sent: at, message });
        }
    }
}

/// The moments at which orders arrive, and the crashes by chance or by the reader, in order of time.
fn arrivals_and_crashes(input: &Input) -> (Vec<Time>, Vec<(Time, ProcessId)>) {
    let params = input.params;
    let (mut gaps, mut draws) = (Stream::named(input.seed, "arrivals"), Stream::named(input.seed, "crashes"));
    let mean_gap_ns = 1e9 / params.number("rate_per_s");
    let victim = params.chosen("victim", &VICTIMS);
    // About as long as an order is on its way: six messages, its work, and for a relay that polls the wait for its turn.
    let waits = victim == RELAY && Strategy::of(params).polls();
    let turn_ms = if waits { params.number("poll_interval_ms") } else { 0.0 };
    let on_its_way_ms = 6.0 * params.number("network_ms") + params.number("work_ms") + turn_ms;
    let mut at = Time::ZERO;
    let (mut arrivals, mut crashes) = (Vec::new(), Vec::new());
    for _ in 0..params.count("orders") {
        at = at + Time(gaps.exponential(mean_gap_ns) as u64);
        arrivals.push(at);
        let (strikes, moment) = (draws.unit() < params.number("crash_probability"), draws.unit());
        if strikes {
            put_in_order(&mut crashes, (at + Time::from_millis_f64(moment * on_its_way_ms), victim));
        }
    }
    for action in input.actions {
        put_in_order(&mut crashes, (Time::from_millis(action.at_ms.into()), action.target));
    }
    crashes.retain(|&(_, victim)| Strategy::of(params).has(victim));
    (arrivals, crashes)
}

/// Each crash with its return. A crash of a process that is not back yet is passed over.
fn crashes_and_returns(crashes: &[(Time, ProcessId)], down: Time) -> Vec<Scheduled> {
    let mut back_at = [Time::ZERO; NAMES.len()];
    let mut faults = Vec::new();
    for &(at, victim) in crashes {
        let back_at = &mut back_at[victim as usize];
        if at >= *back_at {
            *back_at = at + down;
            faults.push(Scheduled { at, fault: Fault::Crash(victim) });
            faults.push(Scheduled { at: *back_at, fault: Fault::Restart(victim) });
        }
    }
    faults
}

/// The orders, in the order of their arrival.
fn orders(input: &Input) -> Vec<Order> {
    let (mut work, mut refusals) = (Stream::named(input.seed, "work"), Stream::named(input.seed, "refusals"));
    let (mean_work_ms, refused) = (input.params.number("work_ms"), input.params.number("refuse_probability"));
    let order = |number| Order {
        number,
        valid: refusals.unit() >= refused,
        work: Time::from_millis_f64(work.exponential(mean_work_ms)),
    };
    (0..input.params.count("orders")).map(order).collect()
}
