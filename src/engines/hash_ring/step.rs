//! The cluster at rest after one change: what a picture draws, and what the metrics are computed from.

use crate::kernel::Time;
use crate::kernel::words::counted;
use crate::parts::placements::ring::points_of;
use crate::parts::placements::{Arc, Assignment, Change, Config, Member, NodeId};

/// The state after a change.
#[derive(Clone, Debug, PartialEq)]
pub struct Step {
    /// The moment of the change.
    pub at: Time,
    /// The change.
    pub change: Change,
    /// The members after it, in the order of their numbers.
    pub members: Vec<Member>,
    /// The keys of each member, in the order of `members`.
    pub loads: Vec<u32>,
    /// The keys moved by the last change that was not ignored.
    pub movement: Movement,
    /// Why a new weight did less than it says, if it did.
    pub unheeded: Option<String>,
    /// Entries of the table that a client holds to look a key up: points, permutation slots or nodes.
    pub entries: u32,
    /// Keys that a full node turned away (bounded loads only).
    pub overflow_keys: u32,
    /// The hash space by owner.
    pub band: Vec<Arc>,
    /// The assignment of each key of the sample, in its order.
    pub sample: Vec<Assignment>,
}

/// The keys that a change moved.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Movement {
    /// Keys whose owner is another than before.
    pub moved_keys: u32,
    /// Those among them whose old and new owner were both up before and after.
    pub between_old_keys: u32,
    /// The least fraction of the keys that any strategy must move to give each node its fair share.
    pub ideal_fraction: f64,
    /// Keys moved by all changes so far.
    pub moved_keys_total: u32,
}

impl Step {
    /// The keys on a node, if it is a member.
    pub fn load(&self, id: NodeId) -> Option<u32> {
        let place = self.members.iter().position(|member| member.id == id)?;
        Some(self.loads[place])
    }

    /// The member with this number.
    pub fn member(&self, id: NodeId) -> Option<&Member> {
        self.members.iter().find(|member| member.id == id)
    }

    /// How many members are up.
    pub fn up(&self) -> u32 {
        self.members.iter().filter(|member| member.up).count() as u32
    }

    /// How many keys there are.
    pub fn keys(&self) -> u32 {
        self.loads.iter().sum()
    }

    /// The fraction of the keys that the last change moved.
    pub fn moved_fraction(&self) -> f64 {
        f64::from(self.movement.moved_keys) / f64::from(self.keys())
    }

    /// The fair share of a member: its part of the keys by weight; 0 for one that is down.
    pub fn fair_share(&self, member: &Member) -> f64 {
        fair_fraction(&self.members, member.id) * f64::from(self.keys())
    }

    /// The greatest load over its fair share.
    pub fn max_over_mean(&self) -> f64 {
        self.relative_loads().fold(0.0, f64::max)
    }

    /// The standard deviation of load over fair share: the coefficient of variation, where all weigh the same.
    pub fn load_cv(&self) -> f64 {
        let squares: f64 = self.relative_loads().map(|load| (load - 1.0) * (load - 1.0)).sum();
        (squares / f64::from(self.up())).sqrt()
    }

    /// Load over fair share of every member that is up.
    fn relative_loads(&self) -> impl Iterator<Item = f64> {
        let loads = self.members.iter().zip(&self.loads).filter(|(member, _)| member.up);
        loads.map(|(member, &load)| f64::from(load) / self.fair_share(member))
    }
}

/// Why a change of weight moved no key, or left a node as many points as before, if it did.
pub fn unheeded(config: &Config, before: &[Member], change: Change, moved_keys: u32) -> Option<String> {
    let Change::Weighed(id, weight) = change else { return None };
    let old = before.iter().find(|member| member.id == id)?;
    let points = points_of(config.vnodes, weight);
    if !old.up {
        Some("it is down, and its weight counts once it is back".to_string())
    } else if config.strategy.has_points() && points == points_of(config.vnodes, old.weight) {
        Some(format!("it keeps its {}, for points are whole and at least one", counted(points.into(), "point")))
    } else {
        (moved_keys == 0).then(|| "no key is in the share that changes hands".to_string())
    }
}

/// The fraction of the keys that a node deserves among these members: 0 if it is down or none of them.
fn fair_fraction(members: &[Member], id: NodeId) -> f64 {
    let up = || members.iter().filter(|member| member.up);
    let total: f64 = up().map(|member| member.weight).sum();
    up().find(|member| member.id == id).map_or(0.0, |member| member.weight / total)
}

/// The least fraction of the keys that must move between two memberships: what the nodes that gain, gain.
pub fn ideal_fraction(before: &[Member], after: &[Member]) -> f64 {
    let gains = after.iter().map(|member| fair_fraction(after, member.id) - fair_fraction(before, member.id));
    gains.filter(|gain| *gain > 0.0).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn members(weights: &[f64]) -> Vec<Member> {
        (0..).zip(weights).map(|(id, &weight)| Member { id, up: weight > 0.0, weight }).collect()
    }

    #[test]
    fn the_ideal_is_the_share_of_the_node_that_comes_or_goes() {
        let close = |a: f64, b: f64| (a - b).abs() < 1e-12;
        assert!(close(ideal_fraction(&members(&[1.0; 10]), &members(&[1.0; 11])), 1.0 / 11.0));
        assert!(close(ideal_fraction(&members(&[1.0; 11]), &members(&[1.0; 10])), 1.0 / 11.0));
        assert!(close(ideal_fraction(&members(&[1.0, 1.0]), &members(&[1.0, 0.0])), 0.5));
        // From half to three quarters.
        assert!(close(ideal_fraction(&members(&[1.0, 1.0]), &members(&[3.0, 1.0])), 0.25));
    }
}
