//! A node that serves one partition, or one replica of it: so many requests a second, and no more.

use std::collections::VecDeque;

use super::policy::{Excess, OVERFLOWS};
use crate::kernel::{Params, Time};

/// The treatment of requests that come faster than a node can serve them.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Overflow {
    /// A token bucket: a request without a token is refused at once, the others take the same short time. Unused tokens
    /// are kept for a while, as DynamoDB keeps up to 300 s of them ("burst capacity").
    Throttle {
        /// How long a request that is served takes.
        service: Time,
        /// How many tokens the bucket holds, at least 1.
        burst: f64,
    },
    /// A queue before one server with exponential service times; a request that finds it full is refused.
    Queue {
        /// How many requests may be there, waiting or in service.
        limit: u32,
    },
}

/// A node's rate and what it does about more.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Capacity {
    /// Requests per second.
    pub per_s: f64,
    /// The treatment of requests above the capacity.
    pub overflow: Overflow,
}

impl Capacity {
    /// The capacity that the parameters name.
    pub fn of(params: &Params) -> Self {
        let per_s = params.number("capacity_per_s");
        let overflow = match params.chosen("overflow", &OVERFLOWS) {
            Excess::Queued => Overflow::Queue { limit: params.count("queue_limit") },
            Excess::Throttled => Overflow::Throttle {
                service: params.time("service_ms"),
                burst: (params.number("burst_s") * per_s).max(1.0),
            },
        };
        Self { per_s, overflow }
    }
}

/// One node.
#[derive(Clone, Debug)]
pub struct Node {
    capacity: Capacity,
    /// The moment at which each request in the queue will leave, the next first.
    leaving: VecDeque<Time>,
    tokens: f64,
    refilled: Time,
}

impl Node {
    /// An idle node; its bucket is full.
    pub fn new(capacity: Capacity, now: Time) -> Self {
        let tokens = match capacity.overflow {
            Overflow::Throttle { burst, .. } => burst,
            Overflow::Queue { .. } => 0.0,
        };
        Self { capacity, leaving: VecDeque::new(), tokens, refilled: now }
    }

    /// How many requests are here now.
    pub fn outstanding(&mut self, now: Time) -> u32 {
        while self.leaving.front().is_some_and(|&leaves| leaves <= now) {
            self.leaving.pop_front();
        }
        self.leaving.len() as u32
    }

    /// Whether a request that comes now would be refused.
    pub fn is_full(&mut self, now: Time) -> bool {
        match self.capacity.overflow {
            Overflow::Throttle { burst, .. } => {
                // The fraction of a token is kept: dropping it would serve less than the capacity.
                let earned = (now - self.refilled).0 as f64 * 1e-9 * self.capacity.per_s;
                self.tokens = (self.tokens + earned).min(burst);
                self.refilled = now;
                self.tokens < 1.0
            }
            Overflow::Queue { limit } => self.outstanding(now) >= limit,
        }
    }

    /// Takes a request in and says when its answer leaves, or refuses it. `draw` in (0, 1] decides the time of service.
    pub fn serve(&mut self, now: Time, draw: f64) -> Option<Time> {
        if self.is_full(now) {
            return None;
        }
        let leaves = match self.capacity.overflow {
            Overflow::Throttle { service, .. } => {
                self.outstanding(now);
                self.tokens -= 1.0;
                now + service
            }
            Overflow::Queue { .. } => {
                let begins = self.leaving.back().copied().unwrap_or(now);
                begins + Time((-libm::log(draw) * 1e9 / self.capacity.per_s + 0.5) as u64)
            }
        };
        self.leaving.push_back(leaves);
        Some(leaves)
    }
}
