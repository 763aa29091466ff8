//! The traffic: Poisson requests, keys by Zipf's law, and perhaps one celebrity.

use super::policy::{WRITTEN, Written};
use crate::kernel::{Params, Seed, Stream, Time};
use crate::parts::Zipf;

/// One request.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Request {
    /// The moment of its arrival.
    pub at: Time,
    /// Its key, counted from 0: the rank under Zipf's law, less 1.
    pub key: u32,
    /// Whether it writes.
    pub write: bool,
    /// Uniform in (0, 1]: how long a partition will work on it, as a draw.
    pub service: f64,
    /// Whether its key is the celebrity.
    pub famous: bool,
}

/// The popularity of keys: Zipf's law, beside which one key takes a share of its own.
#[derive(Clone, Debug)]
pub struct Popularity {
    zipf: Zipf,
    /// The key that has become a celebrity, counted from 0.
    pub celebrity: u32,
    /// The share of all requests that are for the celebrity, besides those that Zipf's law gives it.
    pub celebrity_share: f64,
}

impl Popularity {
    /// The law that the parameters name; the celebrity is the key in the middle.
    pub fn new(params: &Params) -> Self {
        let keys = params.count("keys");
        Self {
            zipf: Zipf::new(keys, params.number("zipf_exponent")),
            celebrity: keys / 2,
            celebrity_share: params.number("celebrity_share"),
        }
    }

    /// How many keys there are.
    pub fn keys(&self) -> u32 {
        self.zipf.count()
    }

    /// The key, counted from 0, that a uniform draw in [0, 1) stands for.
    pub fn key(&self, unit: f64) -> u32 {
        if unit < self.celebrity_share {
            return self.celebrity;
        }
        self.zipf.rank((unit - self.celebrity_share) / (1.0 - self.celebrity_share)) - 1
    }

    /// The share of all requests that are for a key, counted from 0.
    pub fn share(&self, key: u32) -> f64 {
        let own = if key == self.celebrity { self.celebrity_share } else { 0.0 };
        own + (1.0 - self.celebrity_share) * self.zipf.share(key + 1)
    }
}

/// An endless stream of requests.
#[derive(Clone, Debug)]
pub struct Traffic {
    /// The law by which keys are requested.
    pub popularity: Popularity,
    gap_ns: f64,
    write_fraction: f64,
    written: Written,
    end: Time,
    at: Time,
    arrivals: Stream,
    keys: Stream,
    kinds: Stream,
    service: Stream,
}

impl Traffic {
    /// The requests that the parameters describe.
    pub fn new(params: &Params, seed: Seed) -> Self {
        Self {
            popularity: Popularity::new(params),
            gap_ns: 1e9 / params.number("requests_per_s"),
            write_fraction: params.number("write_fraction"),
            written: params.chosen("written", &WRITTEN),
            end: Time::from_millis(u64::from(params.count("duration_s")) * 1_000),
            at: Time::ZERO,
            arrivals: Stream::named(seed, "arrivals"),
            keys: Stream::named(seed, "keys"),
            kinds: Stream::named(seed, "kinds"),
            service: Stream::named(seed, "service"),
        }
    }

    /// The moment at which the next request arrives.
    pub fn next_at(&mut self) -> Time {
        self.at = self.at + Time((self.arrivals.exponential(self.gap_ns) + 0.5) as u64);
        self.at
    }

    /// Draws the request that has arrived.
    pub fn request(&mut self) -> Request {
        let popular = self.popularity.key(self.keys.unit());
        let write = self.kinds.unit() < self.write_fraction;
        let key = if write && self.written == Written::Newest { self.newest() } else { popular };
        let famous = key == self.popularity.celebrity;
        Request { at: self.at, key, write, service: self.service.unit_positive(), famous }
    }

    /// The key of this moment, if in the run's course all are written in their order.
    fn newest(&self) -> u32 {
        let passed = self.at.0.min(self.end.0 - 1) as f64 / self.end.0 as f64;
        (passed * f64::from(self.popularity.keys())) as u32
    }
}
