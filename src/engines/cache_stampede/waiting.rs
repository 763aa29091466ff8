//! Readers who wait for someone else's recomputation, each until its patience ends.

use std::collections::VecDeque;

use super::arrivals::Read;
use crate::kernel::Time;

/// Readers in the order in which they began to wait.
#[derive(Clone, Debug, Default)]
pub struct Waiting(VecDeque<Read>);

impl Waiting {
    /// Lets a reader wait, and forgets those at the front whose `patience` has ended: so the line stays as short as
    /// the reads of one patience.
    pub fn push(&mut self, read: Read, now: Time, patience: Time) {
        while self.0.front().is_some_and(|first| first.at + patience < now) {
            self.0.pop_front();
        }
        self.0.push_back(read);
    }

    /// How many wait, counting those whose patience has ended meanwhile.
    pub fn len(&self) -> u32 {
        self.0.len() as u32
    }

    /// Whether nobody waits.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Everybody, and nobody waits any more.
    pub fn take_all(&mut self) -> impl Iterator<Item = Read> + use<> {
        std::mem::take(&mut self.0).into_iter()
    }

    /// The reader who looks again first after `now`, if every reader looks each `pause` after it came.
    pub fn take_next(&mut self, now: Time, pause: Time, patience: Time) -> Option<Read> {
        let patient = self.0.iter().enumerate().filter(|(_, read)| next_look(read, now, pause) <= read.at + patience);
        let (place, _) = patient.min_by_key(|(_, read)| next_look(read, now, pause))?;
        self.0.remove(place)
    }
}

/// The moment at which a reader that looks every `pause` since its arrival looks next, at `now` or later.
pub fn next_look(read: &Read, now: Time, pause: Time) -> Time {
    read.at + Time((now - read.at).0.div_ceil(pause.0).saturating_mul(pause.0))
}
