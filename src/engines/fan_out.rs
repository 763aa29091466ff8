//! Fan-out and the tail: a root request calls n leaves at once and is as slow as the slowest.
//!
//! After Dean & Barroso, "The Tail at Scale", Communications of the ACM 56(2), 2013: if one leaf in a hundred is slow,
//! sixty-three of a hundred roots that call a hundred leaves are slow. The lab draws every leaf call, so that any
//! request can be laid open; beside each measurement stands what probability says ([`theory`]).
//!
//! Chance comes from two streams: `"leaf"` for first copies and `"hedge"` for second copies, each with one draw for
//! every call that *could* be made (request r, leaf i uses draw 2000·r + i). So two policies, and two fan-outs, meet
//! exactly the same luck, and any request can be drawn again.

pub mod leaf;
mod normal;
pub mod policy;
mod spec;
pub mod theory;

use crate::kernel::{Input, Params, Progress, Report, Seed, Simulation, Stream, Time, Trace};
use crate::parts::Tally;
use crate::parts::tally::nanos_to_ms;
use leaf::Leaf;
pub use policy::{Call, Hedge, Policy};
pub use spec::{MAX_FAN_OUT, MAX_REQUESTS, SPEC};
use theory::Theory;

/// The most events that playback steps over; longer runs play several requests in each.
const MAX_EVENTS: u32 = 2_000;

/// About how many points the running percentiles have.
const CHECKPOINTS: u32 = 200;

/// Starts a run.
pub fn start(input: &Input) -> Box<dyn Simulation> {
    Box::new(FanOut::new(input))
}

/// The running percentiles of the root after some requests.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checkpoint {
    /// After how many requests.
    pub requests: u32,
    /// The median, p99 and p99.9 of all requests so far, in milliseconds.
    pub latency_ms: [f64; 3],
}

/// The slowest request of the event that is being filled.
#[derive(Clone, Copy, Debug, Default)]
struct Batch {
    first: u32,
    slowest: u32,
    slowest_leaf: u32,
    latency: Time,
    total_ns: u64,
    second_copies: u32,
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
    latencies: Vec<Time>,
    leaves: Tally,
    roots: Tally,
    slow_roots: u32,
    incomplete_roots: u32,
    calls_run_twice: u64,
    batch: Batch,
    checkpoints: Vec<Checkpoint>,
    trace: Trace,
}

impl FanOut {
    fn new(input: &Input) -> Self {
        let params: &Params = input.params;
        let count = |name: &str| u32::try_from(params.integer(name)).unwrap_or(1);
        let leaf = Leaf::of(params);
        let policy = Policy::of(params, &leaf);
        let fan_out = count("fan_out");
        Self {
            leaf,
            policy,
            theory: Theory::new(leaf, &policy, fan_out),
            fan_out,
            requests: count("requests"),
            slow: Time::from_millis_f64(params.number("slow_ms")),
            nanos_between_requests: 1e9 / params.number("rate_per_s"),
            seed: input.seed,
            first_draws: Stream::named(input.seed, "leaf"),
            second_draws: Stream::named(input.seed, "hedge"),
            latencies: Vec::new(),
            leaves: Tally::new(),
            roots: Tally::new(),
            slow_roots: 0,
            incomplete_roots: 0,
            calls_run_twice: 0,
            batch: Batch::default(),
            checkpoints: Vec::new(),
            trace: Trace::keeping(MAX_EVENTS as usize),
        }
    }

    /// Sends one request and waits for it.
    fn send(&mut self) {
        let request = self.latencies.len() as u32;
        let (mut latency, mut slowest_leaf, mut timed_out, mut second_copies) = (Time::ZERO, 0, false, 0);
        for leaf in 0..self.fan_out {
            let draws = (self.first_draws.unit_positive(), self.second_draws.unit_positive());
            let call = self.policy.call(&self.leaf, draws.0, draws.1);
            self.leaves.record(call.latency);
            if call.latency > latency {
                (latency, slowest_leaf) = (call.latency, leaf);
            }
            timed_out |= call.timed_out;
            second_copies += u32::from(call.second.is_some());
            self.calls_run_twice += u64::from(call.ran_twice);
        }
        // The draws of the leaves that a wider fan-out would have called.
        self.first_draws.skip(u64::from(MAX_FAN_OUT - self.fan_out));
        self.second_draws.skip(u64::from(MAX_FAN_OUT - self.fan_out));
        self.roots.record(latency);
        self.latencies.push(latency);
        self.slow_roots += u32::from(latency >= self.slow);
        self.incomplete_roots += u32::from(timed_out);
        if latency > self.batch.latency {
            self.batch = Batch { slowest: request, slowest_leaf, latency, ..self.batch };
        }
        self.batch.total_ns = self.batch.total_ns.saturating_add(latency.0);
        self.batch.second_copies += second_copies;
        let sent = request + 1;
        if sent.is_multiple_of(self.requests_per_event()) || sent == self.requests {
            self.close_batch(sent);
        }
    }

    /// Writes the event of the requests up to `sent`, and a checkpoint if one is due.
    fn close_batch(&mut self, sent: u32) {
        let Batch { first, slowest, slowest_leaf, latency, total_ns, second_copies } = self.batch;
        let at = self.sent_at(sent - 1);
        let latency_ms = latency.as_millis();
        if self.requests_per_event() == 1 {
            self.trace.record(
                at,
                "request",
                vec![
                    ("request", slowest.into()),
                    ("latency_ms", latency_ms.into()),
                    ("slowest_leaf", slowest_leaf.into()),
                    ("second_copies", second_copies.into()),
                ],
            );
        } else {
            self.trace.record(
                at,
                "requests",
                vec![
                    ("from", first.into()),
                    ("to", (sent - 1).into()),
                    ("mean_ms", (nanos_to_ms(total_ns) / f64::from(sent - first)).into()),
                    ("slowest", slowest.into()),
                    ("slowest_ms", latency_ms.into()),
                    ("slowest_leaf", slowest_leaf.into()),
                    ("second_copies", second_copies.into()),
                ],
            );
        }
        self.batch = Batch { first: sent, slowest: sent, ..Batch::default() };
        if self.trace.count().is_multiple_of(u64::from(self.events_per_checkpoint())) || sent == self.requests {
            let latency_ms = self.roots.quantiles_ms([0.5, 0.99, 0.999]);
            self.checkpoints.push(Checkpoint { requests: sent, latency_ms });
        }
    }

    /// How many requests one event of the trace stands for.
    pub fn requests_per_event(&self) -> u32 {
        self.requests.div_ceil(MAX_EVENTS)
    }

    fn events_per_checkpoint(&self) -> u32 {
        self.requests.div_ceil(self.requests_per_event()).div_ceil(CHECKPOINTS)
    }

    /// How many requests have been sent once `position` events have been played.
    pub fn requests_played(&self, position: u32) -> u32 {
        let sent = u32::try_from(self.latencies.len()).unwrap_or(u32::MAX);
        position.saturating_mul(self.requests_per_event()).min(sent)
    }

    /// The event in which `request` is played, counted from 1: the position at which it has just been sent.
    pub fn position_of(&self, request: u32) -> u32 {
        request / self.requests_per_event() + 1
    }

    /// When a request is sent.
    pub fn sent_at(&self, request: u32) -> Time {
        Time((f64::from(request) * self.nanos_between_requests + 0.5) as u64)
    }

    /// The latency of each root request so far, in the order in which they were sent.
    pub fn latencies(&self) -> &[Time] {
        &self.latencies
    }

    /// The running percentiles of the root, oldest first, at most a little over 200 points.
    pub fn checkpoints(&self) -> &[Checkpoint] {
        &self.checkpoints
    }

    /// All leaf calls of the run.
    pub fn leaf_tally(&self) -> &Tally {
        &self.leaves
    }

    /// What probability says.
    pub fn theory(&self) -> &Theory {
        &self.theory
    }

    /// When second copies are sent, and when the root gives up.
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
        let mut sent = self.latencies.len() as u32;
        while sent < self.requests && left > 0 {
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
        let of_roots = |count: u32| f64::from(count) / self.roots.count().max(1) as f64;
        let theory = &self.theory;
        let mut values = Vec::with_capacity(SPEC.metrics.len());
        for tally in [&self.leaves, &self.roots] {
            values.push(tally.mean_ms());
            values.extend(tally.quantiles_ms([0.5, 0.9, 0.99, 0.999]));
        }
        values.extend([
            of_roots(self.slow_roots),
            self.calls_run_twice as f64 / self.leaves.count().max(1) as f64,
            of_roots(self.incomplete_roots),
            self.policy.second_after().unwrap_or_default().as_millis(),
            theory.root_quantile_ms(0.5),
            theory.root_quantile_ms(0.99),
            theory.root_quantile_ms(0.999),
            theory.root_at_least(self.slow.as_millis()),
            100.0 * theory.leaf_quantile_behind(0.5),
            100.0 * theory.leaf_quantile_behind(0.99),
        ]);
        Report::of(SPEC.metrics, SPEC.metrics.iter().map(|spec| spec.name).zip(values))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
