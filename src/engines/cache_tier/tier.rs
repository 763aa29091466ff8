//! The cache nodes, their copies, and the node responsible for each key.

use super::epoch::Epoch;
use super::plan::Order;
use super::policy::{ON_WRITE, OnWrite, STARTS, Start};
use crate::kernel::{Input, Stream, Time};
use crate::parts::placements::{Change, Config, Hash, Membership, Names, NodeId, Request, STRATEGIES};
use crate::parts::{LruCache, Zipf};

/// Entries of Maglev's table: the smaller of the two that the paper measures.
const TABLE_SIZE: u32 = 65_537;

const NEVER: Time = Time(u64::MAX);

/// A copy that a node holds: how often its key had been written when it was made.
type Version = u32;

/// A copy that a read found in a cache.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// The moment at which the value in the database was last overwritten, if the copy is older.
    pub overwritten_at: Option<Time>,
}

/// The value of a key in the database.
#[derive(Clone, Copy, Debug, Default)]
struct Row {
    version: Version,
    written_at: Time,
}

/// The nodes, their copies, and the rows behind them.
#[derive(Clone, Debug)]
pub struct Tier {
    config: Config,
    membership: Membership,
    /// By node number; a node that was removed holds nothing.
    caches: Vec<LruCache<Version>>,
    entries: u32,
    /// The time to live of a copy; none if it never expires.
    ttl: Option<Time>,
    on_write: OnWrite,
    digests: Vec<u64>,
    owners: Vec<NodeId>,
    rows: Vec<Row>,
    /// The nodes that joined and were not rolled back, the last one last.
    joined: Vec<NodeId>,
}

impl Tier {
    /// The tier that the parameters describe, and its first epoch.
    pub fn new(input: &Input, popularity: &Zipf) -> (Self, Epoch) {
        let params = input.params;
        let keys = popularity.count();
        let config = Config {
            strategy: params.chosen("strategy", &STRATEGIES),
            names: Names { hash: Hash::Xxh3, seed: input.seed },
            vnodes: params.count("vnodes"),
            epsilon: params.number("epsilon"),
            table_size: TABLE_SIZE,
            keys,
        };
        let (nodes, entries) = (params.count("nodes"), params.count("entries"));
        let mut tier = Self {
            membership: Membership::new(nodes as NodeId, config.strategy.knows_weights()),
            caches: (0..nodes).map(|_| LruCache::new(entries, keys)).collect(),
            entries,
            ttl: Some(params.time("ttl_ms")).filter(|&ttl| ttl > Time::ZERO),
            on_write: params.chosen("on_write", &ON_WRITE),
            digests: (0..keys).map(|key| config.names.key(key)).collect(),
            owners: vec![0; keys as usize],
            rows: vec![Row::default(); keys as usize],
            joined: Vec::new(),
            config,
        };
        let (set_up, _) = tier.begin(Time::ZERO, Change::SetUp, false, popularity);
        if params.chosen("start", &STARTS) == Start::Warm {
            tier.warm(&mut Stream::named(input.seed, "ages"));
        }
        (tier, Epoch { moved_keys: 0, moved_reads: 0.0, ..set_up })
    }

    /// Fills the caches, the most popular keys last, so that they are the ones that stay.
    fn warm(&mut self, ages: &mut Stream) {
        for key in (0..self.config.keys).rev() {
            let part = ages.unit_positive();
            let expires = self.ttl.map_or(NEVER, |ttl| Time((ttl.0 as f64 * part) as u64));
            self.caches[usize::from(self.owners[key as usize])].store(key, 0, expires);
        }
    }

    /// The node that is responsible for a key.
    pub fn owner(&self, key: u32) -> NodeId {
        self.owners[key as usize]
    }

    /// The number of nodes that there have ever been: node numbers are below it.
    pub fn nodes(&self) -> u32 {
        self.caches.len() as u32
    }

    /// The number of copies that a node holds, current, stale and expired together.
    pub fn cached(&self, node: NodeId) -> u32 {
        self.caches[usize::from(node)].len()
    }

    /// The copy at the responsible node, if it has one that has not expired.
    pub fn read(&mut self, key: u32, now: Time) -> Option<Hit> {
        let owner = self.owner(key);
        let version = self.caches[usize::from(owner)].read(key, now)?;
        let row = self.rows[key as usize];
        Some(Hit { overwritten_at: (version < row.version).then_some(row.written_at) })
    }

    /// The database's answer comes: the responsible node keeps the value of now.
    pub fn fill(&mut self, key: u32, now: Time) {
        let version = self.rows[key as usize].version;
        let expires = self.ttl.map_or(NEVER, |ttl| now + ttl);
        self.caches[usize::from(self.owners[key as usize])].store(key, version, expires);
    }

    /// A value changes in the database, and the responsible node, no other, learns of it.
    pub fn write(&mut self, key: u32, now: Time) {
        let row = &mut self.rows[key as usize];
        row.version += 1;
        row.written_at = now;
        let owner = usize::from(self.owners[key as usize]);
        match self.on_write {
            OnWrite::Invalidate => self.caches[owner].forget(key),
            OnWrite::Refresh if self.caches[owner].holds(key) => self.fill(key, now),
            OnWrite::Refresh => {}
        }
    }

    /// Changes the membership and gives each key its node anew. Also says what placing one key cost, in units of work.
    ///
    /// # Errors
    /// Why nothing changed.
    pub(super) fn change(&mut self, order: Order, now: Time, popularity: &Zipf) -> Result<(Epoch, u32), &'static str> {
        let request = match order {
            Order::Change(request) => request,
            Order::RollBack => Request::Remove(*self.joined.last().ok_or("no node has joined")?),
        };
        let change = self.membership.apply(request);
        match change {
            Change::Ignored(_, reason) => return Err(reason),
            Change::Joined(id) => {
                self.joined.push(id);
                self.caches.push(LruCache::new(self.entries, self.config.keys));
            }
            Change::Removed(id) => {
                self.joined.retain(|&joined| joined != id);
                self.caches[usize::from(id)] = LruCache::new(0, 0);
            }
            // A node that fails is cut off: it keeps what it holds.
            Change::Failed(_) | Change::Restored(_) | Change::SetUp | Change::Weighed(..) => {}
        }
        Ok(self.begin(now, change, order == Order::RollBack, popularity))
    }

    /// Gives each key its node, and says what came of it.
    fn begin(&mut self, at: Time, change: Change, is_rollback: bool, popularity: &Zipf) -> (Epoch, u32) {
        let members = self.membership.members().to_vec();
        let mut placement = self.config.build(&members);
        let mut keys_of = vec![0; self.caches.len()];
        let (mut moved_keys, mut moved_reads) = (0, 0.0);
        for (rank, (owner, &digest)) in (1..).zip(self.owners.iter_mut().zip(&self.digests)) {
            let next = placement.place(digest).owner;
            keys_of[usize::from(next)] += 1;
            if *owner != next {
                moved_keys += 1;
                moved_reads += popularity.share(rank);
                *owner = next;
            }
        }
        let keys = members.iter().map(|member| keys_of[usize::from(member.id)]).collect();
        let (cost, band) = (placement.cost(), placement.band());
        (Epoch { at, change, is_rollback, members, keys, band, moved_keys, moved_reads }, cost)
    }
}
