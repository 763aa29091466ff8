//! The configuration of a run, from which a placement is built for each membership.

use super::bounded::Bounded;
use super::hashing::Names;
use super::maglev::Maglev;
use super::membership::Member;
use super::numbered::Numbered;
use super::placement::Placement;
use super::rendezvous::Rendezvous;
use super::ring::Ring;
use super::strategy::Strategy;

/// The inputs of a strategy, besides the members.
#[derive(Clone, Copy, Debug)]
pub struct Config {
    /// How keys are placed on nodes.
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
