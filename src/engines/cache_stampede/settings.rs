//! The remedy with its numbers.

use super::policy::{LOCK_TOKEN, STRATEGIES, Strategy};
use crate::kernel::{Params, Time};

/// The strategy with its numbers.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Settings {
    /// The remedy.
    pub strategy: Strategy,
    /// How long a value lives.
    pub ttl: Time,
    /// Jitter: the time to live is shortened by up to this fraction.
    pub jitter: f64,
    /// XFetch: how eagerly values are recomputed early.
    pub beta: f64,
    /// How long after its expiry a value may be served.
    pub grace: Time,
    /// Refresh-ahead: how long before the expiry a read starts a refresh.
    pub refresh_lead: Time,
    /// How long a lock, a lease or a note of refresh lasts; `None` until it is released.
    pub lock_timeout: Option<Time>,
    /// Whether a lock is released only by its own holder.
    pub lock_token: bool,
    /// How long readers without the lock wait before they look again.
    pub retry: Time,
    /// How long a reader waits for an answer at all.
    pub patience: Time,
}

impl Settings {
    /// The settings that the parameters name.
    pub fn of(params: &Params) -> Self {
        let lock_timeout = params.time("lock_timeout_ms");
        Self {
            strategy: params.chosen("strategy", &STRATEGIES),
            ttl: params.time("ttl_ms"),
            jitter: params.number("jitter_fraction"),
            beta: params.number("beta"),
            grace: params.time("stale_ms"),
            refresh_lead: Time::from_millis_f64(params.number("ttl_ms") * (1.0 - params.number("refresh_fraction"))),
            lock_timeout: (lock_timeout > Time::ZERO).then_some(lock_timeout),
            lock_token: params.chosen("lock_token", &LOCK_TOKEN),
            retry: params.time("retry_ms"),
            patience: params.time("timeout_ms"),
        }
    }

    /// The shortest life that a stored value may be given.
    pub fn least_life(&self) -> Time {
        let cut = if self.strategy == Strategy::Jitter { self.jitter } else { 0.0 };
        Time::from_millis_f64(self.ttl.as_millis() * (1.0 - cut))
    }

    /// The moment from which a claim taken at `now` may be taken by somebody else.
    pub fn claim_until(&self, now: Time) -> Time {
        self.lock_timeout.map_or(Time(u64::MAX), |timeout| now + timeout)
    }
}
