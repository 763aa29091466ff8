//! The run in short windows: what a picture of any moment needs. Memory is bounded, whatever the run.

use super::outcome::Outcome;
use super::traffic::Request;
use crate::kernel::Time;

/// The windows of a run.
pub const WINDOWS: u64 = 200;

/// The key that is the celebrity from a moment on.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Star {
    /// The moment.
    pub at: Time,
    /// The key, counted from 0.
    pub key: u32,
    /// The share of all requests that it gets besides its own; 0 if it is no celebrity.
    pub share: f64,
}

/// What one node was asked in a window.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Asked {
    /// Requests to it.
    pub asked: u32,
    /// Those among them that it refused.
    pub refused: u32,
    /// Those among them that were for the celebrity.
    pub famous: u32,
}

/// What happened in a window.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Window {
    /// By the number of the node; a node that came later has no place yet.
    pub nodes: Vec<Asked>,
    /// Requests that came.
    pub requests: u32,
    /// Those among them that were for the celebrity.
    pub famous: u32,
    /// Reads that came.
    pub reads: u32,
    /// Requests refused, in whole or in part.
    pub refused: u32,
    /// Reads that were answered in front of the nodes, by the cache or by another read under way.
    pub spared: u32,
    /// Those among them that got a value which had been written since.
    pub stale: u32,
}

/// The windows of a run so far, all of one length.
#[derive(Clone, Debug)]
pub struct History {
    every: Time,
    nodes: usize,
    windows: Vec<Window>,
}

impl History {
    /// Nothing yet; so many nodes, and a run so long.
    pub fn new(nodes: u32, duration: Time) -> Self {
        Self { every: Time((duration.0 / WINDOWS).max(1)), nodes: nodes as usize, windows: Vec::new() }
    }

    /// The length of a window.
    pub fn every(&self) -> Time {
        self.every
    }

    /// The windows that are over by a moment; the last of a run is over at its end.
    pub fn over(&self, moment: Time) -> &[Window] {
        &self.windows[..self.windows.len().min((moment.0 / self.every.0) as usize)]
    }

    /// There is one node more.
    pub(super) fn add_node(&mut self) {
        self.nodes += 1;
    }

    /// A node is asked for a request, and serves or refuses.
    pub(super) fn ask(&mut self, node: u32, request: &Request, served: bool) {
        let asked = &mut self.at(request.at).nodes[node as usize];
        asked.asked += 1;
        asked.refused += u32::from(!served);
        asked.famous += u32::from(request.famous);
    }

    /// A request has had its outcome.
    pub(super) fn count(&mut self, request: &Request, outcome: &Outcome) {
        let window = self.at(request.at);
        window.requests += 1;
        window.famous += u32::from(request.famous);
        window.reads += u32::from(!request.write);
        window.refused += u32::from(outcome.answered.is_none());
        window.spared += u32::from(outcome.cached || outcome.joined);
        window.stale += u32::from(outcome.stale);
    }

    /// The window of a moment, which is never before an earlier one's. What comes at the very end belongs to the last.
    fn at(&mut self, moment: Time) -> &mut Window {
        let index = (moment.0 / self.every.0).min(WINDOWS - 1) as usize;
        while self.windows.len() <= index {
            self.windows.push(Window { nodes: vec![Asked::default(); self.nodes], ..Window::default() });
        }
        let window = &mut self.windows[index];
        window.nodes.resize(self.nodes, Asked::default());
        window
    }
}
