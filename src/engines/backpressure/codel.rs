//! CoDel, "controlled delay" (Nichols & Jacobson, ACM Queue 2012; RFC 8289): drop by how long items *stay*, not by how
//! many there are.
//!
//! A burst fills a queue that then drains: good. A standing queue only delays: bad. So an item may wait longer than the
//! target as long as, within every interval, at least one did not. If none did, the item at the head is dropped, and then
//! one more after `interval/√2`, `interval/√3` …, until the delay is below the target. The function below follows the
//! pseudocode of the RFC, section 5, line by line.

use std::collections::VecDeque;

use super::item::Item;
use crate::kernel::Time;

/// The state of CoDel at one queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Codel {
    /// The delay that is fine to have all the time; 5 ms in the RFC.
    pub target: Time,
    /// For how long it may be exceeded; 100 ms in the RFC.
    pub interval: Time,
    /// The moment at which the delay will have exceeded the target for a whole interval; `None` while it does not.
    first_above: Option<Time>,
    dropping: bool,
    drop_next: Time,
    count: u32,
    last_count: u32,
}

impl Codel {
    /// An idle controller.
    pub fn new(target: Time, interval: Time) -> Self {
        Self { target, interval, first_above: None, dropping: false, drop_next: Time::ZERO, count: 0, last_count: 0 }
    }

    /// Whether a standing queue is being fought.
    pub fn is_dropping(&self) -> bool {
        self.dropping
    }

    /// The moment at which the next item is dropped, if the queue still stands then.
    pub fn drop_next(&self) -> Time {
        self.drop_next
    }

    /// Takes the next item to serve; those to be dropped on the way go to `dropped`.
    pub fn dequeue(&mut self, now: Time, buffer: &mut VecDeque<Item>, dropped: &mut Vec<Item>) -> Option<Item> {
        let (mut item, mut stands) = self.pop(now, buffer);
        if self.dropping {
            self.dropping = stands;
            while self.dropping && now >= self.drop_next {
                dropped.extend(item);
                self.count += 1;
                (item, stands) = self.pop(now, buffer);
                if stands {
                    // From when it was due, not from now: else every late look would slow the law down.
                    self.drop_next = self.control_law(self.drop_next);
                } else {
                    self.dropping = false;
                }
            }
        } else if stands {
            dropped.extend(item);
            (item, _) = self.pop(now, buffer);
            self.dropping = true;
            // If the last fight is not long ago, go on near the rate that worked then.
            let delta = self.count - self.last_count;
            let is_recent = now - self.drop_next < Time(16 * self.interval.0);
            self.count = if delta > 1 && is_recent { delta } else { 1 };
            self.drop_next = self.control_law(now);
            self.last_count = self.count;
        }
        item
    }

    /// The next item, and whether the delay has been above the target for an interval.
    fn pop(&mut self, now: Time, buffer: &mut VecDeque<Item>) -> (Option<Item>, bool) {
        let item = buffer.pop_front();
        // A queue of less than a packet cannot stand, and an empty one has forgotten.
        let below = item.is_none_or(|item| now - item.entered < self.target) || buffer.len() <= 1;
        if below {
            self.first_above = None;
            return (item, false);
        }
        let first_above = *self.first_above.get_or_insert(now + self.interval);
        (item, now >= first_above)
    }

    fn control_law(&self, from: Time) -> Time {
        from + Time((self.interval.0 as f64 / f64::from(self.count).sqrt() + 0.5) as u64)
    }
}
