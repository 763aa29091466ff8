//! Dual write: one fact in two systems that share no transaction.
//!
//! An order is a row in a database and an event in a broker. Whatever is written first, the process can die before it
//! writes the second: committed and never published (a lost event), or published and never committed (a phantom). The
//! outbox (Kleppmann 2017, ch. 11; Richardson, "Transactional outbox") makes the event a row of the same transaction and
//! leaves the rest to a relay that may repeat itself: nothing is lost, something comes twice. Two-phase commit (Gray
//! 1978) makes both wait for one decision, and waits with them when the one who decides is gone.
//!
//! The processes ([`service`], [`database`], [`broker`], [`relay`]) are written once. Here they run by the thousand
//! orders under a clock, with crashes by chance or by the reader's hand; in [`small`] the same code goes through every
//! interleaving of one order.
//!
//! Chance comes from five streams, none of which knows the strategy: `"arrivals"`, `"work"`, `"refusals"`, `"crashes"`
//! (each with its draws for every order, whether needed or not) and the network's links.

pub mod actor;
pub mod broker;
pub mod database;
pub mod ledger;
pub mod message;
pub mod relay;
pub mod service;
pub mod small;
mod spec;

use crate::kernel::{
    Cluster, Delay, Fault, Input, MAX_EVENTS, Network, Occurrence, Params, ProcessId, Progress, Queue, Report,
    Scheduled, Sim, Simulation, Stream, Time, Trace, cluster::OUTSIDE,
};
use actor::{Actor, Strategy};
use ledger::{Ledger, NAMES};
use message::{Message, Order, RELAY, SERVICE, victim};
pub use small::explore;
pub use spec::{MAX_ORDERS, SPEC};

/// Up to so many orders every message is in the trace.
const SHOWN_ORDERS: u32 = 5;

/// Up to so many orders everything that happens to an order is in the trace.
const TRACED_ORDERS: u32 = 100;

/// What one event costs in units of work.
const EVENT_COST: u32 = 5;

/// Starts a run.
pub fn start(input: &Input) -> Box<dyn Simulation> {
    Box::new(DualWrite::new(input))
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct DualWrite {
    sim: Sim<Cluster<Actor, Ledger>>,
    orders: u32,
    last_arrival: Time,
    /// Once nothing has happened to any order for so long after the last order and the last fault, nothing will.
    quiet: Time,
    is_done: bool,
    stopped: Option<String>,
    /// The cluster with the findings of the audit, once the run is done.
    audited: Option<Box<Cluster<Actor, Ledger>>>,
}

impl DualWrite {
    fn new(input: &Input) -> Self {
        let params = input.params;
        let strategy = Strategy::of(params);
        let orders = u32::try_from(params.integer("orders")).unwrap_or(1);
        let ms = |name: &str| Time::from_millis_f64(params.number(name));
        let cluster = cluster(input, strategy, orders);
        let (arrivals, faults) = schedule(input, orders);
        let mut queue = cluster.begin(&faults);
        let longest_work = place_orders(&mut queue, input, &arrivals);
        let last_fault = faults.iter().map(|fault| fault.at).max().unwrap_or_default();
        let messages = Time(50 * ms("network_ms").0);
        Self {
            // Playback steps over the trace; no checkpoint but the start is needed.
            sim: Sim::new(cluster, queue, 1),
            orders,
            last_arrival: arrivals.last().copied().unwrap_or_default().max(last_fault),
            quiet: ms("poll_interval_ms") + ms("down_ms") + longest_work + messages + Time::from_millis(10),
            is_done: false,
            stopped: None,
            audited: None,
        }
    }

    /// The processes, with what each remembers and has persisted.
    pub fn cluster(&self) -> &Cluster<Actor, Ledger> {
        self.audited.as_deref().unwrap_or(self.sim.world())
    }

    /// What became of each order.
    pub fn ledger(&self) -> &Ledger {
        self.cluster().watch()
    }

    /// How many events there were.
    pub fn events(&self) -> u64 {
        self.sim.steps()
    }

    fn is_over(&self) -> bool {
        let Some(next) = self.sim.next_at() else { return true };
        next > self.sim.world().watch().last().max(self.last_arrival) + self.quiet
    }

    fn finish(&mut self) {
        let mut cluster = self.sim.world().clone();
        ledger::audit(&mut cluster, self.sim.now());
        self.audited = Some(Box::new(cluster));
        self.is_done = true;
    }
}

/// The processes and the network.
fn cluster(input: &Input, strategy: Strategy, orders: u32) -> Cluster<Actor, Ledger> {
    let params = input.params;
    let half_delay = Time::from_millis_f64(params.number("network_ms") / 2.0);
    let network = Network::new(input.seed, Delay::Exponential(half_delay, half_delay), true);
    let ledger = Ledger::new(orders, orders <= TRACED_ORDERS);
    let mut cluster = Cluster::new(network, ledger, Trace::keeping(2_000), orders <= SHOWN_ORDERS);
    let interval = Time::from_millis_f64(params.number("poll_interval_ms"));
    let batch = u32::try_from(params.integer("batch")).unwrap_or(1);
    let consumer = broker::Consumer { has_inbox: params.choice("consumer") == "inbox" };
    cluster.add(NAMES[0], Actor::Service(service::Service::new(strategy)));
    cluster.add(NAMES[1], Actor::Database(database::Database::new(strategy)));
    cluster.add(NAMES[2], Actor::Broker(broker::Broker::new(strategy, true)));
    cluster.add(NAMES[3], Actor::Relay(relay::Relay::new(strategy, interval, batch)));
    cluster.add(NAMES[4], Actor::Consumer(consumer));
    cluster
}

/// When the orders arrive, and what goes wrong when.
fn schedule(input: &Input, orders: u32) -> (Vec<Time>, Vec<Scheduled>) {
    let params: &Params = input.params;
    let (mut arrivals, mut crashes) = (Stream::named(input.seed, "arrivals"), Stream::named(input.seed, "crashes"));
    let mean_gap_ns = 1e9 / params.number("rate_per_s");
    let victim = victim(params);
    let down = Time::from_millis_f64(params.number("down_ms"));
    // About as long as an order is on its way: six messages, its work, and for the relay the wait for its turn.
    let relay_ms = if victim == RELAY { params.number("poll_interval_ms") } else { 0.0 };
    let on_its_way_ms = 6.0 * params.number("network_ms") + params.number("work_ms") + relay_ms;
    let mut at = Time::ZERO;
    let (mut times, mut faults) = (Vec::new(), Vec::new());
    for _ in 0..orders {
        at = at + Time((-libm::log(arrivals.unit_positive()) * mean_gap_ns) as u64);
        times.push(at);
        let (strikes, moment) = (crashes.unit() < params.number("crash_probability"), crashes.unit());
        if strikes {
            let when = at + Time::from_millis_f64(moment * on_its_way_ms);
            faults.push((when, victim));
        }
    }
    faults.extend(input.actions.iter().map(|action| (Time::from_millis(action.at_ms.into()), action.target)));
    faults.sort_unstable();
    (times, crashes_and_returns(&faults, down))
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

/// Lets the orders arrive, and says how long the longest work for one of them is.
fn place_orders(queue: &mut Queue<Occurrence<Actor>>, input: &Input, arrivals: &[Time]) -> Time {
    let (mut work, mut refusals) = (Stream::named(input.seed, "work"), Stream::named(input.seed, "refusals"));
    let work_ms = input.params.number("work_ms");
    let mut longest = Time::ZERO;
    for (number, &at) in (0..).zip(arrivals) {
        let order = Order {
            number,
            valid: refusals.unit() >= input.params.number("refuse_probability"),
            work: Time::from_millis_f64(-libm::log(work.unit_positive()) * work_ms),
        };
        longest = longest.max(order.work);
        queue.at(at, Occurrence::Deliver { from: OUTSIDE, to: SERVICE, sent: at, message: Message::Take(order) });
    }
    longest
}

impl Simulation for DualWrite {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while !self.is_done && left > 0 {
            if self.sim.steps() == MAX_EVENTS {
                self.stopped = Some(format!("The run was stopped after {MAX_EVENTS} events; the rest is not counted."));
                self.finish();
            } else if self.is_over() {
                self.finish();
            } else {
                self.sim.step();
                left = left.saturating_sub(EVENT_COST);
            }
        }
        if self.is_done {
            return Progress::Done;
        }
        let end = (self.last_arrival + self.quiet).0.max(1);
        Progress::Running((self.sim.now().0 as f64 / end as f64).min(0.999))
    }

    fn report(&self) -> Report {
        let ledger = self.ledger();
        let entries = ledger.entries();
        let sum = |part: fn(&ledger::Entry) -> u32| entries.iter().map(part).map(f64::from).sum::<f64>();
        let committed = sum(|entry| u32::from(entry.committed.is_some()));
        let lost = ledger.lost().count() as f64;
        let [lag_p50, lag_p99] = ledger.lag().quantiles_ms([0.5, 0.99]);
        let (blocked, blocked_longest) = ledger.blocked();
        let mut report = Report { stopped: self.stopped.clone(), ..Report::default() };
        let values = [
            ("committed", committed),
            ("published", sum(|entry| entry.copies)),
            ("lost_events", lost),
            ("phantom_events", ledger.phantoms().count() as f64),
            ("duplicates", sum(|entry| entry.copies.saturating_sub(1))),
            ("duplicate_effects", sum(|entry| entry.applied.saturating_sub(1))),
            ("failed_orders", f64::from(ledger.failures().0)),
            ("crashes", f64::from(ledger.crashes())),
            ("lost_fraction", lost / committed.max(1.0)),
            ("publish_lag_ms_p50", lag_p50),
            ("publish_lag_ms_p99", lag_p99),
            ("blocked_ms", blocked.as_millis()),
            ("blocked_ms_max", blocked_longest.as_millis()),
            ("messages_per_order", self.cluster().messages().0 as f64 / f64::from(self.orders)),
        ];
        for (name, value) in values {
            report.push(SPEC.metrics, name, value);
        }
        report
    }

    fn trace(&self) -> &Trace {
        self.cluster().trace()
    }
}
