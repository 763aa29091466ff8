//! Delivery semantics: how often does a message have its effect?
//!
//! A sender that hears nothing cannot tell a lost message from a lost acknowledgement. If it stays silent the message
//! may be lost (at most once); if it sends again the effect may come twice (at least once). No protocol on the channel
//! makes it once; what does is an effect that knows the message: by its key, in the same transaction ([`policy::Mode`]),
//! from end to end (Saltzer, Reed & Clark, "End-to-end arguments in system design", 1984). Where a producer can be
//! replaced while it only sleeps, its epoch must be checked too (fencing; Kafka's KIP-98).
//!
//! [`producer`] and [`consumer`] are written once. Here they carry thousands of messages over a channel that loses them
//! by chance; in [`small`] the same code goes through every interleaving of one message. [`theory`] stands beside both.
//!
//! Chance comes from the streams `"arrivals"`, `"keys"`, `"reuse"`, `"crashes"` and `"pauses"`, each with its draws for
//! every message whether needed or not, and from those of the network's links: modes meet the same luck.

pub mod actor;
pub mod consumer;
pub mod ledger;
pub mod message;
pub mod policy;
pub mod producer;
mod schedule;
pub mod small;
mod spec;
pub mod theory;

use crate::kernel::{
    Cluster, Delay, Input, Link, MAX_EVENTS, Network, Params, Progress, Report, Rule, Sim, Simulation, Time, Trace,
    Trouble,
};
use actor::Actor;
use ledger::Ledger;
use message::{CONSUMER, PRODUCER, SUCCESSOR};
use policy::{Mode, Policy};
use producer::Sending;
use schedule::Schedule;
pub use small::explore;
pub use spec::{MAX_MESSAGES, SPEC};
use theory::Theory;

/// Up to so many messages every message is in the trace.
const SHOWN_MESSAGES: u32 = 5;

/// Up to so many messages everything that happens to one is in the trace.
const TRACED_MESSAGES: u32 = 50;

/// What one event costs in units of work.
const EVENT_COST: u32 = 5;

/// Starts a run.
pub fn start(input: &Input) -> Box<dyn Simulation> {
    Box::new(Deliveries::new(input))
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Deliveries {
    sim: Sim<Cluster<Actor, Ledger>>,
    theory: Theory,
    collision: f64,
    last_arrival: Time,
    is_done: bool,
    stopped: Option<String>,
    /// The cluster with the findings of the audit, once the run is done.
    audited: Option<Box<Cluster<Actor, Ledger>>>,
}

impl Deliveries {
    fn new(input: &Input) -> Self {
        let params = input.params;
        let mode = Mode::of(params);
        let schedule = Schedule::new(input);
        let last_arrival = schedule.arrivals.last().copied().unwrap_or_default();
        let cluster = cluster(input, mode, schedule.arrivals.clone());
        let mut queue = cluster.begin(&schedule.faults);
        schedule.place(&mut queue);
        let attempts = if mode.repeats() { count(params, "max_attempts") } else { 1 };
        let messages = f64::from(count(params, "messages"));
        let is_random = mode.has_keys() && params.choice("key") == "random";
        Self {
            // Playback steps over the trace; no checkpoint but the start is needed.
            sim: Sim::new(cluster, queue, 1),
            theory: Theory::new(params.number("message_loss"), params.number("ack_loss"), attempts),
            collision: if is_random {
                theory::collision_probability(messages, params.integer("key_bits") as f64)
            } else {
                0.0
            },
            last_arrival,
            is_done: false,
            stopped: None,
            audited: None,
        }
    }

    /// The processes, with what each remembers and has persisted.
    pub fn cluster(&self) -> &Cluster<Actor, Ledger> {
        self.audited.as_deref().unwrap_or(self.sim.world())
    }

    /// What became of each message.
    pub fn ledger(&self) -> &Ledger {
        self.cluster().watch()
    }

    /// What probability says.
    pub fn theory(&self) -> &Theory {
        &self.theory
    }

    fn finish(&mut self) {
        let mut cluster = self.sim.world().clone();
        ledger::audit(&mut cluster, self.sim.now());
        self.audited = Some(Box::new(cluster));
        self.is_done = true;
    }
}

fn count(params: &Params, name: &str) -> u32 {
    u32::try_from(params.integer(name)).unwrap_or(1)
}

/// The processes and the channel.
fn cluster(input: &Input, mode: Mode, arrivals: Vec<Time>) -> Cluster<Actor, Ledger> {
    let params = input.params;
    let ms = |name: &str| Time::from_millis_f64(params.number(name));
    let half_delay = Time::from_millis_f64(params.number("network_ms") / 2.0);
    let mut network = Network::new(input.seed, Delay::Exponential(half_delay, half_delay), false);
    for producer in [PRODUCER, SUCCESSOR] {
        let mut lossy = |from, to, name| {
            network.add(Rule { link: Link::between(from, to), trouble: Trouble::Loss(params.number(name)) });
        };
        lossy(producer, CONSUMER, "message_loss");
        lossy(CONSUMER, producer, "ack_loss");
    }
    let sending = Sending {
        repeats: mode.repeats(),
        timeout: ms("timeout_ms"),
        max_attempts: count(params, "max_attempts"),
        makes_keys: params.choice("key") == "producer",
        reports: true,
    };
    let window = ms("window_ms");
    let policy = Policy {
        mode,
        step: ms("step_ms"),
        window: (window > Time::ZERO && matches!(mode, Mode::Window(_))).then_some(window),
        binds_payload: params.choice("binding") == "on",
        fences: params.choice("fencing") == "on",
    };
    let messages = count(params, "messages");
    let ledger = Ledger::new(arrivals, messages <= TRACED_MESSAGES);
    let mut cluster = Cluster::new(network, ledger, Trace::keeping(2_000), messages <= SHOWN_MESSAGES);
    cluster.add("producer", Actor::Producer(producer::Producer::new(sending)));
    cluster.add("consumer", Actor::Consumer(consumer::Consumer::new(policy)));
    cluster.add("successor", Actor::Producer(producer::Producer::new(sending)));
    cluster.add("application", Actor::Application(producer::Application::new()));
    cluster
}

impl Simulation for Deliveries {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while !self.is_done && left > 0 {
            if self.sim.steps() == MAX_EVENTS {
                self.stopped = Some(format!("The run was stopped after {MAX_EVENTS} events; the rest is not counted."));
                self.finish();
            } else if self.sim.step() {
                left = left.saturating_sub(EVENT_COST);
            } else {
                self.finish();
            }
        }
        if self.is_done {
            return Progress::Done;
        }
        Progress::Running((self.sim.now().0 as f64 / self.last_arrival.0.max(1) as f64).min(0.999))
    }

    fn report(&self) -> Report {
        let ledger = self.ledger();
        let entries = ledger.entries();
        let counts = ledger.counts();
        let sum = |part: fn(&ledger::Entry) -> u32| entries.iter().map(part).map(f64::from).sum::<f64>();
        let per_message = |value: f64| value / entries.len().max(1) as f64;
        let (sends, deliveries) = (sum(|entry| entry.sends), sum(|entry| entry.deliveries));
        // A message that is still under way when a run is looked at early is not lost.
        let lost = if self.is_done { sum(|entry| u32::from(!entry.is_settled)) } else { 0.0 };
        let [p50, p99] = ledger.latency().quantiles_ms([0.5, 0.99]);
        let values = [
            ("sends", sends),
            ("deliveries", deliveries),
            ("effects", sum(|entry| entry.effects)),
            ("lost", lost),
            ("given_up", f64::from(counts.gave_up)),
            ("duplicate_effects", sum(|entry| entry.effects.saturating_sub(1))),
            ("stale_writes", f64::from(counts.stale_writes)),
            ("swallowed", f64::from(counts.swallowed)),
            ("conflicts", f64::from(counts.conflicts)),
            ("fenced", f64::from(counts.fenced)),
            ("dedup_memory_entries", f64::from(ledger.most_keys())),
            ("latency_ms_p50", p50),
            ("latency_ms_p99", p99),
            ("sends_per_message", per_message(sends)),
            ("predicted_sends_per_message", self.theory.sends),
            ("deliveries_per_message", per_message(deliveries)),
            ("predicted_deliveries_per_message", self.theory.deliveries),
            ("duplicate_fraction", per_message(sum(|entry| u32::from(entry.deliveries > 1)))),
            ("predicted_duplicate_fraction", self.theory.duplicate),
            ("lost_fraction", per_message(lost)),
            ("predicted_lost_fraction", self.theory.lost),
            ("predicted_collision_probability", self.collision),
        ];
        let mut report = Report { stopped: self.stopped.clone(), ..Report::default() };
        for (name, value) in values {
            report.push(SPEC.metrics, name, value);
        }
        report
    }

    fn trace(&self) -> &Trace {
        self.cluster().trace()
    }
}
