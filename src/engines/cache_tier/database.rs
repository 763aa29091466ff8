//! The database: so many servers, one line of reads before them in the order in which they came, and a limit on that line.
//!
//! Whoever is taken in is served, even if its reader has given up meanwhile: the database does not know. With Poisson
//! reads it is Kendall's M/M/c or M/D/c with c + limit places.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use super::policy::{SERVICES, Service};
use crate::kernel::{Params, Time};

/// The service of a read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The moment at which a server takes it.
    pub begins: Time,
    /// The moment of its answer.
    pub ends: Time,
}

/// The servers and the line.
#[derive(Clone, Debug)]
pub struct Database {
    law: Service,
    service_ns: f64,
    line_limit: u32,
    /// The moment at which each server becomes idle, if nobody else comes; the first of them on top.
    idle_at: BinaryHeap<Reverse<Time>>,
    /// The moments at which those who wait will begin, the next first.
    begins: VecDeque<Time>,
}

impl Database {
    /// The idle database that the parameters describe.
    pub fn new(params: &Params) -> Self {
        Self {
            law: params.chosen("db_service", &SERVICES),
            service_ns: params.number("db_service_ms") * 1e6,
            line_limit: params.count("db_queue_limit"),
            idle_at: (0..params.count("db_servers")).map(|_| Reverse(Time::ZERO)).collect(),
            begins: VecDeque::new(),
        }
    }

    /// The number of reads that it can serve at once.
    pub fn servers(&self) -> u32 {
        self.idle_at.len() as u32
    }

    /// Its capacity in reads a second.
    pub fn capacity_per_s(&self) -> f64 {
        f64::from(self.servers()) * 1e9 / self.service_ns
    }

    /// The number of reads that wait for a server.
    pub fn waiting(&mut self, now: Time) -> u32 {
        while self.begins.front().is_some_and(|&begins| begins <= now) {
            self.begins.pop_front();
        }
        self.begins.len() as u32
    }

    /// The number of servers at work.
    pub fn busy(&self, now: Time) -> u32 {
        self.idle_at.iter().filter(|Reverse(idle_at)| *idle_at > now).count() as u32
    }

    /// Takes a read in and says when it is served, or refuses it. `draw` in (0, 1] decides how long it takes.
    pub fn take(&mut self, now: Time, draw: f64) -> Option<Visit> {
        let Reverse(first_idle) = *self.idle_at.peek()?;
        if first_idle > now && self.waiting(now) >= self.line_limit {
            return None;
        }
        let begins = first_idle.max(now);
        let service_ns = match self.law {
            Service::Exponential => -libm::log(draw) * self.service_ns,
            Service::Fixed => self.service_ns,
        };
        let ends = begins + Time((service_ns + 0.5) as u64);
        self.idle_at.pop();
        self.idle_at.push(Reverse(ends));
        if begins > now {
            self.begins.push_back(begins);
        }
        Some(Visit { begins, ends })
    }
}
