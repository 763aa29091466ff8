//! A partition of the database: servers, one line before them, and in it reads of two kinds.

use std::collections::VecDeque;

use crate::kernel::Time;
use crate::parts::{Servers, Visit};

/// One partition.
#[derive(Clone, Debug)]
pub struct Partition {
    servers: Servers,
    /// The moments at which the waiting queries for the hot key will begin, the next first.
    hot_begins: VecDeque<Time>,
}

impl Partition {
    /// An idle partition that serves so many reads at once.
    pub fn new(servers: u32) -> Self {
        Self { servers: Servers::new(servers), hot_begins: VecDeque::new() }
    }

    /// Takes a read in, which keeps a server for so long, and says when it is served.
    pub fn take(&mut self, now: Time, service: Time, is_hot: bool) -> Visit {
        let visit = self.servers.take(now, service);
        if is_hot && visit.begins > now {
            self.hot_begins.push_back(visit.begins);
        }
        visit
    }

    /// How many queries for the hot key and how many ordinary reads wait.
    pub fn waiting(&mut self, now: Time) -> (u32, u32) {
        while self.hot_begins.front().is_some_and(|&begins| begins <= now) {
            self.hot_begins.pop_front();
        }
        let hot = self.hot_begins.len() as u32;
        (hot, self.servers.waiting(now) - hot)
    }

    /// How long a read that comes now would wait.
    pub fn wait(&self, now: Time) -> Time {
        self.servers.next_begins(now) - now
    }

    /// How many servers are at work.
    pub fn busy(&self, now: Time) -> u32 {
        self.servers.busy(now)
    }
}
