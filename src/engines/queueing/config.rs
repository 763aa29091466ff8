//! The configuration of a run: the station, the load that it is offered, and the generator that offers it.

use super::policy::{ARRIVALS, GENERATORS, Generator};
use super::service::Service;
use crate::kernel::{Params, Time};

/// A stretch in which no server makes progress: a garbage collection, a full disk, a stopped process.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stall {
    /// The moment at which it begins, from the start of a level.
    pub from: Time,
    /// How long it lasts.
    pub length: Time,
}

impl Stall {
    /// The moment at which a service that starts at `start` and needs `service` ends.
    pub fn finish(self, start: Time, service: Time) -> Time {
        let until = self.from + self.length;
        if start >= until || start + service <= self.from {
            start + service
        } else {
            let stands_still = until - start.max(self.from);
            start + service + stands_still
        }
    }
}

/// One station and the load that it is offered.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Servers, from 1.
    pub servers: u32,
    /// The most requests in the station, those in service included; `None` for no bound.
    pub capacity: Option<u32>,
    /// How long a request is served.
    pub service: Service,
    /// The load offered to each server, ρ = λ / (c μ).
    pub load: f64,
    /// Intended sends at equal distances, rather than at random (a Poisson process).
    pub paced: bool,
    /// The generator that sends the requests.
    pub generator: Generator,
    /// Clients of a closed or late generator, from 1.
    pub clients: u32,
    /// The stall of all servers, if there is one.
    pub stall: Option<Stall>,
    /// Whether a reader freezes the servers at some time.
    pub is_frozen: bool,
}

impl Config {
    /// The configuration that the parameters name.
    pub fn of(params: &Params) -> Self {
        let stall = Stall { from: params.time("stall_at_ms"), length: params.time("stall_ms") };
        Self {
            servers: params.count("servers"),
            capacity: Some(params.count("capacity")).filter(|&capacity| capacity > 0),
            service: Service::of(params),
            load: params.number("load"),
            paced: params.chosen("arrivals", &ARRIVALS),
            generator: params.chosen("generator", &GENERATORS),
            clients: params.count("clients"),
            stall: Some(stall).filter(|stall| stall.length > Time::ZERO),
            is_frozen: false,
        }
    }

    /// The mean distance between intended sends, in nanoseconds: 1/λ.
    pub fn interval_ns(&self) -> f64 {
        self.service.mean_ms() * 1e6 / (self.load * f64::from(self.servers))
    }

    /// How long one client should wait between its sends: N/λ. The corrected percentiles expect this interval.
    pub fn client_interval(&self) -> Time {
        Time((self.interval_ns() * f64::from(self.clients)) as u64).max(Time(1))
    }

    /// The number of requests in the station at which the next one is not let in, if there is such a number: the
    /// clients of a closed generator bound it as a buffer does.
    pub fn blocks_at(&self) -> Option<u32> {
        match (self.generator, self.capacity) {
            (Generator::Closed, capacity) => Some(capacity.unwrap_or(u32::MAX).min(self.clients)),
            (Generator::Late, Some(capacity)) if capacity >= self.clients => None,
            (_, capacity) => capacity,
        }
    }

    /// Whether requests come at random, nothing stalls, and the line does not grow for ever: then there is a steady state.
    pub fn comes_to_rest(&self) -> bool {
        let carries = self.load * f64::from(self.servers) < f64::from(self.working_servers());
        !self.paced && self.is_undisturbed() && (carries || self.blocks_at().is_some())
    }

    /// Whether the servers never stand still.
    pub fn is_undisturbed(&self) -> bool {
        self.stall.is_none() && !self.is_frozen
    }

    /// The servers that can ever be busy at once.
    pub fn working_servers(&self) -> u32 {
        let clients = if self.generator == Generator::Open { u32::MAX } else { self.clients };
        self.servers.min(clients).min(self.capacity.unwrap_or(u32::MAX))
    }
}
