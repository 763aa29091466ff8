//! The run through time, in samples: what a picture of any moment needs. Memory is bounded, whatever the run.

use super::flow::Flow;
use super::item::MAX_STAGES;
use super::measures::Counts;
use super::policy::Policy;
use crate::kernel::Time;

/// The windows of a run.
pub const WINDOWS: u64 = 60;

/// The most samples of a window; a short one has one every [`LEAST`].
const MAX_SAMPLES: u64 = 32;

/// About the shortest time between two samples.
const LEAST: u64 = Time::from_millis(5).0;

/// What has happened by a moment, and how things stand at it.
#[derive(Clone, Copy, Debug)]
pub struct Sample {
    /// The counts.
    pub counts: Counts,
    /// What has passed each stage.
    pub flow: Flow,
    /// The policy.
    pub policy: Policy,
    /// Items in each buffer.
    pub depths: [u32; MAX_STAGES],
    /// Which consumers work on something; of those that hold what is done, the second is true.
    pub busy: [(bool, bool); MAX_STAGES],
    /// Items that the producer holds back.
    pub held_back: u32,
    /// Items in buffers and consumers.
    pub inside: u32,
    /// How the breaker stands: 0 closed, 1 open, 2 half open.
    pub breaker: u8,
    /// How often the buffers have burst.
    pub bursts: u32,
    /// The time that attempts have spent in the system, in nanoseconds: by how many were in it, and by how long each was.
    pub stays: [u64; 2],
}

/// The samples of a run, evenly spaced from its start to its end.
#[derive(Clone, Debug)]
pub struct History {
    every: Time,
    per_window: usize,
    samples: Vec<Sample>,
}

impl History {
    /// Nothing yet, of a run so long.
    pub(super) fn new(end: Time) -> Self {
        let window = end.0 / WINDOWS;
        let per_window = (window / LEAST).clamp(1, MAX_SAMPLES);
        Self { every: Time((window / per_window).max(1)), per_window: per_window as usize, samples: Vec::new() }
    }

    /// The windows that are over by a moment: what each counted.
    pub fn windows(&self, moment: Time) -> impl Iterator<Item = Counts> + '_ {
        let over = (moment.0 / self.every.0) as usize / self.per_window;
        let edges = self.samples.iter().step_by(self.per_window);
        edges.clone().zip(edges.skip(1)).take(over).map(|(from, until)| until.counts.since(&from.counts))
    }

    /// The length of a window, in seconds.
    pub fn window_s(&self) -> f64 {
        self.every.as_millis() * self.per_window as f64 / 1e3
    }

    /// The time between two samples.
    pub fn every(&self) -> Time {
        self.every
    }

    /// The samples; the first is of the start.
    pub fn samples(&self) -> &[Sample] {
        &self.samples
    }

    /// The last sample no later than a moment.
    pub fn at(&self, moment: Time) -> Option<&Sample> {
        self.samples.get((moment.0 / self.every.0) as usize).or(self.samples.last())
    }

    /// The moment of the next sample.
    pub(super) fn next(&self) -> Time {
        Time(self.every.0 * self.samples.len() as u64)
    }

    /// Takes the sample that is due.
    pub(super) fn push(&mut self, sample: Sample) {
        self.samples.push(sample);
    }
}
