//! What the strategies have in common.

use super::band::Arc;
use super::bounded::Bounded;
use super::hashing::Names;
use super::maglev::Maglev;
use super::membership::{Member, NodeId};
use super::numbered::Numbered;
use super::rendezvous::Rendezvous;
use super::ring::Ring;

/// Where a key came to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Landing {
    /// The node that holds it.
    pub owner: NodeId,
    /// The point of the ring, or the end of the table entry, at which its walk ended; `None` where there is no ring.
    pub at: Option<u64>,
    /// How many points of full nodes it passed on the way (bounded loads only).
    pub passed: u32,
}

/// A way to say which node holds a key, built for one membership.
pub trait Placement: Send + Sync {
    /// Places the next key. Keys come in a fixed order, which matters only where loads are bounded.
    fn place(&mut self, key: u64) -> Landing;

    /// The size of what a client must hold to look a key up: points, table entries or nodes.
    fn entries(&self) -> u32;

    /// The hash space as arcs by owner, in order; empty where no node owns a stretch of it.
    fn band(&self) -> Vec<Arc> {
        Vec::new()
    }

    /// What one call of [`Placement::place`] costs, in units of about 100 ns.
    fn cost(&self) -> u32 {
        2
    }
}

/// The strategies, by the field's names.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Strategy {
    /// `hash mod n`.
    Modulo,
    /// A ring with virtual nodes (Karger et al. 1997).
    Ring,
    /// Highest random weight (Thaler & Ravishankar 1998).
    Rendezvous,
    /// Jump consistent hash (Lamping & Veach 2014).
    Jump,
    /// The look-up table of the Maglev load balancer (Eisenbud et al. 2016).
    Maglev,
    /// A ring with bounded loads (Mirrokni, Thorup & Zadimoghaddam 2018).
    Bounded,
}

impl Strategy {
    /// The strategy that the parameter `strategy` names.
    ///
    /// # Panics
    /// If the schema names one that does not exist.
    pub fn named(id: &str) -> Self {
        match id {
            "modulo" => Self::Modulo,
            "ring" => Self::Ring,
            "rendezvous" => Self::Rendezvous,
            "jump" => Self::Jump,
            "maglev" => Self::Maglev,
            "bounded" => Self::Bounded,
            other => panic!("the schema names a strategy `{other}` that does not exist"),
        }
    }

    /// Whether nodes may differ in weight. Those that count buckets know no weights.
    pub fn knows_weights(self) -> bool {
        !matches!(self, Self::Modulo | Self::Jump)
    }
}

/// What a strategy is built from, beside the members.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// Which strategy.
    pub strategy: Strategy,
    /// The hash function and the cluster's number.
    pub names: Names,
    /// Points on the ring for a node of weight 1.
    pub vnodes: u32,
    /// How far above its fair share a node may go, where loads are bounded.
    pub epsilon: f64,
    /// The size of Maglev's table: a prime.
    pub table_size: u32,
    /// How many keys there are.
    pub keys: u32,
}

impl Config {
    /// Builds the strategy for these members, of whom at least one is up.
    pub fn build(&self, members: &[Member]) -> Box<dyn Placement> {
        match self.strategy {
            Strategy::Modulo => Box::new(Numbered::modulo(self.names.hash, members)),
            Strategy::Jump => Box::new(Numbered::jump(self.names.hash, members)),
            Strategy::Ring => Box::new(Ring::new(self.names, members, self.vnodes)),
            Strategy::Rendezvous => Box::new(Rendezvous::new(self.names, members)),
            Strategy::Maglev => Box::new(Maglev::new(self.names, members, self.table_size)),
            Strategy::Bounded => {
                let ring = Ring::new(self.names, members, self.vnodes);
                Box::new(Bounded::new(ring, members, self.keys, self.epsilon))
            }
        }
    }
}
