//! One run: clients read and write, processes send their replicas to each other, and every event is stamped.

mod losses;
mod messages;
mod report;

use std::collections::BTreeMap;

use super::history::{EventId, EventKind, History};
use super::ledger::{Ledger, WriteId};
use super::process::{Process, Replica};
use super::register::{Strategy, WriteRequest};
use super::theory::Theory;
use super::wall::WallClock;
use crate::kernel::{
    Action, Delay, Field, Input, Link, Network, Params, Progress, Queue, Report, Rule, Simulation, Stream, Time, Trace,
    Trouble,
};
use crate::parts::{Dot, VersionVector};

/// So many events are traced in full; after them only what happens to writes.
const FULL_TRACE: u64 = 1_000;

/// About what an event costs, in units of a budget.
const EVENT_COST: u32 = 30;

/// How long a message is held back.
const HELD: Time = Time::from_millis(50);

/// What is to happen.
#[derive(Clone, Copy, Debug)]
enum Task {
    Read(u32),
    Write(u32),
    Arrive(u32),
    Gossip(u32),
    Act(Action),
}

/// A client, always with the same process.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its process.
    pub process: u32,
    /// What it has read and is about to overwrite: the values, and the context that came with them.
    pub reading: Option<(Vec<WriteId>, VersionVector)>,
    sessions_left: u32,
    writes: u64,
    pauses: Stream,
}

/// A message under way: the sender's replica.
#[derive(Clone, Debug)]
pub struct Message {
    /// Who sent it.
    pub from: u32,
    /// To whom.
    pub to: u32,
    /// The event in which it was sent.
    pub sent: EventId,
    /// What it carries.
    pub replica: Replica,
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct LogicalClocks {
    strategy: Strategy,
    interval_ms: f64,
    delay_ms: (f64, f64),
    think: Time,
    gossip_per_s: f64,
    queue: Queue<Task>,
    network: Network,
    processes: Vec<Process>,
    clients: Vec<Client>,
    messages: BTreeMap<u32, Message>,
    messages_sent: u32,
    messages_lost: u32,
    sessions: (u32, u32),
    history: History,
    ledger: Ledger,
    hybrid_lead_us_max: u64,
    siblings_max: u32,
    false_siblings_max: u32,
    siblings_at_end: Option<u32>,
    metadata_bytes_max: u32,
    trace: Trace,
}

impl LogicalClocks {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params: &Params = input.params;
        let count = |name: &str| params.integer(name) as u32;
        let strategy = Strategy::named(params.choice("register"));
        let (processes, clients, writes) = (count("processes"), count("clients"), count("writes"));
        let stream = |kind: &str, id: u32| Stream::named(input.seed, &format!("{kind} {id}"));
        let process = |id| {
            let wall = WallClock::draw(params.number("skew_ms"), params.number("drift_ppm"), &mut stream("clock", id));
            Process::new(id, wall, strategy, stream("gossip", id))
        };
        // Behind the clients stand the readers of the book, one for each process, who write when they act.
        let client = |id| Client {
            process: if id < clients { id % processes } else { id - clients },
            reading: None,
            sessions_left: if id < clients { writes } else { 0 },
            writes: 0,
            pauses: stream("client", id),
        };
        let mut run = Self {
            strategy,
            interval_ms: params.number("interval_ms"),
            delay_ms: (params.number("delay_ms"), params.number("jitter_ms")),
            think: Time::from_millis_f64(params.number("think_ms")),
            gossip_per_s: params.number("gossip_per_s"),
            queue: Queue::new(),
            network: network(input),
            processes: (0..processes).map(process).collect(),
            clients: (0..clients + processes).map(client).collect(),
            messages: BTreeMap::new(),
            messages_sent: 0,
            messages_lost: 0,
            sessions: (0, clients * writes),
            history: History::new(processes),
            ledger: Ledger::default(),
            hybrid_lead_us_max: 0,
            siblings_max: 0,
            false_siblings_max: 0,
            siblings_at_end: None,
            metadata_bytes_max: 0,
            trace: Trace::keeping(2_000),
        };
        (0..clients).for_each(|client| run.pause(client));
        (0..processes).for_each(|process| run.await_gossip(process));
        for action in input.actions {
            run.queue.at(Time::from_millis(action.at_ms.into()), Task::Act(*action));
        }
        run
    }

    /// The processes.
    pub fn processes(&self) -> &[Process] {
        &self.processes
    }

    /// The clients; behind those of the schema, one for each process that writes when a reader acts.
    pub fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// The messages under way.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.messages.values()
    }

    /// Every event so far, and what happened before what.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Every write so far, and what became of it.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// What last-writer-wins should lose, with the clocks of this run.
    pub fn theory(&self) -> Theory {
        let clients = &self.clients[..self.clients.len() - self.processes.len()];
        let writes = self.sessions.1 / clients.len() as u32;
        let middle = Time::from_millis_f64(f64::from(writes) * (self.interval_ms + self.think.as_millis()) / 2.0);
        let process = |(id, process): (u32, &Process)| {
            let count = clients.iter().filter(|client| client.process == id).count() as u32;
            (count, process.wall().error_ns(middle) as f64 / 1e6)
        };
        Theory {
            strategy: self.strategy,
            processes: (0..).zip(&self.processes).map(process).collect(),
            writes,
            interval_ms: self.interval_ms,
            think_ms: self.think.as_millis(),
            delay_ms: self.delay_ms.0,
            jitter_ms: self.delay_ms.1,
        }
    }

    fn handle(&mut self, task: Task) {
        match task {
            Task::Read(client) => {
                self.read(client);
                self.queue.after(self.think, Task::Write(client));
            }
            Task::Write(client) => {
                self.write(client);
                self.sessions.0 += 1;
                self.pause(client);
            }
            Task::Arrive(message) => self.arrive(message),
            Task::Gossip(process) => self.gossip(process),
            Task::Act(action) => self.act(&action),
        }
        self.settle();
    }

    /// Schedules a client's next session, if it has one left.
    fn pause(&mut self, id: u32) {
        let client = &mut self.clients[id as usize];
        if let Some(left) = client.sessions_left.checked_sub(1) {
            client.sessions_left = left;
            let pause = Time::from_millis_f64(-libm::log(client.pauses.unit_positive()) * self.interval_ms);
            self.queue.after(pause, Task::Read(id));
        }
    }

    fn read(&mut self, id: u32) {
        let process = self.clients[id as usize].process;
        let event = self.happen(process, EventKind::Local);
        let register = &self.processes[process as usize].replica.register;
        let reading = (register.values(), register.context());
        self.record(event, "read", vec![("client", id.into()), ("values", list(&reading.0).into())]);
        self.clients[id as usize].reading = Some(reading);
    }

    /// A client overwrites what it has read, and its process tells the others.
    fn write(&mut self, id: u32) {
        let client = &mut self.clients[id as usize];
        let (seen, context) = client.reading.take().expect("a client reads before it writes");
        client.writes += 1;
        let (process, dot) = (client.process, Dot { replica: id, counter: client.writes });
        let value = self.ledger.enter(id, process, &seen);
        let event = self.happen(process, EventKind::Local);
        let stamp = self.processes[process as usize].stamp(self.strategy, self.history.event(event));
        let request = WriteRequest { value, context, stamp, client: dot };
        self.change(process, vec![value], |register| register.write(process, &request));
        let mut fields = vec![("client", id.into()), ("write", value.into()), ("saw", list(&seen).into())];
        fields.extend(self.measure(process));
        self.record(event, "write", fields);
        for other in (0..self.processes.len() as u32).filter(|&other| other != process) {
            self.send(process, other);
        }
    }

    fn act(&mut self, action: &Action) {
        let (target, size) = (action.target, self.processes.len() as u32);
        let now = self.queue.now();
        if target >= size {
            let reason = "there is no such process";
            self.trace.record(now, "ignored", vec![("action", action.verb.into()), ("reason", reason.into())]);
            return;
        }
        match action.verb {
            "write" => {
                let reader = self.clients.len() as u32 - size + target;
                self.read(reader);
                self.write(reader);
            }
            "isolate" => {
                let others = (0..size).filter(|&other| other != target).collect();
                self.network.partition(Some(vec![vec![target], others]));
                self.trace.record(now, "isolate", vec![("process", target.into())]);
            }
            "heal" => {
                self.network.partition(None);
                self.trace.record(now, "heal", Vec::new());
            }
            verb => panic!("the spec declares no action {verb}"),
        }
    }

    /// An event at a process, stamped and entered into the history.
    fn happen(&mut self, process: u32, kind: EventKind) -> EventId {
        let sent = if let EventKind::Receive(send) = kind { Some(self.history.event(send)) } else { None };
        let event = self.processes[process as usize].happen(self.queue.now(), kind, sent);
        self.hybrid_lead_us_max = self.hybrid_lead_us_max.max(event.hybrid.physical_us - event.wall_us);
        self.history.record(event)
    }

    fn record(&mut self, id: EventId, kind: &'static str, more: Vec<(&'static str, Field)>) {
        if self.trace.count() >= FULL_TRACE && kind != "write" {
            return;
        }
        let event = self.history.event(id);
        let mut fields = vec![("event", id.into()), ("process", event.process.into())];
        fields.extend(more);
        fields.extend([
            ("lamport", event.lamport.into()),
            ("vector", event.vector.to_string().into()),
            ("hybrid", event.hybrid.to_string().into()),
            ("wall_us", event.wall_us.into()),
        ]);
        self.trace.record(event.at, kind, fields);
    }
}

fn network(input: &Input) -> Network {
    let ms = |name: &str| Time::from_millis_f64(input.params.number(name));
    let mut network = Network::new(input.seed, Delay::Exponential(ms("delay_ms"), ms("jitter_ms")), false);
    network.add(Rule { link: Link::ANY, trouble: Trouble::Loss(input.params.number("loss")) });
    network.add(Rule { link: Link::ANY, trouble: Trouble::Reordering(input.params.number("reordering"), HELD) });
    network
}

/// `3+7`: values in a trace, the first few of them.
fn list(values: &[WriteId]) -> String {
    const SHOWN: usize = 8;
    let mut list = values.iter().take(SHOWN).map(WriteId::to_string).collect::<Vec<_>>().join("+");
    if values.len() > SHOWN {
        list.push_str("+…");
    }
    list
}

impl Simulation for LogicalClocks {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while left > 0 && self.siblings_at_end.is_none() {
            match self.queue.pop() {
                Some((_, task)) => self.handle(task),
                None => self.read_all(),
            }
            left = left.saturating_sub(EVENT_COST);
        }
        match self.siblings_at_end {
            Some(_) => Progress::Done,
            None => Progress::Running(f64::from(self.sessions.0) / f64::from(self.sessions.1 + 1)),
        }
    }

    fn report(&self) -> Report {
        report::report(self)
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
