//! What travels: reads that flow into the cache, answers that leave it, fresh or stale; queries that fall to the database,
//! values that rise from it, late answers, and readers who turn back without one. A mark stands for several; how many set
//! out together, and how they fare, is what the run's samples counted.

use super::layout::Layout;
use super::scene::{self, Scene, Shot};
use crate::engines::cache_stampede::Strategy;
use crate::engines::cache_stampede::history::Sample;
use crate::ui::chart::{Ink, Marks, Pen, Shape};

/// How long a mark is on its way, in seconds of the reader's: across half the picture, and up or down.
const ACROSS_S: f64 = 0.5;
const DOWN_S: f64 = 0.3;

/// The half side of a mark, in CSS pixels.
const SIZE: f64 = 2.2;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    pen.marks(&marks(scene, shot, layout), (1.0, 0.0, 0.0));
}

/// Everything that is on its way at a moment.
pub(super) fn marks(scene: &Scene, shot: &Shot<'_>, layout: &Layout) -> Marks {
    let samples = shot.history().samples();
    let size = scene::group(shot.run, scene.ms_per_s);
    let group_ms = shot.history().every().as_millis() * size as f64;
    let moment_ms = shot.moment.as_millis();
    let (first, last) = (moment_ms - ACROSS_S * scene.ms_per_s, moment_ms + ACROSS_S * scene.ms_per_s);
    let mut marks = Marks::default();
    for index in (first / group_ms).max(0.0) as usize..=(last / group_ms) as usize {
        let (Some(before), Some(after)) = (samples.get(index * size), samples.get((index + 1) * size)) else { break };
        let ago_s = (moment_ms - group_ms * index as f64) / scene.ms_per_s;
        let group = Group { index: index as u32, ago_s, long_s: group_ms / scene.ms_per_s };
        group.put(&Counts::between(before, after), scene, shot, layout, &mut marks);
    }
    marks
}

/// What happened in a group of samples.
struct Counts {
    reads: u32,
    fresh: u32,
    stale: u32,
    queries: u32,
    stored: u32,
    answered: u32,
    ruled_out: u32,
    failed: u32,
}

impl Counts {
    fn between(before: &Sample, after: &Sample) -> Self {
        let hits = after.hits - before.hits;
        let stale = (after.stale - before.stale).min(hits);
        Self {
            reads: after.reads - before.reads,
            fresh: hits - stale,
            stale,
            queries: after.queries - before.queries,
            stored: after.stored - before.stored,
            answered: (after.answered - before.answered).saturating_sub(after.ruled_out - before.ruled_out),
            ruled_out: after.ruled_out - before.ruled_out,
            failed: after.failed - before.failed,
        }
    }
}

/// Things that set out together, by what they are drawn from.
struct Group {
    index: u32,
    /// How long ago the first set out, in seconds of the reader's.
    ago_s: f64,
    /// How long it takes until the last has.
    long_s: f64,
}

impl Group {
    /// Puts down what of the group is on its way.
    fn put(&self, counts: &Counts, scene: &Scene, shot: &Shot<'_>, layout: &Layout, marks: &mut Marks) {
        let ((left, right), (top, foot)) = (layout.cache, layout.river);
        let (width, database) = (layout.width, layout.database.0 - 4.0);
        let (river, shaft) = ((top + 4.0, foot - top - 8.0), (left + 4.0, right - left - 8.0));
        // Who waits for somebody else's query waits at the cache, the others at the database.
        let own = matches!(shot.run.settings().strategy, Strategy::None | Strategy::Jitter | Strategy::XFetch);
        let from = if own { (0.7 * width, database) } else { (left, foot + 4.0) };
        let across = |ink: Ink, shape: NewShape, from: f64, to: f64| Way {
            ink,
            shape,
            after_s: 0.0,
            long_s: ACROSS_S,
            from: (from, river.0),
            to: (to, river.0),
            spread: [(0.0, river.1); 2],
        };
        let down = |ink: Ink, shape: NewShape, from: f64, to: f64| Way {
            ink,
            shape,
            after_s: 0.0,
            long_s: DOWN_S,
            from: (shaft.0, from),
            to: (shaft.0, to),
            spread: [(shaft.1, 0.0); 2],
        };
        let late = across(Ink::Confirmed, Shape::Disc, from.0, width);
        let gone = across(Ink::Bad, diamond, left - 4.0, 0.0);
        let turned = [(0.0, 0.25 * (database - foot)); 2];
        let reads = |count: u32| count.div_ceil(scene.reads_each);
        let ways = [
            // Readers are counted when they have come: they reach the cache at that moment.
            (reads(counts.reads), Way { after_s: -ACROSS_S, ..across(Ink::Quiet, Shape::Square, 0.0, left - 2.0) }),
            (reads(counts.fresh), across(Ink::Good, Shape::Disc, right, width)),
            (reads(counts.stale), across(Ink::Idle, diamond, right, width)),
            (counts.queries.div_ceil(scene.queries_each), down(Ink::Bad, Shape::Square, foot + 2.0, database)),
            (counts.stored.min(1), down(Ink::Confirmed, value, database, foot)),
            (reads(counts.ruled_out), across(Ink::Confirmed, diamond, left - 12.0, 0.0)),
            (reads(counts.answered), Way { from, spread: [(0.0, 0.0), (0.0, river.1)], ..late }),
            (
                reads(counts.failed),
                Way { from: (left - 4.0, foot + 4.0), to: (0.0, foot + 4.0), spread: turned, ..gone },
            ),
        ];
        for (many, way) in ways {
            for ordinal in 0..many {
                let set_out_s = self.ago_s - self.long_s * f64::from(ordinal) / f64::from(many);
                way.put(marks, (set_out_s - way.after_s) / way.long_s, self.draw(ordinal));
            }
        }
    }

    /// A number in [0, 1) for the thing at this place: an additive recurrence, which spreads evenly and is the same in every
    /// run.
    fn draw(&self, ordinal: u32) -> f64 {
        (f64::from(self.index) * 0.754_877_666_246_693 + f64::from(ordinal) * 0.569_840_290_998_053).fract()
    }
}

/// Makes a shape of its middle and its size.
type NewShape = fn(f64, f64, f64) -> Shape;

/// As large to the eye as a square.
fn diamond(x: f64, y: f64, size: f64) -> Shape {
    Shape::Diamond(x, y, 1.6 * size)
}

/// A value on its way into the cache.
fn value(x: f64, y: f64, size: f64) -> Shape {
    Shape::Disc(x, y, 2.0 * size)
}

/// A straight way of things of one kind.
struct Way {
    ink: Ink,
    shape: NewShape,
    /// When it begins, after things set out, and how long it takes, in seconds of the reader's.
    after_s: f64,
    long_s: f64,
    from: (f64, f64),
    to: (f64, f64),
    /// How far things lie apart where it begins and where it ends.
    spread: [(f64, f64); 2],
}

impl Way {
    /// Puts down a thing that has this part of its way behind it, at its own place across the way.
    fn put(&self, marks: &mut Marks, part: f64, draw: f64) {
        if !(0.0..1.0).contains(&part) {
            return;
        }
        let end = |(x, y): (f64, f64), (across, down): (f64, f64)| (x + across * draw, y + down * draw);
        let (from, to) = (end(self.from, self.spread[0]), end(self.to, self.spread[1]));
        let place = |from: f64, to: f64| from + (to - from) * part;
        marks.put(self.ink, 1.0, (self.shape)(place(from.0, to.0), place(from.1, to.1), SIZE));
    }
}
