//! What the parameters say.

use super::policy::{REMEDIES, Remedy};
use crate::kernel::{Params, Time};

/// What the parameters say.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// What is done.
    pub remedy: Remedy,
    /// How many partitions there are.
    pub partitions: u32,
    /// Under how many names the hot key is kept, each at home on another partition; 1 unless it is copied.
    pub names: u32,
    /// How many reads a partition serves at once.
    pub servers: u32,
    /// Reads of the hot key, a second.
    pub hot_per_s: f64,
    /// Reads of all other keys that no cache answers, a second.
    pub ordinary_per_s: f64,
    /// How long a server works on the hot key’s query.
    pub query: Time,
    /// How long it works on an ordinary read.
    pub read: Time,
    /// How long a reader waits.
    pub patience: Time,
    /// How long an entry is fresh.
    pub ttl: Time,
}

impl Config {
    pub(super) fn of(params: &Params) -> Self {
        let remedy = params.chosen("remedy", &REMEDIES);
        let partitions = params.count("partitions");
        let names = if remedy == Remedy::Copies { params.count("copies").min(partitions) } else { 1 };
        Self {
            remedy,
            partitions,
            names,
            servers: params.count("servers"),
            hot_per_s: params.number("hot_per_s"),
            ordinary_per_s: params.number("ordinary_per_s"),
            query: params.time("query_ms"),
            read: params.time("read_ms"),
            patience: params.time("timeout_ms"),
            ttl: params.time("ttl_ms"),
        }
    }

    /// Where a name of the hot key is at home: in the middle, and its copies evenly from there.
    pub fn home(&self, name: u32) -> u32 {
        (self.partitions / 2 + name * self.partitions / self.names) % self.partitions
    }

    /// Whether a name of the hot key is at home there.
    pub fn is_home(&self, partition: u32) -> bool {
        (0..self.names).any(|name| self.home(name) == partition)
    }
}
