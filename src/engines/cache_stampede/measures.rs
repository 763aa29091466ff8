//! The measurements of a run.

use super::arrivals::Read;
use super::history::History;
use crate::kernel::{Time, Trace};
use crate::parts::LatencyHistogram;

/// The latency of the cache, which every read has first: 0.5 ms.
pub const CACHE_LATENCY: Time = Time(500_000);

/// So many seconds make a turn for the worse or the better: one expiry may leave a second without answers.
const WINDOW: usize = 5;

/// One second of the run, for a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Second {
    /// Reads that came.
    pub reads: u32,
    /// Reads that the cache answered at once.
    pub hits: u32,
    /// Recomputations begun: queries sent to the database.
    pub recomputes: u32,
    /// Reads answered, those among them that had waited and those that the filter answered.
    pub answered: u32,
    /// Reads that ended without an answer.
    pub failed: u32,
    /// Attempts that readers will make once more.
    pub retries: u32,
    /// Readers who were not let in yet.
    pub turned_away: u32,
    /// The reads that come in a second by the parameters, as they were at its end.
    pub load: u32,
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
    /// Reads that got an answer in time: hits, those that waited, and those that the filter answered.
    pub answered: u64,
    /// Reads that got no answer in time, or an error, even after all their retries.
    pub failed: u64,
    /// Attempts that readers made once more.
    pub retries: u64,
    /// Readers who were not let in yet. They are not among the reads.
    pub turned_away: u64,
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
    /// Reads that failed because the database refused their query.
    pub refused: u64,
    /// Reads of keys that do not exist.
    pub absent: u64,
    /// Those of them that the filter answered.
    pub ruled_out: u64,
    /// Those of them that the filter let through.
    pub false_positives: u64,
    /// Queries for keys that do not exist.
    pub absent_queries: u64,
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

    /// A reader comes who is not let in yet.
    pub fn turn_away(&mut self) {
        self.turned_away += 1;
        self.second().turned_away += 1;
    }

    /// The cache answers a read at once.
    pub fn hit(&mut self, stale: bool) {
        self.hits += 1;
        self.second().hits += 1;
        self.answered(Time::ZERO, stale);
    }

    /// A read is answered that has waited for so long.
    pub fn answered(&mut self, after: Time, stale: bool) {
        self.stale_reads += u64::from(stale);
        self.answered += 1;
        self.second().answered += 1;
        self.history.answered(after);
        self.latencies.record(after + CACHE_LATENCY);
    }

    /// An attempt will be made once more.
    pub fn retried(&mut self) {
        self.retries += 1;
        self.second().retries += 1;
    }

    /// A read ends without an answer.
    pub fn failed(&mut self, read: &Read, now: Time) {
        self.latencies.record(now - read.came + CACHE_LATENCY);
        self.count_failed(read);
    }

    /// The database refuses a read.
    pub fn refused(&mut self, read: &Read) {
        self.refused += 1;
        self.count_failed(read);
    }

    fn count_failed(&mut self, read: &Read) {
        self.failed += 1;
        self.last_fifth[1] += u64::from(read.came >= self.last_fifth_from);
        self.second().failed += 1;
    }

    /// A query begins; so many run now.
    pub fn query(&mut self, concurrency: u32) {
        self.recomputes += 1;
        self.concurrency_max = self.concurrency_max.max(concurrency);
        let second = self.second();
        second.recomputes += 1;
        second.concurrency_max = second.concurrency_max.max(concurrency);
    }

    /// Closes the second under way, at whose end the load is this, and begins the next, in which so many queries run already.
    pub fn next_second(&mut self, at: Time, load: f64, concurrency: u32, trace: &mut Trace) {
        let second = self.second();
        second.load = (load + 0.5) as u32;
        let mut fields = vec![
            ("reads", second.reads.into()),
            ("hits", second.hits.into()),
            ("recomputes", second.recomputes.into()),
            ("failed", second.failed.into()),
            ("concurrency_max", second.concurrency_max.into()),
        ];
        let rare = [("retries", second.retries), ("turned_away", second.turned_away)];
        fields.extend(rare.into_iter().filter(|(_, count)| *count > 0).map(|(name, count)| (name, count.into())));
        trace.record(at, "second", fields);
        self.seconds.push(Second { concurrency_max: concurrency, ..Second::default() });
    }

    /// The second in which the run tipped over, and the one in which it recovered from that: of the first [`WINDOW`] seconds
    /// in which fewer than half of the reads were answered, and of the first after those in which nine of ten were.
    pub fn turns(&self) -> [Option<usize>; 2] {
        let share = |window: &[Second]| {
            let sum = |count: fn(&Second) -> u32| window.iter().map(|second| f64::from(count(second))).sum::<f64>();
            sum(|second| second.answered) / sum(|second| second.reads).max(1.0)
        };
        let windows = self.seconds.windows(WINDOW).enumerate();
        let mut windows = windows.filter(|(_, window)| window.iter().all(|second| second.reads > 0));
        let tip = windows.find(|(_, window)| share(window) < 0.5);
        let recovery = tip.and_then(|_| windows.find(|(_, window)| share(window) > 0.9));
        [tip, recovery].map(|window| window.map(|(second, _)| second))
    }

    /// Whether at least 99 of 100 reads of the last fifth of the run got an answer.
    pub fn recovered(&self) -> bool {
        let [reads, failed] = self.last_fifth;
        failed * 100 <= reads
    }
}
