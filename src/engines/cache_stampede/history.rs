//! The run through time, in samples: what a picture of any moment needs. Memory is bounded, whatever the run.

use super::entry::Entry;
use crate::kernel::Time;

/// About the most samples of a run; a short run has one every [`LEAST`].
const MAX_SAMPLES: u64 = 2_000;

/// The shortest time between two samples.
const LEAST: Time = Time::from_millis(10);

/// The most keys whose lives are sampled; of more, so many that are spread evenly over the ranks.
pub const MAX_WATCHED: u32 = 100;

/// The steps of a life: a value that was just stored, with the whole time to live before it, has so many left.
const LIFE_STEPS: u64 = 127;

/// Marks a key that is being filled again.
const REFILLING: u8 = 128;

/// What has happened by a moment, and how things stand at it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sample {
    /// Reads that came.
    pub reads: u32,
    /// Reads that the cache answered at once, fresh or stale.
    pub hits: u32,
    /// Answers that were stale, at once or late.
    pub stale: u32,
    /// Reads that had to wait and got an answer.
    pub answered: u32,
    /// Reads whose patience has ended, or that were refused.
    pub failed: u32,
    /// Queries begun.
    pub queries: u32,
    /// Refillings begun.
    pub expiries: u32,
    /// Values stored.
    pub stored: u32,
    /// Queries that run.
    pub running: u32,
    /// Those among them whose reader has left, so that nobody will store their value.
    pub abandoned: u32,
    /// How long the oldest query has run.
    pub oldest: Time,
    /// The longest wait that ended with an answer since the sample before.
    pub slowest: Time,
    /// Keys with a fresh value.
    pub fresh: u32,
    /// Reads that the filter answered: no such key.
    pub ruled_out: u32,
}

impl Sample {
    /// Readers who wait, for a query of their own or of another.
    pub fn waiting(&self) -> u32 {
        self.reads.saturating_sub(self.hits + self.answered + self.failed)
    }

    /// Those among them who wait for the query of another.
    pub fn pool(&self) -> u32 {
        self.waiting().saturating_sub(self.running - self.abandoned)
    }
}

/// One key at a moment.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Life {
    /// What is left of its value's life, as a fraction of the time to live; 0 without a fresh value.
    pub left: f64,
    /// Whether it is being filled again.
    pub refilling: bool,
}

/// The samples of a run, evenly spaced from its start to after its end.
#[derive(Clone, Debug, Default)]
pub struct History {
    every: Time,
    samples: Vec<Sample>,
    /// Keys with a fresh value, …
    fresh: u32,
    /// … and how many of them have lost it by each sample.
    ends: Vec<u32>,
    watched: u32,
    /// The lives of the watched keys, sample by sample.
    lives: Vec<u8>,
    slowest: Time,
}

impl History {
    /// Nothing yet, of a run so long over so many keys.
    pub(super) fn new(end: Time, keys: u32) -> Self {
        let every = Time(end.0.div_ceil(MAX_SAMPLES)).max(LEAST);
        // Values that outlive the run end behind its last sample.
        let ends = vec![0; (end.0.div_ceil(every.0) + 3) as usize];
        Self { every, ends, watched: keys.min(MAX_WATCHED), ..Self::default() }
    }

    /// The time between two samples.
    pub fn every(&self) -> Time {
        self.every
    }

    /// The samples; the first is of the start, the last of the end.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// The place of the last sample no later than a moment.
    pub fn place(&self, moment: Time) -> usize {
        ((moment.0 / self.every.0) as usize).min(self.samples.len().saturating_sub(1))
    }

    /// The last sample no later than a moment.
    pub fn at(&self, moment: Time) -> Sample {
        self.samples.get(self.place(moment)).copied().unwrap_or_default()
    }

    /// The lives of the watched keys at the same sample.
    pub fn lives(&self, moment: Time) -> Vec<Life> {
        let watched = self.watched as usize;
        let first = self.place(moment) * watched;
        let life = |life: &u8| Life {
            left: f64::from(life & !REFILLING) / LIFE_STEPS as f64,
            refilling: life & REFILLING > 0,
        };
        self.lives.get(first..first + watched).unwrap_or_default().iter().map(life).collect()
    }

    /// The key at a place among so many watched ones of so many.
    pub fn watched_key(place: u32, keys: u32) -> u32 {
        place * keys / keys.clamp(1, MAX_WATCHED)
    }

    /// A key's value, which was to be fresh until `old`, gives way to one that is until `new`.
    pub(super) fn renew(&mut self, old: Option<Time>, new: Option<Time>) {
        for (until, is_new) in [(old, false), (new, true)] {
            let place = until.map_or(0, |until| until.0.div_ceil(self.every.0) as usize).min(self.ends.len() - 1);
            if until.is_some() && place >= self.samples.len() {
                let one = if is_new { 1 } else { u32::MAX };
                self.fresh = self.fresh.wrapping_add(one);
                self.ends[place] = self.ends[place].wrapping_add(one);
            }
        }
    }

    /// A read is answered after so long.
    pub(super) fn answered(&mut self, after: Time) {
        self.slowest = self.slowest.max(after);
    }

    /// The longest wait that ended with an answer since the last sample.
    pub(super) fn slowest(&self) -> Time {
        self.slowest
    }

    /// The moment of the next sample.
    pub(super) fn next(&self) -> Time {
        Time(self.every.0 * self.samples.len() as u64)
    }

    /// Takes the sample that is due.
    pub(super) fn push(&mut self, sample: Sample, entries: &[Entry], ttl: Time) {
        let now = self.next();
        self.fresh -= self.ends[self.samples.len()];
        for place in 0..self.watched {
            let entry = &entries[Self::watched_key(place, entries.len() as u32) as usize];
            let life = entry
                .fresh(now)
                .map_or(0, |value| 1 + (value.expires - now).0.saturating_mul(LIFE_STEPS - 1) / ttl.0.max(1));
            let refilling = if entry.refill.is_some() { REFILLING } else { 0 };
            self.lives.push(life.min(LIFE_STEPS) as u8 | refilling);
        }
        self.samples.push(Sample { fresh: self.fresh, ..sample });
        self.slowest = Time::ZERO;
    }
}
