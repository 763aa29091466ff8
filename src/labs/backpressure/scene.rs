//! A pair of runs laid out once, and what one moment of one of them is.

use crate::engines::backpressure::history::{History, Sample};
use crate::engines::backpressure::{Backpressure, Policy};
use crate::kernel::Time;
use crate::ui::chart::axis::round_up;
use crate::ui::plate::{Pace, PlateState, RunPair, Side};

/// How many times a second, of the reader's, things set out together, and the most of a kind that do.
const GROUPS_PER_S: f64 = 30.0;
const GROUP: u32 = 5;

/// A run lasts twenty-four seconds.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let ms_per_s = pair.scenario.params.number("duration_ms") / 24.0;
    Pace { ms_per_s, settles: Time::from_millis_f64(0.5 * ms_per_s) }
}

/// The runs of a plate.
pub(super) struct Scene {
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// Virtual milliseconds for each second of the reader's.
    pub ms_per_s: f64,
    /// The end of the longer run.
    pub end: Time,
    /// The most items in any buffer or held back in either run, and at least a bound: the scale of what has none.
    pub most: f64,
    /// Whether a producer ever holds anything back.
    pub has_pool: bool,
    /// How many items a mark stands for.
    pub each: u32,
    /// The most attempts, and the most answers in time, in any second of either run, and at least the capacity.
    pub tops: [f64; 2],
    /// Whether CoDel is at work at some time in either run.
    pub has_codel: bool,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let mut scene = Self {
            pair: pair.clone(),
            labels: [main, twin],
            ms_per_s: pace(pair).ms_per_s,
            end: Time::ZERO,
            most: 1.0,
            has_pool: false,
            each: 1,
            tops: [1.0; 2],
            has_codel: false,
        };
        let mut flows = 1;
        for run in Side::BOTH.into_iter().filter_map(|side| side.run::<Backpressure>(pair)) {
            let (history, config) = (run.history(), run.config());
            scene.end = scene.end.max(run.now());
            scene.most = scene.most.max(config.buffer.into());
            let size = group(history, scene.ms_per_s);
            for (place, sample) in history.samples().iter().enumerate() {
                let deepest = sample.depths.iter().fold(sample.held_back, |most, &depth| most.max(depth));
                scene.most = scene.most.max(deepest.into());
                scene.has_pool |= sample.held_back > 0;
                scene.has_codel |= sample.policy == Policy::Codel;
                let before = &history.samples()[place.saturating_sub(size)].counts;
                flows = flows.max((sample.counts.sent - before.sent) as u32);
            }
            let capacity = config.capacity_per_s();
            scene.tops = scene.tops.map(|top| top.max(capacity));
            for window in history.windows(scene.end) {
                let per_s = |count: u64| count as f64 / history.window_s();
                scene.tops = [scene.tops[0].max(per_s(window.sent)), scene.tops[1].max(per_s(window.good))];
            }
        }
        scene.each = round_up(f64::from(flows.div_ceil(GROUP))) as u32;
        scene
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Shot::of(&self.pair, side, moment)
    }
}

/// How many samples of a run hold what sets out together.
pub(super) fn group(history: &History, ms_per_s: f64) -> usize {
    (ms_per_s / GROUPS_PER_S / history.every().as_millis()).ceil().max(1.0) as usize
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    pub run: &'a Backpressure,
    pub moment: Time,
    /// How things stand.
    pub now: &'a Sample,
    /// The same a window earlier, …
    before: &'a Sample,
    /// … and how long that is ago, in seconds.
    ago_s: f64,
}

impl<'a> Shot<'a> {
    /// A run at a moment; `None` for a twin that is not there.
    pub(super) fn of(pair: &'a RunPair, side: Side, moment: Time) -> Option<Self> {
        let run: &Backpressure = side.run(pair)?;
        let moment = moment.min(run.now());
        let earlier = Time(moment.0.saturating_sub((run.history().window_s() * 1e9) as u64));
        let (now, before) = (run.history().at(moment)?, run.history().at(earlier)?);
        Some(Self { run, moment, now, before, ago_s: (moment - earlier).as_millis() / 1e3 })
    }

    /// New requests, retries, answers and answers in time, each a second, in the last window.
    pub(super) fn rates(&self) -> [f64; 4] {
        let counts = self.now.counts.since(&self.before.counts);
        [counts.requests, counts.retries, counts.answered, counts.good].map(|count| count as f64 / self.ago_s.max(1e-9))
    }

    /// Whether the buffers have burst within the last window.
    pub(super) fn has_burst(&self) -> bool {
        self.now.bursts > self.before.bursts
    }

    /// The bound of each buffer, where the policy of the moment has one.
    pub(super) fn bound(&self) -> Option<u32> {
        (self.now.policy != Policy::Unbounded).then_some(self.run.config().buffer)
    }

    /// Whether what enters a buffer now is too late by the time that its consumer comes to it.
    pub(super) fn is_too_long(&self, stage: usize) -> bool {
        let config = self.run.config();
        f64::from(self.now.depths[stage]) * config.work_ms[stage] >= config.deadline.as_millis()
    }

    /// Little's law so far: how many were in the system in the mean, how many came a second, and how long each stayed in the
    /// mean, in seconds.
    pub(super) fn little(&self) -> [f64; 3] {
        let (counts, seconds) = (&self.now.counts, (self.moment.as_millis() / 1e3).max(1e-9));
        let (came, [filled, stayed]) = (counts.sent - counts.refused, self.now.stays.map(|nanos| nanos as f64 / 1e9));
        [filled / seconds, came as f64 / seconds, stayed / came.max(1) as f64]
    }
}

/// What the reader predicted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Predicted {
    /// The part of the new requests that is answered in time.
    InTime(f64),
    /// How long after the last spike it is until the system is well again.
    Recovery(Time),
}

impl Predicted {
    /// The answer that was locked, if it is one that the picture can show.
    pub(super) fn of(state: &PlateState) -> Option<Self> {
        let part = state.predicted("goodput_fraction").or_else(|| state.predicted("goodput_at_end_ratio"));
        let recovery = state.predicted("time_to_recover_ms").map(|ms| Self::Recovery(Time::from_millis_f64(ms)));
        part.map(Self::InTime).or(recovery)
    }
}
