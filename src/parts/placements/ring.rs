//! A ring with virtual nodes (Karger et al., STOC 1997; the virtual nodes as in Dynamo, SOSP 2007, section 6.2).
//!
//! Each node owns so many points of the 64-bit hash space; a key belongs to the first point at or after its own place,
//! and past the last point to the first.

use super::band::{self, Arc};
use super::hashing::Names;
use super::membership::{Member, NodeId};
use super::placement::{Assignment, Placement};

/// A virtual node.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Point {
    /// Its place in the hash space.
    pub position: u64,
    /// The node that it stands for.
    pub owner: NodeId,
}

/// How many points a node of this weight has: the nearest whole number to `vnodes` times the weight, and at least one.
pub fn points_of(vnodes: u32, weight: f64) -> u32 {
    ((f64::from(vnodes) * weight + 0.5) as u32).max(1)
}

/// The points of the nodes that are up, in order.
#[derive(Clone, Debug)]
pub struct Ring {
    points: Vec<Point>,
    /// The places alone: a search reads half the memory.
    positions: Vec<u64>,
}

impl Ring {
    /// The ring of these members: `vnodes` points for each unit of weight, at least one for each node that is up. A
    /// node's points have the same places whatever the others do.
    pub fn new(names: Names, members: &[Member], vnodes: u32) -> Self {
        let mut points = Vec::new();
        for member in members.iter().filter(|member| member.up) {
            for index in 0..points_of(vnodes, member.weight) {
                points.push(Point { position: names.point(member.id, index), owner: member.id });
            }
        }
        Self::from_points(points)
    }

    /// The ring of these points. Points that collide all stay: the lowest node number owns the place, and when it goes
    /// the next one does.
    ///
    /// # Panics
    /// If there are none.
    pub fn from_points(points: Vec<Point>) -> Self {
        assert!(!points.is_empty(), "a ring needs a point");
        // As bare numbers: a sort is compiled anew for every type, and others sort such pairs too.
        let mut order: Vec<(u64, u32)> = points.iter().map(|point| (point.position, point.owner.into())).collect();
        order.sort_unstable();
        let points = order.iter().map(|&(position, owner)| Point { position, owner: owner as NodeId }).collect();
        let positions = order.iter().map(|&(position, _)| position).collect();
        Self { points, positions }
    }

    /// The points, in order.
    pub fn points(&self) -> &[Point] {
        &self.points
    }

    /// The node that holds a key.
    pub fn owner(&self, key: u64) -> NodeId {
        self.points[self.first_at_or_after(key)].owner
    }

    /// The index of the point to which a key belongs.
    pub fn first_at_or_after(&self, key: u64) -> usize {
        let index = self.positions.partition_point(|&position| position < key);
        if index == self.points.len() { 0 } else { index }
    }
}

impl Placement for Ring {
    fn place(&mut self, key: u64) -> Assignment {
        let point = self.points[self.first_at_or_after(key)];
        Assignment { owner: point.owner, at: Some(point.position), passed: 0 }
    }

    fn entries(&self) -> u32 {
        self.points.len() as u32
    }

    fn band(&self) -> Vec<Arc> {
        let mut cuts = self.points.iter().map(|point| (point.position, point.owner));
        band::arcs(&mut cuts, &|position| self.owner(position))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(position: u64, owner: NodeId) -> Point {
        Point { position, owner }
    }

    #[test]
    fn past_the_last_point_the_first_one_follows() {
        let ring = Ring::from_points(vec![point(300, 3), point(100, 1), point(200, 2)]);
        let owners: Vec<NodeId> = [0, 100, 101, 200, 300, 301, u64::MAX].map(|key| ring.owner(key)).into();
        assert_eq!(owners, [1, 1, 2, 2, 3, 1, 1]);
    }

    #[test]
    fn points_that_collide_do_not_overwrite_each_other() {
        let both = Ring::from_points(vec![point(100, 2), point(100, 1), point(200, 3)]);
        assert_eq!(both.owner(50), 1);
        let one_gone = both.points().iter().copied().filter(|point| point.owner != 1).collect();
        assert_eq!(Ring::from_points(one_gone).owner(50), 2);
    }
}
