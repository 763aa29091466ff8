//! The course of a run in windows of twenty milliseconds, and the calls that were sent: what a picture and the report are made
//! of.

use super::config::Config;
use super::hosts::Host;
use crate::kernel::Time;

/// The length of a window.
pub const WINDOW: Time = Time::from_millis(20);

/// Of about how many pages the calls are kept.
const KEPT_PAGES: f64 = 4_000.0;

/// Everything that is counted, from the start of the run.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Pages sent.
    pub pages: u64,
    /// Pages whose first timeout has come, and those of them that were late.
    pub judged: u64,
    /// …
    pub late: u64,
    /// Calls without an answer at the first timeout of their page.
    pub late_calls: u64,
    /// Pages that were answered before their readers left, and the others.
    pub answered: u64,
    /// …
    pub failed: u64,
    /// First calls of pages.
    pub first: u64,
    /// Calls that were sent again.
    pub again: u64,
    /// Calls that the budget did not allow to be sent again.
    pub refused: u64,
    /// Calls that were taken out of their line.
    pub cancelled: u64,
    /// Calls that a server was done with, and its work on them, in nanoseconds: for somebody, for nobody.
    pub served: [u64; 2],
    /// …
    pub work_ns: [u64; 2],
}

/// A server at the end of a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Stand {
    /// How many wait: first calls, calls that were sent again, calls that nobody waits for.
    pub waiting: [u32; 3],
    /// Calls that it was done with in this window: for somebody, for nobody.
    pub served: [u8; 2],
    /// Whether it works.
    pub is_busy: bool,
    /// Whether its work takes longer.
    pub is_slow: bool,
}

/// A call on its way.
#[derive(Clone, Copy, Debug)]
pub struct Sent {
    /// When it was sent.
    pub at: Time,
    /// The number of its page.
    pub page: u32,
    /// To which server.
    pub server: u8,
    /// Whether it was sent again.
    pub is_again: bool,
}

/// The course of a run.
#[derive(Clone, Debug)]
pub struct History {
    /// How many pages there are for each whose calls are kept.
    each: u32,
    sent: Vec<Sent>,
    servers: usize,
    counts: Vec<Counts>,
    stands: Vec<Stand>,
}

impl History {
    pub(super) fn of(config: &Config) -> Self {
        let pages = config.duration.0 as f64 / config.interval_ns();
        Self {
            each: (pages / KEPT_PAGES) as u32 + 1,
            sent: Vec::new(),
            servers: config.servers as usize,
            counts: Vec::new(),
            stands: Vec::new(),
        }
    }

    pub(super) fn send(&mut self, sent: Sent) {
        if sent.page.is_multiple_of(self.each) {
            self.sent.push(sent);
        }
    }

    pub(super) fn end_window(&mut self, now: Time, counts: &Counts, hosts: &mut [Host]) {
        self.counts.push(*counts);
        for host in hosts {
            let served = std::mem::take(&mut host.served);
            let (is_busy, is_slow) = (host.serving.is_some(), host.slow_until > now);
            self.stands.push(Stand { waiting: host.waiting, served, is_busy, is_slow });
        }
    }

    /// How many windows are over.
    pub fn windows(&self) -> usize {
        self.counts.len()
    }

    /// All counts after so many windows; nothing before the first is over.
    pub fn counts(&self, windows: usize) -> Counts {
        windows.checked_sub(1).and_then(|last| self.counts.get(last)).copied().unwrap_or_default()
    }

    /// The servers after so many windows, of which there is one at least.
    pub fn stands(&self, windows: usize) -> &[Stand] {
        self.stands.get(windows.saturating_sub(1) * self.servers..windows * self.servers).unwrap_or_default()
    }

    /// The calls that were sent from one moment until another, of those that are kept.
    pub fn sent(&self, from: Time, until: Time) -> &[Sent] {
        let place = |moment: Time| self.sent.partition_point(|sent| sent.at < moment);
        &self.sent[place(from)..place(until).max(place(from))]
    }
}
