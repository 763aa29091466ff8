//! The cells, and the ways from the word that is used to its own; of many cells, how full the table is.

use super::layout::Layout;
use super::scene::Shot;
use crate::engines::bloom::steps::Use;
use crate::engines::bloom::{Step, Verdict};
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape};
use crate::ui::words::number;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    if layout.columns == 0 {
        return bar(pen, shot, layout);
    }
    let (pitch, high) = (layout.width / layout.columns as f64, layout.cells.1);
    let mut marks = Marks::default();
    for (&value, cell) in shot.cells.iter().zip(0..) {
        let (x, y) = layout.cell(cell);
        let (wide, high) = (pitch - 2.0, high - 2.0);
        let (ink, opacity) = if value > 0 { (Ink::Good, 0.9) } else { (Ink::Rule, 0.6) };
        marks.put(ink, opacity, Shape::Rect(x - 0.5 * wide, y - 0.5 * high, wide, high));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    if let Some(step) = shot.now {
        ways(pen, shot, layout, step);
    }
    // A count above one says that more than one word needs the cell.
    for (&value, cell) in shot.cells.iter().zip(0..).filter(|(value, _)| **value > 1 && !shot.is_cuckoo()) {
        pen.text(&number(value.into(), 0), layout.cell(cell), Across::Middle, Ink::Text);
    }
}

/// The colour of a word that is used.
pub(super) fn ink(shot: &Shot<'_>, step: &Step) -> Ink {
    match step.verdict {
        _ if step.what == Use::Insert && step.verdict == Verdict::Done => Ink::Good,
        _ if !shot.is_settled() => Ink::Text,
        Verdict::FalsePositive | Verdict::Lost | Verdict::Foreign | Verdict::Refused | Verdict::Stale => Ink::Bad,
        Verdict::Found => Ink::Confirmed,
        _ => Ink::Quiet,
    }
}

/// From the word that is used to its cells; from cells that others have filled up to these.
fn ways(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, step: &Step) {
    let ink = ink(shot, step);
    let count = shot.held.len();
    let place = shot.held.iter().position(|held| held.step.key == step.key && !held.is_gone);
    let own = place.filter(|_| step.what == Use::Insert).and_then(|place| layout.word(place, count));
    let (x, y) = own.unwrap_or_else(|| (layout.asked_at().0, layout.asked.0 - 9.0));
    let mut marks = Marks::default();
    for (probe, &cell) in step.cells.iter().enumerate() {
        let (to_x, to_y) = layout.cell(cell);
        let edge = to_y + (y - to_y).signum() * 0.5 * (layout.cells.1 - 2.0);
        let way = shot.way(step, probe);
        if way <= 0.0 {
            continue;
        }
        pen.line(&[(x, y), (x + way * (to_x - x), y + way * (edge - y))], ink, 2.0);
        if way < 1.0 {
            marks.put(ink, 1.0, Shape::Disc(x + way * (to_x - x), y + way * (edge - y), 3.5));
        } else if !shot.lit(step, cell) && !shot.is_cuckoo() {
            marks.put(Ink::Text, 1.0, Shape::Diamond(to_x, to_y, 5.0));
        } else if shot.lit(step, cell) {
            marks.put(ink, 1.0, Shape::Rect(to_x - 5.0, to_y - 2.0, 10.0, 4.0));
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    if step.verdict != Verdict::FalsePositive || !shot.is_settled() {
        return;
    }
    for cell in shot.telling(step) {
        let (from_x, from_y) = layout.cell(cell);
        for owner in shot.owners(cell) {
            let place = shot.held.iter().position(|held| held.step.key == owner.step.key && !held.is_gone);
            if let Some(to) = place.and_then(|place| layout.word(place, count)) {
                pen.dashes((from_x, from_y - 0.5 * layout.cells.1), to, Ink::Good);
            }
        }
    }
}

/// The fill of a table with many cells, and keys that fall on it while it fills.
fn bar(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let ((top, high, foot), right) = (layout.cells, layout.width - 8.0);
    let (keys, tick) = (u64::from(shot.run.size().0), shot.run.tick().0.max(1));
    let offered = (shot.moment.0 / tick).min(keys);
    let mut marks = Marks::default();
    marks.put(Ink::Rule, 0.6, Shape::Rect(8.0, top, right - 8.0, high));
    marks.put(Ink::Good, 0.9, Shape::Rect(8.0, top, shot.fill() * (right - 8.0), high));
    if offered < keys {
        // Each of a few keys that are on their way, where its number sends it.
        for drop in 0..24u64 {
            let way = ((shot.moment.0 as f64 / (tick * keys) as f64) * 40.0 + drop as f64 * 0.618).fract();
            let x = 8.0 + ((drop + 1) as f64 * 0.755).fract() * (right - 8.0);
            marks.put(Ink::Text, 0.7, Shape::Disc(x, 16.0 + way * (top - 18.0), 2.5));
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    let said = number(offered as f64, 0) + " keys, " + &number(100.0 * shot.fill(), 0) + "\u{202f}% of ";
    let said = said + &number(shot.run.filter().cells().into(), 0) + " " + shot.noun() + "s in use";
    pen.text(&said, (8.0, 8.0), Across::Start, Ink::Text);
    let bytes = shot.run.filter().memory_bytes();
    pen.text(&(number(bytes as f64, 0) + " bytes"), (right, foot + 12.0), Across::End, Ink::Quiet);
}
