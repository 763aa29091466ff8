//! The run: thousands of messages over a channel that loses them by chance.

use super::actor::Actor;
use super::consumer::Consumer;
use super::ledger::Ledger;
use super::message::{CONSUMER, NAMES, PRODUCER, SUCCESSOR};
use super::policy::{KEYS, KeySource, Mode, Policy};
use super::producer::{Application, Producer, Sending};
use super::report::report;
use super::schedule::Schedule;
use super::theory::{Theory, collision_probability};
use crate::kernel::{
    Cluster, ClusterRun, Delay, Impairment, Input, Link, Network, Params, Progress, Report, Rule, Simulation, Time,
    Trace,
};

/// The most events that a trace keeps.
const MAX_TRACE: usize = 2_000;

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Deliveries {
    run: ClusterRun<Actor, Ledger>,
    keys: Vec<u64>,
    theory: Option<Theory>,
    collision: f64,
}

impl Deliveries {
    /// A run before its first event.
    // Never inlined: it is long, and whoever starts a run would carry a copy.
    #[inline(never)]
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let schedule = Schedule::new(input);
        let last_arrival = schedule.arrivals.last().copied().unwrap_or_default();
        let cluster = cluster(input, schedule.arrivals.clone());
        let mut queue = cluster.begin(&schedule.faults);
        schedule.place(&mut queue);
        let attempts = if Mode::of(params).repeats() { params.count("max_attempts") } else { 1 };
        Self {
            run: ClusterRun::new(input, cluster, queue, last_arrival),
            keys: schedule.keys(),
            theory: loses_only(input)
                .then(|| Theory::new(params.number("message_loss"), params.number("ack_loss"), attempts)),
            collision: collision(params),
        }
    }

    /// The processes, with what each remembers and has persisted.
    pub fn cluster(&self) -> &Cluster<Actor, Ledger> {
        self.run.cluster()
    }

    /// The key that the application gives to each message.
    pub fn keys(&self) -> &[u64] {
        &self.keys
    }

    /// The record of each message.
    pub fn ledger(&self) -> &Ledger {
        self.run.watch()
    }
}

/// Whether lost messages are all that makes a producer send again: nobody crashes or pauses, no key is used twice, the network
/// doubles nothing, and hardly a round trip, two exponential delays after their least, is as long as the timeout.
fn loses_only(input: &Input) -> bool {
    let params = input.params;
    let slack_ms = params.number("timeout_ms") - params.number("network_ms") - 3.0 * params.number("step_ms");
    let delays = 2.0 * slack_ms / params.number("network_ms");
    let is_late = (1.0 + delays) * libm::exp(-delays);
    let none = |name| params.number(name) == 0.0;
    let undisturbed = ["reuse_probability", "duplicate_probability", "crash_probability", "pause_probability"];
    input.actions.is_empty() && undisturbed.into_iter().all(none) && slack_ms > 0.0 && is_late < 1e-3
}

/// P(at least two messages have the same key), where keys are used and random.
fn collision(params: &Params) -> f64 {
    if Mode::of(params).has_keys() && params.chosen("key", &KEYS) == KeySource::Random {
        collision_probability(f64::from(params.count("messages")), f64::from(params.count("key_bits")))
    } else {
        0.0
    }
}

/// The channel: every message and every acknowledgement may be lost, and a message may arrive twice.
fn channel(input: &Input) -> Network {
    let half_delay = Time::from_millis_f64(input.params.number("network_ms") / 2.0);
    let mut network = Network::new(input.seed, Delay::Exponential(half_delay, half_delay), false);
    for producer in [PRODUCER, SUCCESSOR] {
        for (from, to, name) in [(producer, CONSUMER, "message_loss"), (CONSUMER, producer, "ack_loss")] {
            network
                .add(Rule { link: Link::between(from, to), impairment: Impairment::Loss(input.params.number(name)) });
        }
        let twice = Impairment::Duplication(input.params.number("duplicate_probability"));
        network.add(Rule { link: Link::between(producer, CONSUMER), impairment: twice });
    }
    network
}

/// The processes and the channel.
fn cluster(input: &Input, arrivals: Vec<Time>) -> Cluster<Actor, Ledger> {
    let mut cluster = Cluster::new(channel(input), Ledger::new(arrivals), Trace::keeping(MAX_TRACE), true);
    let producer = Producer::new(Sending::of(input.params));
    let actors = [
        Actor::Producer(producer.clone()),
        Actor::Consumer(Consumer::new(Policy::of(input.params))),
        Actor::Producer(producer),
        Actor::Application(Application::new()),
    ];
    for (name, actor) in NAMES.into_iter().zip(actors) {
        cluster.add(name, actor);
    }
    cluster
}

impl Simulation for Deliveries {
    fn advance(&mut self, budget: u32) -> Progress {
        // Every message is acknowledged or given up in the end: no event is left then.
        self.run.advance(budget, |_, _| false)
    }

    fn report(&self) -> Report {
        let report = report(self.ledger(), self.run.is_complete(), self.theory.as_ref(), self.collision);
        report.stopped(self.run.stopped())
    }

    fn trace(&self) -> &Trace {
        self.run.trace()
    }
}
