//! A pair of runs laid out once, what one moment of one of them is, and where things stand.

use crate::engines::retry_tail::RetryTail;
use crate::engines::retry_tail::history::{Counts, Stand, WINDOW};
use crate::kernel::Time;
use crate::ui::plate::{RunPair, Side};

/// How many windows a bar of the course is of, and how many what is said of the last while.
pub(super) const BAR: usize = 10;
const WHILE: usize = 50;

/// The runs of a plate.
pub(super) struct Scene {
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// The most load of any bar of either run, and at least half as much again as the capacity: the scale of both.
    pub top: f64,
    /// The end of the longer run.
    pub end: Time,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let (mut top, mut end) = (1.5_f64, Time::ZERO);
        for run in Side::BOTH.into_iter().filter_map(|side| side.run::<RetryTail>(pair)) {
            end = end.max(run.now());
            for bar in 1..=run.history().windows() / BAR {
                let [first, again] = loads(run, bar * BAR, BAR);
                top = top.max(first + again);
            }
        }
        Self { labels: [main, twin], top, end, pair: pair.clone() }
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Shot::of(&self.pair, side, moment)
    }
}

/// The load of first calls and of calls that were sent again, in the last so many of so many windows, in capacities.
pub(super) fn loads(run: &RetryTail, windows: usize, last: usize) -> [f64; 2] {
    let (from, to) = (run.history().counts(windows.saturating_sub(last)), run.history().counts(windows));
    let length = Time(WINDOW.0 * last.min(windows) as u64);
    [to.first - from.first, to.again - from.again].map(|calls| run.config().load_of(calls, length))
}

/// Which part of the pages that were judged in the last so many of so many windows was late.
pub(super) fn late(run: &RetryTail, windows: usize, last: usize) -> f64 {
    let (from, to) = (run.history().counts(windows.saturating_sub(last)), run.history().counts(windows));
    (to.late - from.late) as f64 / (to.judged - from.judged).max(1) as f64
}

/// One run at a moment.
#[derive(Clone, Copy)]
pub(super) struct Shot<'a> {
    pub run: &'a RetryTail,
    pub moment: Time,
    /// How many windows are over.
    pub over: usize,
}

impl<'a> Shot<'a> {
    /// A run at a moment; `None` for a twin that is not there.
    pub(super) fn of(pair: &'a RunPair, side: Side, moment: Time) -> Option<Self> {
        let run: &RetryTail = side.run(pair)?;
        let over = ((moment.0 / WINDOW.0) as usize).min(run.history().windows());
        Some(Self { run, moment, over })
    }

    /// All counts so far.
    pub(super) fn counts(&self) -> Counts {
        self.run.history().counts(self.over)
    }

    /// The servers.
    pub(super) fn stands(&self) -> &'a [Stand] {
        self.run.history().stands(self.over)
    }

    /// The load that was sent in the last second, in capacities.
    pub(super) fn load(&self) -> f64 {
        loads(self.run, self.over, WHILE).iter().sum()
    }

    /// The part of late pages in the last second.
    pub(super) fn late(&self) -> f64 {
        late(self.run, self.over, WHILE)
    }

    /// Calls for each page so far.
    pub(super) fn calls_per_page(&self) -> f64 {
        let counts = self.counts();
        (counts.first + counts.again) as f64 / counts.pages.max(1) as f64
    }

    /// How many calls wait in all lines: those that somebody waits for, those that nobody waits for.
    pub(super) fn waiting(&self) -> [u32; 2] {
        let mut waiting = [0; 2];
        for stand in self.stands() {
            let [first, again, for_nobody] = stand.waiting;
            waiting[0] += first + again;
            waiting[1] += for_nobody;
        }
        waiting
    }
}

/// Where things stand, from the top: words, a row for each server, the load that was sent, the late pages. In CSS pixels.
pub(super) struct Layout {
    pub width: f64,
    /// The top of the first row, and how high a row is.
    pub rows: (f64, f64),
    /// The left and the right side of the servers, at the right end of their lines.
    pub servers: (f64, f64),
    /// Half the size of a call.
    pub size: f64,
    /// The top and the foot of the loads, and of the late pages.
    pub loads: (f64, f64),
    pub late: (f64, f64),
}

impl Layout {
    /// The places in a picture of this size.
    pub(super) fn of((width, height): (f64, f64), shot: &Shot<'_>) -> Self {
        let (top, foot, end) = (34.0, 0.68 * height, height - 18.0);
        let row = (foot - top) / f64::from(shot.run.config().servers);
        let load = foot + 12.0;
        let late = load + 0.7 * (end - load);
        Self {
            width,
            rows: (top, row),
            servers: (width - 0.05 * width - 14.0, width - 0.05 * width - 2.0),
            size: (0.36 * row).clamp(0.8, 2.6),
            loads: (load, late - 4.0),
            late: (late, end),
        }
    }

    /// The middle of the row of a server.
    pub(super) fn row(&self, server: usize) -> f64 {
        self.rows.0 + self.rows.1 * (server as f64 + 0.5)
    }

    /// How far apart calls stand in a line, and how many fit.
    pub(super) fn pitch(&self) -> (f64, u32) {
        let pitch = 2.0 * self.size + 1.0;
        (pitch, (0.78 * self.servers.0 / pitch) as u32)
    }

    /// Where the call at this place of a line stands, from the server on.
    pub(super) fn place(&self, index: u32) -> f64 {
        self.servers.0 - 2.0 - self.size - self.pitch().0 * f64::from(index)
    }
}
