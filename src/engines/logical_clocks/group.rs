//! The processes together: their events, the replicas that they hold, and the ground truth about both.

use super::client::{Client, Reading};
use super::ledger::{Ledger, WriteId, WriteSet};
use super::policy::{STRATEGIES, Strategy};
use super::process::Process;
use super::register::{Register, WriteRequest};
use super::transport::Message;
use crate::kernel::{Input, Stream, Time};
use crate::parts::clocks::history::{EventId, EventKind, History};
use crate::parts::clocks::wall::WallClock;

/// The contents of a replica after a change.
#[derive(Clone, Debug)]
pub struct Holding {
    /// The values: siblings, if there are several.
    pub values: Vec<WriteId>,
    /// Those of them that the client of another value there had seen and overwritten.
    pub false_siblings: u32,
}

/// What a replica holds from a moment on.
#[derive(Clone, Debug)]
pub struct Held {
    /// The moment.
    pub at: Time,
    /// The process whose replica it is.
    pub process: u32,
    /// The values.
    pub values: Vec<WriteId>,
    /// Bytes that the replica holds beside them.
    pub metadata_bytes: u32,
}

/// How many changes of replicas are kept.
const MOST_KEPT: usize = 4_000;

/// The result of a write.
#[derive(Clone, Debug)]
pub struct Written {
    /// The event of the write.
    pub event: EventId,
    /// Its value.
    pub value: WriteId,
    /// The values that its client had read.
    pub saw: Vec<WriteId>,
    /// The contents of the replica after it.
    pub holding: Holding,
}

/// The most of each that there was in a run so far.
#[derive(Clone, Copy, Debug, Default)]
pub struct Extremes {
    /// How far a hybrid stamp was ahead of the process's own wall clock, in microseconds.
    pub hybrid_lead_us: u64,
    /// Values in one replica.
    pub siblings: u32,
    /// Values in one replica that were knowingly overwritten.
    pub false_siblings: u32,
    /// Bytes that a replica holds beside the values.
    pub metadata_bytes: u32,
}

/// Every process with its clients.
#[derive(Clone, Debug)]
pub struct Group {
    strategy: Strategy,
    processes: Vec<Process>,
    clients: Vec<Client>,
    history: History,
    ledger: Ledger,
    extremes: Extremes,
    held: Vec<Held>,
}

impl Group {
    /// The processes and the clients that the parameters name. Behind the clients stand the readers of the book, one for
    /// each process, who write when they act.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let strategy = params.chosen("register", &STRATEGIES);
        let (processes, clients, writes) = (params.count("processes"), params.count("clients"), params.count("writes"));
        let stream = |kind: &str, id: u32| Stream::named(input.seed, &format!("{kind} {id}"));
        let process = |id| {
            let wall = WallClock::draw(params.number("skew_ms"), params.number("drift_ppm"), &mut stream("clock", id));
            Process::new(id, wall, strategy, stream("gossip", id))
        };
        let client = |id| {
            let (process, sessions) = if id < clients { (id % processes, writes) } else { (id - clients, 0) };
            Client::new(process, sessions, stream("client", id))
        };
        Self {
            strategy,
            processes: (0..processes).map(process).collect(),
            clients: (0..clients + processes).map(client).collect(),
            history: History::new(processes),
            ledger: Ledger::default(),
            extremes: Extremes::default(),
            held: Vec::new(),
        }
    }

    /// What each replica held after each change of it, for the first some thousand changes.
    pub fn held(&self) -> &[Held] {
        &self.held
    }

    /// How replicas tell which value is the latest.
    pub fn strategy(&self) -> Strategy {
        self.strategy
    }

    /// How many processes there are.
    pub fn size(&self) -> u32 {
        self.processes.len() as u32
    }

    /// The processes.
    pub fn processes(&self) -> &[Process] {
        &self.processes
    }

    /// One process.
    pub fn process_mut(&mut self, id: u32) -> &mut Process {
        &mut self.processes[id as usize]
    }

    /// The clients.
    pub fn clients(&self) -> &[Client] {
        &self.clients
    }

    /// One client.
    pub fn client_mut(&mut self, id: u32) -> &mut Client {
        &mut self.clients[id as usize]
    }

    /// Every event so far, and what happened before what.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// Every write so far, and what became of it.
    pub fn ledger(&self) -> &Ledger {
        &self.ledger
    }

    /// The most of each so far.
    pub fn extremes(&self) -> &Extremes {
        &self.extremes
    }

    /// An event at a process, stamped and entered into the history.
    pub fn happen(&mut self, process: u32, kind: EventKind, now: Time) -> EventId {
        let sent = if let EventKind::Receive(send) = kind { Some(self.history.event(send)) } else { None };
        let event = self.processes[process as usize].happen(now, kind, sent);
        let lead_us = event.hybrid.physical_us - event.wall_us;
        self.extremes.hybrid_lead_us = self.extremes.hybrid_lead_us.max(lead_us);
        self.history.record(event)
    }

    /// A client reads at its process: the event, and the values.
    pub fn read(&mut self, id: u32, now: Time) -> (EventId, Vec<WriteId>) {
        let process = self.clients[id as usize].process;
        let event = self.happen(process, EventKind::Local, now);
        let register = &self.processes[process as usize].replica.register;
        let reading = Reading { values: register.values(), context: register.context() };
        let values = reading.values.clone();
        self.clients[id as usize].reading = Some(reading);
        (event, values)
    }

    /// A client overwrites at its process what it has read.
    pub fn write(&mut self, id: u32, now: Time) -> Written {
        let process = self.clients[id as usize].process;
        let (Reading { values: saw, context }, client) = self.clients[id as usize].write(id);
        let value = self.ledger.enter(id, process, &saw);
        let event = self.happen(process, EventKind::Local, now);
        let stamp = self.processes[process as usize].stamp(self.strategy, self.history.event(event));
        let request = WriteRequest { value, context, stamp, client };
        self.change(process, vec![value], |register| register.write(process, &request));
        Written { event, value, saw, holding: self.measure(process, now) }
    }

    /// A message arrives.
    pub fn receive(&mut self, message: &Message, now: Time) -> (EventId, Holding) {
        let event = self.happen(message.to, EventKind::Receive(message.sent), now);
        let incoming = &message.replica.register;
        self.change(message.to, incoming.values(), |register| register.merge(incoming));
        (event, self.measure(message.to, now))
    }

    /// Changes a replica, which meets `incoming` values.
    fn change(&mut self, process: u32, incoming: Vec<WriteId>, change: impl FnOnce(&mut Register)) {
        let register = &mut self.processes[process as usize].replica.register;
        let mut met = incoming;
        met.extend(register.values());
        change(register);
        self.ledger.compare(&met, &register.values());
    }

    /// Looks at a replica that has changed.
    fn measure(&mut self, process: u32, now: Time) -> Holding {
        let replica = &mut self.processes[process as usize].replica;
        let values = replica.register.values();
        replica.covers = self.ledger.covered_by(&values);
        let false_siblings = self.ledger.superseded(&values);
        let most = &mut self.extremes;
        most.siblings = most.siblings.max(values.len() as u32);
        most.false_siblings = most.false_siblings.max(false_siblings);
        let metadata_bytes = replica.register.metadata_bytes();
        most.metadata_bytes = most.metadata_bytes.max(metadata_bytes);
        if self.held.len() < MOST_KEPT {
            self.held.push(Held { at: now, process, values: values.clone(), metadata_bytes });
        }
        Holding { values, false_siblings }
    }

    /// Finds the writes that have just been lost: those that no replica, no message and no client's reading covers any more.
    pub fn settle<'a>(&mut self, under_way: impl Iterator<Item = &'a Message>) -> Vec<WriteId> {
        let mut covered = WriteSet::default();
        self.processes.iter().for_each(|process| covered.extend(&process.replica.covers));
        under_way.for_each(|message| covered.extend(&message.replica.covers));
        for reading in self.clients.iter().filter_map(|client| client.reading.as_ref()) {
            covered.extend(&self.ledger.covered_by(&reading.values));
        }
        self.ledger.settle(&covered)
    }

    /// A last read through process 0 asks every process: the values, and the writes that are lost with it.
    pub fn read_all(&mut self) -> (Vec<WriteId>, Vec<WriteId>) {
        for process in 1..self.processes.len() {
            let register = self.processes[process].replica.register.clone();
            self.change(0, register.values(), |all| all.merge(&register));
        }
        let values = self.processes[0].replica.register.values();
        let covered = self.ledger.covered_by(&values);
        let lost = self.ledger.settle(&covered);
        (values, lost)
    }
}
