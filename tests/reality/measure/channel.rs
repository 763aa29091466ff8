//! The standard library's channel, bounded and not, under a producer that offers more than the consumer can do.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::mpsc::{Receiver, channel, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use super::compiler;
use crate::record::Measured;

const BOUND: u64 = 64;
const OFFERED_PER_S: f64 = 375.0;
const CAPACITY_PER_S: f64 = 250.0;
const SECONDS: u64 = 8;

/// What a paced run gave.
struct Paced {
    sent: u64,
    depth_max: u64,
}

pub(super) fn measure() {
    let mut record = Measured::default();
    record.count("bound", BOUND, "items", "The bound of `sync_channel`.");
    record.count(
        "idle_taken",
        taken_by_idle(),
        "items",
        "Items that it takes, its receiver idle, before the sender would block.",
    );
    record.value("offered_per_s", OFFERED_PER_S, ("per s", 0), "Paced run: what the producer offers.");
    record.value("capacity_per_s", CAPACITY_PER_S, ("per s", 0), "What the consumer can do.");
    record.count("seconds", SECONDS, "s", "How long it lasts.");
    let (sender, receiver) = sync_channel(BOUND as usize);
    let bounded = paced(|item| sender.send(item).is_ok(), receiver);
    let (sender, receiver) = channel();
    let unbounded = paced(|item| sender.send(item).is_ok(), receiver);
    for (kind, Paced { sent, depth_max }) in [("bounded", bounded), ("unbounded", unbounded)] {
        record.count(&format!("{kind}_depth_max"), depth_max, "items", "The most items in the channel.");
        let sent_per_s = sent as f64 / SECONDS as f64;
        record.value(&format!("{kind}_sent_per_s"), sent_per_s, ("per s", 1), "What the producer got rid of.");
    }
    record.write("channel", &compiler());
}

fn taken_by_idle() -> u64 {
    let (sender, _idle) = sync_channel(BOUND as usize);
    (0..).take_while(|item: &u64| sender.try_send(*item).is_ok()).count() as u64
}

/// A producer in a thread of its own, which may be made to wait, and a consumer.
fn paced(send: impl Fn(u64) -> bool + Send, receiver: Receiver<u64>) -> Paced {
    let (sent, began) = (AtomicU64::new(0), Instant::now());
    let end = began + Duration::from_secs(SECONDS);
    thread::scope(|scope| {
        let sent = &sent;
        scope.spawn(move || {
            for item in 0.. {
                wait_until(began + Duration::from_secs_f64((item + 1) as f64 / OFFERED_PER_S));
                if Instant::now() >= end || !send(item) {
                    return;
                }
                sent.fetch_add(1, Ordering::SeqCst);
            }
        });
        let (mut received, mut depth_max, mut free_at) = (0, 0, began);
        let mut at_end = 0;
        while Instant::now() < end {
            // Who was awake too late for an item that waited works the faster on it: its pace is that of the clock.
            if receiver.try_recv().is_err() {
                if receiver.recv_timeout(end.saturating_duration_since(Instant::now())).is_err() {
                    break;
                }
                free_at = Instant::now();
            }
            received += 1;
            free_at += Duration::from_secs_f64(1.0 / CAPACITY_PER_S);
            wait_until(free_at);
            at_end = sent.load(Ordering::SeqCst);
            depth_max = depth_max.max(at_end.saturating_sub(received));
        }
        // A sender that waits is let go.
        drop(receiver);
        Paced { sent: at_end, depth_max }
    })
}

fn wait_until(moment: Instant) {
    thread::sleep(moment.saturating_duration_since(Instant::now()));
}
