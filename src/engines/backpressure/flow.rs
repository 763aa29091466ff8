//! What passes each stage, counted, and how long it has waited at the slowest one.

use super::config::Config;
use super::item::{Item, MAX_STAGES};
use crate::kernel::Time;

/// What has passed each stage so far.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Flow {
    /// Items that entered its buffer.
    pub entered: [u32; MAX_STAGES],
    /// Items dropped at it.
    pub dropped: [u32; MAX_STAGES],
    /// Credits that have reached its sender.
    pub granted: [u32; MAX_STAGES],
    /// Items that a consumer threw away because they were past their deadline, at all stages.
    pub expired: u64,
}

/// About the most waits of a kind that are kept.
const MOST: usize = 20_000;

/// One item that leaves the buffer of the slowest stage.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wait {
    /// When.
    pub at: Time,
    /// How long it was in the buffer.
    pub waited: Time,
    /// Whether it was dropped rather than served.
    pub dropped: bool,
}

/// The waits at the slowest stage, in order of time; in a long run one in so many of those that were served, and the first
/// drops.
#[derive(Clone, Debug)]
pub struct Waits {
    stage: u32,
    every: usize,
    served: usize,
    drops: usize,
    list: Vec<Wait>,
}

impl Waits {
    /// None yet.
    pub(super) fn of(config: &Config) -> Self {
        let works = &config.work_ms[..config.stages as usize];
        let slowest = works.iter().fold(0.0, |slowest: f64, &ms| slowest.max(ms));
        let stage = works.iter().position(|&ms| ms == slowest).unwrap_or(0) as u32;
        let every = (config.until.as_millis() / slowest) as usize / MOST + 1;
        Self { stage, every, served: 0, drops: 0, list: Vec::new() }
    }

    /// An item leaves the buffer of a stage.
    pub(super) fn note(&mut self, now: Time, stage: u32, item: &Item, dropped: bool) {
        if stage != self.stage {
            return;
        }
        let is_kept = if dropped { self.drops < MOST } else { self.served.is_multiple_of(self.every) };
        *(if dropped { &mut self.drops } else { &mut self.served }) += 1;
        if is_kept {
            self.list.push(Wait { at: now, waited: now - item.entered, dropped });
        }
    }

    /// The slowest stage, from 0.
    pub fn stage(&self) -> u32 {
        self.stage
    }

    /// The waits that are kept.
    pub fn list(&self) -> &[Wait] {
        &self.list
    }
}
