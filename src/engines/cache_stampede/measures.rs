//! The measurements of a run.

use super::arrivals::Read;
use super::history::History;
use crate::kernel::{Time, Trace};
use crate::parts::LatencyHistogram;

/// The latency of the cache, which every read has first: 0.5 ms.
pub const CACHE_LATENCY: Time = Time(500_000);

/// One second of the run, for a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Second {
    /// Reads that came.
    pub reads: u32,
    /// Reads that the cache answered at once.
    pub hits: u32,
    /// Recomputations begun: queries sent to the database.
    pub recomputes: u32,
    /// Reads found to have gone without an answer.
    pub failed: u32,
    /// The most queries that ran at once.
    pub concurrency_max: u32,
}

/// The counts of a run.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    /// Reads that came.
    pub reads: u64,
    /// Reads that the cache answered at once, with a fresh value or a stale one.
    pub hits: u64,
    /// Reads answered with a value that had expired or was overwritten in the database before the read came.
    pub stale_reads: u64,
    /// Reads that got no answer in time, or an error.
    pub failed: u64,
    /// Queries sent to the database.
    pub recomputes: u64,
    /// Refillings begun: expiries that were noticed, or forestalled.
    pub expiries: u64,
    /// Values stored.
    pub stored: u64,
    /// How long before the expiry refillings began, together.
    pub lead_ns: u128,
    /// The most queries that ran at once.
    pub concurrency_max: u32,
    /// Queries that the database refused.
    pub refused: u64,
    /// Values stored although the row had been written since they were read.
    pub stale_sets: u64,
    /// Locks, leases and refreshes that ran out before a value was stored.
    pub locks_expired: u64,
    /// Locks released by somebody who did not hold them any more.
    pub wrong_releases: u64,
    /// Reads of the last fifth of the run, and those among them without an answer.
    pub last_fifth: [u64; 2],
    /// The run second by second; the last is under way.
    pub seconds: Vec<Second>,
    /// The run in samples.
    pub history: History,
    last_fifth_from: Time,
    latencies: LatencyHistogram,
}

impl Measures {
    /// Nothing counted; reads come until `duration`.
    pub fn new(duration: Time, history: History) -> Self {
        let last_fifth_from = Time(duration.0 / 5 * 4);
        Self { last_fifth_from, seconds: vec![Second::default()], history, ..Self::default() }
    }

    /// How long reads took, those without an answer with the time until they gave up; refused ones are left out.
    pub fn latencies(&self) -> &LatencyHistogram {
        &self.latencies
    }

    /// The second under way.
    pub fn second(&mut self) -> &mut Second {
        let last = self.seconds.len() - 1;
        &mut self.seconds[last]
    }

    /// A read comes.
    pub fn came(&mut self, read: &Read) {
        self.reads += 1;
        self.last_fifth[0] += u64::from(read.at >= self.last_fifth_from);
        self.second().reads += 1;
    }

    /// The cache answers a read at once.
    pub fn hit(&mut self, stale: bool) {
        self.hits += 1;
        self.stale_reads += u64::from(stale);
        self.second().hits += 1;
        self.latencies.record(CACHE_LATENCY);
    }

    /// A read that had to wait is answered.
    pub fn answered(&mut self, read: &Read, now: Time, stale: bool) {
        self.stale_reads += u64::from(stale);
        self.history.answered(now - read.at);
        self.latencies.record(now - read.at + CACHE_LATENCY);
    }

    /// A read ends without an answer, after so long.
    pub fn failed(&mut self, read: &Read, after: Time) {
        self.latencies.record(after + CACHE_LATENCY);
        self.count_failed(read, after);
    }

    /// The database refuses a read.
    pub fn refused(&mut self, read: &Read) {
        self.refused += 1;
        self.count_failed(read, Time::ZERO);
    }

    fn count_failed(&mut self, read: &Read, after: Time) {
        self.history.left(read.at + after);
        self.failed += 1;
        self.last_fifth[1] += u64::from(read.at >= self.last_fifth_from);
        self.second().failed += 1;
    }

    /// A query begins; so many run now.
    pub fn recompute(&mut self, concurrency: u32) {
        self.recomputes += 1;
        self.concurrency_max = self.concurrency_max.max(concurrency);
        let second = self.second();
        second.recomputes += 1;
        second.concurrency_max = second.concurrency_max.max(concurrency);
    }

    /// Closes the second under way and begins the next, in which so many queries run already.
    pub fn next_second(&mut self, at: Time, concurrency: u32, trace: &mut Trace) {
        let Second { reads, hits, recomputes, failed, concurrency_max } = *self.second();
        trace.record(
            at,
            "second",
            vec![
                ("reads", reads.into()),
                ("hits", hits.into()),
                ("recomputes", recomputes.into()),
                ("failed", failed.into()),
                ("concurrency_max", concurrency_max.into()),
            ],
        );
        self.seconds.push(Second { concurrency_max: concurrency, ..Second::default() });
    }

    /// Whether at least 99 of 100 reads of the last fifth of the run got an answer.
    pub fn recovered(&self) -> bool {
        let [reads, failed] = self.last_fifth;
        failed * 100 <= reads
    }
}
