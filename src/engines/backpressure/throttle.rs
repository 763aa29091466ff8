//! Adaptive throttling at the client ("Handling overload", Site Reliability Engineering, 2016, ch. 21).
//!
//! A client counts what it asked for and what was accepted, over the last two minutes or so. While the backend accepts
//! nearly everything, the client sends everything. When the backend refuses, the client refuses on its behalf, with
//! probability max(0, (requests − K·accepts)/(requests + 1)): so the backend need not even spend the work of refusing,
//! and still sees K times as many requests as it accepts, enough to notice when it is well again.

use crate::kernel::Time;

/// The parts of the sliding window; the oldest leaves as a whole.
const PARTS: u64 = 10;

/// A client's counts over a sliding window.
#[derive(Clone, Debug, PartialEq)]
pub struct Throttle {
    k: f64,
    part_length: Time,
    current: u64,
    parts: [(u32, u32); PARTS as usize],
}

impl Throttle {
    /// Nothing counted yet. `k` is at least 1; 2 in the book.
    pub fn new(k: f64, window: Time) -> Self {
        Self { k, part_length: Time((window.0 / PARTS).max(1)), current: 0, parts: [(0, 0); PARTS as usize] }
    }

    /// Forgets what is older than the window.
    fn pass_time(&mut self, now: Time) {
        let part = now.0 / self.part_length.0;
        for passed in self.current + 1..=part.min(self.current + PARTS) {
            self.parts[(passed % PARTS) as usize] = (0, 0);
        }
        // After a silence longer than the window every part has been cleared.
        self.current = part;
    }

    /// Counts a request, sent or refused on the spot.
    pub fn request(&mut self, now: Time) {
        self.pass_time(now);
        self.parts[(self.current % PARTS) as usize].0 += 1;
    }

    /// Counts an answer.
    pub fn accept(&mut self, now: Time) {
        self.pass_time(now);
        self.parts[(self.current % PARTS) as usize].1 += 1;
    }

    /// The requests and the accepts in the window.
    pub fn counts(&self) -> (u32, u32) {
        self.parts.iter().fold((0, 0), |sum, part| (sum.0 + part.0, sum.1 + part.1))
    }

    /// The probability with which the next request is refused on the spot.
    pub fn refusal(&self) -> f64 {
        let (requests, accepts) = self.counts();
        ((f64::from(requests) - self.k * f64::from(accepts)) / (f64::from(requests) + 1.0)).max(0.0)
    }
}
