//! What travels: requests that come in and retries that come back under the floor, items from wheel to tank, drops that fall,
//! credits that walk back, answers that leave, in time or too late. A mark stands for several; when they set out is what
//! the run's samples counted.

use super::layout::Layout;
use super::scene::{self, Scene, Shot};
use crate::engines::backpressure::Policy;
use crate::engines::backpressure::history::Sample;
use crate::ui::chart::{Ink, Marks, Pen, Shape};

/// How long a mark is on its way, in seconds of the reader's: from place to place, and under the whole pipe.
const LEG_S: f64 = 0.4;
const LOOP_S: f64 = 0.8;

/// The half side of a mark, in CSS pixels.
const SIZE: f64 = 2.4;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    pen.marks(&marks(scene, shot, layout), (1.0, 0.0, 0.0));
}

/// Everything that is on its way at a moment.
pub(super) fn marks(scene: &Scene, shot: &Shot<'_>, layout: &Layout) -> Marks {
    let history = shot.run.history();
    let (samples, size) = (history.samples(), scene::group(history, scene.ms_per_s));
    let group_ms = history.every().as_millis() * size as f64;
    let moment_ms = shot.moment.as_millis();
    let first = ((moment_ms - LOOP_S * scene.ms_per_s) / group_ms).max(0.0) as usize;
    let mut marks = Marks::default();
    for index in first..=((moment_ms + (LOOP_S + LEG_S) * scene.ms_per_s) / group_ms) as usize {
        let (Some(before), Some(after)) = (samples.get(index * size), samples.get((index + 1) * size)) else { break };
        let ago_s = (moment_ms - group_ms * index as f64) / scene.ms_per_s;
        let group = Group { before, after, each: scene.each.into(), ago_s, long_s: group_ms / scene.ms_per_s };
        group.put(layout, &mut marks);
    }
    marks
}

/// What happened between two samples.
struct Group<'a> {
    before: &'a Sample,
    after: &'a Sample,
    /// How many items a mark stands for.
    each: u64,
    /// How long ago the first of it did, in seconds of the reader's.
    ago_s: f64,
    /// How long it took until the last had.
    long_s: f64,
}

/// A straight way of things of one kind.
struct Way {
    ink: Ink,
    shape: fn(f64, f64, f64) -> Shape,
    /// How long things have been on it when they are counted, and how long it takes, in seconds of the reader's.
    begun_s: f64,
    long_s: f64,
    from: (f64, f64),
    to: (f64, f64),
}

/// As large to the eye as a square.
fn diamond(x: f64, y: f64, size: f64) -> Shape {
    Shape::Diamond(x, y, 1.6 * size)
}

impl Group<'_> {
    /// Puts down what of the group is on its way.
    fn put(&self, layout: &Layout, marks: &mut Marks) {
        let (x, y) = layout.producer;
        let (width, floor, loop_y) = (layout.width, layout.floor - 3.0, layout.loop_y);
        let way = |ink: Ink, from: (f64, f64), to: (f64, f64)| Way {
            ink,
            shape: Shape::Square,
            begun_s: 0.0,
            long_s: LEG_S,
            from,
            to,
        };
        let coming = |way: Way| Way { begun_s: way.long_s, ..way };
        let mut put = |many: &dyn Fn(&Sample) -> u64, way: Way| self.send(many, &way, marks);
        put(&|sample| sample.counts.requests, coming(way(Ink::Quiet, (0.0, y), (x - layout.radius, y))));
        let back = Way { shape: diamond, long_s: LOOP_S, ..way(Ink::Bad, (width, loop_y), (3.0, loop_y)) };
        put(&|sample| sample.counts.retries, Way { begun_s: LOOP_S + LEG_S, ..back });
        let up = Way { shape: diamond, ..way(Ink::Bad, (3.0, loop_y), (x - layout.radius, y)) };
        put(&|sample| sample.counts.retries, coming(up));
        put(&|sample| sample.counts.refused, way(Ink::Bad, (x, y + layout.radius), (x, floor)));
        let mut from = (x + layout.radius, y);
        for (stage, column) in layout.columns.iter().enumerate() {
            let (left, right) = column.tank;
            let mouth = (left + 3.0, y + 2.0);
            put(&|sample| sample.flow.entered[stage].into(), coming(way(Ink::Good, from, mouth)));
            // From the bottom falls what was oldest, over the brim what found no room.
            let is_oldest = matches!(self.after.policy, Policy::DropOldest | Policy::Codel);
            let brim = (left - 5.0, y + 6.0);
            let edge = if is_oldest { (right + 4.0, layout.tanks.1) } else { brim };
            put(&|sample| sample.flow.dropped[stage].into(), way(Ink::Bad, edge, (edge.0, floor)));
            let above = |point: (f64, f64)| (point.0, point.1 - 6.0);
            put(&|sample| sample.flow.granted[stage].into(), coming(way(Ink::Confirmed, above(mouth), above(from))));
            from = (column.wheel.0 + layout.radius, column.wheel.1);
        }
        let out = way(Ink::Good, from, (width, from.1));
        put(&|sample| sample.counts.good, Way { shape: Shape::Disc, ..out });
        let late = way(Ink::Bad, from, (width, from.1 + 8.0));
        put(&|sample| sample.counts.answered - sample.counts.good, Way { shape: diamond, ..late });
    }

    /// Puts down what of one kind is on its way.
    fn send(&self, many: &dyn Fn(&Sample) -> u64, way: &Way, marks: &mut Marks) {
        let sent = many(self.after) / self.each - many(self.before) / self.each;
        for ordinal in 0..sent {
            let counted_s = self.ago_s - self.long_s * (ordinal as f64 + 0.5) / sent as f64;
            let part = (counted_s + way.begun_s) / way.long_s;
            if (0.0..1.0).contains(&part) {
                let place = |from: f64, to: f64| from + (to - from) * part;
                let (x, y) = (place(way.from.0, way.to.0), place(way.from.1, way.to.1));
                marks.put(way.ink, 1.0, (way.shape)(x, y, SIZE));
            }
        }
    }
}
