//! The counts of a run, second by second and over its second half.

use super::history::History;
use super::outcome::Outcome;
use super::traffic::Request;
use crate::kernel::{Time, Trace};
use crate::parts::LatencyHistogram;

/// One second of the run, for a chart.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Second {
    /// Requests that came.
    pub requests: u32,
    /// Requests refused.
    pub throttled: u32,
    /// Requests to all nodes.
    pub asked: u32,
    /// The node that was asked most.
    pub hottest: u32,
    /// Requests to that node.
    pub hottest_asked: u32,
}

/// The counts of the second half of a run, and the seconds of all of it.
#[derive(Clone, Debug)]
pub struct Measures {
    /// From when on requests are measured.
    pub from: Time,
    /// Requests that came.
    pub requests: u64,
    /// Reads among them.
    pub reads: u64,
    /// Requests refused, in whole or in part.
    pub throttled: u64,
    /// Requests to nodes for reads, in sum.
    pub read_asked: u64,
    /// Requests to nodes for writes, in sum.
    pub write_asked: u64,
    /// Reads answered by the cache.
    pub cached: u64,
    /// Reads among these whose value had been written since.
    pub stale: u64,
    /// Reads that joined another.
    pub joined: u64,
    /// Requests that passed by their own partition.
    pub forwarded: u64,
    /// Requests to each node, served or refused.
    pub asked: Vec<u64>,
    /// Requests that nodes served, in sum.
    pub served: u64,
    /// The run second by second.
    pub seconds: Vec<Second>,
    /// The run in short windows, for a picture.
    pub history: History,
    /// Requests to each node in the current second.
    pub this_second: Vec<u32>,
    second: Second,
    latencies: LatencyHistogram,
}

impl Measures {
    /// Nothing counted; so many nodes, and a run so long.
    pub fn new(nodes: u32, duration: Time) -> Self {
        Self {
            from: Time(duration.0 / 2),
            requests: 0,
            reads: 0,
            throttled: 0,
            read_asked: 0,
            write_asked: 0,
            cached: 0,
            stale: 0,
            joined: 0,
            forwarded: 0,
            asked: vec![0; nodes as usize],
            served: 0,
            seconds: Vec::new(),
            history: History::new(nodes, duration),
            this_second: vec![0; nodes as usize],
            second: Second::default(),
            latencies: LatencyHistogram::new(),
        }
    }

    /// How long the requests that were served took.
    pub fn latencies(&self) -> &LatencyHistogram {
        &self.latencies
    }

    /// There is one node more.
    pub fn add_node(&mut self) {
        self.asked.push(0);
        self.this_second.push(0);
        self.history.add_node();
    }

    /// A node is asked, and serves or refuses.
    pub fn ask(&mut self, node: u32, request: &Request, served: bool) {
        self.this_second[node as usize] += 1;
        self.history.ask(node, request, served);
        if request.at >= self.from {
            self.asked[node as usize] += 1;
            self.served += u64::from(served);
        }
    }

    /// A request has had its outcome.
    pub fn count(&mut self, request: &Request, outcome: &Outcome) {
        let refused = outcome.answered.is_none();
        self.second.requests += 1;
        self.second.throttled += u32::from(refused);
        self.history.count(request, outcome);
        if request.at < self.from {
            return;
        }
        self.requests += 1;
        self.reads += u64::from(!request.write);
        self.throttled += u64::from(refused);
        *(if request.write { &mut self.write_asked } else { &mut self.read_asked }) += u64::from(outcome.asked);
        self.cached += u64::from(outcome.cached);
        self.stale += u64::from(outcome.stale);
        self.joined += u64::from(outcome.joined);
        self.forwarded += u64::from(outcome.forwarded);
        if let Some(answered) = outcome.answered {
            self.latencies.record(answered - request.at);
        }
    }

    /// Closes the second under way.
    pub fn next_second(&mut self, at: Time, trace: &mut Trace) {
        let mut second = self.second;
        for (node, asked) in (0..).zip(&self.this_second) {
            second.asked += asked;
            if *asked > second.hottest_asked {
                (second.hottest, second.hottest_asked) = (node, *asked);
            }
        }
        trace.record(
            at,
            "second",
            vec![
                ("requests", second.requests.into()),
                ("throttled", second.throttled.into()),
                ("asked", second.asked.into()),
                ("hottest", second.hottest.into()),
                ("hottest_asked", second.hottest_asked.into()),
            ],
        );
        self.seconds.push(second);
        self.second = Second::default();
        self.this_second.fill(0);
    }
}
