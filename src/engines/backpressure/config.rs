//! The configuration of a run.

use super::aimd::Aimd;
use super::item::MAX_STAGES;
use super::policy::{CLIENTS, POLICIES, Policy, SERVICES};
use crate::kernel::{Input, OFF_ON, Stream, Time, Value};

/// The stairs by which the load climbs to its peak and comes down again.
const STAIRS: u64 = 60;

/// The load over time: steady or over stairs, with spikes.
#[derive(Clone, Debug, PartialEq)]
pub struct Load {
    /// New requests per second at the start, outside of spikes.
    pub base_per_s: f64,
    /// What that has risen to in the middle of the run.
    pub peak_per_s: f64,
    /// The length of a stair.
    pub stair: Time,
    /// How many times as many requests come during a spike.
    pub spike_factor: f64,
    /// When each spike begins, and when it is over.
    pub spikes: Vec<(Time, Time)>,
}

impl Load {
    /// The load that the parameters name, and the spikes that a reader adds.
    fn of(input: &Input, slowest_ms: f64) -> Self {
        let params = input.params;
        let base_per_s = params.number("load") * 1e3 / slowest_ms;
        let peak_per_s = params.number("peak_load") * 1e3 / slowest_ms;
        let until = params.time("duration_ms");
        let spike_at = params.time("spike_at_ms");
        let mut spikes = vec![(spike_at, spike_at + params.time("spike_ms"))];
        for action in input.actions {
            let at = Time::from_millis(action.at_ms.into());
            if let ("spike", Some(Value::Number(length_ms))) = (action.verb, action.value)
                && at < until
            {
                spikes.push((at, at + Time::from_millis_f64(length_ms)));
            }
        }
        Self {
            base_per_s,
            peak_per_s: if peak_per_s > 0.0 { peak_per_s } else { base_per_s },
            stair: Time(until.0 / STAIRS),
            spike_factor: params.number("spike_factor"),
            spikes,
        }
    }

    /// The moment of the next request, `units` mean distances from now; exact across the edges of stairs and spikes.
    pub fn after(&self, now: Time, mut units: f64) -> Time {
        let mut at = now;
        while let Some(edge) = self.next_edge(at) {
            let reach = (edge - at).0 as f64 * 1e-9 * self.rate_per_s(at);
            if units < reach {
                break;
            }
            units -= reach;
            at = edge;
        }
        at + Time((units / self.rate_per_s(at) * 1e9 + 0.5) as u64)
    }

    /// The next moment at which the load may change.
    fn next_edge(&self, at: Time) -> Option<Time> {
        let stairs = (self.peak_per_s != self.base_per_s).then(|| at.0 / self.stair.0 + 1);
        let stair = stairs.filter(|&next| next < STAIRS).map(|next| Time(self.stair.0 * next));
        let mut next = stair.unwrap_or(Time(u64::MAX));
        for &(from, until) in &self.spikes {
            for edge in [from, until] {
                if edge > at && edge < next {
                    next = edge;
                }
            }
        }
        (next < Time(u64::MAX)).then_some(next)
    }

    /// New requests per second at a moment.
    pub fn rate_per_s(&self, at: Time) -> f64 {
        let stair = (at.0 / self.stair.0).min(STAIRS - 1);
        let climbed = stair.min(STAIRS - 1 - stair) as f64 / (STAIRS / 2 - 1) as f64;
        let usual = self.base_per_s + (self.peak_per_s - self.base_per_s) * climbed;
        let in_spike = self.spikes.iter().any(|&(from, until)| at >= from && at < until);
        if in_spike { usual * self.spike_factor } else { usual }
    }

    /// When the first spike begins.
    pub fn spike_from(&self) -> Time {
        self.spikes.iter().map(|spike| spike.0).min().unwrap_or_default()
    }

    /// When the last spike is over.
    pub fn spike_until(&self) -> Time {
        self.spikes.iter().map(|spike| spike.1).max().unwrap_or_default()
    }
}

/// The configuration of a run.
#[derive(Clone, Debug)]
pub struct Config {
    /// The policy against overload.
    pub policy: Policy,
    /// The mean time that each stage works on an item. Stages that do not exist have one, too: so every request takes as
    /// many draws, however many stages there are.
    pub work_ms: [f64; MAX_STAGES],
    /// How many stages there are.
    pub stages: u32,
    /// Work is exponential rather than constant.
    pub random_work: bool,
    /// The load.
    pub load: Load,
    /// The end of the run.
    pub until: Time,
    /// The bound of each buffer, where the policy has one.
    pub buffer: u32,
    /// An answer later than this is of no use.
    pub deadline: Time,
    /// The retries of a client that gives up at the deadline; `None` for clients that wait for ever.
    pub retries: Option<u32>,
    /// The pause before a retry.
    pub retry_after: Time,
    /// The retries that each request earns; 0 for no limit.
    pub retry_budget: f64,
    /// How long the breaker stays open, if there is one.
    pub breaker: Option<Time>,
    /// Consumers throw away what is past its deadline.
    pub skip_expired: bool,
    /// The most items inside, beyond which the buffers are lost; 0 for no limit.
    pub memory_items: u32,
    /// How long a grant of credit travels.
    pub link: Time,
    /// The fixed rate of the token bucket, or the first of AIMD, per second.
    pub rate_per_s: f64,
    /// The burst of either.
    pub burst: u32,
    /// How AIMD changes the rate, and how often.
    pub aimd: Aimd,
    /// The length of an AIMD step.
    pub control: Time,
    /// One item in so many is let in by sampling.
    pub sample_every: u32,
    /// CoDel's target and interval.
    pub codel: (Time, Time),
    /// The K of adaptive throttling.
    pub throttle_k: f64,
    /// Its window.
    pub throttle_window: Time,
    /// The memory of an item, in bytes.
    pub item_bytes: u32,
}

impl Config {
    /// The configuration that the parameters name.
    pub fn of(input: &Input) -> Self {
        let params = input.params;
        let stages = params.count("stages");
        let mut work_ms = [params.number("upstream_ms"); MAX_STAGES];
        work_ms[stages as usize - 1] = params.number("service_ms");
        let slowest_ms = work_ms[..stages as usize].iter().fold(0.0, |slowest: f64, &ms| slowest.max(ms));
        let impatient = params.chosen("client", &CLIENTS);
        Self {
            policy: params.chosen("policy", &POLICIES),
            work_ms,
            stages,
            random_work: params.chosen("service", &SERVICES),
            load: Load::of(input, slowest_ms),
            until: params.time("duration_ms"),
            buffer: params.count("buffer"),
            deadline: params.time("deadline_ms"),
            retries: impatient.then(|| params.count("retries")),
            retry_after: params.time("retry_after_ms"),
            retry_budget: params.number("retry_budget"),
            breaker: params.chosen("breaker", &OFF_ON).then(|| params.time("breaker_open_ms")),
            skip_expired: params.chosen("skip_expired", &OFF_ON),
            memory_items: params.count("memory_items"),
            link: params.time("link_ms"),
            rate_per_s: params.number("rate_limit_per_s"),
            burst: params.count("burst"),
            aimd: Aimd { increase: params.number("aimd_increase_per_s"), decrease: params.number("aimd_decrease") },
            control: params.time("control_ms"),
            sample_every: params.count("sample_every"),
            codel: (params.time("codel_target_ms"), params.time("codel_interval_ms")),
            throttle_k: params.number("throttle_k"),
            throttle_window: params.time("throttle_window_ms"),
            item_bytes: params.count("item_bytes"),
        }
    }

    /// How long each stage works on an attempt.
    pub(super) fn draw_work(&self, draws: &mut Stream) -> [Time; MAX_STAGES] {
        self.work_ms.map(|mean_ms| {
            let random_ms = draws.exponential(mean_ms);
            Time::from_millis_f64(if self.random_work { random_ms } else { mean_ms })
        })
    }

    /// The capacity of the slowest stage, in items per second.
    pub fn capacity_per_s(&self) -> f64 {
        let stages = &self.work_ms[..self.stages as usize];
        1e3 / stages.iter().fold(0.0, |slowest: f64, &ms| slowest.max(ms))
    }

    /// The bound of each buffer, if it has one.
    pub fn bound(&self) -> Option<u32> {
        (self.policy != Policy::Unbounded).then_some(self.buffer)
    }

    /// The credits that a receiver grants at once: half of its buffer, so that grants are few and the sender seldom waits.
    pub fn grant(&self) -> u32 {
        (self.buffer / 2).max(1)
    }
}
