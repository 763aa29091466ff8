//! A pair of runs laid out, what one moment of one of them is, and where things stand.

use std::cell::{RefCell, RefMut};

use crate::engines::hyperloglog::{Deal, Estimate, HyperLogLog, Sketch, Tally, theory};
use crate::kernel::Time;
use crate::parts::zipf_stream::watched_arrival;
use crate::ui::plate::{Pace, RunPair, Side};
use crate::ui::words::number;

/// About how long a run is played, in seconds of the reader's.
const PLAYED_S: f64 = 20.0;

/// How long merging takes to be seen.
const MERGING_S: f64 = 2.0;

/// The most registers of a sketch that are drawn.
const COLUMNS: usize = 64;

/// How fast a run is played: all visits in about twenty seconds, and no slower than twenty a second.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let run: &HyperLogLog = pair.main.engine();
    let ms_per_s = (f64::from(run.items()) / PLAYED_S).max(20.0);
    Pace { ms_per_s, settles: Time::from_millis_f64(MERGING_S * ms_per_s) }
}

/// The runs of a plate, and how far each has been played again.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// The highest register of either run: the scale of both.
    pub top: f64,
    /// The greatest standard error.
    pub error: f64,
    /// Visits for each second of the reader's.
    pub rate: f64,
    counted: [RefCell<Option<(usize, Tally)>>; 2],
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let (mut top, mut error) = (8, 0.0f64);
        let counted = Side::BOTH.map(|side| {
            let run: &HyperLogLog = side.run(pair)?;
            let merged = run.merged();
            let apart = merged.registers().len().div_ceil(COLUMNS);
            top = merged.registers().iter().step_by(apart).fold(top, |top, &register| register.max(top));
            error = error.max(theory::standard_error(merged.registers().len() as u32));
            Some((0, run.blank().clone()))
        });
        let counted = counted.map(RefCell::new);
        Self { labels: [main, twin], top: top.into(), error, rate: pace(pair).ms_per_s, counted, pair: pair.clone() }
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        let run: &HyperLogLog = side.run(&self.pair)?;
        let visits = run.visits();
        let now = moment.as_millis().min(f64::from(run.items()));
        let arrived = (now as usize + 1).min(visits.len());
        let tally = RefMut::filter_map(self.counted[side as usize].borrow_mut(), |counted| {
            let (so_far, tally) = counted.as_mut()?;
            if arrived < *so_far {
                (*so_far, *tally) = (0, run.blank().clone());
            }
            visits[*so_far..arrived].iter().for_each(|&visit| tally.count(visit));
            *so_far = arrived;
            Some(tally)
        });
        let merged = (moment - watched_arrival(run.items())).as_millis() / (MERGING_S * self.rate);
        Some(Shot { run, now, arrived, merged: merged.min(1.0), tally: tally.ok()? })
    }
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    /// The run.
    pub run: &'a HyperLogLog,
    /// How many milliseconds have gone by, and so visits have come: the next one is on its way by the fraction.
    pub now: f64,
    /// How many have come.
    pub arrived: usize,
    /// How far merging has come, in [0, 1]: it begins after the last visit.
    pub merged: f64,
    /// What they have left.
    pub tally: RefMut<'a, Tally>,
}

impl Shot<'_> {
    /// Whether there is one sketch alone.
    pub(super) fn is_alone(&self) -> bool {
        self.tally.shards().len() == 1
    }

    /// Whether the sketches are those of days.
    pub(super) fn days(&self) -> bool {
        self.run.deal() == Deal::Days
    }

    /// `day 1`.
    pub(super) fn name(&self, shard: usize) -> String {
        let noun = if self.days() { "day " } else { "server " };
        [noun, &(shard + 1).to_string()].concat()
    }

    /// What a sketch estimates.
    pub(super) fn estimate(&self, sketch: &Sketch) -> Estimate {
        sketch.estimate(self.run.small_range())
    }

    /// The registers that are drawn, one of so many each: how many columns, and how far apart.
    pub(super) fn columns(&self) -> (usize, usize) {
        let registers = self.tally.shards()[0].registers().len();
        let columns = registers.min(COLUMNS);
        (columns, registers / columns)
    }

    /// What an estimate errs by, as a fraction of the truth.
    pub(super) fn error(value: f64, truth: u32) -> f64 {
        value / f64::from(truth.max(1)) - 1.0
    }
}

/// `13.0 %`, and with a sign `+4.6 %`.
pub(super) fn percent(fraction: f64) -> String {
    number(100.0 * fraction, 1) + "\u{202f}%"
}

/// Where things stand, from the top: the visitor with the hash's bits, the way to the registers, these, and what comes of
/// them. In CSS pixels.
pub(super) struct Layout {
    pub width: f64,
    /// The side of a bit's box; 0 where there is no room for them.
    pub bit: f64,
    /// Where the visitors set out.
    pub source: (f64, f64),
    /// The top and the foot of each sketch's bars; the last is the merged one's, if there are several.
    pub rows: Vec<(f64, f64)>,
    /// The top and the foot of what stands below, its line of words over it.
    pub below: (f64, f64),
}

/// A line of words, in CSS pixels.
pub(super) const LINE: f64 = 15.0;

/// At most so many sketches are drawn, and the merged one.
const SKETCHES: usize = 4;

impl Layout {
    /// The places in a picture of this size.
    pub(super) fn of((width, height): (f64, f64), shot: &Shot<'_>) -> Self {
        let is_low = height < 260.0;
        let bit = if is_low { 0.0 } else { (width / 24.0).min(14.0) };
        let source = (0.5 * width, LINE + bit + 4.0);
        let sketches = shot.tally.shards().len().min(SKETCHES);
        let count = if sketches > 1 { sketches + 1 } else { 1 };
        let (top, foot) =
            (source.1 + if is_low { 4.0 } else { 0.06 * height }, height * if count > 1 { 0.6 } else { 0.55 });
        let each = (foot - top) / count as f64;
        // Words over each row, where there is room for them.
        let words = if each > 28.0 { LINE + 2.0 } else { 3.0 };
        let row = |place: usize| (top + each * place as f64 + words, top + each * (place as f64 + 1.0));
        Self { width, bit, source, rows: (0..count).map(row).collect(), below: (foot + LINE + 6.0, height) }
    }

    /// The middle of a column and half of its width.
    pub(super) fn column(&self, column: usize, columns: usize) -> (f64, f64) {
        let slot = self.width / columns as f64;
        (slot * (column as f64 + 0.5), 0.5 * (slot - 1.0).max(1.0))
    }
}
