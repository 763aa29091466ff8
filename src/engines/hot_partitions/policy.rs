//! The reader's choices: the remedy for a hot partition, the layout of keys, the treatment of overload.

use crate::kernel::ChoiceTable;

/// The remedy for a hot partition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mitigation {
    /// Nothing: a key's requests go to its partition.
    None,
    /// The most popular keys are stored under several salted names: a write goes to one of them at random, a read
    /// gathers all.
    Salting,
    /// A read of a key that is being read joins it.
    Coalescing,
    /// A small cache answers reads of the keys read last.
    Cache,
    /// Each partition has replicas: a read asks the less busy of a few drawn at random, a write goes to all.
    Replicas,
    /// A partition that stays hot is split in two where its traffic is halved.
    Split,
    /// A request passes by partitions that are busier than the average by more than ε, to the next by position.
    Bounded,
    /// The small cache for reads and salted names for writes: what the cache does not hold is gathered.
    Together,
}

/// The mitigations by name.
pub const MITIGATIONS: ChoiceTable<Mitigation, 8> = ChoiceTable::new([
    ("none", "None", Mitigation::None),
    ("salting", "Salted keys: scatter and gather", Mitigation::Salting),
    ("coalescing", "Join reads under way", Mitigation::Coalescing),
    ("cache", "A small cache", Mitigation::Cache),
    ("replicas", "Read replicas", Mitigation::Replicas),
    ("split", "Split what is hot", Mitigation::Split),
    ("bounded", "Bounded loads", Mitigation::Bounded),
    ("together", "Cache for reads, salts for writes", Mitigation::Together),
]);

/// How keys are laid out over the space of positions, which is 32 bits wide.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    /// By a hash of the key: neighbours are strangers.
    Hash,
    /// In the order of the keys, so the popular ones, which have the lowest numbers, live together.
    Range,
    /// One after another to the partitions in turn: as even as keys can be, by a perfect hash of them.
    Dealt,
    /// By a hash of few values before the key: neighbours with the same value live together.
    Prefix,
}

/// The orders of keys by name.
pub const LAYOUTS: ChoiceTable<Order, 4> = ChoiceTable::new([
    ("hash", "By hash", Order::Hash),
    ("range", "By range of keys", Order::Range),
    ("dealt", "Dealt out, all alike", Order::Dealt),
    ("prefix", "A short hash, then the key", Order::Prefix),
]);

/// The keys that are written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Written {
    /// The popular ones, as they are read.
    Popular,
    /// The newest: the key is the time of the write, and in the run's course all keys are written once in their order.
    Newest,
}

/// The written keys by name.
pub const WRITTEN: ChoiceTable<Written, 2> = ChoiceTable::new([
    ("popular", "Popular keys", Written::Popular),
    ("newest", "The newest: key is time", Written::Newest),
]);

/// What a write does to the value that a cache holds of its key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OnWrite {
    /// Takes it out.
    Forget,
    /// Nothing: it is served until it expires, as by caches in many front ends, which hear of no write.
    Keep,
}

/// What a write does to the cache, by name.
pub const ON_WRITE: ChoiceTable<OnWrite, 2> = ChoiceTable::new([
    ("forget", "Takes the key out", OnWrite::Forget),
    ("keep", "Nothing until it expires", OnWrite::Keep),
]);

/// The treatment of requests above a partition's capacity.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Excess {
    /// They are refused at once.
    Throttled,
    /// They wait in a queue, as long as it is not full.
    Queued,
}

/// The treatments of excess requests by name.
pub const OVERFLOWS: ChoiceTable<Excess, 2> = ChoiceTable::new([
    ("throttle", "Is refused (token bucket)", Excess::Throttled),
    ("queue", "Queues", Excess::Queued),
]);
