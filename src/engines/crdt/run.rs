//! One run: users operate on replicas, replicas send each other what they have, and two objects take it in: one that
//! was made to be merged and one that was not.

mod messages;
mod report;

use std::sync::Arc;

use messages::Message;

use super::replica::Replica;
use super::truth::Operation;
use super::update::{Intent, Kind};
use crate::kernel::{
    Action, Delay, Field, Input, Link, Network, Params, Progress, Queue, Report, Rule, Simulation, Stream, Time, Trace,
    Trouble,
};

/// So many events are traced in full; after them only what users do and what becomes of it.
const FULL_TRACE: u64 = 1_000;

/// How long a message is held back.
const HELD: Time = Time::from_millis(100);

/// So many rounds of gossip are waited for replicas to agree.
const MAX_ROUNDS: u64 = 200;

/// What is to happen.
#[derive(Clone, Debug)]
enum Task {
    Operate,
    Partition,
    Heal,
    Act(Action),
    Gossip(u32),
    Arrive { from: u32, to: u32, message: Arc<Message> },
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct Crdt {
    kind: Kind,
    by_state: bool,
    elements: u32,
    gossip_every: Time,
    queue: Queue<Task>,
    network: Network,
    replicas: Vec<Replica>,
    log: Vec<Operation>,
    users: Stream,
    intents: Stream,
    readers: Stream,
    /// What users and the schedule will still do, and how much it was at the start.
    disturbances: (u32, u32),
    disturbed_at: Time,
    is_cut: bool,
    converged_at: Option<Time>,
    messages: u32,
    sent_bytes: u64,
    waiting_max: u32,
    is_done: bool,
    trace: Trace,
}

impl Crdt {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params: &Params = input.params;
        let count = |name: &str| params.integer(name) as u32;
        let ms = |name: &str| Time::from_millis_f64(params.number(name));
        let kind = Kind::named(params.choice("type"));
        let gossip_every = ms("gossip_ms");
        let mut queue = Queue::new();
        let mut times = Stream::named(input.seed, "times");
        let mut at = Time::ZERO;
        for _ in 0..count("operations") {
            at = at + Time::from_millis_f64(-libm::log(times.unit_positive()) * params.number("interval_ms"));
            queue.at(at, Task::Operate);
        }
        if ms("partition_ms") > Time::ZERO {
            queue.at(ms("partition_at_ms"), Task::Partition);
            queue.at(ms("partition_at_ms") + ms("partition_ms"), Task::Heal);
        }
        for action in input.actions {
            queue.at(Time::from_millis(action.at_ms.into()), Task::Act(*action));
        }
        let disturbances = queue.len() as u32;
        let mut replicas = Vec::new();
        for id in 0..count("replicas") {
            let mut gossip = Stream::named(input.seed, &format!("gossip {id}"));
            queue.at(Time((gossip.unit() * gossip_every.0 as f64) as u64), Task::Gossip(id));
            replicas.push(Replica::new(id, kind, gossip));
        }
        Self {
            kind,
            by_state: params.choice("delivery") == "state",
            elements: count("elements"),
            gossip_every,
            queue,
            network: network(input),
            replicas,
            log: Vec::new(),
            users: Stream::named(input.seed, "users"),
            intents: Stream::named(input.seed, "intents"),
            readers: Stream::named(input.seed, "readers"),
            disturbances: (disturbances, disturbances),
            disturbed_at: Time::ZERO,
            is_cut: false,
            converged_at: None,
            messages: 0,
            sent_bytes: 0,
            waiting_max: 0,
            is_done: false,
            trace: Trace::keeping(2_000),
        }
    }

    /// The replicas.
    pub fn replicas(&self) -> &[Replica] {
        &self.replicas
    }

    /// What was done so far, in the order in which it was done.
    pub fn operations(&self) -> &[Operation] {
        &self.log
    }

    /// What is replicated.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// When all replicas came to the same state, after the last disturbance.
    pub fn converged_at(&self) -> Option<Time> {
        self.converged_at
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
                let replica = self.users.below(self.replicas.len() as u64) as u32;
                let intent = Intent::draw(self.kind, self.log.len() as u32, self.elements, &mut self.intents);
                self.operate(replica, intent);
            }
            Task::Partition => {
                let half = self.replicas.len() as u32 / 2;
                self.cut(|id| id < half);
            }
            Task::Act(action) => self.act(action),
            _ => self.heal(),
        }
    }

    fn operate(&mut self, id: u32, intent: Intent) {
        let now = self.queue.now();
        let operation = self.replicas[id as usize].perform(intent, now.0 / 1_000_000);
        let number = self.log.len() as u32;
        self.log.push(operation);
        let mut fields = vec![("replica", id.into()), ("operation", number.into()), ("do", intent.verb().into())];
        fields.extend(intent.subject().map(|subject| ("what", subject.into())));
        self.record(id, "operate", fields);
        if !self.by_state {
            let message = Arc::new(Message::Operations(vec![number]));
            for other in (0..self.replicas.len() as u32).filter(|&other| other != id) {
                self.send(id, other, &message);
            }
        }
    }

    fn act(&mut self, action: &Action) {
        if action.target >= self.replicas.len() as u32 {
            let fields = vec![("action", action.verb.into()), ("reason", "there is no such replica".into())];
            self.trace.record(self.queue.now(), "ignored", fields);
            return;
        }
        match action.verb {
            "operate" => {
                let intent = Intent::draw(self.kind, self.log.len() as u32, self.elements, &mut self.readers);
                self.operate(action.target, intent);
            }
            "isolate" => self.cut(|id| id == action.target),
            "heal" => self.heal(),
            verb => panic!("the spec declares no action {verb}"),
        }
    }

    /// Cuts these replicas off from the rest.
    fn cut(&mut self, inside: impl Fn(u32) -> bool) {
        let (inside, outside): (Vec<u32>, Vec<u32>) = (0..self.replicas.len() as u32).partition(|&id| inside(id));
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

    /// Replicas that have seen the same must be in the same state.
    fn compare(&mut self, id: u32) {
        let replica = &self.replicas[id as usize];
        let differs = |other: &&Replica| other.seen == replica.seen && other.object != replica.object;
        if self.replicas.iter().any(|other| differs(&other)) {
            self.trace.record(self.queue.now(), "diverged", vec![("replica", id.into())]);
        }
    }

    /// Once nothing disturbs them any more: do all replicas hold everything, and the same?
    fn look_for_agreement(&mut self) {
        if self.converged_at.is_some() || self.disturbances.0 > 0 || self.is_cut {
            return;
        }
        let everything = self.log.len() as u64;
        let first = &self.replicas[0];
        let agree = |replica: &Replica| replica.seen.total() == everything && replica.object == first.object;
        if self.replicas.iter().all(agree) {
            self.converged_at = Some(self.queue.now());
            let rounds = self.rounds_to_converge();
            self.record(0, "converged", vec![("rounds", rounds.into())]);
        }
    }

    /// Rounds of gossip from the last disturbance to agreement, or to the end without it.
    fn rounds_to_converge(&self) -> u64 {
        let until = self.converged_at.unwrap_or(self.queue.now());
        (until - self.disturbed_at).0.div_ceil(self.gossip_every.0)
    }

    fn finish(&mut self) {
        let (lost, naive_lost) = report::lost(self);
        let fields = vec![
            ("lost", lost.into()),
            ("naive_lost", naive_lost.into()),
            ("naive_converged", u32::from(report::naive_agree(self)).into()),
        ];
        self.trace.record(self.queue.now(), "end", fields);
        self.is_done = true;
    }

    fn record(&mut self, id: u32, kind: &'static str, mut fields: Vec<(&'static str, Field)>) {
        let replica = &self.replicas[id as usize];
        fields.push(("crdt", replica.object.content().to_string().into()));
        fields.push(("naive", replica.naive.content().to_string().into()));
        self.trace.record(self.queue.now(), kind, fields);
    }
}

fn network(input: &Input) -> Network {
    let ms = |name: &str| Time::from_millis_f64(input.params.number(name));
    let chance = |name: &str| input.params.number(name);
    let mut network = Network::new(input.seed, Delay::Exponential(ms("delay_ms"), ms("jitter_ms")), false);
    for trouble in [
        Trouble::Loss(chance("loss")),
        Trouble::Duplication(chance("duplication")),
        Trouble::Reordering(chance("reordering"), HELD),
    ] {
        network.add(Rule { link: Link::ANY, trouble });
    }
    network
}

impl Simulation for Crdt {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while left > 0 && !self.is_done {
            match self.queue.pop() {
                Some((_, task)) => self.handle(task),
                None => self.finish(),
            }
            // A state takes longer to copy and to merge the more has been done to it.
            left = left.saturating_sub(30 + self.log.len() as u32);
        }
        if self.is_done {
            return Progress::Done;
        }
        let (left, all) = self.disturbances;
        Progress::Running(f64::from(all - left) / f64::from(all + 1))
    }

    fn report(&self) -> Report {
        report::report(self)
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
