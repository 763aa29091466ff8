//! One run: requests are sent one by one, each calls its leaves and waits for the slowest.

use super::batch::Batch;
use super::call::{Call, Policy};
use super::leaf::Leaf;
use super::measures::Measures;
use super::policy::MAX_FAN_OUT;
use super::report::report;
use super::theory::Theory;
use crate::kernel::{Event, EventLimit, Input, Progress, Report, Seed, Simulation, Stream, Time, Trace};
use crate::parts::LatencyHistogram;

/// The most events that playback steps over; longer runs play several requests in each.
const MAX_TRACED: u32 = 2_000;

/// One root request, as its user saw it, and what it cost.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Root {
    /// How long it took: as long as its slowest call.
    pub latency: Time,
    /// Its leaf calls for which two leaves did the work.
    pub calls_run_twice: u32,
    /// It was answered without at least one of its leaves.
    pub incomplete: bool,
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct FanOut {
    leaf: Leaf,
    policy: Policy,
    theory: Theory,
    fan_out: u32,
    requests: u32,
    slow: Time,
    nanos_between_requests: f64,
    seed: Seed,
    first_draws: Stream,
    second_draws: Stream,
    roots: Vec<Root>,
    measures: Measures,
    batch: Batch,
    /// Counts the requests sent.
    limit: EventLimit,
    trace: Trace,
}

impl FanOut {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let leaf = Leaf::of(params);
        let policy = Policy::of(params, &leaf);
        let fan_out = params.count("fan_out");
        Self {
            theory: Theory::new(leaf.clone(), &policy, fan_out),
            leaf,
            policy,
            fan_out,
            requests: params.count("requests"),
            slow: params.time("slow_ms"),
            nanos_between_requests: 1e9 / params.number("rate_per_s"),
            seed: input.seed,
            first_draws: Stream::named(input.seed, "leaf"),
            second_draws: Stream::named(input.seed, "hedge"),
            roots: Vec::new(),
            measures: Measures::default(),
            batch: Batch::from(0),
            limit: EventLimit::of(input),
            trace: Trace::keeping(MAX_TRACED as usize),
        }
    }

    /// Sends one request and waits for it.
    fn send(&mut self) {
        let request = self.roots.len() as u32;
        let mut root = Root { latency: Time::ZERO, calls_run_twice: 0, incomplete: false };
        let (mut slowest_leaf, mut second_copies) = (0, 0);
        for leaf in 0..self.fan_out {
            let draws = (self.first_draws.unit_positive(), self.second_draws.unit_positive());
            let call = self.policy.call(&self.leaf, draws.0, draws.1);
            self.measures.call(&call);
            if call.latency > root.latency {
                (root.latency, slowest_leaf) = (call.latency, leaf);
            }
            root.incomplete |= call.timed_out;
            root.calls_run_twice += u32::from(call.ran_twice);
            second_copies += u32::from(call.second.is_some());
        }
        // The draws of the leaves that a wider fan-out would have called.
        self.first_draws.skip(u64::from(MAX_FAN_OUT - self.fan_out));
        self.second_draws.skip(u64::from(MAX_FAN_OUT - self.fan_out));
        self.measures.root(root.latency, root.latency >= self.slow, root.incomplete);
        self.roots.push(root);
        self.batch.add(request, root.latency, slowest_leaf, second_copies);
        let sent = request + 1;
        if sent.is_multiple_of(self.requests_per_event()) || sent == self.requests {
            self.close_batch(sent);
        }
    }

    /// Writes the event of the requests up to `sent`.
    fn close_batch(&mut self, sent: u32) {
        let single = self.requests_per_event() == 1;
        let event = if single { self.batch.request() } else { self.batch.requests(sent) };
        self.trace.push(Event { at: self.sent_at(sent - 1), ..event });
        self.batch = Batch::from(sent);
    }

    /// The run ends early: what has been sent since the last event is told, too.
    fn stop(&mut self, sent: u32) {
        if sent > self.batch.first {
            self.close_batch(sent);
        }
    }

    /// How many requests one event of the trace stands for.
    fn requests_per_event(&self) -> u32 {
        self.requests.div_ceil(MAX_TRACED)
    }

    /// The moment at which a request is sent.
    pub fn sent_at(&self, request: u32) -> Time {
        Time((f64::from(request) * self.nanos_between_requests + 0.5) as u64)
    }

    /// Each root request so far, in the order in which they were sent.
    pub fn roots(&self) -> &[Root] {
        &self.roots
    }

    /// How long the root waited for each leaf call of the run.
    pub fn leaf_tally(&self) -> &LatencyHistogram {
        &self.measures.leaves
    }

    /// How many leaves a request calls.
    pub fn fan_out(&self) -> u32 {
        self.fan_out
    }

    /// The predictions.
    pub fn theory(&self) -> &Theory {
        &self.theory
    }

    /// The rules for second copies and for giving up.
    pub fn policy(&self) -> &Policy {
        &self.policy
    }

    /// From which latency on a request is slow.
    pub fn slow(&self) -> Time {
        self.slow
    }

    /// The leaf calls of one request, drawn again: `fan_out` calls, leaf 0 first.
    pub fn calls(&self, request: u32) -> Vec<Call> {
        let mut first_draws = Stream::named(self.seed, "leaf");
        let mut second_draws = Stream::named(self.seed, "hedge");
        first_draws.skip(u64::from(request) * u64::from(MAX_FAN_OUT));
        second_draws.skip(u64::from(request) * u64::from(MAX_FAN_OUT));
        let call = |_| self.policy.call(&self.leaf, first_draws.unit_positive(), second_draws.unit_positive());
        (0..self.fan_out).map(call).collect()
    }
}

impl Simulation for FanOut {
    fn advance(&mut self, budget: u32) -> Progress {
        // A call costs about half a unit; the rest is the histogram of the root and the trace.
        let cost = self.fan_out / 2 + 2;
        let mut left = budget;
        let mut sent = self.roots.len() as u32;
        while sent < self.requests && left > 0 {
            if !self.limit.allow() {
                self.stop(sent);
                return Progress::Done;
            }
            self.send();
            sent += 1;
            left = left.saturating_sub(cost);
        }
        if sent < self.requests {
            Progress::Running(f64::from(sent) / f64::from(self.requests))
        } else {
            Progress::Done
        }
    }

    fn report(&self) -> Report {
        let last = (self.roots.len() as u32).saturating_sub(1);
        report(&self.measures, &self.policy, &self.theory, self.slow).stopped(self.limit.stopped(self.sent_at(last)))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
