//! The busy run: orders come by chance, their transactions overlap by chance, the relays poll. The dual-write engine has the
//! same run with the same numbers.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use faultlines::kernel::{Seed, Stream};

use super::gap::{after_begin, before_commit, name_order};
use super::psql::Session;
use super::relay::{Relay, WAYS, Way, begin_anew, committed, lost};
use crate::record::Measured;
use crate::sql::Fences;

const ORDERS: u32 = 2_000;
const RATE_PER_S: f64 = 100.0;
const WORK_MS: f64 = 5.0;
const POLL_INTERVAL: Duration = Duration::from_millis(10);
const BATCH: u32 = 100;

/// Enough that an order hardly ever waits for one.
const SESSIONS: u32 = 12;

/// An order: when it comes, and how long the work takes between its insert and its commit.
#[derive(Clone, Copy, Debug)]
struct Order {
    number: u32,
    at: Duration,
    work: Duration,
}

fn orders() -> Vec<Order> {
    let (mut gaps, mut works) = (Stream::named(Seed(1), "arrivals"), Stream::named(Seed(1), "work"));
    let mut at = 0.0;
    let order = |number| {
        at += gaps.exponential(1.0 / RATE_PER_S);
        let work = Duration::from_secs_f64(works.exponential(WORK_MS / 1e3));
        Order { number, at: Duration::from_secs_f64(at), work }
    };
    (0..ORDERS).map(order).collect()
}

/// Measures the four relays beside each other, then the cursor alone with writers that take the lock.
pub(super) fn measure(fences: &Fences, record: &mut Measured) {
    let open = before_commit(fences);
    let ways: Vec<Way> = WAYS.iter().map(|(way, _)| *way).collect();
    let (relays, order_ms) = run(&open, &ways, fences);
    let rows = committed();
    record.count("orders", ORDERS.into(), "orders", "Busy run: orders that come by chance (Poisson).");
    record.value("rate_per_s", RATE_PER_S, ("per s", 0), "Their mean rate.");
    record.value("work_ms", WORK_MS, ("ms", 0), "Mean work (exponential) between insert and commit.");
    record.value(
        "poll_interval_ms",
        POLL_INTERVAL.as_secs_f64() * 1e3,
        ("ms", 0),
        "How long a relay rests between queries.",
    );
    for (relay, (_, key)) in relays.iter().zip(WAYS) {
        record.count(key, lost(&rows, relay), "rows", "Rows of the busy run that this relay never published.");
    }
    let fraction = lost(&rows, &relays[0]) as f64 / rows.len() as f64;
    record.value("id_cursor_lost_fraction", fraction, ("", 4), "Rows that id > last loses, as a share of all.");
    record.value("order_ms", order_ms, ("ms", 1), "Median time from an order's arrival to its commit.");
    drop(relays);

    let locked = after_begin(&open, fences.get("lock-postgresql"));
    let (relays, order_ms) = run(&locked, &[Way::Cursor], fences);
    record.count(
        "lock_lost",
        lost(&committed(), &relays[0]),
        "rows",
        "Rows that id > last loses if writers take a lock.",
    );
    record.value(
        "lock_order_ms",
        order_ms,
        ("ms", 1),
        "Median time from an order's arrival to its commit with that lock.",
    );
}

/// One run: the relays as they are at its end, and the median time of an order.
fn run(open: &str, ways: &[Way], fences: &Fences) -> (Vec<Relay>, f64) {
    begin_anew();
    let relays: Vec<Relay> = ways.iter().map(|way| Relay::new(*way, fences, BATCH)).collect();
    let sessions: Vec<Session> = (0..SESSIONS).map(|_| Session::new()).collect();
    let (orders, is_over) = (Mutex::new(orders().into_iter()), AtomicBool::new(false));
    let began = Instant::now();
    thread::scope(|scope| {
        let (orders, is_over) = (&orders, &is_over);
        let writers: Vec<_> =
            sessions.into_iter().map(|session| scope.spawn(move || write(session, open, orders, began))).collect();
        let relays: Vec<_> = relays.into_iter().map(|relay| scope.spawn(move || poll(relay, is_over))).collect();
        let mut spent: Vec<f64> = writers.into_iter().flat_map(|writer| writer.join().expect("a writer")).collect();
        spent.sort_by(f64::total_cmp);
        is_over.store(true, Ordering::SeqCst);
        (relays.into_iter().map(|relay| relay.join().expect("a relay")).collect(), spent[spent.len() / 2])
    })
}

/// Takes order after order; the milliseconds that each took.
fn write(mut session: Session, open: &str, orders: &Mutex<impl Iterator<Item = Order>>, began: Instant) -> Vec<f64> {
    let mut spent = Vec::new();
    loop {
        let next = orders.lock().expect("no writer panics").next();
        let Some(Order { number, at, work }) = next else { return spent };
        thread::sleep(at.saturating_sub(began.elapsed()));
        name_order(&mut session, &format!("order-{number}"));
        session.sql(open);
        thread::sleep(work);
        session.sql("commit");
        spent.push(began.elapsed().saturating_sub(at).as_secs_f64() * 1e3);
    }
}

/// Polls until the writers are done, and then until nothing more comes.
fn poll(mut relay: Relay, is_over: &AtomicBool) -> Relay {
    loop {
        let was_over = is_over.load(Ordering::SeqCst);
        let rows = relay.ask();
        if was_over && rows == 0 {
            return relay;
        }
        if rows < BATCH {
            thread::sleep(POLL_INTERVAL);
        }
    }
}
