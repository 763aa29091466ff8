//! The readers: each leaves when its patience ends, and tries again if it may. An attempt without an answer in time, or
//! with an error, is made once more after a pause.
//!
//! The pause is that of the AWS SDKs, exponential backoff with full jitter: uniform between 0 and a bound that doubles with
//! each retry (Brooker, "Exponential Backoff And Jitter", AWS Architecture Blog, 2015). A budget keeps retries below a
//! fraction of the reads (Beyer et al., "Site Reliability Engineering", 2016, chapter 21), counted as Finagle does: each
//! read earns so much of a retry, and what was earned in the last ten seconds may be spent.

use std::collections::VecDeque;

use super::arrivals::Read;
use crate::kernel::{Params, Seed, Stream, Time};

/// The longest pause before a retry: 20 s, as in the AWS SDKs.
const MAX_PAUSE: Time = Time::from_millis(20_000);

/// The budget keeps what so many seconds of reads have earned, at the load of the start.
const BUDGET_S: f64 = 10.0;

/// The readers with their attempts that wait for an answer.
#[derive(Clone, Debug)]
pub struct Clients {
    retries: u8,
    pause: Time,
    /// The retries that each read earns; 0 for no limit.
    budget: f64,
    earned: f64,
    most_earned: f64,
    servers: u32,
    crash_probability: f64,
    /// Attempts in the order in which their time is up; `None` is one that has ended. The first has not.
    waiting: VecDeque<Option<Read>>,
    /// The number of the first attempt.
    first: u32,
    chance: Stream,
}

impl Clients {
    /// The readers that the parameters describe.
    pub fn new(params: &Params, seed: Seed) -> Self {
        let budget = params.number("retry_budget");
        Self {
            retries: params.count("retries") as u8,
            pause: params.time("retry_after_ms"),
            budget,
            earned: 0.0,
            most_earned: (BUDGET_S * budget * params.number("reads_per_s")).max(1.0),
            servers: params.count("servers"),
            crash_probability: params.number("crash_probability"),
            waiting: VecDeque::new(),
            first: 0,
            chance: Stream::named(seed, "retries"),
        }
    }

    /// An attempt begins, and gets its number.
    pub fn begin(&mut self, read: &mut Read) {
        if read.retries == 0 {
            self.earned = (self.earned + self.budget).min(self.most_earned);
        }
        read.attempt = self.first.wrapping_add(self.waiting.len() as u32);
        self.waiting.push_back(Some(*read));
    }

    /// An attempt ends: with an answer, an error, or because its time is up. Whether it had not ended before.
    pub fn end(&mut self, read: &Read) -> bool {
        let place = read.attempt.wrapping_sub(self.first) as usize;
        let ended = self.waiting.get_mut(place).and_then(Option::take).is_some();
        while self.waiting.front().is_some_and(Option::is_none) {
            self.waiting.pop_front();
            self.first = self.first.wrapping_add(1);
        }
        ended
    }

    /// The attempt that has waited longest.
    pub fn first_waiting(&self) -> Option<&Read> {
        self.waiting.front().and_then(Option::as_ref)
    }

    /// The retry after an attempt that failed `now`, unless it was the last or the budget is spent. It meets its own
    /// chance: another server, another process that may die.
    pub fn retry(&mut self, failed: &Read, now: Time) -> Option<Read> {
        if failed.retries >= self.retries {
            return None;
        }
        if self.budget > 0.0 {
            if self.earned < 1.0 {
                return None;
            }
            self.earned -= 1.0;
        }
        let pause = self.longest_pause(failed.retries).0 as f64 * self.chance.unit();
        let server = if self.servers > 1 { self.chance.below(self.servers.into()) as u32 } else { 0 };
        let crashes = self.crash_probability > 0.0 && self.chance.unit() < self.crash_probability;
        Some(Read { at: now + Time(pause as u64), server, crashes, retries: failed.retries + 1, ..*failed })
    }

    /// The bound on the pause after so many retries.
    fn longest_pause(&self, retries: u8) -> Time {
        Time(self.pause.0 << retries).min(MAX_PAUSE)
    }

    /// How long a reader may be busy who waits `patience` for each attempt.
    pub fn longest_read(&self, patience: Time) -> Time {
        (0..self.retries).fold(patience, |longest, retry| longest + self.longest_pause(retry) + patience)
    }
}
