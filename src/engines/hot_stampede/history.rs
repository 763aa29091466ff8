//! What a run was like, in windows of twenty milliseconds: what a picture and the report are made of.

use crate::kernel::Time;

/// The length of a window.
pub const WINDOW: Time = Time::from_millis(20);

/// Everything that is counted, from the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Reads of the hot key.
    pub hot_reads: u64,
    /// Those that an entry answered, an old one too.
    pub hits: u64,
    /// Those among them that got the old value.
    pub old: u64,
    /// Those that waited for another’s query.
    pub joined: u64,
    /// Queries for the hot key that partitions were sent.
    pub hot_queries: u64,
    /// Readers of the hot key who gave up.
    pub hot_failed: u64,
    /// Reads of other keys.
    pub ordinary_reads: u64,
    /// Those that were given up, at the partitions where a name of the hot key is at home.
    pub failed_at_home: u64,
    /// And elsewhere.
    pub failed_elsewhere: u64,
    /// Expiries of entries.
    pub expiries: u64,
}

/// A partition at the end of a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Line {
    /// Queries for the hot key that wait.
    pub hot: u32,
    /// Ordinary reads that wait.
    pub ordinary: u32,
    /// Servers at work.
    pub busy: u32,
    /// Queries for the hot key that came in this window.
    pub hot_came: u32,
    /// Ordinary reads that came in this window.
    pub ordinary_came: u32,
}

/// A window.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Window {
    /// All counts by its end.
    pub so_far: Counts,
    /// Each partition.
    pub lines: Vec<Line>,
    /// How long a read would wait at the partition where that is longest.
    pub wait: Time,
    /// How many names of the hot key have an entry that is fresh.
    pub fresh: u32,
}
