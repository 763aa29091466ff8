//! One run: users operate on replicas, replicas send each other what they have, and two objects take it in: one that
//! was made to be merged and one that was not.

use std::sync::Arc;

use super::content::Content;
use super::group::Group;
use super::history::{Cargo, Change, Flight, History};
use super::intent::Intent;
use super::links::network;
use super::message::Message;
use super::object::Object;
use super::policy::{DELIVERIES, Delivery, Kind, TYPES};
use super::replica::Replica;
use super::report::{self, Course};
use super::schedule::{Task, disturbances};
use super::truth::Operation;
use crate::kernel::{
    EventLimit, Field, Input, Network, Params, Progress, Queue, Report, Simulation, Stream, Time, Trace,
};
use crate::parts::VersionVector;

/// The number of events traced in full; after them only users' operations and their results are.
const FULL_TRACE: u64 = 1_000;

/// The most rounds of gossip for which a run waits until replicas agree, …
const MAX_ROUNDS: u64 = 200;

/// … and if the network stays cut: enough for those who hear each other.
const MAX_ROUNDS_CUT: u64 = 20;

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Crdt {
    pub(super) group: Group,
    pub(super) elements: u32,
    gossip_every: Time,
    pub(super) queue: Queue<Task>,
    pub(super) network: Network,
    users: Stream,
    intents: Stream,
    pub(super) readers: Stream,
    /// The disturbances (operations, cuts, actions) still to come, and all of them.
    disturbances: (u32, u32),
    disturbed_at: Time,
    pub(super) is_cut: bool,
    converged_at: Option<Time>,
    messages: u32,
    sent_bytes: u64,
    limit: EventLimit,
    is_done: bool,
    pub(super) history: History,
    pub(super) trace: Trace,
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
            history: History::default(),
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

    /// What happened, for a picture of any moment.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// What a replica holds that has seen these operations.
    pub fn object(&self, seen: &VersionVector) -> Object {
        self.group.object(seen)
    }

    /// What its naive counterpart should hold.
    pub fn naive_expected(&self, seen: &VersionVector) -> Content {
        self.group.naive_expected(seen)
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
                let intent = Intent::draw(self.group.kind(), self.number(), self.elements, &mut self.intents);
                self.operate(replica, intent);
            }
            Task::Partition => {
                let half = self.group.size() / 2;
                self.cut_off(|id| id < half);
            }
            Task::Act(action) => self.act(action),
            Task::Press(id, key) => self.press(*id, *key),
            _ => self.heal(),
        }
    }

    /// The number of the next operation: a value that no other has.
    pub(super) fn number(&self) -> u32 {
        self.group.log().len() as u32
    }

    pub(super) fn operate(&mut self, id: u32, intent: Intent) {
        let number = self.group.perform(id, intent, self.queue.now());
        self.note_change(id);
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

    /// A replica turns to another, and will again unless it is time to stop.
    fn gossip(&mut self, id: u32) {
        let (to, message) = self.group.gossip(id);
        self.send(id, to, &Arc::new(message));
        let waited = self.queue.now() - self.disturbed_at;
        let rounds = if self.is_cut { MAX_ROUNDS_CUT } else { MAX_ROUNDS };
        let gives_up = self.disturbances.0 == 0 && waited.0 > self.gossip_every.0 * rounds;
        if self.converged_at.is_none() && !gives_up {
            self.queue.after(self.gossip_every, Task::Gossip(id));
        }
    }

    fn send(&mut self, from: u32, to: u32, message: &Arc<Message>) {
        let bytes = self.group.bytes(message);
        self.messages += 1;
        self.sent_bytes += u64::from(bytes);
        let sent = self.queue.now();
        let arrives = self.network.send(from, to, sent);
        for at in arrives.into_iter().flatten() {
            self.queue.at(at, Task::Arrive { from, to, message: message.clone() });
        }
        self.history.flights.push(Flight { from, to, sent, arrives, bytes, cargo: Cargo::of(message) });
    }

    /// Notes what a replica has come to hold.
    fn note_change(&mut self, id: u32) {
        let change = Change::of(self.queue.now(), id, &self.group.replicas()[id as usize]);
        self.history.changes.push(change);
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
        if shows {
            self.note_change(to);
        }
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
        if self.converged_at.is_some() || self.disturbances.0 > 0 || !self.group.agrees() {
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
