//! The cache with all that stands around it: who may recompute a key, what is stored, and who is told.

use super::absent::Absent;
use super::arrivals::Read;
use super::clients::Clients;
use super::database::{Database, Query};
use super::entry::{Entry, Value};
use super::history::History;
use super::measures::Measures;
use super::policy::{STARTS, Start, Strategy};
use super::settings::Settings;
use super::waiting::next_look;
use crate::kernel::{EventLimit, Field, Input, Queue, Seed, Stream, Time, Trace};

/// How many events are traced one by one; after that there is one for each second only.
const MAX_DETAILS: u32 = 900;

/// An event to come, besides reads and the ends of queries.
#[derive(Clone, Copy, Debug)]
pub(super) enum Event {
    /// A reader without the lock looks again.
    Look(Read),
    /// A reader whose attempt failed tries again.
    Retry(Read),
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
    pub(super) absent: Absent,
    pub(super) clients: Clients,
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
    details: u32,
}

impl Cache {
    /// The cache as the run begins, and nobody has come yet. Reads will come until `duration`.
    pub(super) fn new(input: &Input, recompute: Time, duration: Time) -> Self {
        let params = input.params;
        let settings = Settings::of(params);
        let clients = Clients::new(params, input.seed);
        let history = History::new(duration + clients.longest_read(settings.patience), params.count("keys"));
        let mut cache = Self {
            settings,
            entries: Vec::new(),
            absent: Absent::new(params, input.seed),
            clients,
            database: Database::new(recompute, params.count("database_capacity"), params.count("max_connections")),
            queue: Queue::new(),
            measures: Measures::new(duration, history),
            trace: Trace::keeping(2_000),
            limit: EventLimit::of(input),
            luck: Stream::named(input.seed, "early"),
            jitter: Stream::named(input.seed, "jitter"),
            tokens: 0,
            details: 0,
        };
        cache.warm(params.chosen("start", &STARTS), params.count("keys"), recompute, input.seed);
        cache
    }

    /// Fills the cache: all keys at time zero, or at ages spread evenly over the time to live; or not at all.
    fn warm(&mut self, start: Start, keys: u32, recompute: Time, seed: Seed) {
        let mut phases = Stream::named(seed, "phases");
        for _ in 0..keys {
            let phase = match start {
                Start::Together => Some(1.0),
                Start::Spread => Some(phases.unit_positive()),
                Start::Empty => None,
            };
            let value = phase.map(|phase| {
                let expires = Time((self.time_to_live().0 as f64 * phase) as u64);
                Value { as_of: Time::ZERO, expires, took: recompute }
            });
            self.measures.history.renew(None, value.map(|value| value.expires));
            self.entries.push(Entry { value, ..Entry::default() });
        }
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

    /// An attempt ends without an answer: its reader tries again, or the read has failed.
    pub(super) fn fail(&mut self, read: &Read, now: Time, is_refused: bool) {
        if !self.clients.end(read) {
            return;
        }
        if let Some(retry) = self.clients.retry(read, now) {
            self.measures.retried();
            self.queue.at(retry.at, Event::Retry(retry));
        } else if is_refused {
            self.measures.refused(read);
        } else {
            self.measures.failed(read, now);
        }
    }

    /// A reader is answered: at once by the cache, or after a wait.
    pub(super) fn answer(&mut self, read: &Read, now: Time, stale: bool) {
        self.clients.end(read);
        if read.came == now {
            self.measures.hit(stale);
        } else {
            self.measures.answered(now - read.came, stale);
        }
    }

    /// The cache answers.
    pub(super) fn hit(&mut self, read: Read, now: Time) {
        let stale = self.entries[read.key as usize].is_stale(now);
        self.answer(&read, now, stale);
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
        let value = Value { as_of: query.started, expires, took: now - query.started };
        let old = entry.value.replace(value);
        self.measures.history.renew(old.map(|old| old.expires), Some(expires));
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

    /// The run ends: what is under way for keys that have no value yet was in vain.
    pub(super) fn leave_unfilled(&mut self, now: Time) {
        for key in 0..self.entries.len() {
            if let Some(refill) = self.entries[key].refill {
                let fields = vec![("key", (key as u32).into()), ("recomputes", refill.recomputes.into())];
                self.detail(now, "unfilled", fields);
            }
        }
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
