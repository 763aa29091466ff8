//! The schedule of requested changes, by the parameters and by the reader.

use crate::kernel::{Action, Params, Time, Value};
use crate::parts::placements::{NodeId, Request};

/// The set-up (which is no request), the joins and leaves a second apart, and the actions, in order of time.
pub(super) fn plan(params: &Params, actions: &[Action]) -> Vec<(Time, Option<Request>)> {
    let (joins, leaves) = (u64::from(params.count("join")), u64::from(params.count("leave")));
    let mut plan = vec![(Time::ZERO, None)];
    for second in 1..=joins + leaves {
        let request = if second <= joins { Request::Add } else { Request::RemoveOldest };
        plan.push((Time::from_millis(second * 1000), Some(request)));
    }
    for action in actions {
        let at = Time::from_millis(action.at_ms.into());
        plan.insert(plan.partition_point(|(other, _)| *other <= at), (at, Some(request(action))));
    }
    plan
}

fn request(action: &Action) -> Request {
    let node = action.target as NodeId;
    match (action.verb, action.value) {
        ("add-node", _) => Request::Add,
        ("remove-node", _) => Request::Remove(node),
        ("fail-node", _) => Request::Fail(node),
        ("restore-node", _) => Request::Restore(node),
        ("set-weight", Some(Value::Number(weight))) => Request::Weigh(node, weight),
        (verb, _) => panic!("the spec declares no action `{verb}`"),
    }
}
