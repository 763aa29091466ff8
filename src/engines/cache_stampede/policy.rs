//! The reader's choices: the remedy, and the circumstances under which it is tried.

use crate::kernel::ChoiceTable;

/// The remedies, from none to leases.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// Whoever misses recomputes.
    None,
    /// Whoever misses tries to take a lock in the cache; the others look again and again.
    Lock,
    /// In each application server the first who misses recomputes and the others wait for its answer.
    Singleflight,
    /// As none, but values are stored for times to live that differ, so that keys do not expire together.
    Jitter,
    /// Every read may recompute early, the likelier the nearer the expiry ([`crate::parts::early_expiry::early`]).
    XFetch,
    /// An expired value is served for a while and one refresh runs in the background (RFC 5861 §3).
    StaleWhileRevalidate,
    /// A read late in the value's life starts one refresh in the background.
    RefreshAhead,
    /// The cache gives one reader a lease to recompute and store, at most once in a while, and void once the key is
    /// deleted; the others get the old value, or look again (NSDI 2013, §3.2.1).
    Lease,
}

/// The remedies by name.
pub const STRATEGIES: ChoiceTable<Strategy, 8> = ChoiceTable::new([
    ("none", "None: whoever misses recomputes", Strategy::None),
    ("lock", "Lock in the cache", Strategy::Lock),
    ("singleflight", "Singleflight in each server", Strategy::Singleflight),
    ("jitter", "Jittered time to live", Strategy::Jitter),
    ("xfetch", "XFetch: early at random", Strategy::XFetch),
    ("swr", "Stale while revalidate", Strategy::StaleWhileRevalidate),
    ("refresh-ahead", "Refresh ahead", Strategy::RefreshAhead),
    ("lease", "Leases", Strategy::Lease),
]);

impl Strategy {
    /// Whether readers who wait learn of the value only when they look again.
    pub fn polls(self) -> bool {
        matches!(self, Self::Lock | Self::Lease)
    }
}

/// How reads are spread over time.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pattern {
    /// Evenly at random.
    Steady,
    /// The reads of each second come within its first tenth.
    Burst,
}

/// The patterns of reads by name.
pub const PATTERNS: ChoiceTable<Pattern, 2> =
    ChoiceTable::new([("steady", "Steady", Pattern::Steady), ("burst", "Bursts, one a second", Pattern::Burst)]);

/// How old the values in the cache are when a run begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Start {
    /// All were stored at the start, so all expire at one moment.
    Together,
    /// Their ages are spread evenly over the time to live.
    Spread,
    /// There is none: the cache has just been restarted.
    Empty,
}

/// The ages at the start by name.
pub const STARTS: ChoiceTable<Start, 3> = ChoiceTable::new([
    ("together", "All keys filled at once", Start::Together),
    ("spread", "Keys of all ages", Start::Spread),
    ("empty", "An empty cache", Start::Empty),
]);

/// Whether a lock has a token, so that only its holder can release it.
pub const LOCK_TOKEN: ChoiceTable<bool, 2> = ChoiceTable::new([("yes", "Yes", true), ("no", "No", false)]);
