//! The loop: what came of each window's attempts, as a path through the run. A system that falls and does not come back by
//! the way that it went has two states at one load.

use super::layout::Area;
use super::scene::{Scene, Shot};
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::short;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, area: Area) {
    let Area { left, right, top, foot } = area;
    let across = Axis::linear((0.0, scene.tops[0]), (left, right));
    let up = Axis::linear((0.0, scene.tops[1]), (foot, top));
    let history = shot.run.history();
    let capacity = shot.run.config().capacity_per_s();
    pen.dashes((across.place(0.0), up.place(0.0)), (across.place(capacity), up.place(capacity)), Ink::Quiet);
    pen.dashes((across.place(capacity), up.place(capacity)), (right, up.place(capacity)), Ink::Quiet);
    let mut marks = Marks::default();
    let mut path = Vec::new();
    for window in history.windows(shot.moment) {
        let per_s = |count: u64| count as f64 / history.window_s();
        let (x, y) = (across.place(per_s(window.sent)), up.place(per_s(window.good)));
        path.push((x, y));
        match 10 * window.good >= 9 * window.requests {
            true => marks.put(Ink::Good, 0.8, Shape::Disc(x, y, 2.5)),
            false => marks.put(Ink::Bad, 0.8, Shape::Diamond(x, y, 3.5)),
        }
    }
    pen.line(&path, Ink::Idle, 1.0);
    pen.marks(&marks, (1.0, 0.0, 0.0));
    if let Some(&now) = path.last() {
        pen.dot(now, 5.0, Ink::Text, 1.0);
    }
    pen.line(&[(left, top), (left, foot), (right, foot)], Ink::Quiet, 1.0);
    let level = up.place(capacity).max(top + 5.0);
    pen.text(&short(capacity.round()), (left - 4.0, level), Across::End, Ink::Quiet);
    for tick in across.ticks(3).into_iter().filter(|&tick| tick > 0.0) {
        pen.text(&short(tick), (across.place(tick).min(right - 8.0), foot + 10.0), Across::Middle, Ink::Quiet);
    }
    let texts = ["in time of attempts, per s".to_string(), "in time / attempts".to_string(), String::new()];
    pen.text(fitting(right - left + 30.0, &texts), (left - 32.0, top - 9.0), Across::Start, Ink::Quiet);
}
