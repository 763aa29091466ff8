//! What travels: reads that fall to their nodes; answers that rise from there, current or stale; misses that fall on to the
//! database. A mark stands for many reads; which node it goes to and how it fares are the shares of its tenth of a second.

use super::PACE;
use super::scene::{Layout, Shot};
use crate::engines::cache_tier::Moment;
use crate::kernel::Time;
use crate::ui::chart::{Ink, Marks, Pen, Shape};

/// Marks that set out in each second of the reader's.
const MARKS_PER_S: f64 = 90.0;

/// How long a mark falls, or rises, in seconds of the reader's.
const LEG_S: f64 = 0.45;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let apart = PACE.ms_per_s / MARKS_PER_S;
    let leg = PACE.ms_per_s * LEG_S;
    let now = shot.moment.min(shot.tier.now()).as_millis();
    let mut marks = Marks::default();
    let first = ((now - 2.0 * leg) / apart).max(0.0).ceil() as u32;
    for index in first..=(now / apart) as u32 {
        let set_out = f64::from(index) * apart;
        let arrives = Time::from_millis_f64(set_out + leg);
        let legs = (now - set_out) / leg;
        let Some(moment) = shot.at(if legs < 1.0 { shot.moment } else { arrives }) else { continue };
        if let Some(mark) = Mark::of(&moment, index, layout) {
            mark.put(&mut marks, legs, layout);
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// One read that stands for many.
struct Mark {
    x: f64,
    /// How the reads of its node fared: in [0, 1), against the shares of hits and of stale hits.
    luck: f64,
    hits: f64,
    stale: f64,
}

impl Mark {
    /// The mark with this number. Its draws are those of additive recurrences (fractions of multiples of irrational
    /// numbers), which spread evenly and are the same in every run.
    fn of(moment: &Moment<'_>, index: u32, layout: &Layout) -> Option<Self> {
        let draw = |step: f64| (f64::from(index) * step).fract();
        let reads: u32 = moment.nodes().map(|(_, _, counts)| counts.reads).sum();
        let mut left = draw(0.618_033_988_749_895) * f64::from(reads);
        let count = moment.nodes().count();
        let (place, counts) = moment.nodes().map(|(_, _, counts)| counts).enumerate().find(|(_, counts)| {
            left -= f64::from(counts.reads);
            left < 0.0
        })?;
        let (from, to) = layout.slot(place, count);
        let part = |part: u32| f64::from(part) / f64::from(counts.reads.max(1));
        Some(Self {
            x: from + 3.0 + (to - from - 6.0) * draw(0.569_840_290_998_053),
            luck: draw(0.754_877_666_246_693),
            hits: part(counts.hits),
            stale: part(counts.stale),
        })
    }

    /// Puts the mark where it is after so many legs of its way.
    fn put(&self, marks: &mut Marks, legs: f64, layout: &Layout) {
        let (top, foot) = layout.nodes;
        let part = legs.fract();
        let size = 2.4;
        if legs < 1.0 {
            return marks.put(Ink::Quiet, 1.0, Shape::Square(self.x, 20.0 + (top - 22.0) * part, size));
        }
        if self.luck >= self.hits {
            let depth = layout.database.0 - 4.0 - foot;
            return marks.put(Ink::Text, 1.0, Shape::Square(self.x, foot + 3.0 + depth * part, size));
        }
        let y = top - 3.0 - (top - 22.0) * part;
        match self.luck < self.stale {
            true => marks.put(Ink::Bad, 1.0, Shape::Diamond(self.x, y, size * 1.6)),
            false => marks.put(Ink::Good, 0.8, Shape::Disc(self.x, y, size)),
        }
    }
}
