//! The reads: their moments, keys and servers.

use super::policy::{PATTERNS, Pattern};
use crate::kernel::{Params, Seed, Stream, Time};
use crate::parts::Zipf;

/// Bursts: the reads of each second come within its first tenth.
const BURST_PART: u64 = 10;

const SECOND: u64 = 1_000_000_000;

/// One read of one key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// The moment of its arrival.
    pub at: Time,
    /// The key, counted from 0; key 0 is the most popular.
    pub key: u32,
    /// The application server that it comes to, counted from 0.
    pub server: u32,
    /// Whether the process dies halfway if this read recomputes the value.
    pub crashes: bool,
}

/// An endless stream of reads: Poisson arrivals, keys by Zipf's law, servers at random.
#[derive(Clone, Debug)]
pub struct Arrivals {
    gap_ns: f64,
    pattern: Pattern,
    popularity: Zipf,
    servers: u32,
    crash_probability: f64,
    elapsed_ns: u64,
    gaps: Stream,
    keys: Stream,
    places: Stream,
    crashes: Stream,
}

impl Arrivals {
    /// The readers that the parameters describe.
    pub fn new(params: &Params, seed: Seed) -> Self {
        Self {
            gap_ns: SECOND as f64 / params.number("reads_per_s"),
            pattern: params.chosen("arrivals", &PATTERNS),
            popularity: Zipf::new(params.count("keys"), params.number("zipf_exponent")),
            servers: params.count("servers"),
            crash_probability: params.number("crash_probability"),
            elapsed_ns: 0,
            gaps: Stream::named(seed, "reads"),
            keys: Stream::named(seed, "keys"),
            places: Stream::named(seed, "servers"),
            crashes: Stream::named(seed, "crashes"),
        }
    }

    /// The law by which keys are chosen.
    pub fn popularity(&self) -> &Zipf {
        &self.popularity
    }

    /// The next read. What does not vary (one key, one server, no crashes) needs no draw.
    pub fn next_read(&mut self) -> Read {
        self.elapsed_ns += (self.gaps.exponential(self.gap_ns) + 0.5) as u64;
        let key = if self.popularity.count() > 1 { self.popularity.rank(self.keys.unit()) - 1 } else { 0 };
        let server = if self.servers > 1 { self.places.below(self.servers.into()) as u32 } else { 0 };
        let crashes = self.crash_probability > 0.0 && self.crashes.unit() < self.crash_probability;
        Read { at: self.clock(), key, server, crashes }
    }

    /// A burst squeezes each second of the steady stream, so both patterns are the same reads.
    fn clock(&self) -> Time {
        match self.pattern {
            Pattern::Steady => Time(self.elapsed_ns),
            Pattern::Burst => Time(self.elapsed_ns / SECOND * SECOND + self.elapsed_ns % SECOND / BURST_PART),
        }
    }
}
