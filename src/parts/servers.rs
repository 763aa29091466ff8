//! So many servers and one line before them, served in the order in which requests come: Kendall's G/G/c.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, VecDeque};

use crate::kernel::Time;

/// The service of a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Visit {
    /// The moment at which a server takes it.
    pub begins: Time,
    /// The moment of its answer.
    pub ends: Time,
}

/// The servers and the line.
#[derive(Clone, Debug)]
pub struct Servers {
    /// The moment at which each server becomes idle, if nobody else comes; the first of them on top.
    idle_at: BinaryHeap<Reverse<Time>>,
    /// The moments at which those who wait will begin, the next first.
    begins: VecDeque<Time>,
}

impl Servers {
    /// So many idle servers, at least one.
    pub fn new(count: u32) -> Self {
        Self { idle_at: (0..count.max(1)).map(|_| Reverse(Time::ZERO)).collect(), begins: VecDeque::new() }
    }

    /// How many servers there are.
    pub fn count(&self) -> u32 {
        self.idle_at.len() as u32
    }

    /// The number of requests that wait for a server.
    pub fn waiting(&mut self, now: Time) -> u32 {
        while self.begins.front().is_some_and(|&begins| begins <= now) {
            self.begins.pop_front();
        }
        self.begins.len() as u32
    }

    /// The number of servers at work.
    pub fn busy(&self, now: Time) -> u32 {
        self.idle_at.iter().filter(|Reverse(idle_at)| *idle_at > now).count() as u32
    }

    /// The moment at which a server takes the request that comes now.
    pub fn next_begins(&self, now: Time) -> Time {
        self.idle_at.peek().map_or(now, |Reverse(idle_at)| (*idle_at).max(now))
    }

    /// Takes in a request that will keep a server for so long.
    pub fn take(&mut self, now: Time, service: Time) -> Visit {
        let begins = self.next_begins(now);
        let ends = begins + service;
        self.idle_at.pop();
        self.idle_at.push(Reverse(ends));
        if begins > now {
            self.begins.push_back(begins);
        }
        Visit { begins, ends }
    }
}
