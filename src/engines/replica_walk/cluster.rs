//! Machines in racks, their points on a ring, and the walk that finds a key's copies.

use super::policy::Walk;
use crate::parts::placements::ring::Ring;
use crate::parts::placements::{Member, Names, NodeId};

/// Machines `0..machines`; machine `i` stands in rack `i` modulo `racks`.
#[derive(Clone, Debug)]
pub struct Cluster {
    machines: NodeId,
    racks: NodeId,
    ring: Ring,
}

/// A point that a walk comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stop {
    /// Its place in the hash space.
    pub position: u64,
    /// The machine that it stands for.
    pub machine: NodeId,
    /// Whether the walk takes it for a copy, or passes.
    pub taken: bool,
}

impl Cluster {
    /// A cluster of so many machines in at most so many racks, each with `vnodes` points.
    pub fn new(names: Names, machines: NodeId, racks: NodeId, vnodes: u32) -> Self {
        let members: Vec<Member> = (0..machines).map(|id| Member { id, up: true, weight: 1.0 }).collect();
        Self { machines, racks: racks.min(machines), ring: Ring::new(names, &members, vnodes) }
    }

    /// How many machines there are.
    pub fn machines(&self) -> NodeId {
        self.machines
    }

    /// How many racks have a machine.
    pub fn racks(&self) -> NodeId {
        self.racks
    }

    /// The points and their order.
    pub fn ring(&self) -> &Ring {
        &self.ring
    }

    /// The rack of a machine.
    pub fn rack_of(&self, machine: NodeId) -> NodeId {
        machine % self.racks
    }

    /// How many copies a walk finds of so many wanted: there are no more points, or machines, than there are.
    pub fn found(&self, wanted: u32, rule: Walk) -> u32 {
        let most = if rule == Walk::Points { self.ring.points().len() as u32 } else { self.machines.into() };
        wanted.min(most)
    }

    /// The walk from a key's place: every point that it comes to, up to its last copy.
    pub fn walk(&self, key: u64, wanted: u32, rule: Walk) -> Vec<Stop> {
        let points = self.ring.points();
        let mut left = self.found(wanted, rule);
        // Copies that find no rack of their own.
        let mut repeats = wanted.saturating_sub(self.racks.into());
        let (mut machines, mut racks) = (0u64, 0u64);
        let mut stops = Vec::new();
        let first = self.ring.first_at_or_after(key);
        for point in points[first..].iter().chain(&points[..first]) {
            if left == 0 {
                break;
            }
            let (machine, rack) = (1 << point.owner, 1 << self.rack_of(point.owner));
            let is_new = machines & machine == 0;
            let taken = match rule {
                Walk::Points => true,
                Walk::Machines => is_new,
                Walk::Racks if racks & rack == 0 => true,
                Walk::Racks => {
                    let repeated = is_new && repeats > 0;
                    repeats -= u32::from(repeated);
                    repeated
                }
            };
            if taken {
                (machines, racks, left) = (machines | machine, racks | rack, left - 1);
            }
            stops.push(Stop { position: point.position, machine: point.owner, taken });
        }
        stops
    }

    /// The machines of every key's copies, in the order of their walks: so many for each key.
    pub fn lists(&self, digests: &[u64], wanted: u32, rule: Walk) -> Vec<NodeId> {
        let mut lists = Vec::new();
        for &key in digests {
            for stop in self.walk(key, wanted, rule) {
                if stop.taken {
                    lists.push(stop.machine);
                }
            }
        }
        lists
    }
}
