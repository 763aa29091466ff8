//! A change, as the trace tells it.

use xxhash_rust::xxh3::xxh3_64;

use super::step::Step;
use crate::kernel::{Event, Field, Time};
use crate::parts::placements::{Change, NodeId, Request};

type Fields = Vec<(&'static str, Field)>;

/// The event of a step: what changed, what it moved, and the owner of every key in short, so that two traces agree only if
/// all their placements do.
pub(super) fn of(step: &Step, owners: &[NodeId]) -> Event {
    let (kind, mut fields) = told(&step.change);
    if step.change == Change::SetUp {
        fields.push(("keys", step.keys().into()));
    } else {
        fields.push(("moved", step.movement.moved_keys.into()));
        fields.push(("between_old", step.movement.between_old_keys.into()));
    }
    fields.push(("up", step.up().into()));
    fields.push(("max_load", step.loads.iter().copied().max().unwrap_or(0).into()));
    fields.extend(step.unheeded.clone().map(|why| ("why", why.into())));
    fields.push(("owners", format!("{:016x}", xxh3_64(owners)).into()));
    Event { at: step.at, kind, fields }
}

/// The event of a request that came to nothing.
pub(super) fn of_nothing(at: Time, change: &Change) -> Event {
    let (kind, fields) = told(change);
    Event { at, kind, fields }
}

/// The kind of a change's event, and the fields that say what changed.
fn told(change: &Change) -> (&'static str, Fields) {
    let node = |id: NodeId| ("node", Field::from(u32::from(id)));
    match *change {
        Change::SetUp => ("set-up", Vec::new()),
        Change::Joined(id) => ("join", vec![node(id)]),
        Change::Removed(id) => ("remove", vec![node(id)]),
        Change::Failed(id) => ("fail", vec![node(id)]),
        Change::Restored(id) => ("restore", vec![node(id)]),
        Change::Weighed(id, weight) => ("weight", vec![node(id), ("weight", weight.into())]),
        Change::Ignored(request, reason) => {
            let (verb, target) = match request {
                Request::Add => ("add-node", None),
                Request::RemoveOldest => ("remove-oldest", None),
                Request::Remove(id) => ("remove-node", Some(id)),
                Request::Fail(id) => ("fail-node", Some(id)),
                Request::Restore(id) => ("restore-node", Some(id)),
                Request::Weigh(id, _) => ("set-weight", Some(id)),
            };
            let mut fields = vec![("action", verb.into())];
            fields.extend(target.map(node));
            fields.push(("reason", reason.into()));
            ("ignored", fields)
        }
    }
}
