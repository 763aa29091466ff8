//! The course of the run: what came in each window, the refused part on top; and when somebody posted.

use super::layout::Layout;
use super::scene::{Scene, Shot};
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape};
use crate::ui::words::{number, short};

/// Room for the scale at the left, and for half of the last time at the right.
const LEFT: f64 = 44.0;
const RIGHT: f64 = 14.0;

/// `predicted` is the part of all requests that the reader says is refused.
pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let Some((top, foot)) = layout.course else { return };
    let right = layout.width - RIGHT;
    let every_s = shot.run.history().every().as_millis() / 1e3;
    let time = Axis::linear((0.0, scene.end.as_millis() / 1e3), (LEFT, right));
    let rate = Axis::linear((0.0, scene.most_per_s), (foot, top));
    let mut marks = Marks::default();
    for (index, window) in shot.over.iter().enumerate() {
        let (from, to) = (time.place(every_s * index as f64), time.place(every_s * (index + 1) as f64));
        let at = |count: u32| rate.place(f64::from(count) / every_s);
        let (served, all) = (at(window.requests - window.refused), at(window.requests));
        marks.put(Ink::Good, 0.5, Shape::Rect(from, served, to - from, foot - served));
        if window.refused > 0 {
            marks.put(Ink::Bad, 0.9, Shape::Rect(from, all, to - from, served - all));
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    pen.line(&[(LEFT, foot), (right, foot)], Ink::Quiet, 1.0);
    pen.text(&number(scene.most_per_s, 0), (LEFT - 4.0, top + 6.0), Across::End, Ink::Quiet);
    for seconds in time.ticks(if layout.width > 300.0 { 5 } else { 2 }) {
        pen.text(&(short(seconds) + "\u{202f}s"), (time.place(seconds), foot + 10.0), Across::Middle, Ink::Quiet);
    }
    for star in shot.stars().iter().skip(1) {
        let x = time.place(star.at.as_millis() / 1e3);
        pen.dashes((x, top - 4.0), (x, foot), Ink::Text);
    }
    if let Some(part) = predicted {
        // Of the requests of this moment the part above the line is refused.
        let y = rate.place(shot.per_s(shot.now.requests) * (1.0 - part));
        pen.dashes((LEFT, y), (right, y), Ink::Text);
        pen.text("yours", (LEFT - 4.0, y), Across::End, Ink::Text);
    }
    let now = time.place(shot.moment.as_millis() / 1e3);
    pen.line(&[(now, top), (now, foot)], Ink::Text, 1.0);
}
