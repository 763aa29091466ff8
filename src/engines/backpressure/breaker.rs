//! A circuit breaker (Nygard, "Release It!", 2007): who sees most attempts fail stops trying for a while, and then tries one.
//!
//! The numbers are the defaults of Netflix's Hystrix: twenty outcomes before it judges, and half of them failed. Hystrix looks
//! at the outcomes of ten seconds; here it is always the last twenty.

use crate::kernel::Time;

/// So many of the last outcomes decide.
const OUTCOMES: u32 = 20;

/// What lets attempts pass, or not.
#[derive(Clone, Debug)]
pub struct Breaker {
    open_for: Option<Time>,
    /// The last outcomes, one a bit; 1 is a failure.
    failures: u32,
    heard: u32,
    state: State,
}

/// Where a breaker stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum State {
    /// Every attempt passes.
    #[default]
    Closed,
    /// None does.
    Open {
        /// From then on one may try.
        until: Time,
    },
    /// One is on its way, and its outcome decides.
    HalfOpen {
        /// The number of that attempt.
        probe: u64,
    },
}

impl Breaker {
    /// A closed breaker that, once open, stays so for a time; without one, it never opens.
    pub fn new(open_for: Option<Time>) -> Self {
        Self { open_for, failures: 0, heard: 0, state: State::Closed }
    }

    /// Where it stands.
    pub fn state(&self) -> State {
        self.state
    }

    /// Whether an attempt may be made now.
    pub fn admits(&mut self, now: Time, attempt: u64) -> bool {
        match self.state {
            State::Closed => true,
            State::Open { until } if now >= until => {
                self.state = State::HalfOpen { probe: attempt };
                true
            }
            _ => false,
        }
    }

    /// An attempt was answered in time, or has failed.
    pub fn hear(&mut self, now: Time, attempt: u64, failed: bool) {
        let Some(open_for) = self.open_for else { return };
        let opens = match self.state {
            State::Closed => {
                self.failures = (self.failures << 1 | u32::from(failed)) & ((1 << OUTCOMES) - 1);
                self.heard += 1;
                self.heard >= OUTCOMES && self.failures.count_ones() * 2 >= OUTCOMES
            }
            State::HalfOpen { probe } if probe == attempt => {
                self.state = State::Closed;
                failed
            }
            _ => false,
        };
        if opens {
            (self.failures, self.heard) = (0, 0);
            self.state = State::Open { until: now + open_for };
        }
    }
}
