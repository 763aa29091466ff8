//! The interface of the strategies.

use super::band::Arc;
use super::membership::NodeId;

/// The node that a key was assigned to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Assignment {
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
    fn place(&mut self, key: u64) -> Assignment;

    /// The size of what a client must hold to look a key up: points, table entries or nodes.
    fn entries(&self) -> u32;

    /// The hash space as arcs by owner, in order; empty where no node owns a stretch of it.
    fn band(&self) -> Vec<Arc> {
        Vec::new()
    }

    /// The cost of one call of [`Placement::place`], in units of about 100 ns.
    fn cost(&self) -> u32 {
        2
    }
}
