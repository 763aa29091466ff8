//! The reads: their moments, keys and servers.

use super::load::Load;
use super::policy::{PATTERNS, Pattern};
use crate::kernel::{Params, Seed, Stream, Time};
use crate::parts::Zipf;

/// Bursts: the reads of each second come within its first tenth.
const BURST_PART: u64 = 10;

const SECOND: u64 = 1_000_000_000;

/// One read of one key, or one attempt at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Read {
    /// The moment of its arrival.
    pub at: Time,
    /// The moment at which its reader came first: before `at` if this is a retry.
    pub came: Time,
    /// The key, counted from 0; key 0 is the most popular. The numbers behind those of all keys are of keys that do not
    /// exist.
    pub key: u32,
    /// The application server that it comes to, counted from 0.
    pub server: u32,
    /// The number of this attempt, where readers try again ([`super::clients`]).
    pub attempt: u32,
    /// How many attempts its reader has made before.
    pub retries: u8,
    /// Whether the process dies halfway if this read recomputes the value.
    pub crashes: bool,
}

/// An endless stream of reads: Poisson arrivals, keys by Zipf's law, servers at random.
#[derive(Clone, Debug)]
pub struct Arrivals {
    load: Load,
    pattern: Pattern,
    popularity: Zipf,
    servers: u32,
    crash_probability: f64,
    absent_fraction: f64,
    absent_keys: u32,
    elapsed_ns: u64,
    gaps: Stream,
    keys: Stream,
    places: Stream,
    crashes: Stream,
    absent: Stream,
}

impl Arrivals {
    /// The readers that the parameters describe.
    pub fn new(params: &Params, seed: Seed) -> Self {
        Self {
            load: Load::of(params),
            pattern: params.chosen("arrivals", &PATTERNS),
            popularity: Zipf::new(params.count("keys"), params.number("zipf_exponent")),
            servers: params.count("servers"),
            crash_probability: params.number("crash_probability"),
            absent_fraction: params.number("absent_fraction"),
            absent_keys: params.count("absent_keys"),
            elapsed_ns: 0,
            gaps: Stream::named(seed, "reads"),
            keys: Stream::named(seed, "keys"),
            places: Stream::named(seed, "servers"),
            crashes: Stream::named(seed, "crashes"),
            absent: Stream::named(seed, "absent keys"),
        }
    }

    /// The law by which keys are chosen.
    pub fn popularity(&self) -> &Zipf {
        &self.popularity
    }

    /// How many reads a second come at a moment, in the mean.
    pub fn reads_per_s(&self, at: Time) -> f64 {
        SECOND as f64 / self.load.gap_ns(at.0)
    }

    /// The next read. What does not vary (one key, one server, no crashes) needs no draw.
    pub fn next_read(&mut self) -> Read {
        self.elapsed_ns += (self.gaps.exponential(self.load.gap_ns(self.elapsed_ns)) + 0.5) as u64;
        let mut key = if self.popularity.count() > 1 { self.popularity.rank(self.keys.unit()) - 1 } else { 0 };
        let server = if self.servers > 1 { self.places.below(self.servers.into()) as u32 } else { 0 };
        let crashes = self.crash_probability > 0.0 && self.crashes.unit() < self.crash_probability;
        if self.absent_fraction > 0.0 && self.absent.unit() < self.absent_fraction {
            key = self.popularity.count() + self.absent.below(self.absent_keys.into()) as u32;
        }
        let at = self.clock();
        Read { at, came: at, key, server, attempt: 0, retries: 0, crashes }
    }

    /// From `now` on so many reads come a second. Returns the moment of the read that is to come next: the rest of its gap
    /// is shorter or longer now.
    pub fn change_load(&mut self, now: Time, reads_per_s: f64) -> Time {
        let now_ns = match self.pattern {
            Pattern::Steady => now.0,
            Pattern::Burst => now.0 / SECOND * SECOND + (now.0 % SECOND * BURST_PART).min(SECOND),
        };
        let before_ns = self.load.gap_ns(self.elapsed_ns);
        self.load = Load::steady(reads_per_s);
        let stretch = self.load.gap_ns(now_ns) / before_ns;
        self.elapsed_ns = now_ns + (self.elapsed_ns.saturating_sub(now_ns) as f64 * stretch + 0.5) as u64;
        self.clock()
    }

    /// A burst squeezes each second of the steady stream, so both patterns are the same reads.
    fn clock(&self) -> Time {
        match self.pattern {
            Pattern::Steady => Time(self.elapsed_ns),
            Pattern::Burst => Time(self.elapsed_ns / SECOND * SECOND + self.elapsed_ns % SECOND / BURST_PART),
        }
    }
}
