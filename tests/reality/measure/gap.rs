//! The gap, made by hand: A takes an id, B the next one and commits first, the relay asks, A commits.

use super::psql::Session;
use super::relay::{Relay, WAYS, Way, begin_anew, committed, lost};
use crate::record::Measured;
use crate::sql::Fences;

/// How many pairs of sessions there are.
const PAIRS: u64 = 100;

/// The statements of the page's order, up to its commit.
pub(super) fn before_commit(fences: &Fences) -> String {
    let order = fences.get("order");
    let end = order.rfind("commit;").expect("the order commits");
    order[..end].to_string()
}

/// Gives the parameters of an order their values.
pub(super) fn name_order(session: &mut Session, name: &str) {
    session.set("order_id", &format!("'{name}'"));
    session.set("item", "'book'");
    session.set("quantity", "1");
    session.set("payload", &format!("'{{\"order\":\"{name}\"}}'"));
}

/// Writes all pairs, with the relays asking in between, and again with a lock that lets no second writer in.
pub(super) fn measure(fences: &Fences, record: &mut Measured) {
    let order = before_commit(fences);
    begin_anew();
    let mut relays: Vec<(Relay, &str)> =
        WAYS.into_iter().map(|(way, key)| (Relay::new(way, fences, 100), key)).collect();
    let (mut a, mut b) = (Session::new(), Session::new());
    for pair in 0..PAIRS {
        name_order(&mut a, &format!("a-{pair}"));
        name_order(&mut b, &format!("b-{pair}"));
        a.sql(&order);
        b.sql(&order);
        b.sql("commit");
        relays.iter_mut().for_each(|(relay, _)| {
            relay.ask();
        });
        a.sql("commit");
        relays.iter_mut().for_each(|(relay, _)| {
            relay.ask();
        });
    }
    let rows = committed();
    record.count("gap_pairs", PAIRS, "pairs", "Pairs of transactions: A takes id n, B takes n + 1 and commits first.");
    record.count("gap_rows", rows.len() as u64, "rows", "Rows that they wrote.");
    for (relay, key) in &relays {
        record.count(
            &format!("gap_{key}"),
            lost(&rows, relay),
            "rows",
            "Of these, rows that this relay never published.",
        );
    }
    drop(relays);
    record.count(
        "gap_lock_lost",
        locked(fences, &order),
        "rows",
        "The same, id > last, with a lock before each insert.",
    );
}

/// The same pairs with the lock: B waits until A has committed. The rows that `id > last` loses.
fn locked(fences: &Fences, order: &str) -> u64 {
    begin_anew();
    let order = after_begin(order, fences.get("lock-postgresql"));
    let mut relay = Relay::new(Way::Cursor, fences, 100);
    let (mut a, mut b) = (Session::new(), Session::new());
    for pair in 0..PAIRS {
        name_order(&mut a, &format!("a-{pair}"));
        name_order(&mut b, &format!("b-{pair}"));
        a.sql(&order);
        b.send(&order);
        relay.ask();
        a.sql("commit");
        b.answer();
        relay.ask();
        b.sql("commit");
        relay.ask();
    }
    lost(&committed(), &relay)
}

/// A transaction with one statement more at its beginning.
pub(super) fn after_begin(order: &str, statement: &str) -> String {
    let (before, after) = order.split_once("begin;").expect("the order begins a transaction");
    format!("{before}begin;\n{statement}\n{after}")
}
