//! One run: users operate on replicas, replicas send each other what they have, and two objects take it in: one that
//! was made to be merged and one that was not.

use std::sync::Arc;

use super::group::Group;
use super::intent::Intent;
use super::message::Message;
use super::policy::{DELIVERIES, Delivery, Kind, TYPES};
use super::replica::Replica;
use super::report::{self, Course};
use super::schedule::{Task, disturbances};
use super::truth::Operation;
use crate::kernel::{
    Action, Delay, EventLimit, Field, Impairment, Input, Link, Network, Params, Progress, Queue, Report, Rule,
    Simulation, Stream, Time, Trace,
};

/// The number of events traced in full; after them only users' operations and their results are.
const FULL_TRACE: u64 = 1_000;

/// How long a message is held back.
const HELD: Time = Time::from_millis(100);

/// The most rounds of gossip for which a run waits until replicas agree.
const MAX_ROUNDS: u64 = 200;

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Crdt {
    group: Group,
    elements: u32,
    gossip_every: Time,
    queue: Queue<Task>,
    network: Network,
    users: Stream,
    intents: Stream,
    readers: Stream,
    /// The disturbances (operations, cuts, actions) still to come, and all of them.
    disturbances: (u32, u32),
    disturbed_at: Time,
    is_cut: bool,
    converged_at: Option<Time>,
    messages: u32,
    sent_bytes: u64,
    limit: EventLimit,
    is_done: bool,
    trace: Trace,
}

impl Crdt {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params: &Params = input.params;
        let kind = params.chosen("type", &TYPES);
        let gossip_every = params.time("gossip_ms");
        let mut queue = disturbances(input);
        let disturbances = queue.len() as u32;
        let mut replicas = Vec::new();
        for id in 0..params.count("replicas") {
            let mut gossip = Stream::named(input.seed, &format!("gossip {id}"));
            queue.at(Time((gossip.unit() * gossip_every.0 as f64) as u64), Task::Gossip(id));
            replicas.push(Replica::new(id, kind, gossip));
        }
        Self {
            group: Group::new(kind, params.chosen("delivery", &DELIVERIES), replicas),
            elements: params.count("elements"),
            gossip_every,
            queue,
            network: network(input),
            users: Stream::named(input.seed, "users"),
            intents: Stream::named(input.seed, "intents"),
            readers: Stream::named(input.seed, "readers"),
            disturbances: (disturbances, disturbances),
            disturbed_at: Time::ZERO,
            is_cut: false,
            converged_at: None,
            messages: 0,
            sent_bytes: 0,
            limit: EventLimit::of(input),
            is_done: false,
            trace: Trace::keeping(2_000),
        }
    }

    /// The replicas.
    pub fn replicas(&self) -> &[Replica] {
        self.group.replicas()
    }

    /// All operations so far, in their order.
    pub fn operations(&self) -> &[Operation] {
        self.group.log()
    }

    /// The replicated type.
    pub fn kind(&self) -> Kind {
        self.group.kind()
    }

    /// The moment at which all replicas came to the same state, after the last disturbance.
    pub fn converged_at(&self) -> Option<Time> {
        self.converged_at
    }

    /// Does the next thing, ends the run if there is none, or stops it at the limit.
    fn step(&mut self) {
        if self.queue.is_empty() {
            self.finish();
        } else if !self.limit.allow() {
            self.is_done = true;
        } else if let Some((_, task)) = self.queue.pop() {
            self.handle(task);
        }
    }

    fn handle(&mut self, task: Task) {
        match task {
            Task::Gossip(id) => self.gossip(id),
            Task::Arrive { from, to, message } => self.arrive(from, to, &message),
            disturbance => {
                self.disturbances.0 -= 1;
                self.disturbed_at = self.queue.now();
                self.disturb(&disturbance);
            }
        }
        self.look_for_agreement();
    }

    fn disturb(&mut self, task: &Task) {
        match task {
            Task::Operate => {
                let replica = self.users.below(self.group.size().into()) as u32;
                let number = self.group.log().len() as u32;
                let intent = Intent::draw(self.group.kind(), number, self.elements, &mut self.intents);
                self.operate(replica, intent);
            }
            Task::Partition => {
                let half = self.group.size() / 2;
                self.cut(|id| id < half);
            }
            Task::Act(action) => self.act(action),
            _ => self.heal(),
        }
    }

    fn operate(&mut self, id: u32, intent: Intent) {
        let number = self.group.perform(id, intent, self.queue.now());
        let mut fields = vec![("replica", id.into()), ("operation", number.into()), ("do", intent.verb().into())];
        fields.extend(intent.subject().map(|subject| ("what", subject.into())));
        self.record(id, "operate", fields);
        if self.group.delivery() == Delivery::Operations {
            let message = Arc::new(Message::Operations(vec![number]));
            for other in (0..self.group.size()).filter(|&other| other != id) {
                self.send(id, other, &message);
            }
        }
    }

    fn act(&mut self, action: &Action) {
        if action.target >= self.group.size() {
            let fields = vec![("action", action.verb.into()), ("reason", "there is no such replica".into())];
            self.trace.record(self.queue.now(), "ignored", fields);
            return;
        }
        match action.verb {
            "operate" => {
                let number = self.group.log().len() as u32;
                let intent = Intent::draw(self.group.kind(), number, self.elements, &mut self.readers);
                self.operate(action.target, intent);
            }
            "isolate" => self.cut(|id| id == action.target),
            "heal" => self.heal(),
            verb => panic!("the spec declares no action {verb}"),
        }
    }

    /// Cuts these replicas off from the rest.
    fn cut(&mut self, inside: impl Fn(u32) -> bool) {
        let (inside, outside): (Vec<u32>, Vec<u32>) = (0..self.group.size()).partition(|&id| inside(id));
        let list = |ids: &[u32]| ids.iter().map(u32::to_string).collect::<Vec<_>>().join("+");
        let groups = format!("{}|{}", list(&inside), list(&outside));
        self.trace.record(self.queue.now(), "partition", vec![("groups", groups.into())]);
        self.network.partition(Some(vec![inside, outside]));
        self.is_cut = true;
    }

    fn heal(&mut self) {
        self.network.partition(None);
        self.is_cut = false;
        self.trace.record(self.queue.now(), "heal", Vec::new());
    }

    /// A replica turns to another, and will again unless it is time to stop.
    fn gossip(&mut self, id: u32) {
        let (to, message) = self.group.gossip(id);
        self.send(id, to, &Arc::new(message));
        let waited = self.queue.now() - self.disturbed_at;
        let gives_up = self.disturbances.0 == 0 && waited.0 > self.gossip_every.0 * MAX_ROUNDS;
        if self.converged_at.is_none() && !gives_up {
            self.queue.after(self.gossip_every, Task::Gossip(id));
        }
    }

    fn send(&mut self, from: u32, to: u32, message: &Arc<Message>) {
        self.messages += 1;
        self.sent_bytes += u64::from(self.group.bytes(message));
        for at in self.network.send(from, to, self.queue.now()).into_iter().flatten() {
            self.queue.at(at, Task::Arrive { from, to, message: message.clone() });
        }
    }

    fn arrive(&mut self, from: u32, to: u32, message: &Message) {
        let taken = self.group.take(to, message);
        if let Some(answer) = taken.answer {
            self.send(to, from, &Arc::new(answer));
        }
        if taken.news > 0 && self.group.diverges(to) {
            self.trace.record(self.queue.now(), "diverged", vec![("replica", to.into())]);
        }
        let shows = taken.news > 0 || taken.naive_changed;
        if shows && self.trace.count() < FULL_TRACE {
            self.record(
                to,
                "receive",
                vec![("replica", to.into()), ("from", from.into()), ("news", taken.news.into())],
            );
        }
    }

    /// Once nothing disturbs them any more: do all replicas hold everything, and the same?
    fn look_for_agreement(&mut self) {
        if self.converged_at.is_some() || self.disturbances.0 > 0 || self.is_cut || !self.group.agrees() {
            return;
        }
        self.converged_at = Some(self.queue.now());
        let rounds = self.rounds_to_converge();
        self.record(0, "converged", vec![("rounds", rounds.into())]);
    }

    /// Rounds of gossip from the last disturbance to agreement, or to the end without it.
    fn rounds_to_converge(&self) -> u64 {
        let until = self.converged_at.unwrap_or(self.queue.now());
        (until - self.disturbed_at).0.div_ceil(self.gossip_every.0)
    }

    fn finish(&mut self) {
        let (lost, naive_lost) = self.group.lost();
        let fields = vec![
            ("lost", lost.into()),
            ("naive_lost", naive_lost.into()),
            ("naive_converged", u32::from(self.group.naive_agrees()).into()),
        ];
        self.trace.record(self.queue.now(), "end", fields);
        self.is_done = true;
    }

    fn record(&mut self, id: u32, kind: &'static str, mut fields: Vec<(&'static str, Field)>) {
        let replica = &self.group.replicas()[id as usize];
        fields.push(("crdt", replica.object.content().to_string().into()));
        fields.push(("naive", replica.naive.content().to_string().into()));
        self.trace.record(self.queue.now(), kind, fields);
    }
}

fn network(input: &Input) -> Network {
    let params = input.params;
    let delay = Delay::Exponential(params.time("delay_ms"), params.time("jitter_ms"));
    let mut network = Network::new(input.seed, delay, false);
    for impairment in [
        Impairment::Loss(params.number("loss")),
        Impairment::Duplication(params.number("duplication")),
        Impairment::Reordering(params.number("reordering"), HELD),
    ] {
        network.add(Rule { link: Link::ANY, impairment });
    }
    network
}

impl Simulation for Crdt {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while left > 0 && !self.is_done {
            self.step();
            // A state takes longer to copy and to merge the more has been done to it.
            left = left.saturating_sub(30 + self.group.log().len() as u32);
        }
        if self.is_done {
            return Progress::Done;
        }
        let (left, all) = self.disturbances;
        Progress::Running(f64::from(all - left) / f64::from(all + 1))
    }

    fn report(&self) -> Report {
        let course = Course {
            converged: self.converged_at.is_some(),
            rounds: self.rounds_to_converge(),
            messages: self.messages,
            sent_bytes: self.sent_bytes,
        };
        report::measured(&self.group, &course).stopped(self.limit.stopped(self.queue.now()))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
