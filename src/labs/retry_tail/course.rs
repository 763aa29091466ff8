//! The course of a run until the moment: the load that was sent against what the servers can do, and the part of pages that
//! was late.

use super::scene::{BAR, Layout, Scene, Shot, late, loads};
use crate::engines::retry_tail::history::WINDOW;
use crate::kernel::Time;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape};
use crate::ui::words::short;

/// Room for words at the left, and for half of the last time at the right.
const LEFT: f64 = 34.0;
const RIGHT: f64 = 14.0;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let right = layout.width - RIGHT;
    let time = Axis::linear((0.0, scene.end.as_millis() / 1_000.0), (LEFT, right));
    let at = |moment: Time| time.place(moment.as_millis() / 1_000.0);
    let load = Axis::linear((0.0, scene.top), (layout.loads.1, layout.loads.0));
    let part = Axis::linear((0.0, 1.0), (layout.late.1, layout.late.0));
    let mut marks = Marks::default();
    for bar in 1..=shot.over / BAR {
        let bar_ends = |bar: usize| at(Time(WINDOW.0 * (bar * BAR) as u64));
        let (x, width) = (bar_ends(bar - 1), bar_ends(bar) - bar_ends(bar - 1));
        let [first, again] = loads(shot.run, bar * BAR, BAR);
        let (lower, upper) = (load.place(first), load.place(first + again));
        marks.put(Ink::Good, 0.7, Shape::Rect(x, lower, width, layout.loads.1 - lower));
        marks.put(Ink::Bad, 0.9, Shape::Rect(x, upper, width, lower - upper));
        let late = part.place(late(shot.run, bar * BAR, BAR));
        marks.put(Ink::Bad, 0.9, Shape::Rect(x, late, width, layout.late.1 - late));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    for foot in [layout.loads.1, layout.late.1] {
        pen.line(&[(LEFT, foot), (right, foot)], Ink::Quiet, 1.0);
    }
    let capacity = load.place(1.0);
    pen.dashes((LEFT, capacity), (right, capacity), Ink::Text);
    pen.text("sent", (LEFT - 4.0, layout.loads.0 + 4.0), Across::End, Ink::Quiet);
    pen.text("can", (LEFT - 4.0, capacity.max(layout.loads.0 + 18.0)), Across::End, Ink::Text);
    pen.text("late", (LEFT - 4.0, 0.5 * (layout.late.0 + layout.late.1)), Across::End, Ink::Bad);
    for seconds in time.ticks(4) {
        let text = short(seconds) + "\u{202f}s";
        pen.text(&text, (time.place(seconds), layout.late.1 + 10.0), Across::Middle, Ink::Quiet);
    }
    let now = at(shot.moment).min(right);
    pen.line(&[(now, layout.loads.0), (now, layout.late.1)], Ink::Text, 1.0);
}
