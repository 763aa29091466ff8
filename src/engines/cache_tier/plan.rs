//! The schedule of requested changes, by the parameters and by the reader.

use crate::kernel::{Action, Params, Time};
use crate::parts::placements::{NodeId, Request};

/// A requested change of the tier.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Order {
    /// A change of the membership.
    Change(Request),
    /// The node that joined last leaves.
    RollBack,
}

impl Order {
    /// Its verb, and the node that it names.
    pub(super) fn told(self) -> (&'static str, Option<NodeId>) {
        match self {
            Self::Change(Request::Remove(id)) => ("remove-node", Some(id)),
            Self::Change(Request::Fail(id)) => ("fail-node", Some(id)),
            Self::Change(Request::Restore(id)) => ("restore-node", Some(id)),
            Self::Change(_) => ("add-node", None),
            Self::RollBack => ("roll-back", None),
        }
    }
}

/// The join and the rollback of the parameters, and the actions, in order of time.
pub(super) fn plan(params: &Params, actions: &[Action]) -> Vec<(Time, Order)> {
    let mut plan: Vec<(Time, Order)> = Vec::new();
    let mut add = |at: Time, order| plan.insert(plan.partition_point(|(other, _)| *other <= at), (at, order));
    for (name, order) in [("join_at_s", Order::Change(Request::Add)), ("roll_back_at_s", Order::RollBack)] {
        let second = u64::from(params.count(name));
        if second > 0 {
            add(Time::from_millis(second * 1_000), order);
        }
    }
    for action in actions {
        add(Time::from_millis(action.at_ms.into()), order(action));
    }
    plan
}

fn order(action: &Action) -> Order {
    let node = action.target as NodeId;
    match action.verb {
        "add-node" => Order::Change(Request::Add),
        "remove-node" => Order::Change(Request::Remove(node)),
        "fail-node" => Order::Change(Request::Fail(node)),
        "restore-node" => Order::Change(Request::Restore(node)),
        "roll-back" => Order::RollBack,
        verb => panic!("the spec declares no action `{verb}`"),
    }
}
