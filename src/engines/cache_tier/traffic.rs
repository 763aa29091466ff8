//! The arrivals of reads and writes, and their keys.

use crate::kernel::{Params, Seed, Stream, Time};
use crate::parts::Zipf;

const SECOND_NS: f64 = 1e9;

/// One read of one key.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Read {
    /// The moment of its arrival.
    pub at: Time,
    /// The key, counted from 0; key 0 is the most popular.
    pub key: u32,
    /// A uniform draw in (0, 1] that decides how long the database takes, if it is asked.
    pub service_draw: f64,
}

/// Poisson reads of keys by Zipf's law, and Poisson writes of keys that are all alike. Endless.
#[derive(Clone, Debug)]
pub struct Traffic {
    popularity: Zipf,
    read_gap_ns: f64,
    /// Infinite where nothing is written.
    write_gap_ns: f64,
    next_read: Time,
    next_write: Time,
    read_gaps: Stream,
    read_keys: Stream,
    services: Stream,
    write_gaps: Stream,
    written_keys: Stream,
}

impl Traffic {
    /// The traffic that the parameters describe.
    pub fn new(params: &Params, seed: Seed) -> Self {
        let mut traffic = Self {
            popularity: Zipf::new(params.count("keys"), params.number("zipf_exponent")),
            read_gap_ns: SECOND_NS / params.number("reads_per_s"),
            write_gap_ns: SECOND_NS / params.number("writes_per_s"),
            next_read: Time::ZERO,
            next_write: Time::ZERO,
            read_gaps: Stream::named(seed, "reads"),
            read_keys: Stream::named(seed, "keys"),
            services: Stream::named(seed, "service"),
            write_gaps: Stream::named(seed, "writes"),
            written_keys: Stream::named(seed, "written keys"),
        };
        traffic.next_read = traffic.gap_to_read();
        traffic.next_write = traffic.gap_to_write();
        traffic
    }

    /// The law by which keys are read.
    pub fn popularity(&self) -> &Zipf {
        &self.popularity
    }

    /// The moment of the next read.
    pub fn next_read_at(&self) -> Time {
        self.next_read
    }

    /// The moment of the next write; never, if nothing is written.
    pub fn next_write_at(&self) -> Time {
        self.next_write
    }

    /// The next read.
    pub fn read(&mut self) -> Read {
        let at = self.next_read;
        self.next_read = at + self.gap_to_read();
        let key = self.popularity.rank(self.read_keys.unit()) - 1;
        Read { at, key, service_draw: self.services.unit_positive() }
    }

    /// The key of the next write.
    pub fn write(&mut self) -> u32 {
        self.next_write = self.next_write + self.gap_to_write();
        self.written_keys.below(self.popularity.count().into()) as u32
    }

    fn gap_to_read(&mut self) -> Time {
        Time((self.read_gaps.exponential(self.read_gap_ns) + 0.5) as u64)
    }

    fn gap_to_write(&mut self) -> Time {
        // −ln of the greatest draw is 0, and 0 times infinity is no number.
        if self.write_gap_ns.is_infinite() {
            return Time(u64::MAX);
        }
        Time((self.write_gaps.exponential(self.write_gap_ns) + 0.5) as u64)
    }
}
