//! One of the systems: equal servers, each with a queue, and the rule by which a request chooses one.

use std::collections::VecDeque;

use super::policy::Picks;
use crate::kernel::{Stream, Time};
use crate::parts::LatencyHistogram;

/// The systems: how many servers each compares; 0 are all of them.
pub const CHOICES: [u32; 4] = [1, 2, 3, 0];

/// One system.
#[derive(Clone, Debug)]
pub struct System {
    /// How many servers a request compares; 0 are all of them.
    pub choices: u32,
    picks: Picks,
    /// The moment at which each request of each queue leaves, the next first.
    queues: Vec<VecDeque<Time>>,
    /// The lengths as they were told last; empty while they are current.
    board: Vec<u32>,
    draws: Stream,
    /// How long the requests of the second half took.
    pub latencies: LatencyHistogram,
    /// The longest queue of the second half.
    pub longest: u32,
    /// Requests to each server since somebody last took note.
    arrived: Vec<u16>,
    /// The time that all requests took so far, in nanoseconds, and their number.
    sums: (u64, u64),
}

impl System {
    /// A system of idle servers, with a stream for its choices.
    pub(super) fn new(choices: u32, servers: u32, picks: Picks, draws: Stream) -> Self {
        Self {
            choices,
            picks,
            queues: vec![VecDeque::new(); servers as usize],
            board: Vec::new(),
            draws,
            latencies: LatencyHistogram::new(),
            longest: 0,
            arrived: vec![0; servers as usize],
            sums: (0, 0),
        }
    }

    /// The length of a queue at a moment, which is never before an earlier one's.
    fn length(&mut self, server: u32, now: Time) -> u32 {
        let queue = &mut self.queues[server as usize];
        while queue.front().is_some_and(|&leaves| leaves <= now) {
            queue.pop_front();
        }
        queue.len() as u32
    }

    /// The lengths of all queues.
    pub(super) fn lengths(&mut self, now: Time) -> Vec<u32> {
        (0..self.queues.len() as u32).map(|server| self.length(server, now)).collect()
    }

    /// Tells everybody the lengths of this moment; until the next time they are taken for true.
    pub(super) fn tell(&mut self, now: Time) {
        self.board = self.lengths(now);
    }

    /// From now on lengths are current.
    pub(super) fn tell_always(&mut self) {
        self.board.clear();
    }

    /// The length that a request is told.
    fn told(&mut self, server: u32, now: Time) -> u32 {
        self.board.get(server as usize).copied().unwrap_or_else(|| self.length(server, now))
    }

    /// The server that a request joins. Of equals the one drawn first is taken, and of all of them any.
    fn choose(&mut self, now: Time) -> u32 {
        let servers = self.queues.len() as u32;
        if self.choices == 0 {
            let (mut least, mut equal, mut best) = (u32::MAX, 0u64, 0);
            for server in 0..servers {
                let told = self.told(server, now);
                if told < least {
                    (least, equal, best) = (told, 1, server);
                } else if told == least {
                    equal += 1;
                    // Each of the equals is as likely in the end.
                    if self.draws.below(equal) == 0 {
                        best = server;
                    }
                }
            }
            return best;
        }
        let mut drawn = [u32::MAX; 3];
        let mut best = (u32::MAX, 0);
        for index in 0..self.choices.min(servers) as usize {
            let mut server = self.draws.below(servers.into()) as u32;
            while self.picks == Picks::Different && drawn[..index].contains(&server) {
                server = self.draws.below(servers.into()) as u32;
            }
            drawn[index] = server;
            let told = self.told(server, now);
            if told < best.0 {
                best = (told, server);
            }
        }
        best.1
    }

    /// Takes a request in, whose service takes so long, or that stays for ever; `counts` if it is measured.
    pub(super) fn join(&mut self, now: Time, service: Option<Time>, counts: bool) {
        let server = self.choose(now);
        let length = self.length(server, now) + 1;
        let queue = &mut self.queues[server as usize];
        let leaves = service.map_or(Time(u64::MAX), |service| queue.back().copied().unwrap_or(now) + service);
        queue.push_back(leaves);
        self.arrived[server as usize] = self.arrived[server as usize].saturating_add(1);
        if service.is_some() {
            self.sums = (self.sums.0 + (leaves - now).0, self.sums.1 + 1);
        }
        if counts {
            self.longest = self.longest.max(length);
            if service.is_some() {
                self.latencies.record(leaves - now);
            }
        }
    }

    /// Requests to each server since this was last asked.
    pub(super) fn take_arrived(&mut self) -> Vec<u16> {
        let nothing = vec![0; self.arrived.len()];
        std::mem::replace(&mut self.arrived, nothing)
    }

    /// The mean time of all requests so far, in milliseconds.
    pub(super) fn mean_ms(&self) -> f64 {
        self.sums.0 as f64 / 1e6 / self.sums.1.max(1) as f64
    }
}
