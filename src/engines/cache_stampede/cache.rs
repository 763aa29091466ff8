//! The cache with all that stands around it: who may recompute a key, what is stored, and who is told.

use super::arrivals::Read;
use super::database::{Database, Query};
use super::entry::{Entry, Value};
use super::history::History;
use super::measures::Measures;
use super::policy::{STARTS, Start, Strategy};
use super::settings::Settings;
use super::waiting::{Waiting, next_look};
use crate::kernel::{EventLimit, Field, Input, Queue, Seed, Stream, Time, Trace};

/// How many events are traced one by one; after that there is one for each second only.
const MAX_DETAILS: u32 = 900;

/// An event to come, besides reads and the ends of queries.
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

/// The cache, the database behind it, those who wait for either, and what is counted of them.
#[derive(Clone, Debug)]
pub(super) struct Cache {
    pub(super) settings: Settings,
    pub(super) entries: Vec<Entry>,
    /// Singleflight: the readers who share a flight, by key and server.
    pub(super) flights: Vec<Option<Waiting>>,
    pub(super) database: Database,
    pub(super) queue: Queue<Event>,
    pub(super) measures: Measures,
    pub(super) trace: Trace,
    /// The limit on events; a pass over a line of waiting readers counts for its length.
    pub(super) limit: EventLimit,
    /// XFetch: the draws that move the readers' clocks.
    pub(super) luck: Stream,
    jitter: Stream,
    tokens: u64,
    servers: u32,
    details: u32,
}

impl Cache {
    /// Every key is in the cache, and nobody has come yet. Reads will come until `duration`.
    pub(super) fn new(input: &Input, recompute: Time, duration: Time) -> Self {
        let params = input.params;
        let settings = Settings::of(params);
        let history = History::new(duration + settings.patience, params.count("keys"));
        let mut cache = Self {
            settings,
            entries: Vec::new(),
            flights: Vec::new(),
            database: Database::new(recompute, params.count("database_capacity")),
            queue: Queue::new(),
            measures: Measures::new(duration, history),
            trace: Trace::keeping(2_000),
            limit: EventLimit::of(input),
            luck: Stream::named(input.seed, "early"),
            jitter: Stream::named(input.seed, "jitter"),
            tokens: 0,
            servers: params.count("servers"),
            details: 0,
        };
        cache.warm(params.chosen("start", &STARTS), params.count("keys"), recompute, input.seed);
        cache
    }

    /// Fills the cache: all keys at time zero, or at ages spread evenly over the time to live.
    fn warm(&mut self, start: Start, keys: u32, recompute: Time, seed: Seed) {
        let mut phases = Stream::named(seed, "phases");
        for _ in 0..keys {
            let phase = match start {
                Start::Together => 1.0,
                Start::Spread => phases.unit_positive(),
            };
            let expires = Time((self.time_to_live().0 as f64 * phase) as u64);
            let value = Value { as_of: Time::ZERO, expires, took: recompute };
            self.entries.push(Entry { value: Some(value), ..Entry::default() });
        }
        if self.settings.strategy == Strategy::Singleflight {
            self.flights = vec![None; self.entries.len() * self.servers as usize];
        }
    }

    /// The place of a read's flight among the flights.
    pub(super) fn flight_of(&self, read: &Read) -> usize {
        read.key as usize * self.servers as usize + read.server as usize
    }

    /// How long the value that is stored next will live.
    fn time_to_live(&mut self) -> Time {
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

    /// Counts a pass over so many things as so many events, so that a run of long lines stops in time too.
    pub(super) fn count_pass(&mut self, things: u64) {
        for _ in 0..things {
            self.limit.allow();
        }
    }

    /// Time goes on to `now`.
    pub(super) fn come_to(&mut self, now: Time) {
        self.measures.come_to(now, &self.settings, &self.database, &self.entries);
    }

    /// A reader's patience has ended.
    pub(super) fn give_up(&mut self, read: &Read) {
        self.measures.failed(read, self.settings.patience);
    }

    /// The cache answers: at once, or a reader who has waited.
    pub(super) fn hit(&mut self, read: Read, now: Time) {
        let stale = self.entries[read.key as usize].is_stale(now);
        if read.at == now {
            self.measures.hit(stale);
        } else {
            self.measures.answered(&read, now, stale);
        }
    }

    /// Takes the right to recompute a key, unless somebody has it or the database is full.
    pub(super) fn claim(&mut self, key: u32, now: Time) -> Option<u64> {
        let until = self.settings.claim_until(now);
        let token = self.tokens + 1;
        if self.database.is_full() || !self.entries[key as usize].take_claim(token, now, until) {
            return None;
        }
        self.tokens = token;
        if until < Time(u64::MAX) {
            self.queue.at(until, Event::ClaimEnds { key, token });
        }
        Some(token)
    }

    /// Puts a value into the cache. A lease is checked; a lock is not.
    pub(super) fn store(&mut self, query: &Query, now: Time) {
        let key = query.cause.key;
        let expires = now + self.time_to_live();
        let entry = &mut self.entries[key as usize];
        let holds = entry.claim.is_some_and(|claim| claim.token == query.token && !claim.void);
        if self.settings.strategy == Strategy::Lease && !holds {
            let ran_out = entry.claim.is_none_or(|claim| claim.token != query.token);
            let fields = vec![("key", key.into()), ("token", query.token.into()), ("why", u32::from(ran_out).into())];
            return self.detail(now, "refused-set", fields);
        }
        entry.value = Some(Value { as_of: query.started, expires, took: now - query.started });
        let stale = query.started < entry.written;
        self.measures.stored += 1;
        if let Some(refill) = entry.refill.take() {
            let fields = vec![
                ("key", key.into()),
                ("recomputes", refill.recomputes.into()),
                ("took_ms", (now - refill.opened).as_millis().into()),
                ("in_flight", self.database.concurrency().into()),
            ];
            self.detail(now, "filled", fields);
        }
        if stale {
            self.measures.stale_sets += 1;
            self.detail(now, "stale-set", vec![("key", key.into())]);
        }
        self.wake_all(key, now);
    }

    /// Gives a lock back. Without a token this takes away whoever's it is; a lease stays until its time is up, which
    /// limits how often a key is leased.
    pub(super) fn release(&mut self, key: u32, token: u64, now: Time) {
        let entry = &mut self.entries[key as usize];
        let Some(claim) = entry.claim.filter(|_| token > 0) else { return };
        if self.settings.strategy == Strategy::Lease && self.settings.lock_timeout.is_some() {
            return;
        }
        if claim.token != token {
            if self.settings.lock_token || self.settings.strategy != Strategy::Lock {
                return;
            }
            self.measures.wrong_releases += 1;
            self.detail(now, "wrong-release", vec![("key", key.into()), ("token", claim.token.into())]);
        }
        self.entries[key as usize].claim = None;
        self.wake_one(key, now);
    }

    /// A lock or lease runs out: if it still stands and its value has not come, the next reader who looks may have it.
    pub(super) fn claim_ends(&mut self, key: u32, token: u64, now: Time) {
        let entry = &self.entries[key as usize];
        if entry.claim.is_some_and(|claim| claim.token == token) {
            if entry.refill.is_some() {
                self.measures.locks_expired += 1;
                self.detail(now, "lock-expired", vec![("key", key.into()), ("token", token.into())]);
            }
            self.wake_one(key, now);
        }
    }

    /// Everybody who waits for a key finds its value: at the next look, or at once if the cache tells them.
    fn wake_all(&mut self, key: u32, now: Time) {
        for read in self.entries[key as usize].waiting.take_all() {
            let at = if self.settings.strategy.polls() { next_look(&read, now, self.settings.retry) } else { now };
            self.queue.at(at, Event::Look(read));
        }
    }

    /// Nobody has the claim any more: the first who looks will find that out.
    fn wake_one(&mut self, key: u32, now: Time) {
        let retry = if self.settings.strategy.polls() { self.settings.retry } else { Time(1) };
        let waiting = &mut self.entries[key as usize].waiting;
        let passed = u64::from(waiting.len()) / 4;
        if let Some(read) = waiting.take_next(now, retry, self.settings.patience) {
            self.queue.at(next_look(&read, now, retry), Event::Look(read));
        }
        self.count_pass(passed);
    }
}
