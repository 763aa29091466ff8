//! The run in samples: what a picture of any moment needs. Memory is bounded, whatever the run.

use super::system::System;
use crate::kernel::Time;

/// The samples of a run.
pub const SAMPLES: u64 = 600;

/// One system at a moment.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The length of each queue.
    pub lengths: Vec<u32>,
    /// Requests to each server since the sample before.
    pub arrived: Vec<u16>,
    /// The mean time of all requests so far, in milliseconds.
    pub mean_ms: f64,
}

/// The samples of every system, evenly spaced.
#[derive(Clone, Debug)]
pub struct History {
    every: Time,
    samples: Vec<Vec<Sample>>,
}

impl History {
    /// Nothing yet, of a run so long.
    pub(super) fn new(end: Time) -> Self {
        Self { every: Time((end.0 / SAMPLES).max(1)), samples: Vec::new() }
    }

    /// The time between two samples.
    pub fn every(&self) -> Time {
        self.every
    }

    /// The samples by a moment, each with all systems in their order; the first is of the start.
    pub fn by(&self, moment: Time) -> &[Vec<Sample>] {
        &self.samples[..self.samples.len().min((moment.0 / self.every.0) as usize + 1)]
    }

    /// The moment of the next sample.
    pub(super) fn next(&self) -> Time {
        Time(self.every.0 * self.samples.len() as u64)
    }

    /// Takes the sample that is due.
    pub(super) fn take(&mut self, systems: &mut [System], now: Time) {
        let sample = |system: &mut System| Sample {
            lengths: system.lengths(now),
            arrived: system.take_arrived(),
            mean_ms: system.mean_ms(),
        };
        self.samples.push(systems.iter_mut().map(sample).collect());
    }
}
