//! The run: the processes by the thousand orders, under a clock.

use super::actor::Actor;
use super::broker::{Broker, Consumer};
use super::database::Database;
use super::ledger::Ledger;
use super::message::NAMES;
use super::policy::{CONSUMERS, Strategy};
use super::relay::Relay;
use super::report::report;
use super::schedule::Schedule;
use super::service::Service;
use crate::kernel::{Cluster, ClusterRun, Delay, Input, Network, Progress, Report, Simulation, Time, Trace};

/// Up to so many orders every message is in the trace.
const SHOWN_ORDERS: u32 = 12;

/// Up to so many orders everything that happens to an order is in the trace.
const TRACED_ORDERS: u32 = 100;

/// The most events that a trace keeps.
const MAX_TRACE: usize = 2_000;

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct DualWrite {
    run: ClusterRun<Actor, Ledger>,
    /// The moment by which the last order has arrived and the last fault has happened.
    last_input: Time,
    /// Once nothing has happened to any order for so long after the last order and the last fault, nothing will.
    quiet: Time,
}

impl DualWrite {
    /// A run before its first event.
    // Never inlined: it is long, and whoever starts a run would carry a copy.
    #[inline(never)]
    pub fn new(input: &Input) -> Self {
        let cluster = cluster(input);
        let schedule = Schedule::new(input);
        let mut queue = cluster.begin(&schedule.faults);
        schedule.place(&mut queue);
        let time = |name: &str| input.params.time(name);
        let messages = Time(50 * time("network_ms").0);
        let strategy = Strategy::of(input.params);
        let rest = if strategy.polls() { time("poll_interval_ms") } else { Time::ZERO };
        let apart = match strategy {
            Strategy::Parallel => Time::from_millis_f64(input.params.number("threads_apart_ms").abs()),
            _ => Time::ZERO,
        };
        let quiet = rest + apart + time("down_ms") + schedule.longest_work() + messages + Time::from_millis(10);
        let last_input = schedule.end();
        Self { run: ClusterRun::new(input, cluster, queue, last_input + quiet), last_input, quiet }
    }

    /// The processes, with what each remembers and has persisted.
    pub fn cluster(&self) -> &Cluster<Actor, Ledger> {
        self.run.cluster()
    }

    /// The record of each order.
    pub fn ledger(&self) -> &Ledger {
        self.run.watch()
    }
}

/// The processes and the network.
fn cluster(input: &Input) -> Cluster<Actor, Ledger> {
    let params = input.params;
    let (strategy, orders) = (Strategy::of(params), params.count("orders"));
    let half_delay = Time::from_millis_f64(params.number("network_ms") / 2.0);
    let network = Network::new(input.seed, Delay::Exponential(half_delay, half_delay), true);
    let ledger = Ledger::new(orders, orders <= TRACED_ORDERS);
    let mut cluster = Cluster::new(network, ledger, Trace::keeping(MAX_TRACE), orders <= SHOWN_ORDERS);
    let relay = Relay::new(strategy, params.time("poll_interval_ms"), params.count("batch"));
    let consumer = Consumer { has_inbox: params.chosen("consumer", &CONSUMERS) };
    let actors = [
        Actor::Service(Service::new(strategy, params.number("threads_apart_ms"))),
        Actor::Database(Database::new(strategy)),
        Actor::Broker(Broker::new(strategy, true)),
        Actor::Relay(relay),
        Actor::Consumer(consumer),
    ];
    for (name, actor) in NAMES.into_iter().zip(actors) {
        cluster.add(name, actor);
    }
    cluster
}

impl Simulation for DualWrite {
    fn advance(&mut self, budget: u32) -> Progress {
        let (last_input, quiet) = (self.last_input, self.quiet);
        self.run.advance(budget, |ledger, next| next > ledger.last().max(last_input) + quiet)
    }

    fn report(&self) -> Report {
        report(self.ledger(), self.cluster().messages().0).stopped(self.run.stopped())
    }

    fn trace(&self) -> &Trace {
        self.run.trace()
    }
}
