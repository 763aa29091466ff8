//! The run: which of the three sources of events comes next, and what a reader does to it from outside.

use super::arrivals::{Arrivals, Read};
use super::database::Database;
use super::entry::{Entry, Value};
use super::measures::Measures;
use super::strategy::{Settings, Strategy};
use super::theory::Theory;
use super::waiting::Waiting;
use crate::kernel::{
    Action, Field, Input, MAX_EVENTS, Params, Progress, Queue, Report, Seed, Simulation, Stream, Time, Trace,
};

const SECOND: Time = Time::from_millis(1_000);

/// How many events are traced one by one; after that there is one for each second only.
const MAX_DETAILS: u32 = 900;

/// What is to happen, besides reads and the ends of queries.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    /// A reader without the lock looks again.
    Look(Read),
    /// A lock or lease runs out.
    ClaimEnds { key: u32, token: u64 },
    /// A row is written, and its key deleted from the cache.
    Write,
    /// The reader of the book acts: the index of the action.
    Act(u32),
    /// A second is over.
    SecondEnds,
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct CacheStampede {
    pub(super) settings: Settings,
    pub(super) entries: Vec<Entry>,
    /// Singleflight: the readers who share a flight, by key and server.
    pub(super) flights: Vec<Option<Waiting>>,
    pub(super) database: Database,
    pub(super) queue: Queue<Event>,
    pub(super) measures: Measures,
    pub(super) trace: Trace,
    pub(super) luck: Stream,
    pub(super) jitter: Stream,
    pub(super) tokens: u64,
    /// Units of work so far; a pass over a line of waiting readers counts for its length.
    pub(super) work: u64,
    arrivals: Arrivals,
    next_read: Read,
    writes: Stream,
    writes_per_s: f64,
    reads_per_s: f64,
    servers: u32,
    recompute: Time,
    actions: Vec<Action>,
    duration: Time,
    now: Time,
    details: u32,
    ended: bool,
}

impl CacheStampede {
    /// A run that has not begun: every key is in the cache.
    pub fn new(input: &Input) -> Self {
        let params: &Params = input.params;
        let settings = Settings::of(params);
        let recompute = Time::from_millis_f64(params.number("recompute_ms"));
        let duration = Time::from_millis(params.integer("duration_s").unsigned_abs() * 1_000);
        let mut arrivals = Arrivals::new(params, input.seed);
        let mut run = Self {
            settings,
            entries: Vec::new(),
            flights: Vec::new(),
            database: Database::new(recompute, params.integer("database_capacity") as u32),
            queue: Queue::new(),
            measures: Measures::new(duration),
            trace: Trace::keeping(2_000),
            luck: Stream::named(input.seed, "early"),
            jitter: Stream::named(input.seed, "jitter"),
            tokens: 0,
            work: 0,
            next_read: arrivals.next_read(),
            arrivals,
            writes: Stream::named(input.seed, "writes"),
            writes_per_s: params.number("writes_per_s"),
            reads_per_s: params.number("reads_per_s"),
            servers: params.integer("servers") as u32,
            recompute,
            actions: input.actions.to_vec(),
            duration,
            now: Time::ZERO,
            details: 0,
            ended: false,
        };
        run.warm(params, input.seed);
        run.schedule();
        run
    }

    /// Fills the cache: all keys at time zero, or at ages spread evenly over the time to live.
    fn warm(&mut self, params: &Params, seed: Seed) {
        let mut phases = Stream::named(seed, "phases");
        let together = params.choice("start") == "together";
        for _ in 0..params.integer("keys") {
            let phase = if together { 1.0 } else { phases.unit_positive() };
            let expires = Time((self.time_to_live().0 as f64 * phase) as u64);
            let value = Value { as_of: Time::ZERO, expires, took: self.recompute };
            self.entries.push(Entry { value: Some(value), ..Entry::default() });
        }
        if self.settings.strategy == Strategy::Singleflight {
            self.flights = vec![None; self.entries.len() * self.servers as usize];
        }
    }

    /// Puts the first second's end, the first write and the actions in the queue.
    fn schedule(&mut self) {
        self.queue.at(SECOND, Event::SecondEnds);
        for (index, action) in (0..).zip(&self.actions) {
            self.queue.at(Time::from_millis(action.at_ms.into()), Event::Act(index));
        }
        self.schedule_write();
    }

    fn schedule_write(&mut self) {
        if self.writes_per_s > 0.0 {
            let gap_s = -libm::log(self.writes.unit_positive()) / self.writes_per_s;
            self.queue.after(Time::from_millis_f64(gap_s * 1e3), Event::Write);
        }
    }

    /// The place of a read's flight among the flights.
    pub(super) fn flight_of(&self, read: &Read) -> usize {
        read.key as usize * self.servers as usize + read.server as usize
    }

    /// How long the value that is stored next will live.
    pub(super) fn time_to_live(&mut self) -> Time {
        let Settings { strategy, ttl, jitter, .. } = self.settings;
        if strategy != Strategy::Jitter {
            return ttl;
        }
        Time((ttl.0 as f64 * (1.0 - jitter * self.jitter.unit())) as u64)
    }

    /// Traces an event while there is room for single events.
    pub(super) fn detail(&mut self, at: Time, kind: &'static str, fields: Vec<(&'static str, Field)>) {
        if self.details < MAX_DETAILS {
            self.details += 1;
            self.trace.record(at, kind, fields);
        }
    }

    /// Reads that come no later than this can still be answered or give up.
    fn end(&self) -> Time {
        self.duration + self.settings.patience
    }

    /// Does the next thing: of those due at one moment, first the ends of queries, then the queue, then reads.
    fn step(&mut self) {
        self.work += 1;
        let query_ends = self.database.next_end().unwrap_or(Time(u64::MAX));
        let queued = self.queue.next_at().unwrap_or(Time(u64::MAX));
        let read = if self.next_read.at < self.duration { self.next_read.at } else { Time(u64::MAX) };
        let next = query_ends.min(queued).min(read);
        if next > self.end() || self.work > MAX_EVENTS {
            self.finish();
            return;
        }
        self.now = next;
        if query_ends == next {
            let query = self.database.finish().expect("a query was due");
            self.complete(query, next);
        } else if queued == next {
            let (_, event) = self.queue.pop().expect("an event was due");
            self.happen(event, next);
        } else {
            let read = std::mem::replace(&mut self.next_read, self.arrivals.next_read());
            self.measures.came(&read);
            self.serve(read, next);
        }
    }

    fn happen(&mut self, event: Event, now: Time) {
        match event {
            Event::Look(read) if now > read.at + self.settings.patience => self.give_up(&read),
            Event::Look(read) => self.serve(read, now),
            Event::ClaimEnds { key, token } => self.claim_ends(key, token, now),
            Event::Write => {
                let key = self.arrivals.popularity().rank(self.writes.unit()) - 1;
                self.delete(key, now);
                self.schedule_write();
            }
            Event::Act(index) => self.act(self.actions[index as usize], now),
            Event::SecondEnds => {
                self.measures.next_second(now, self.database.concurrency(), &mut self.trace);
                self.queue.after(SECOND, Event::SecondEnds);
            }
        }
    }

    fn act(&mut self, action: Action, now: Time) {
        match action.verb {
            "expire-key" if (action.target as usize) < self.entries.len() => self.delete(action.target, now),
            "flush" => {
                self.detail(now, "flush", vec![("keys", (self.entries.len() as u64).into())]);
                self.work += self.entries.len() as u64 / 16;
                self.entries.iter_mut().for_each(|entry| entry.value = None);
            }
            _ => self.detail(now, "ignored", vec![("action", action.verb.into()), ("reason", "no such key".into())]),
        }
    }

    fn delete(&mut self, key: u32, now: Time) {
        self.entries[key as usize].delete(now);
        self.detail(now, "delete", vec![("key", key.into())]);
    }

    /// Whoever still waits when the run ends gets no answer.
    fn finish(&mut self) {
        self.ended = true;
        let flights = std::mem::take(&mut self.flights);
        let mut waiting: Vec<Read> = flights.into_iter().flatten().flat_map(|mut flight| flight.take_all()).collect();
        waiting.extend(self.entries.iter_mut().flat_map(|entry| entry.waiting.take_all()));
        // A flight's own reader is among its waiting ones.
        let single = self.settings.strategy == Strategy::Singleflight;
        waiting.extend(self.database.running().filter(|query| !query.background && !single).map(|query| query.cause));
        while let Some((_, event)) = self.queue.pop() {
            if let Event::Look(read) = event {
                waiting.push(read);
            }
        }
        // A run that is stopped early does not know what would have become of them.
        if self.work <= MAX_EVENTS {
            waiting.iter().for_each(|read| self.give_up(read));
            let failed = self.measures.second().failed;
            self.trace.record(self.end(), "end", vec![("failed", failed.into())]);
        }
    }

    /// A reader's patience has ended.
    pub(super) fn give_up(&mut self, read: &Read) {
        self.measures.failed(read, self.settings.patience);
    }

    /// The strategy and its numbers.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The cache, key by key.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.database
    }

    /// The counts so far.
    pub fn measures(&self) -> &Measures {
        &self.measures
    }

    /// How far the run is.
    pub fn now(&self) -> Time {
        self.now
    }
}

impl Simulation for CacheStampede {
    fn advance(&mut self, budget: u32) -> Progress {
        let until = self.work.saturating_add(budget.into());
        while !self.ended && self.work < until {
            self.step();
        }
        if self.ended {
            Progress::Done
        } else {
            Progress::Running((self.now.0 as f64 / self.end().0 as f64).min(0.999))
        }
    }

    fn report(&self) -> Report {
        let theory = Theory {
            settings: &self.settings,
            reads_per_s: self.reads_per_s,
            popularity: self.arrivals.popularity(),
            recompute_s: self.recompute.as_millis() / 1e3,
            servers: self.servers,
        };
        let ran_s = self.now.min(self.duration).as_millis() / 1e3;
        let mut report = self.measures.report(&theory, ran_s.max(1e-3));
        if self.work > MAX_EVENTS {
            let at_s = self.now.as_millis() / 1e3;
            report.stopped =
                Some(format!("{MAX_EVENTS} events were played by {at_s:.0} s; ask for fewer reads or a shorter run"));
        }
        report
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
