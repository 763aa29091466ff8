//! A pair of runs laid out once, what one moment of one of them is, and where things stand.

use crate::engines::replicas::history::{Point, Sample, Stand};
use crate::engines::replicas::{Pauses, Replicas};
use crate::kernel::Time;
use crate::ui::chart::axis::{round_down, round_up};
use crate::ui::plate::{Pace, RunPair, Side};

/// A run is played in so many seconds of the reader's.
const PLAYED_S: f64 = 24.0;

/// Marks that set out in a second of the reader's, at most about so many.
const MARKS_PER_S: f64 = 60.0;

/// How fast a pair of runs is played.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let ms_per_s = end(pair).as_millis().max(1.0) / PLAYED_S;
    Pace { ms_per_s, settles: Time::from_millis_f64(0.5 * ms_per_s) }
}

/// The end of the longer run.
fn end(pair: &RunPair) -> Time {
    let runs = Side::BOTH.into_iter().filter_map(|side| side.run::<Replicas>(pair));
    runs.map(Replicas::now).max().unwrap_or_default()
}

/// The runs of a plate.
pub(super) struct Scene {
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// Virtual milliseconds for each second of the reader's.
    pub ms_per_s: f64,
    /// How many requests a mark stands for.
    pub each: u32,
    /// The shortest and the longest time on the axis, in milliseconds.
    pub times_ms: (f64, f64),
    /// Whether the story is that of one server unlike the others.
    pub tells_hosts: bool,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let mut scene = Self {
            pair: pair.clone(),
            labels: [main, twin],
            ms_per_s: pace(pair).ms_per_s,
            each: 1,
            times_ms: (1.0, 10.0),
            tells_hosts: false,
        };
        let mut longest_ms = 1.0;
        for run in Side::BOTH.into_iter().filter_map(|side| side.run::<Replicas>(pair)) {
            let sent = f64::from(run.counts().sent);
            scene.each = scene.each.max((sent / PLAYED_S / MARKS_PER_S).ceil() as u32);
            scene.tells_hosts |= run.config().pauses == Pauses::One;
            for answer in run.history().answers(run.now()) {
                longest_ms = answer.took.as_millis().max(longest_ms);
            }
            // What is faster than a tenth of a service is drawn there.
            scene.times_ms = (round_down(0.1 * run.config().service_ms), round_up(longest_ms));
        }
        scene
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Shot::of(&self.pair, side, moment)
    }
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    pub run: &'a Replicas,
    pub moment: Time,
    /// How things stand, and each server.
    pub now: Sample,
    pub stands: &'a [Stand],
}

impl<'a> Shot<'a> {
    /// A run at a moment; `None` for a twin that is not there.
    pub(super) fn of(pair: &'a RunPair, side: Side, moment: Time) -> Option<Self> {
        let run: &Replicas = side.run(pair)?;
        let (now, stands) = run.history().at(moment);
        Some(Self { run, moment, now, stands })
    }

    /// The percentiles so far.
    pub(super) fn point(&self) -> Option<&'a Point> {
        self.run.history().points(self.moment).last()
    }

    /// The parts of the servers' time so far that went into work of use and into work for nobody.
    pub(super) fn spent(&self) -> [f64; 2] {
        let all = self.now.at.0 as f64 * f64::from(self.run.config().servers);
        self.now.counts.work_ns.map(|nanos| nanos as f64 / all.max(1.0))
    }
}

/// Where things stand, from the top: words, the lines of the servers, the times. In CSS pixels.
pub(super) struct Layout {
    pub width: f64,
    /// The top and the foot of the lines, and how high a server under its line is.
    pub lines: (f64, f64),
    pub server: f64,
    /// The left and the right end of the axis of times, and the top and the foot of what stands on it.
    pub across: (f64, f64),
    pub below: (f64, f64),
}

impl Layout {
    /// The places in a picture of this size.
    pub(super) fn of((width, height): (f64, f64)) -> Self {
        let server = (0.045 * height).clamp(10.0, 18.0);
        let foot = 0.5 * height - server - 6.0;
        Self {
            width,
            lines: (30.0, foot),
            server,
            across: (38.0, width - 10.0),
            below: (0.5 * height + 34.0, height - 20.0),
        }
    }

    /// The left and the right side of the server at this place among so many.
    pub(super) fn slot(&self, place: usize, count: usize) -> (f64, f64) {
        let slot = self.width / count.max(1) as f64;
        (slot * (place as f64 + 0.1), slot * (place as f64 + 0.9))
    }
}
