//! The cache at work: a read is served, a value is recomputed, stored, and handed to those who waited.

use super::arrivals::Read;
use super::database::Query;
use super::entry::Value;
use super::run::{CacheStampede, Event};
use super::strategy::{Strategy, early};
use super::waiting::next_look;
use crate::kernel::Time;

/// What it takes to start a flight, in units of work.
const FLIGHT_COST: u64 = 3;

impl CacheStampede {
    /// A reader looks into the cache, at first or again.
    pub(super) fn serve(&mut self, read: Read, now: Time) {
        match self.entries[read.key as usize].fresh(now) {
            Some(value) => self.serve_fresh(read, value, now),
            None => self.serve_missing(read, now),
        }
    }

    fn serve_fresh(&mut self, read: Read, value: Value, now: Time) {
        match self.settings.strategy {
            Strategy::XFetch => {
                // A draw for every read, not one for the key.
                let draw = self.luck.unit_positive();
                if early(now, value.expires, value.took, self.settings.beta, draw) && !self.database.is_full() {
                    return self.recompute(read, false, 0, now);
                }
            }
            Strategy::RefreshAhead if value.expires - now <= self.settings.refresh_lead => {
                self.refresh(read, now);
            }
            _ => {}
        }
        self.hit(read, now);
    }

    fn serve_missing(&mut self, read: Read, now: Time) {
        match self.settings.strategy {
            Strategy::None | Strategy::Jitter => self.recompute(read, false, 0, now),
            Strategy::XFetch => {
                self.luck.unit_positive();
                self.recompute(read, false, 0, now);
            }
            Strategy::Singleflight => self.join_flight(read, now),
            Strategy::Lock | Strategy::Lease => match self.claim(read.key, now) {
                Some(token) => self.recompute(read, false, token, now),
                None => self.serve_stale_or_wait(read, now),
            },
            Strategy::StaleWhileRevalidate | Strategy::RefreshAhead => {
                self.refresh(read, now);
                self.serve_stale_or_wait(read, now);
            }
        }
    }

    fn serve_stale_or_wait(&mut self, read: Read, now: Time) {
        let serves_stale = matches!(self.settings.strategy, Strategy::StaleWhileRevalidate | Strategy::Lease);
        let entry = &mut self.entries[read.key as usize];
        if serves_stale && entry.usable_stale(now, self.settings.grace) {
            return self.hit(read, now);
        }
        let gone = entry.waiting.push(read, now, self.settings.patience);
        gone.iter().for_each(|read| self.give_up(read));
    }

    /// The cache answers: at once, or a reader who has waited.
    fn hit(&mut self, read: Read, now: Time) {
        let stale = self.entries[read.key as usize].is_stale(now);
        if read.at == now {
            self.measures.hit(stale);
        } else {
            self.measures.answered(&read, now, stale);
        }
    }

    /// Takes the right to recompute a key, unless somebody has it or the database is full.
    fn claim(&mut self, key: u32, now: Time) -> Option<u64> {
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

    /// Starts a refresh in the background, unless one runs.
    fn refresh(&mut self, read: Read, now: Time) {
        if let Some(token) = self.claim(read.key, now) {
            self.recompute(read, true, token, now);
        }
    }

    /// Singleflight: waits for the flight of this server, and starts it if there is none.
    fn join_flight(&mut self, read: Read, now: Time) {
        let patience = self.settings.patience;
        let place = self.flight_of(&read);
        if let Some(flight) = &mut self.flights[place] {
            let gone = flight.push(read, now, patience);
            gone.iter().for_each(|read| self.give_up(read));
        } else if self.database.is_full() {
            self.measures.refused(&read);
        } else {
            self.flights[place].get_or_insert_default().push(read, now, patience);
            self.work += FLIGHT_COST;
            self.recompute(read, false, 0, now);
        }
    }

    /// Asks the database.
    fn recompute(&mut self, cause: Read, background: bool, token: u64, now: Time) {
        if self.database.is_full() {
            return self.measures.refused(&cause);
        }
        self.database.start(Query { cause, background, token, started: now });
        self.measures.recompute(self.database.concurrency());
        let entry = &mut self.entries[cause.key as usize];
        if entry.recompute(now) {
            let lead = entry.refill.map_or(Time::ZERO, |refill| refill.lead);
            self.measures.expiries += 1;
            self.measures.lead_ns += u128::from(lead.0);
            let fields = vec![("key", cause.key.into()), ("lead_ms", lead.as_millis().into())];
            self.detail(now, "refill", fields);
        }
    }

    /// The database has answered.
    pub(super) fn complete(&mut self, query: Query, now: Time) {
        let Query { cause, background, token, .. } = query;
        let single = self.settings.strategy == Strategy::Singleflight;
        let gave_up = !background && !single && now > cause.at + self.settings.patience;
        if cause.crashes {
            self.detail(now, "crash", vec![("key", cause.key.into()), ("token", token.into())]);
        } else {
            // A reader who has given up leaves the answer lying; its lock it still releases.
            if !gave_up {
                self.store(&query, now);
            }
            self.release(cause.key, token, now);
        }
        if single {
            self.land(&query, now);
        } else if !background {
            self.settle(&query, cause, now);
        }
    }

    /// A flight ends: everybody who shares it gets its answer, or its error.
    fn land(&mut self, query: &Query, now: Time) {
        let place = self.flight_of(&query.cause);
        let flight = self.flights[place].take();
        for read in flight.into_iter().flat_map(|mut flight| flight.take_all()) {
            self.settle(query, read, now);
        }
    }

    /// A reader who waited for a query gets its answer, or none.
    fn settle(&mut self, query: &Query, read: Read, now: Time) {
        if now > read.at + self.settings.patience {
            self.give_up(&read);
        } else if query.cause.crashes {
            self.measures.failed(&read, now - read.at);
        } else {
            // Who joins a flight after a write gets what the flight read before it.
            let written = self.entries[read.key as usize].written;
            self.measures.answered(&read, now, query.started < written && written <= read.at);
        }
    }

    /// Puts a value into the cache. A lease is checked; a lock is not.
    fn store(&mut self, query: &Query, now: Time) {
        let key = query.cause.key;
        let expires = now + self.time_to_live();
        let entry = &mut self.entries[key as usize];
        let holds = entry.claim.is_some_and(|claim| claim.token == query.token && !claim.void);
        if self.settings.strategy == Strategy::Lease && !holds {
            return self.detail(now, "refused-set", vec![("key", key.into()), ("token", query.token.into())]);
        }
        entry.value = Some(Value { as_of: query.started, expires, took: now - query.started });
        let stale = query.started < entry.written;
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
    fn release(&mut self, key: u32, token: u64, now: Time) {
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
        self.work += u64::from(waiting.len()) / 4;
        if let Some(read) = waiting.take_next(now, retry, self.settings.patience) {
            self.queue.at(next_look(&read, now, retry), Event::Look(read));
        }
    }
}
