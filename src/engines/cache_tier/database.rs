//! The database: so many servers, one line of reads before them in the order in which they came, and a limit on that line.
//!
//! Whoever is taken in is served, even if its reader has given up meanwhile: the database does not know. With Poisson
//! reads it is Kendall's M/M/c or M/D/c with c + limit places.

use super::policy::{SERVICES, Service};
use crate::kernel::{Params, Time};
use crate::parts::{Servers, Visit};

/// The servers and the line.
#[derive(Clone, Debug)]
pub struct Database {
    law: Service,
    service_ns: f64,
    line_limit: u32,
    servers: Servers,
}

impl Database {
    /// The idle database that the parameters describe.
    pub fn new(params: &Params) -> Self {
        Self {
            law: params.chosen("db_service", &SERVICES),
            service_ns: params.number("db_service_ms") * 1e6,
            line_limit: params.count("db_queue_limit"),
            servers: Servers::new(params.count("db_servers")),
        }
    }

    /// The number of reads that it can serve at once.
    pub fn servers(&self) -> u32 {
        self.servers.count()
    }

    /// Its capacity in reads a second.
    pub fn capacity_per_s(&self) -> f64 {
        f64::from(self.servers()) * 1e9 / self.service_ns
    }

    /// The number of reads that wait for a server.
    pub fn waiting(&mut self, now: Time) -> u32 {
        self.servers.waiting(now)
    }

    /// The number of servers at work.
    pub fn busy(&self, now: Time) -> u32 {
        self.servers.busy(now)
    }

    /// Takes a read in and says when it is served, or refuses it. `draw` in (0, 1] decides how long it takes.
    pub fn take(&mut self, now: Time, draw: f64) -> Option<Visit> {
        if self.servers.next_begins(now) > now && self.waiting(now) >= self.line_limit {
            return None;
        }
        let service_ns = match self.law {
            Service::Exponential => -libm::log(draw) * self.service_ns,
            Service::Fixed => self.service_ns,
        };
        Some(self.servers.take(now, Time((service_ns + 0.5) as u64)))
    }
}
