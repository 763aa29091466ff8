//! What the parameters say.

use super::policy::{AGAIN, Again, CANCEL};
use crate::kernel::{Params, Time};

/// What a run is of.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// How many servers there are.
    pub servers: u32,
    /// How many of them a page asks.
    pub fan_out: u32,
    /// The work of all first calls, of what the servers can do.
    pub load: f64,
    /// The mean work of a call, in milliseconds.
    pub service_ms: f64,
    /// After how long a page is late; at the latest when its reader leaves.
    pub timeout: Time,
    /// How often a page is sent again, at most.
    pub retries: u32,
    /// What is sent again.
    pub again: Again,
    /// The most calls that are sent again, in parts of the first ones; 0: no limit.
    pub budget: f64,
    /// Whether calls that nobody waits for are taken out of their lines.
    pub cancels: bool,
    /// After how long the reader of a page leaves.
    pub patience: Time,
    /// How long the run is.
    pub duration: Time,
}

impl Config {
    pub(super) fn of(params: &Params) -> Self {
        let (servers, patience) = (params.count("servers"), params.time("patience_ms"));
        Self {
            servers,
            fan_out: params.count("fan_out").min(servers),
            load: params.number("load"),
            service_ms: params.number("service_ms"),
            timeout: params.time("timeout_ms").min(patience),
            retries: params.count("retries"),
            again: params.chosen("again", &AGAIN),
            budget: params.number("retry_budget"),
            cancels: params.chosen("cancel", &CANCEL),
            patience,
            duration: params.time("duration_ms"),
        }
    }

    /// The mean time between pages, in nanoseconds.
    pub(super) fn interval_ns(&self) -> f64 {
        self.service_ms * 1e6 * f64::from(self.fan_out) / (self.load * f64::from(self.servers))
    }

    /// The work of so many calls, of what the servers can do in so long.
    pub fn load_of(&self, calls: u64, time: Time) -> f64 {
        calls as f64 * self.service_ms / (f64::from(self.servers) * time.as_millis()).max(1e-9)
    }
}
