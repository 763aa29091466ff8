//! The event queue: what is to happen, in the order of virtual time; of two events at one moment the one that was
//! scheduled first comes first.

use std::cmp::Ordering;
use std::collections::BinaryHeap;

use super::time::Time;

/// Events to come, by `(time, sequence)`, and the moment that has been reached.
#[derive(Clone, Debug)]
pub struct Queue<E> {
    heap: BinaryHeap<Entry<E>>,
    sequence: u64,
    now: Time,
}

impl<E> Queue<E> {
    /// Nothing is to happen; the time is zero.
    pub fn new() -> Self {
        Self { heap: BinaryHeap::new(), sequence: 0, now: Time::ZERO }
    }

    /// The moment of the event that was taken last.
    pub fn now(&self) -> Time {
        self.now
    }

    /// Schedules an event for a moment; one that has passed means now.
    pub fn at(&mut self, at: Time, event: E) {
        self.heap.push(Entry { at: at.max(self.now), sequence: self.sequence, event });
        self.sequence += 1;
    }

    /// Schedules an event so long after now.
    pub fn after(&mut self, delay: Time, event: E) {
        self.at(self.now + delay, event);
    }

    /// Takes the next event and moves the clock to it.
    pub fn pop(&mut self) -> Option<(Time, E)> {
        let entry = self.heap.pop()?;
        self.now = entry.at;
        Some((entry.at, entry.event))
    }

    /// The moment at which the next event is due.
    pub fn next_at(&self) -> Option<Time> {
        self.heap.peek().map(|entry| entry.at)
    }

    /// How many events are to come.
    pub fn len(&self) -> usize {
        self.heap.len()
    }

    /// Whether nothing is to come.
    pub fn is_empty(&self) -> bool {
        self.heap.is_empty()
    }
}

impl<E> Default for Queue<E> {
    fn default() -> Self {
        Self::new()
    }
}

#[derive(Clone, Debug)]
struct Entry<E> {
    at: Time,
    sequence: u64,
    event: E,
}

impl<E> Ord for Entry<E> {
    /// The earliest is the greatest: `BinaryHeap` gives its greatest first.
    fn cmp(&self, other: &Self) -> Ordering {
        (other.at, other.sequence).cmp(&(self.at, self.sequence))
    }
}

impl<E> PartialOrd for Entry<E> {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl<E> PartialEq for Entry<E> {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl<E> Eq for Entry<E> {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn events_come_by_time_and_then_in_the_order_in_which_they_were_scheduled() {
        let mut queue = Queue::new();
        for (at, name) in [(5, "e"), (2, "b"), (2, "c"), (1, "a"), (2, "d")] {
            queue.at(Time(at), name);
        }
        let order: Vec<&str> = std::iter::from_fn(|| queue.pop().map(|(_, name)| name)).collect();
        assert_eq!(order, ["a", "b", "c", "d", "e"]);
        assert_eq!(queue.now(), Time(5));
    }

    #[test]
    fn the_past_means_now() {
        let mut queue = Queue::new();
        queue.at(Time(10), 1);
        queue.pop();
        queue.at(Time(3), 2);
        queue.after(Time(0), 3);
        assert_eq!(queue.pop(), Some((Time(10), 2)));
        assert_eq!(queue.pop(), Some((Time(10), 3)));
    }
}
