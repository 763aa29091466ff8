//! The configuration of a run.

use super::aimd::Aimd;
use super::item::MAX_STAGES;
use super::policy::{CLIENTS, POLICIES, Policy, SERVICES};
use crate::kernel::{Params, Stream, Time};

/// The load over time: steady, with one spike.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Load {
    /// New requests per second outside the spike.
    pub base_per_s: f64,
    /// New requests per second during the spike.
    pub spike_per_s: f64,
    /// The moment at which the spike begins.
    pub spike_from: Time,
    /// The moment at which it is over.
    pub spike_until: Time,
}

impl Load {
    /// The moment of the next request, `units` mean distances from now; exact across the edges of the spike.
    pub fn after(&self, now: Time, mut units: f64) -> Time {
        let mut at = now;
        for edge in [self.spike_from, self.spike_until] {
            if at < edge {
                let reach = (edge - at).0 as f64 * 1e-9 * self.rate_per_s(at);
                if units < reach {
                    break;
                }
                units -= reach;
                at = edge;
            }
        }
        at + Time((units / self.rate_per_s(at) * 1e9 + 0.5) as u64)
    }

    /// New requests per second at a moment.
    pub fn rate_per_s(&self, at: Time) -> f64 {
        if at >= self.spike_from && at < self.spike_until { self.spike_per_s } else { self.base_per_s }
    }
}

/// The configuration of a run.
#[derive(Clone, Copy, Debug)]
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
    pub fn of(params: &Params) -> Self {
        let stages = params.count("stages");
        let mut work_ms = [params.number("upstream_ms"); MAX_STAGES];
        work_ms[stages as usize - 1] = params.number("service_ms");
        let slowest_ms = work_ms[..stages as usize].iter().fold(0.0, |slowest: f64, &ms| slowest.max(ms));
        let base_per_s = params.number("load") * 1e3 / slowest_ms;
        let impatient = params.chosen("client", &CLIENTS);
        Self {
            policy: params.chosen("policy", &POLICIES),
            work_ms,
            stages,
            random_work: params.chosen("service", &SERVICES),
            load: Load {
                base_per_s,
                spike_per_s: base_per_s * params.number("spike_factor"),
                spike_from: params.time("spike_at_ms"),
                spike_until: params.time("spike_at_ms") + params.time("spike_ms"),
            },
            until: params.time("duration_ms"),
            buffer: params.count("buffer"),
            deadline: params.time("deadline_ms"),
            retries: impatient.then(|| params.count("retries")),
            retry_after: params.time("retry_after_ms"),
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
