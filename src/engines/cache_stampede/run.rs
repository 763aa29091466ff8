//! The run: which of the three sources of events comes next, and what a reader does to it from outside.

use super::absent::Absent;
use super::arrivals::{Arrivals, Read};
use super::cache::{Cache, Event};
use super::database::Database;
use super::entry::Entry;
use super::load::SlowStart;
use super::measures::Measures;
use super::policy::{PATTERNS, Pattern, STARTS, Start};
use super::report;
use super::settings::Settings;
use super::theory::Theory;
use super::tipping::Tipping;
use crate::kernel::{Action, Input, Params, Progress, Report, Simulation, Stream, Time, Trace, Value};

const SECOND: Time = Time::from_millis(1_000);

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct CacheStampede {
    cache: Cache,
    arrivals: Arrivals,
    next_read: Read,
    slow_start: SlowStart,
    door: Stream,
    writes: Stream,
    writes_per_s: f64,
    reads_per_s: f64,
    servers: u32,
    recompute: Time,
    capacity: Option<u32>,
    is_steady: bool,
    tipping: Option<Tipping>,
    actions: Vec<Action>,
    duration: Time,
    /// By then every read has been answered, or its reader has given up.
    end: Time,
    now: Time,
    ended: bool,
}

/// The queries that the database runs at full speed, of those that it takes in; `None` for no limit.
fn full_speed(params: &Params) -> Option<u32> {
    let capacity = params.count("database_capacity");
    let connections = Some(params.count("max_connections")).filter(|&most| most > 0);
    (capacity > 0).then(|| connections.map_or(capacity, |most| most.min(capacity)))
}

/// Whether reads of keys that exist come steadily, each once, and nothing but time ends a value.
fn is_steady(input: &Input) -> bool {
    let params = input.params;
    let none = |name| params.number(name) == 0.0;
    params.chosen("arrivals", &PATTERNS) == Pattern::Steady
        && params.chosen("start", &STARTS) != Start::Empty
        && ["writes_per_s", "crash_probability", "absent_fraction", "peak_reads_per_s"].into_iter().all(none)
        && params.count("retries") == 0
        && input.actions.is_empty()
}

impl CacheStampede {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let recompute = params.time("recompute_ms");
        let duration = Time::from_millis(u64::from(params.count("duration_s")) * 1_000);
        let mut arrivals = Arrivals::new(params, input.seed);
        let cache = Cache::new(input, recompute, duration);
        let mut run = Self {
            end: duration + cache.clients.longest_read(cache.settings.patience),
            cache,
            next_read: arrivals.next_read(),
            arrivals,
            slow_start: SlowStart::of(params),
            door: Stream::named(input.seed, "door"),
            writes: Stream::named(input.seed, "writes"),
            writes_per_s: params.number("writes_per_s"),
            reads_per_s: params.number("reads_per_s"),
            servers: params.count("servers"),
            recompute,
            capacity: full_speed(params),
            is_steady: is_steady(input),
            tipping: Tipping::of(params),
            actions: input.actions.to_vec(),
            duration,
            now: Time::ZERO,
            ended: false,
        };
        run.schedule();
        run
    }

    /// Puts the first second's end, the first write and the actions in the queue.
    fn schedule(&mut self) {
        self.cache.queue.at(SECOND, Event::SecondEnds);
        for (index, action) in (0..).zip(&self.actions) {
            self.cache.queue.at(Time::from_millis(action.at_ms.into()), Event::Act(index));
        }
        self.schedule_write();
    }

    fn schedule_write(&mut self) {
        if self.writes_per_s > 0.0 {
            let gap_s = self.writes.exponential(1.0) / self.writes_per_s;
            self.cache.queue.after(Time::from_millis_f64(gap_s * 1e3), Event::Write);
        }
    }

    /// Does the next thing: of those due at one moment, first the ends of queries, then the queue, then attempts whose time
    /// is up, then reads.
    fn step(&mut self) {
        const NEVER: Time = Time(u64::MAX);
        let query_ends = self.cache.database.next_end().unwrap_or(NEVER);
        let queued = self.cache.queue.next_at().unwrap_or(NEVER);
        let waiting = self.cache.clients.first_waiting();
        let time_up = waiting.map_or(NEVER, |attempt| attempt.at + self.cache.settings.patience);
        let read = if self.next_read.at < self.duration { self.next_read.at } else { NEVER };
        let next = query_ends.min(queued).min(time_up).min(read);
        if next > self.end || !self.cache.limit.allow() {
            return self.finish();
        }
        self.now = next;
        self.cache.come_to(next);
        if query_ends == next {
            let query = self.cache.database.finish().expect("a query was due");
            self.cache.complete(query, next);
        } else if queued == next {
            let (_, event) = self.cache.queue.pop().expect("an event was due");
            self.happen(event, next);
        } else if time_up == next {
            let attempt = *self.cache.clients.first_waiting().expect("an attempt's time was up");
            self.cache.fail(&attempt, next, false);
        } else {
            let read = std::mem::replace(&mut self.next_read, self.arrivals.next_read());
            if self.slow_start.lets_in(next, || self.door.unit()) {
                self.cache.measures.came(&read);
                self.cache.come(read, next);
            } else {
                self.cache.measures.turn_away();
            }
        }
    }

    fn happen(&mut self, event: Event, now: Time) {
        match event {
            Event::Look(read) if now > read.at + self.cache.settings.patience => {}
            Event::Look(read) => self.cache.serve(read, now),
            Event::Retry(read) => self.cache.come(read, now),
            Event::ClaimEnds { key, token } => self.cache.claim_ends(key, token, now),
            Event::Write => {
                let key = self.arrivals.popularity().rank(self.writes.unit()) - 1;
                self.delete(key, now);
                self.schedule_write();
            }
            Event::Act(index) => self.act(self.actions[index as usize], now),
            Event::SecondEnds => {
                let (load, queries) = (self.arrivals.reads_per_s(now), self.cache.database.concurrency());
                self.cache.measures.next_second(now, load, queries, &mut self.cache.trace);
                self.cache.queue.after(SECOND, Event::SecondEnds);
            }
        }
    }

    fn act(&mut self, action: Action, now: Time) {
        match (action.verb, action.value) {
            ("expire-key", _) if (action.target as usize) < self.cache.entries.len() => {
                self.delete(action.target, now);
            }
            ("flush", _) => {
                self.cache.detail(now, "flush", vec![("keys", (self.cache.entries.len() as u64).into())]);
                self.cache.count_pass(self.cache.entries.len() as u64 / 16);
                for entry in &mut self.cache.entries {
                    self.cache.measures.history.renew(entry.value.take().map(|value| value.expires), None);
                }
                self.cache.absent.forget();
            }
            ("set-reads", Some(Value::Number(reads_per_s))) => {
                self.next_read.at = self.arrivals.change_load(now, reads_per_s);
                self.next_read.came = self.next_read.at;
                self.cache.detail(now, "set-reads", vec![("reads_per_s", reads_per_s.into())]);
            }
            ("pause-database", Some(Value::Number(length_ms))) => {
                self.cache.database.pause(now, Time::from_millis_f64(length_ms));
                self.cache.detail(now, "pause-database", vec![("length_ms", length_ms.into())]);
            }
            _ => self.cache.detail(
                now,
                "ignored",
                vec![("action", action.verb.into()), ("reason", "no such key".into())],
            ),
        }
    }

    fn delete(&mut self, key: u32, now: Time) {
        let entry = &mut self.cache.entries[key as usize];
        let old = entry.value.map(|value| value.expires);
        entry.delete(now);
        self.cache.measures.history.renew(old, old.map(|old| old.min(now)));
        self.cache.detail(now, "delete", vec![("key", key.into())]);
    }

    fn finish(&mut self) {
        self.ended = true;
        let last = if self.cache.limit.is_reached() { self.now } else { self.end };
        self.cache.come_to(last + self.cache.measures.history.every());
        if !self.cache.limit.is_reached() {
            self.cache.leave_unfilled(self.end);
            let failed = self.cache.measures.second().failed;
            self.cache.trace.record(self.end, "end", vec![("failed", failed.into())]);
        }
    }

    /// The strategy and its numbers.
    pub fn settings(&self) -> &Settings {
        &self.cache.settings
    }

    /// The cache, key by key.
    pub fn entries(&self) -> &[Entry] {
        &self.cache.entries
    }

    /// What stands between the readers of absent keys and the database.
    pub fn absent(&self) -> &Absent {
        &self.cache.absent
    }

    /// How many reads a second come at a moment, in the mean.
    pub fn reads_per_s(&self, at: Time) -> f64 {
        self.arrivals.reads_per_s(at)
    }

    /// The loads between which it may stand or lie, where they are known.
    pub fn tipping(&self) -> Option<&Tipping> {
        self.tipping.as_ref()
    }

    /// The database.
    pub fn database(&self) -> &Database {
        &self.cache.database
    }

    /// The counts so far.
    pub fn measures(&self) -> &Measures {
        &self.cache.measures
    }

    /// How far the run is.
    pub fn now(&self) -> Time {
        self.now
    }
}

impl Simulation for CacheStampede {
    fn advance(&mut self, budget: u32) -> Progress {
        let until = self.cache.limit.played().saturating_add(budget.into());
        while !self.ended && self.cache.limit.played() < until {
            self.step();
        }
        if self.ended { Progress::Done } else { Progress::Running((self.now.0 as f64 / self.end.0 as f64).min(0.999)) }
    }

    fn report(&self) -> Report {
        let theory = Theory {
            settings: &self.cache.settings,
            reads_per_s: self.reads_per_s,
            popularity: self.arrivals.popularity(),
            recompute_s: self.recompute.as_millis() / 1e3,
            servers: self.servers,
            capacity: self.capacity,
            is_steady: self.is_steady,
            duration_s: self.duration.as_millis() / 1e3,
        };
        let ran_s = self.now.min(self.duration).as_millis() / 1e3;
        let measured = report::measured(&self.cache, &theory, self.tipping.as_ref(), ran_s.max(1e-3));
        measured.stopped(self.cache.limit.stopped(self.now))
    }

    fn trace(&self) -> &Trace {
        &self.cache.trace
    }
}
