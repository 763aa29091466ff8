//! The cache at work: a read is served, a value is recomputed, and handed to those who waited.

use super::arrivals::Read;
use super::cache::Cache;
use super::database::Query;
use super::entry::Value;
use super::policy::Strategy;
use crate::kernel::Time;
use crate::parts::early_expiry::early;

impl Cache {
    /// A reader comes, for the first time or to try again: the filter looks first, if there is one.
    pub(super) fn come(&mut self, mut read: Read, now: Time) {
        self.clients.begin(&mut read);
        if !self.absent.passes_filter(read.key) {
            self.measures.absent += 1;
            self.measures.ruled_out += 1;
            self.clients.end(&read);
            self.measures.answered(now - read.came, false);
        } else if self.absent.is_absent(read.key) {
            self.serve_absent(read, now);
        } else {
            self.serve(read, now);
        }
    }

    /// No value can be there: the cache knows that there is none, or the reader asks the database.
    fn serve_absent(&mut self, read: Read, now: Time) {
        if read.retries == 0 {
            self.measures.absent += 1;
            self.measures.false_positives += u64::from(self.absent.filter().is_some());
        }
        if self.absent.is_known(read.key, now) {
            return self.answer(&read, now, false);
        }
        if self.ask(Query { cause: read, background: false, token: 0, started: now }) {
            self.measures.absent_queries += 1;
        }
    }

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
        entry.waiting.push(read, now, self.settings.patience);
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
        let flights = &mut self.entries[read.key as usize].flights;
        if let Some(flight) = flights.get_mut(&read.server) {
            flight.push(read, now, patience);
        } else if self.database.is_full() {
            self.fail(&read, now, true);
        } else {
            flights.entry(read.server).or_default().push(read, now, patience);
            self.recompute(read, false, 0, now);
        }
    }

    /// Sends a query to the database. Whether it takes it in.
    fn ask(&mut self, query: Query) -> bool {
        let is_taken = !self.database.is_full();
        if is_taken {
            self.database.start(query);
            self.measures.query(self.database.concurrency());
        } else {
            self.fail(&query.cause, query.started, true);
        }
        is_taken
    }

    /// Asks the database for the value of a key.
    fn recompute(&mut self, cause: Read, background: bool, token: u64, now: Time) {
        if !self.ask(Query { cause, background, token, started: now }) {
            return;
        }
        let entry = &mut self.entries[cause.key as usize];
        if entry.recompute(now) {
            let lead = entry.refill.map_or(Time::ZERO, |refill| refill.lead);
            self.measures.expiries += 1;
            self.measures.lead_ns += u128::from(lead.0);
            let mut fields = vec![("key", cause.key.into())];
            fields.extend((lead > Time::ZERO).then(|| ("lead_ms", lead.as_millis().into())));
            self.detail(now, "refill", fields);
        }
    }

    /// The database has answered.
    pub(super) fn complete(&mut self, query: Query, now: Time) {
        let Query { cause, background, token, .. } = query;
        let single = self.settings.strategy == Strategy::Singleflight;
        let is_absent = self.absent.is_absent(cause.key);
        let gave_up = !background && (!single || is_absent) && now > cause.at + self.settings.patience;
        if is_absent {
            if !gave_up && !cause.crashes {
                self.absent.store(cause.key, now);
            }
            return self.settle(&query, cause, now);
        }
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
        let flight = self.entries[query.cause.key as usize].flights.remove(&query.cause.server);
        for read in flight.into_iter().flat_map(|mut flight| flight.take_all()) {
            self.settle(query, read, now);
        }
    }

    /// A reader who waited for a query gets its answer, or none, unless it has left.
    fn settle(&mut self, query: &Query, read: Read, now: Time) {
        if now > read.at + self.settings.patience {
            return;
        }
        if query.cause.crashes {
            self.fail(&read, now, false);
        } else {
            // Who joins a flight after a write gets what the flight read before it.
            let written = self.entries.get(read.key as usize).map_or(Time::ZERO, |entry| entry.written);
            self.answer(&read, now, query.started < written && written <= read.at);
        }
    }
}
