//! One entry's life: its reads, from the expiry backwards, and which of them recompute its value.

use crate::kernel::{EventLimit, Seed, Stream, Time};
use crate::parts::early_expiry::{EarlyExpiry, early, reach_ns};

/// An entry in so many draws of the streams: more than it has reads that could be early.
const DRAWS_BITS: u32 = 24;

/// Reads whose lead is so unlikely that it comes once in e¹² entries are left out.
const LEFT_OUT: f64 = 12.0;

/// What became of an entry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Life {
    /// When its value expires.
    pub expires: Time,
    /// When the first recomputation of it begins; at the start of the run if that was before.
    pub began: Time,
    /// How long that is before the value is gone; 0 if after.
    pub lead: Time,
    /// The recomputations that begin before the first has ended.
    pub recomputes: u32,
}

/// A read of an entry that is watched.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Read {
    /// When it comes.
    pub at: Time,
    /// How far it moves its clock forwards.
    pub reach: Time,
}

/// An entry under the magnifier.
#[derive(Clone, Debug, PartialEq)]
pub struct Watched {
    /// Its number, from 0.
    pub entry: u32,
    /// From when on it is watched; by then nobody was early.
    pub from: Time,
    /// When its key is deleted, if it is.
    pub deleted: Option<Time>,
    /// What becomes of it.
    pub life: Life,
    /// Its reads until its new value is there, in the order of time.
    pub reads: Vec<Read>,
}

impl Watched {
    /// When its value is gone, because it expires or because its key is deleted.
    pub fn gone(&self) -> Time {
        self.deleted.map_or(self.life.expires, |at| at.min(self.life.expires))
    }

    /// Whether a read of it recomputes its value.
    pub fn recomputes(&self, read: &Read) -> bool {
        read.at + read.reach >= self.life.expires || read.at >= self.gone()
    }
}

/// The readers of all entries.
#[derive(Clone, Debug)]
pub(super) struct Readers {
    pub(super) law: EarlyExpiry,
    reads: Stream,
    rolls: Stream,
    late: Stream,
}

impl Readers {
    pub(super) fn new(law: EarlyExpiry, seed: Seed) -> Self {
        let [reads, rolls, late] = ["reads", "rolls", "late reads"].map(|name| Stream::named(seed, name));
        Self { law, reads, rolls, late }
    }

    /// How long a recomputation takes.
    pub(super) fn took(&self) -> Time {
        Time::from_millis_f64(1e3 * self.law.recompute_s)
    }

    /// Lives an entry that is described but for that: what becomes of it and, where it is watched, its reads. `None` if the
    /// run has to stop.
    pub(super) fn live(&self, mut watched: Watched, is_watched: bool, limit: &mut EventLimit) -> Option<Watched> {
        let [mut reads, mut rolls, mut late] = [&self.reads, &self.rolls, &self.late].map(|stream| {
            let mut stream = stream.clone();
            stream.skip(u64::from(watched.entry) << DRAWS_BITS);
            stream
        });
        let (took, expires, gap_ns) = (self.took(), watched.life.expires, 1e9 / self.law.reads_per_s);
        let gone_before = (expires - watched.gone()).0;
        let furthest = Time::from_millis_f64(1e3 * self.law.furthest_s(LEFT_OUT)).0.max(gone_before);
        // How long before the expiry those come who recompute, the last first.
        let mut early_reads = Vec::new();
        let mut before_ns = reads.exponential(gap_ns);
        while before_ns < furthest as f64 {
            if !limit.allow() {
                return None;
            }
            let (before, u) = (before_ns as u64, rolls.unit_positive());
            if before <= gone_before || early(Time::ZERO, Time(before), took, self.law.beta, u) {
                early_reads.push(before);
            }
            // Of the first entries some reads came before the run.
            if is_watched && before <= expires.0 {
                let reach = Time(reach_ns(took, self.law.beta, u) as u64);
                watched.reads.push(Read { at: expires - Time(before), reach });
            }
            before_ns += reads.exponential(gap_ns);
        }
        watched.reads.reverse();
        let mut after = expires + Time(late.exponential(gap_ns) as u64);
        let first = early_reads.last().copied().unwrap_or(0);
        let began = if early_reads.is_empty() { after } else { expires - Time(first) };
        let mut recomputes = early_reads.iter().filter(|&&before| before + took.0 > first).count() as u32;
        while after < began + took {
            if !limit.allow() {
                return None;
            }
            recomputes += 1;
            if is_watched {
                watched.reads.push(Read { at: after, reach: Time::ZERO });
            }
            after = after + Time(late.exponential(gap_ns) as u64);
        }
        watched.reads.retain(|read| read.at < began + took);
        watched.life = Life { expires, began, lead: Time(first.saturating_sub(gone_before)), recomputes };
        Some(watched)
    }
}
