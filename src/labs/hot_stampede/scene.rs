//! A pair of runs laid out once, what one moment of one of them is, and where things stand.

use crate::engines::hot_stampede::HotStampede;
use crate::engines::hot_stampede::history::{WINDOW, Window};
use crate::kernel::Time;
use crate::ui::plate::{RunPair, Side};

/// The runs of a plate.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// The longest wait of either run, and at least one and a half times the patience of its readers: the scale of both.
    pub top_ms: f64,
    /// The end of the longer run.
    pub end: Time,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let (mut top_ms, mut end) = (1.0_f64, Time::ZERO);
        for run in Side::BOTH.into_iter().filter_map(|side| side.run::<HotStampede>(pair)) {
            end = end.max(run.now());
            top_ms = top_ms.max(1.5 * run.config().patience.as_millis());
            for window in run.windows() {
                top_ms = top_ms.max(window.wait.as_millis());
            }
        }
        Self { labels: [main, twin], top_ms, end, pair: pair.clone() }
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Some(Shot { run: side.run(&self.pair)?, moment })
    }
}

/// One run at a moment.
#[derive(Clone, Copy)]
pub(super) struct Shot<'a> {
    /// The run.
    pub run: &'a HotStampede,
    /// The moment.
    pub moment: Time,
}

impl<'a> Shot<'a> {
    /// How many windows are over.
    pub(super) fn over(&self) -> usize {
        ((self.moment.0 / WINDOW.0) as usize).min(self.run.windows().len())
    }

    /// The last window that is over; nothing before the first is.
    pub(super) fn window(&self) -> Option<&'a Window> {
        self.run.windows().get(self.over().checked_sub(1)?)
    }

    /// The partition with the longest line, and its length.
    pub(super) fn longest(&self) -> (usize, u32) {
        let lines = self.window().map(|window| &window.lines[..]).unwrap_or_default();
        let lengths = lines.iter().map(|line| line.hot + line.ordinary).enumerate();
        lengths.fold((0, 0), |longest, next| if next.1 > longest.1 { next } else { longest })
    }
}

/// Where things stand, from the top: the readers, the cache, the partitions with their lines, the waits through time. In
/// CSS pixels.
pub(super) struct Layout {
    /// The picture's width.
    pub width: f64,
    /// The top and the foot of the cache.
    pub cache: (f64, f64),
    /// The top and the foot of the partitions.
    pub partitions: (f64, f64),
    /// The top and the foot of the waits.
    pub waits: (f64, f64),
}

impl Layout {
    /// The places in a picture of this size.
    pub(super) fn of((width, height): (f64, f64)) -> Self {
        let at = |part: f64| part * height;
        let foot = height - 20.0;
        let partitions = (at(0.57), at(0.64));
        let waits = ((partitions.1 + 42.0).min(foot - 20.0), foot);
        Self { width, cache: (at(0.13), at(0.13) + 20.0), partitions, waits }
    }

    /// The left and the right side of the partition at this place among so many.
    pub(super) fn slot(&self, place: usize, count: usize) -> (f64, f64) {
        let slot = self.width / count.max(1) as f64;
        (slot * (place as f64 + 0.06), slot * (place as f64 + 0.94))
    }
}
