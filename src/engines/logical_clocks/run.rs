//! One run: clients read and write, processes send their replicas to each other, and every event is stamped.

use super::client::Client;
use super::group::{Group, Held};
use super::ledger::{Fate, Ledger, WriteId};
use super::process::Process;
use super::record::{held, list, stamped};
use super::report::{self, Course};
use super::theory::Theory;
use super::transport::{Message, Transport};
use crate::kernel::{Action, EventLimit, Field, Input, Params, Progress, Queue, Report, Simulation, Time, Trace};
use crate::parts::clocks::history::{EventId, EventKind, History};

/// The number of events traced in full; after them only the fates of writes are.
const FULL_TRACE: u64 = 1_000;

/// About what an event costs, in units of a budget.
const EVENT_COST: u32 = 30;

/// A scheduled task.
#[derive(Clone, Copy, Debug)]
enum Task {
    Read(u32),
    Write(u32),
    Arrive(u32),
    Gossip(u32),
    Act(Action),
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct LogicalClocks {
    group: Group,
    transport: Transport,
    interval_ms: f64,
    delay_ms: (f64, f64),
    think: Time,
    gossip_per_s: f64,
    is_reliable: bool,
    queue: Queue<Task>,
    sessions: (u32, u32),
    siblings_at_end: Option<u32>,
    limit: EventLimit,
    trace: Trace,
}

impl LogicalClocks {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params: &Params = input.params;
        let (clients, writes) = (params.count("clients"), params.count("writes"));
        let mut run = Self {
            group: Group::new(input),
            transport: Transport::new(input),
            interval_ms: params.number("interval_ms"),
            delay_ms: (params.number("delay_ms"), params.number("jitter_ms")),
            think: params.time("think_ms"),
            gossip_per_s: params.number("gossip_per_s"),
            is_reliable: input.actions.is_empty() && params.number("loss") + params.number("reordering") == 0.0,
            queue: Queue::new(),
            sessions: (0, clients * writes),
            siblings_at_end: None,
            limit: EventLimit::of(input),
            trace: Trace::keeping(2_000),
        };
        (0..clients).for_each(|client| run.pause(client));
        (0..run.group.size()).for_each(|process| run.await_gossip(process));
        for action in input.actions {
            run.queue.at(Time::from_millis(action.at_ms.into()), Task::Act(*action));
        }
        run
    }

    /// The processes.
    pub fn processes(&self) -> &[Process] {
        self.group.processes()
    }

    /// The clients; behind those of the schema, one for each process that writes when a reader acts.
    pub fn clients(&self) -> &[Client] {
        self.group.clients()
    }

    /// The least time that a message takes, in milliseconds.
    pub fn delay_ms(&self) -> f64 {
        self.delay_ms.0
    }

    /// The messages under way.
    pub fn messages(&self) -> impl Iterator<Item = &Message> {
        self.transport.under_way()
    }

    /// Every event so far, and what happened before what.
    pub fn history(&self) -> &History {
        self.group.history()
    }

    /// What each replica held after each change of it, for the first some thousand changes.
    pub fn held(&self) -> &[Held] {
        self.group.held()
    }

    /// Every write so far, and what became of it.
    pub fn ledger(&self) -> &Ledger {
        self.group.ledger()
    }

    /// The predicted loss of last-writer-wins, with the clocks of this run.
    pub fn theory(&self) -> Theory {
        let (processes, clients) = (self.processes(), self.clients());
        let clients = &clients[..clients.len() - processes.len()];
        let writes = self.sessions.1 / clients.len() as u32;
        let middle = Time::from_millis_f64(f64::from(writes) * (self.interval_ms + self.think.as_millis()) / 2.0);
        let process = |(id, process): (u32, &Process)| {
            let count = clients.iter().filter(|client| client.process == id).count() as u32;
            (count, process.wall().error_ns(middle) as f64 / 1e6)
        };
        Theory {
            strategy: self.group.strategy(),
            processes: (0..).zip(processes).map(process).collect(),
            writes,
            interval_ms: self.interval_ms,
            think_ms: self.think.as_millis(),
            delay_ms: self.delay_ms.0,
            jitter_ms: self.delay_ms.1,
            is_reliable: self.is_reliable,
        }
    }

    fn is_done(&self) -> bool {
        self.siblings_at_end.is_some() || self.limit.is_reached()
    }

    /// Does the next thing, unless the limit is reached; when nothing more can happen, every process is read.
    fn step(&mut self) {
        if self.queue.is_empty() {
            self.read_all();
        } else if self.limit.allow()
            && let Some((_, task)) = self.queue.pop()
        {
            self.handle(task);
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
        let lost = self.group.settle(self.transport.under_way());
        self.lose(&lost);
    }

    /// Schedules a client's next session, if it has one left.
    fn pause(&mut self, id: u32) {
        if let Some(pause) = self.group.client_mut(id).pause(self.interval_ms) {
            self.queue.after(pause, Task::Read(id));
        }
    }

    /// Schedules a process's next gossip, while clients still write.
    fn await_gossip(&mut self, id: u32) {
        if self.gossip_per_s > 0.0 && self.sessions.0 < self.sessions.1 {
            let wait = self.group.process_mut(id).gossip_after(self.gossip_per_s);
            self.queue.after(wait, Task::Gossip(id));
        }
    }

    fn gossip(&mut self, id: u32) {
        let size = self.group.size();
        let to = self.group.process_mut(id).partner(size);
        self.send(id, to);
        self.await_gossip(id);
    }

    fn read(&mut self, id: u32) {
        let (event, values) = self.group.read(id, self.queue.now());
        self.record(event, "read", vec![("client", id.into()), ("values", list(&values).into())]);
    }

    /// A client overwrites what it has read, and its process tells the others.
    fn write(&mut self, id: u32) {
        let written = self.group.write(id, self.queue.now());
        let saw = list(&written.saw);
        let mut fields = vec![("client", id.into()), ("write", written.value.into()), ("saw", saw.into())];
        fields.extend(held(&written.holding));
        self.record(written.event, "write", fields);
        let process = self.group.clients()[id as usize].process;
        for other in (0..self.group.size()).filter(|&other| other != process) {
            self.send(process, other);
        }
    }

    fn send(&mut self, from: u32, to: u32) {
        let now = self.queue.now();
        let sent = self.group.happen(from, EventKind::Send(to), now);
        let arrival = self.transport.send(from, to, now);
        self.record(sent, "send", vec![("to", to.into()), ("lost", u32::from(arrival.is_none()).into())]);
        if let Some(at) = arrival {
            let replica = self.group.processes()[from as usize].replica.clone();
            let number = self.transport.post(Message { from, to, sent, replica });
            self.queue.at(at, Task::Arrive(number));
        }
    }

    fn arrive(&mut self, number: u32) {
        let message = self.transport.take(number);
        let (event, holding) = self.group.receive(&message, self.queue.now());
        let wall_us = |id| self.group.history().event(id).wall_us;
        let backwards = u32::from(wall_us(event) <= wall_us(message.sent));
        let mut fields =
            vec![("from", message.from.into()), ("sent", message.sent.into()), ("backwards", backwards.into())];
        fields.extend(held(&holding));
        self.record(event, "receive", fields);
    }

    fn act(&mut self, action: &Action) {
        let (target, size) = (action.target, self.group.size());
        let now = self.queue.now();
        if target >= size {
            let reason = "there is no such process";
            self.trace.record(now, "ignored", vec![("action", action.verb.into()), ("reason", reason.into())]);
            return;
        }
        match action.verb {
            "write" => {
                let reader = self.group.clients().len() as u32 - size + target;
                self.read(reader);
                self.write(reader);
            }
            "isolate" => {
                self.transport.isolate(Some(target), size);
                self.trace.record(now, "isolate", vec![("process", target.into())]);
            }
            "heal" => {
                self.transport.isolate(None, size);
                self.trace.record(now, "heal", Vec::new());
            }
            verb => panic!("the spec declares no action {verb}"),
        }
    }

    /// At the end of the run, a last read through process 0 asks every process.
    fn read_all(&mut self) {
        let (values, lost) = self.group.read_all();
        self.siblings_at_end = Some(values.len() as u32);
        self.trace.record(self.queue.now(), "last-read", vec![("values", list(&values).into())]);
        self.lose(&lost);
    }

    fn lose(&mut self, lost: &[WriteId]) {
        for &id in lost {
            let write = &self.group.ledger().writes()[id as usize];
            let fields = vec![
                ("write", id.into()),
                ("client", write.client.into()),
                ("process", write.process.into()),
                ("newer", u32::from(write.fate == Fate::LostNewer).into()),
            ];
            self.trace.record(self.queue.now(), "lost-update", fields);
        }
    }

    fn record(&mut self, id: EventId, kind: &'static str, more: Vec<(&'static str, Field)>) {
        if self.trace.count() >= FULL_TRACE && kind != "write" {
            return;
        }
        let event = self.group.history().event(id);
        self.trace.record(event.at, kind, stamped(id, event, more));
    }
}

impl Simulation for LogicalClocks {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while left > 0 && !self.is_done() {
            self.step();
            left = left.saturating_sub(EVENT_COST);
        }
        if self.is_done() {
            Progress::Done
        } else {
            Progress::Running(f64::from(self.sessions.0) / f64::from(self.sessions.1 + 1))
        }
    }

    fn report(&self) -> Report {
        let course = Course {
            now: self.queue.now(),
            messages_lost: self.transport.lost(),
            siblings_at_end: self.siblings_at_end.unwrap_or(0),
            theory: self.theory(),
        };
        report::measured(&self.group, &course).stopped(self.limit.stopped(self.queue.now()))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
