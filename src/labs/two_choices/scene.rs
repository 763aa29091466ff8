//! A pair of runs laid out once, and what one moment of one of them is.

use crate::engines::two_choices::TwoChoices;
use crate::engines::two_choices::history::Sample;
use crate::kernel::{Params, Time};
use crate::ui::plate::{Pace, RunPair, Side};

/// Queues are drawn at most so long; of a longer one the number is said.
const HIGHEST: u32 = 40;

/// A run lasts forty seconds, of which each sample is a fifteenth.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let ms_per_s = f64::from(pair.scenario.params.count("duration_s")) * 1e3 / 40.0;
    Pace { ms_per_s, settles: Time::from_millis_f64(0.5 * ms_per_s) }
}

/// The runs of a plate.
pub(super) struct Scene {
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// Virtual milliseconds for each second of the reader's.
    pub ms_per_s: f64,
    /// The height of the queues, in requests: that of the longest in either run, within bounds.
    pub top: u32,
    /// The most requests to a system between two samples.
    pub most_arrived: u32,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let (mut top, mut most_arrived) = (4, 1);
        for run in Side::BOTH.into_iter().filter_map(|side| side.run::<TwoChoices>(pair)) {
            for system in run.history().by(Time(u64::MAX)).iter().flatten() {
                top = top.max(longest(system));
                most_arrived = most_arrived.max(system.arrived.iter().map(|&count| u32::from(count)).sum());
            }
        }
        let ms_per_s = pace(pair).ms_per_s;
        Self { pair: pair.clone(), labels: [main, twin], ms_per_s, top: top.min(HIGHEST), most_arrived }
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Shot::of(&self.pair, side, moment)
    }
}

/// The longest queue of a system.
pub(super) fn longest(system: &Sample) -> u32 {
    system.lengths.iter().fold(0, |most, &length| most.max(length))
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    pub run: &'a TwoChoices,
    /// What was asked of it.
    pub params: &'a Params,
    pub moment: Time,
    /// The samples so far, each with all systems.
    pub by: &'a [Vec<Sample>],
    /// The last of them.
    pub now: &'a [Sample],
}

impl<'a> Shot<'a> {
    /// A run at a moment; `None` for a twin that is not there.
    pub(super) fn of(pair: &'a RunPair, side: Side, moment: Time) -> Option<Self> {
        let run: &TwoChoices = side.run(pair)?;
        let params = match side {
            Side::Main => &pair.scenario.params,
            Side::Twin => &pair.twin.as_ref()?.0.params,
        };
        let moment = moment.min(run.now());
        let by = run.history().by(moment);
        Some(Self { run, params, moment, by, now: by.last()? })
    }
}
