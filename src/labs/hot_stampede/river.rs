//! What travels: readers of the hot key who fall to the cache and rise with its answer, and queries and ordinary reads that
//! fall on to their partitions. Of those that fall on each is a mark, at the moment that the run counted.

use super::PACE;
use super::scene::{Layout, Shot};
use crate::engines::hot_stampede::history::WINDOW;
use crate::ui::chart::{Ink, Marks, Pen, Shape};

/// Readers of the hot key that set out in each second of the reader's; each stands for many.
const MARKS_PER_S: f64 = 60.0;

/// How long a mark falls, or rises, in seconds of the reader's.
const LEG_S: f64 = 0.4;

/// The half side of a mark, in CSS pixels.
const SIZE: f64 = 2.4;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    pen.marks(&marks(shot, layout), (1.0, 0.0, 0.0));
}

/// Everything that is on its way at a moment.
pub(super) fn marks(shot: &Shot<'_>, layout: &Layout) -> Marks {
    let mut marks = Marks::default();
    readers(&mut marks, shot, layout);
    let (windows, ahead) = (shot.run.windows(), PACE.ms_per_s * LEG_S / WINDOW.as_millis());
    let first = shot.over();
    let top = layout.cache.1 + 4.0;
    let depth = layout.partitions.0 - 8.0 - top;
    for (index, window) in windows.iter().enumerate().skip(first).take(ahead as usize) {
        let gone = (index - first) as f64 - (shot.moment.0 % WINDOW.0) as f64 / WINDOW.0 as f64;
        for (place, line) in window.lines.iter().enumerate() {
            let (left, right) = layout.slot(place, window.lines.len());
            let came = line.hot_came + line.ordinary_came;
            for ordinal in 0..came {
                let part = 1.0 - (gone + f64::from(ordinal + 1) / f64::from(came)) / ahead;
                if !(0.0..=1.0).contains(&part) {
                    continue;
                }
                let x = left + 3.0 + (right - left - 6.0) * spread(index as u32 * 7 + ordinal);
                let y = top + depth * part;
                match ordinal < line.hot_came {
                    true => marks.put(Ink::Bad, 1.0, Shape::Diamond(x, y, 1.6 * SIZE)),
                    false => marks.put(Ink::Quiet, 1.0, Shape::Square(x, y, SIZE)),
                }
            }
        }
    }
    marks
}

/// Readers of the hot key, down to the cache; those whom it answers, up again.
fn readers(marks: &mut Marks, shot: &Shot<'_>, layout: &Layout) {
    if shot.run.config().hot_per_s == 0.0 {
        return;
    }
    let (apart, leg) = (PACE.ms_per_s / MARKS_PER_S, PACE.ms_per_s * LEG_S);
    let now = shot.moment.min(shot.run.now()).as_millis();
    let (top, way) = (18.0, layout.cache.0 - 21.0);
    for index in ((now - 2.0 * leg) / apart).max(0.0).ceil() as u32..=(now / apart) as u32 {
        let legs = (now - f64::from(index) * apart) / leg;
        let x = 3.0 + (layout.width - 6.0) * spread(index);
        if legs < 1.0 {
            marks.put(Ink::Quiet, 1.0, Shape::Disc(x, top + way * legs, SIZE));
            continue;
        }
        let arrived = ((f64::from(index) * apart + leg) / WINDOW.as_millis()) as usize;
        let windows = shot.run.windows();
        let (Some(before), Some(after)) = (windows.get(arrived.saturating_sub(1)), windows.get(arrived)) else {
            continue;
        };
        let reads = after.so_far.hot_reads - before.so_far.hot_reads;
        let hits = after.so_far.hits - before.so_far.hits;
        let luck = (f64::from(index) * 0.754_877_666_246_693).fract();
        if luck * (reads as f64) < hits as f64 || reads == 0 && after.fresh > 0 {
            marks.put(Ink::Good, 0.8, Shape::Disc(x, top + way * (2.0 - legs), SIZE));
        }
    }
}

/// A place in [0, 1) for the mark with this number: fractions of multiples of the golden ratio spread evenly.
fn spread(index: u32) -> f64 {
    (f64::from(index) * 0.618_033_988_749_895).fract()
}
