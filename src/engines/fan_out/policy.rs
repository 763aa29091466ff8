//! The reader's choices: the latency of leaves, and the rule for second copies.

use crate::kernel::ChoiceTable;

/// The most leaves that a root may call; also the stride of the random streams from one request to the next.
pub const MAX_FAN_OUT: u32 = 2_000;

/// The shape of a leaf's latency; its size comes from other parameters ([`super::leaf::Leaf`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeafKind {
    /// Memoryless.
    Exponential,
    /// The exponential of a normal variable.
    Lognormal,
    /// A power law.
    Pareto,
    /// Fast, and now and then slow.
    Bimodal,
    /// As counted in bins.
    Histogram,
}

/// The distribution of one leaf's latency.
pub const LEAVES: ChoiceTable<LeafKind, 5> = ChoiceTable::new([
    ("exponential", "Exponential", LeafKind::Exponential),
    ("lognormal", "Log-normal", LeafKind::Lognormal),
    ("pareto", "Pareto", LeafKind::Pareto),
    ("bimodal", "Bimodal: a slow mode", LeafKind::Bimodal),
    ("histogram", "Hits, misses, pauses", LeafKind::Histogram),
]);

/// How it is decided when a second copy is sent; the times come from other parameters ([`super::call::Hedge`]).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HedgeKind {
    /// Never.
    Off,
    /// After a delay that is given.
    Delay,
    /// After a delay that so many leaves in a hundred do not need.
    Percentile,
    /// At once, all but two network delays: two copies in two queues, tied to each other.
    Tied,
}

/// The rules for second copies.
pub const HEDGES: ChoiceTable<HedgeKind, 4> = ChoiceTable::new([
    ("off", "Never", HedgeKind::Off),
    ("delay", "After a fixed delay", HedgeKind::Delay),
    ("percentile", "After a percentile", HedgeKind::Percentile),
    ("tied", "Tied: both queue, one runs", HedgeKind::Tied),
]);
