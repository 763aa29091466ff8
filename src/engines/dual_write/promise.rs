//! The promises of two-phase commit, as database and broker make, end and remember them alike.

use super::message::{Message, Order, SERVICE, Speaker};
use crate::kernel::Effects;

/// Promises to commit if told to; a promise outlives a crash.
pub(super) fn prepare(order: Order, yes: bool, fx: &mut Effects<impl Speaker>) {
    if yes && !fx.disk().prepared.contains_key(&order.number) {
        fx.persist(|disk| {
            disk.prepared.insert(order.number, order);
        });
        fx.record("promise", vec![("by", fx.me().into()), ("order", order.number.into())]);
    }
    fx.send(SERVICE, Message::Vote(order.number, yes));
}

/// Ends a promise, if there is one: what was promised.
pub(super) fn decide(number: u32, fx: &mut Effects<impl Speaker>) -> Option<Order> {
    let mut promised = None;
    fx.persist(|disk| promised = disk.prepared.remove(&number));
    promised
}

/// Asks what was decided of each promise.
pub(super) fn inquire(fx: &mut Effects<impl Speaker>) {
    for number in fx.disk().prepared.keys().copied().collect::<Vec<u32>>() {
        fx.send(SERVICE, Message::Inquire(number));
    }
}
