//! The database: so many queries run at full speed; more share the speed of so many (processor sharing).
//!
//! That is how a stampede feeds itself: the more readers ask, the longer the first answer takes, and until it is there
//! more readers ask.

use std::collections::VecDeque;

use super::arrivals::Read;
use crate::kernel::Time;

/// The most queries that run at once where the parameters set no limit, so that the memory of a run has one.
const MOST: u32 = 1_000_000;

/// Why a query was sent, and who waits for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Query {
    /// The read that caused it.
    pub cause: Read,
    /// The cache refreshes by itself: the read behind it does not wait for this query.
    pub background: bool,
    /// The token of the lock or lease under which it runs; 0 without one.
    pub token: u64,
    /// The moment at which the database took it: the value is as of this moment.
    pub started: Time,
}

/// The queries that run, oldest first. All need the same work and get the same speed, so they end in that order.
#[derive(Clone, Debug)]
pub struct Database {
    work_ns: f64,
    capacity: u32,
    max_connections: u32,
    /// Until then it answers nothing.
    paused_until: Time,
    running: VecDeque<(Query, f64)>,
    /// The work that a query would have had done if it had run since the start of the run, as of `at`.
    done_ns: f64,
    at: Time,
    next_end: Option<Time>,
}

impl Database {
    /// A query takes `work` alone; `capacity` queries run at full speed, 0 for as many as come. One of limited capacity
    /// refuses queries beyond `max_connections`, 0 for a million.
    pub fn new(work: Time, capacity: u32, max_connections: u32) -> Self {
        Self {
            work_ns: work.0 as f64,
            capacity,
            max_connections: Some(max_connections).filter(|&most| capacity > 0 && most > 0).unwrap_or(MOST),
            paused_until: Time::ZERO,
            running: VecDeque::new(),
            done_ns: 0.0,
            at: Time::ZERO,
            next_end: None,
        }
    }

    /// How many queries run.
    pub fn concurrency(&self) -> u32 {
        self.running.len() as u32
    }

    /// The queries that run, oldest first.
    pub fn running(&self) -> impl Iterator<Item = &Query> {
        self.running.iter().map(|(query, _)| query)
    }

    /// How many of the oldest were caused by a read that came more than `patience` ago.
    pub fn abandoned(&self, now: Time, patience: Time) -> u32 {
        self.running.partition_point(|(query, _)| query.cause.at + patience < now) as u32
    }

    /// How many queries run at full speed; `None` for as many as come.
    pub fn capacity(&self) -> Option<u32> {
        Some(self.capacity).filter(|&capacity| capacity > 0)
    }

    /// Whether another query would be refused.
    pub fn is_full(&self) -> bool {
        self.concurrency() >= self.max_connections
    }

    /// The moment at which the oldest query ends, if no other comes.
    pub fn next_end(&self) -> Option<Time> {
        self.next_end
    }

    /// Answers nothing for a while, and takes queries in all the same.
    pub fn pause(&mut self, now: Time, length: Time) {
        self.elapse(now);
        self.paused_until = self.paused_until.max(now + length);
        self.schedule();
    }

    /// Whether it is paused.
    pub fn is_paused(&self, now: Time) -> bool {
        now < self.paused_until
    }

    /// Takes a query in.
    pub fn start(&mut self, query: Query) {
        self.elapse(query.started);
        self.running.push_back((query, self.done_ns + self.work_ns));
        self.schedule();
    }

    /// Ends the oldest query; its time must have come.
    pub fn finish(&mut self) -> Option<Query> {
        self.elapse(self.next_end?);
        let (query, end_ns) = self.running.pop_front()?;
        // The end was rounded up to a nanosecond; the sum of rounded pieces may fall short of it.
        self.done_ns = self.done_ns.max(end_ns);
        self.schedule();
        Some(query)
    }

    /// The speed of each query as a fraction of full speed, in (0, 1].
    pub fn speed(&self) -> f64 {
        let queries = self.concurrency();
        if self.capacity == 0 || queries <= self.capacity { 1.0 } else { f64::from(self.capacity) / f64::from(queries) }
    }

    fn elapse(&mut self, now: Time) {
        self.done_ns += (now - self.at.max(self.paused_until)).0 as f64 * self.speed();
        self.at = now;
    }

    fn schedule(&mut self) {
        let left = self.running.front().map(|(_, end_ns)| (end_ns - self.done_ns).max(0.0) / self.speed());
        self.next_end = left.map(|ns| self.at.max(self.paused_until) + Time(ns.ceil() as u64));
    }
}
