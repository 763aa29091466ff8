//! What the parameters say.

use super::policy::{HEDGES, Hedge, PAUSES, Pauses};
use crate::kernel::{Params, Time};

/// What a run is of.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Servers.
    pub servers: u32,
    /// First copies that come for each server, in its capacity.
    pub load: f64,
    /// The mean work of a copy, in milliseconds.
    pub service_ms: f64,
    /// Copies that are sent at once, and answers that are needed.
    pub copies: u32,
    /// …
    pub needs: u32,
    /// Second copies, after how long, and the most of them for each request sent.
    pub hedge: Hedge,
    /// …
    pub hedge_after: Time,
    /// …
    pub budget: f64,
    /// Pauses, how long each is, and the time from one of a server to its next.
    pub pauses: Pauses,
    /// …
    pub pause: Time,
    /// …
    pub pause_every: Time,
    /// Requests, and those among them that come before the measuring.
    pub requests: u32,
    /// …
    pub warm_up: u32,
}

impl Config {
    pub(super) fn of(params: &Params) -> Self {
        let (servers, requests) = (params.count("servers"), params.count("requests"));
        let copies = params.count("copies").min(servers);
        Self {
            servers,
            load: params.number("load"),
            service_ms: params.number("service_ms"),
            copies,
            needs: params.count("needs").min(copies),
            hedge: params.chosen("hedge", &HEDGES),
            hedge_after: params.time("hedge_after_ms"),
            budget: params.number("budget"),
            pauses: params.chosen("pauses", &PAUSES),
            // A server that never works would never be done.
            pause: params.time("pause_ms").min(Time(params.time("pause_every_ms").0 / 10 * 9)),
            pause_every: params.time("pause_every_ms"),
            requests,
            warm_up: requests / 10,
        }
    }

    /// The mean time between requests, in nanoseconds. The copies that are sent at once share the load.
    pub(super) fn interval_ns(&self) -> f64 {
        self.service_ms * 1e6 * f64::from(self.copies) / (self.load * f64::from(self.servers))
    }
}
