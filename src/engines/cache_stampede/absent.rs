//! Keys that do not exist: no value can be stored for them, so every read of one goes through to the database (cache
//! penetration), unless the cache stores that there is nothing, or a Bloom filter of all keys rules it out.

use std::collections::{BTreeMap, VecDeque};

use crate::kernel::{Params, Seed, Time};
use crate::parts::bloom_filter::{Classic, Filter};
use crate::parts::zipf_stream::digest;

/// What stands between the readers of absent keys and the database.
#[derive(Clone, Debug)]
pub struct Absent {
    keys: u32,
    seed: Seed,
    filter: Option<Classic>,
    /// How long a stored "there is nothing" lasts; zero if none is stored.
    lasts: Time,
    /// Until when it lasts for each key that has one.
    known: BTreeMap<u32, Time>,
    /// The same in the order of time; one that was renewed stands here twice.
    ends: VecDeque<(Time, u32)>,
    known_max: usize,
}

impl Absent {
    /// Nothing is stored; the filter, if there is one, holds every key that exists.
    pub fn new(params: &Params, seed: Seed) -> Self {
        let (keys, bits_per_key) = (params.count("keys"), params.number("bloom_bits_per_key"));
        let filter = (bits_per_key > 0.0).then(|| {
            // (m/n) ln 2 hashes are wrong least often.
            let hashes = (bits_per_key * core::f64::consts::LN_2 + 0.5) as u32;
            let mut filter = Classic::new((bits_per_key * f64::from(keys)) as u32, hashes.max(1));
            (0..keys).for_each(|key| {
                filter.insert(digest(seed, key));
            });
            filter
        });
        let lasts = params.time("negative_ttl_ms");
        Self { keys, seed, filter, lasts, known: BTreeMap::new(), ends: VecDeque::new(), known_max: 0 }
    }

    /// Whether no such key exists.
    pub fn is_absent(&self, key: u32) -> bool {
        key >= self.keys
    }

    /// The filter in front of the cache, if there is one.
    pub fn filter(&self) -> Option<&Classic> {
        self.filter.as_ref()
    }

    /// Whether this key perhaps exists, for all that the filter says.
    pub fn passes_filter(&self, key: u32) -> bool {
        self.filter.as_ref().is_none_or(|filter| filter.contains(digest(self.seed, key)))
    }

    /// Whether the cache has it stored that there is no such key.
    pub fn is_known(&self, key: u32, now: Time) -> bool {
        self.known.get(&key).is_some_and(|&until| now < until)
    }

    /// Stores that there is no such key, and forgets what has run out.
    pub fn store(&mut self, key: u32, now: Time) {
        if self.lasts == Time::ZERO {
            return;
        }
        while let Some(&(_, gone)) = self.ends.front().filter(|(until, _)| *until <= now) {
            self.ends.pop_front();
            if !self.is_known(gone, now) {
                self.known.remove(&gone);
            }
        }
        let until = now + self.lasts;
        self.known.insert(key, until);
        self.ends.push_back((until, key));
        self.known_max = self.known_max.max(self.known.len());
    }

    /// The cache is flushed, and with it what it stored of absent keys. The filter stays.
    pub fn forget(&mut self) {
        self.known.clear();
        self.ends.clear();
    }

    /// The most absent keys that the cache has held at once.
    pub fn known_max(&self) -> usize {
        self.known_max
    }

    /// How often the filter should let an absent key through; `None` without a filter.
    pub fn predicted_rate(&self) -> Option<f64> {
        self.filter.as_ref().map(|filter| filter.predicted_rate(self.keys))
    }
}
