//! The counts of a run, in windows of a tenth of a second and over all of it.

use crate::kernel::Time;
use crate::parts::LatencyHistogram;
use crate::parts::Visit;
use crate::parts::placements::NodeId;

/// The latency of a cache's answer, which every read pays first.
pub const CACHE_LATENCY: Time = Time(500_000);

/// The length of a window.
pub const WINDOW: Time = Time::from_millis(100);

/// The number of windows in a second.
pub const WINDOWS_IN_A_SECOND: u32 = 10;

/// One node in one window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NodeCounts {
    /// Reads that came to it.
    pub reads: u32,
    /// Reads that it answered.
    pub hits: u32,
    /// Those among them that it answered with a value that had been overwritten.
    pub stale: u32,
    /// The copies that it holds at the window's end.
    pub cached: u32,
}

/// A window, or several together.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reads that came.
    pub reads: u64,
    /// Reads that a cache answered.
    pub hits: u64,
    /// Those among them that were answered with a value that had been overwritten.
    pub stale: u64,
    /// Reads sent to the database, those that it refused among them: its load.
    pub database_reads: u64,
    /// Misses that waited for a read of the database that was under way.
    pub coalesced: u64,
    /// Misses that the database answered in time.
    pub answered: u64,
    /// Reads that the database refused, its line being full.
    pub refused: u64,
    /// Reads whose reader gave up.
    pub timed_out: u64,
}

impl Counts {
    /// Reads that ended without an answer.
    pub fn failed(&self) -> u64 {
        self.refused + self.timed_out
    }

    /// Both together.
    pub fn plus(&self, other: &Self) -> Self {
        Self {
            reads: self.reads + other.reads,
            hits: self.hits + other.hits,
            stale: self.stale + other.stale,
            database_reads: self.database_reads + other.database_reads,
            coalesced: self.coalesced + other.coalesced,
            answered: self.answered + other.answered,
            refused: self.refused + other.refused,
            timed_out: self.timed_out + other.timed_out,
        }
    }
}

/// A tenth of a second of the run.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// Its end.
    pub until: Time,
    /// The counts of this window.
    pub counts: Counts,
    /// The counts from the start of the run to its end.
    pub so_far: Counts,
    /// The same by node number, for every node that there has ever been.
    pub nodes: Vec<NodeCounts>,
    /// Reads that wait for a server of the database at its end.
    pub waiting: u32,
    /// Servers of the database that are at work at its end.
    pub busy: u32,
}

/// The counts of a run.
#[derive(Clone, Debug, Default)]
pub struct Measures {
    /// The windows that are over, in order.
    pub windows: Vec<Window>,
    /// Everything that was counted, the window under way included.
    pub total: Counts,
    /// The most reads that ever waited for a server of the database.
    pub waiting_max: u32,
    under_way: Window,
    /// The time for which servers of the database were at work, together, until the end of the run.
    busy_ns: u128,
    end: Time,
    latencies: LatencyHistogram,
}

impl Measures {
    /// Nothing counted; a run so long.
    pub fn new(end: Time) -> Self {
        Self { end, ..Self::default() }
    }

    /// The latencies of reads: those given up with the time until then, without those that were refused and those that still
    /// waited at the end.
    pub fn latencies(&self) -> &LatencyHistogram {
        &self.latencies
    }

    /// The mean number of servers of the database at work, until `until`.
    pub fn busy_mean(&self, until: Time) -> f64 {
        self.busy_ns as f64 / (until.0 as f64).max(1.0)
    }

    /// All that was counted by the end of the last window, the same a second before that, and how many reads wait.
    pub(super) fn last_second(&self) -> (Counts, Counts, u32) {
        let Some(last) = self.windows.last() else { return Default::default() };
        let earlier = self.windows.len().checked_sub(1 + WINDOWS_IN_A_SECOND as usize);
        (last.so_far, earlier.map(|place| self.windows[place].so_far).unwrap_or_default(), last.waiting)
    }

    /// A read comes to a node, which has a copy of its key (stale or not) or none.
    pub(super) fn read(&mut self, node: NodeId, hit: bool, stale: bool) {
        let place = usize::from(node);
        if self.under_way.nodes.len() <= place {
            self.under_way.nodes.resize(place + 1, NodeCounts::default());
        }
        let counts = &mut self.under_way.nodes[place];
        counts.reads += 1;
        counts.hits += u32::from(hit);
        counts.stale += u32::from(stale);
        self.count(|counts| {
            counts.reads += 1;
            counts.hits += u64::from(hit);
            counts.stale += u64::from(stale);
        });
        if hit {
            self.latencies.record(CACHE_LATENCY);
        }
    }

    /// The database takes a read in; so many wait now.
    pub(super) fn taken(&mut self, visit: Visit, waiting: u32) {
        self.busy_ns += u128::from((visit.ends.min(self.end) - visit.begins).0);
        self.waiting_max = self.waiting_max.max(waiting);
        self.count(|counts| counts.database_reads += 1);
    }

    /// The database refuses a read.
    pub(super) fn refused(&mut self) {
        self.count(|counts| {
            counts.database_reads += 1;
            counts.refused += 1;
        });
    }

    /// A miss waits for a read of the database that is under way.
    pub(super) fn coalesced(&mut self) {
        self.count(|counts| counts.coalesced += 1);
    }

    /// A miss is answered, so long after it came.
    pub(super) fn answered(&mut self, after: Time) {
        self.latencies.record(after + CACHE_LATENCY);
        self.count(|counts| counts.answered += 1);
    }

    /// A reader gives up, so long after it came.
    pub(super) fn timed_out(&mut self, after: Time) {
        self.latencies.record(after + CACHE_LATENCY);
        self.count(|counts| counts.timed_out += 1);
    }

    fn count(&mut self, add: impl Fn(&mut Counts)) {
        add(&mut self.total);
        add(&mut self.under_way.counts);
    }

    /// Closes the window under way: what each node holds and how the database stands at its end.
    pub(super) fn close(&mut self, until: Time, cached: impl Iterator<Item = u32>, waiting: u32, busy: u32) {
        let mut window = std::mem::take(&mut self.under_way);
        for (node, cached) in cached.enumerate() {
            if window.nodes.len() == node {
                window.nodes.push(NodeCounts::default());
            }
            window.nodes[node].cached = cached;
        }
        self.windows.push(Window { until, so_far: self.total, waiting, busy, ..window });
    }
}
