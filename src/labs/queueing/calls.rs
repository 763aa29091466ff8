//! Calls one by one, each at the moment at which it was due and as high as it took; under the axis those that were never
//! sent. Across, the 99th percentile as the generator's own clock has it: its report.

use super::scene::{Area, Scene, Shot};
use crate::ui::LIVE;
use crate::ui::chart::axis::round_up;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::{duration, short};

/// In a still each call is so many bytes of the page.
const EVERY: usize = if LIVE { 1 } else { 6 };

/// `predicted` is the 99th percentile that the reader expects, in milliseconds.
pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, area: Area, predicted: Option<f64>) {
    let Area { left, right, top, foot } = area;
    let time = Axis::linear((0.0, scene.end.as_millis() / 1e3), (left, right));
    let took = Axis::linear((0.0, round_up(scene.longest_ms)), (foot, top));
    let mut marks = Marks::default();
    for call in shot.run.history().calls(shot.moment).iter().step_by(EVERY) {
        let (x, ms) = (time.place(call.due.as_millis() / 1e3), (call.at - call.due).as_millis());
        match call.sent {
            None => marks.put(Ink::Bad, 0.7, Shape::Rect(x - 0.5, foot + 1.0, 1.0, 5.0)),
            Some(_) if ms > 0.1 * scene.longest_ms => marks.put(Ink::Bad, 0.8, Shape::Diamond(x, took.place(ms), 3.0)),
            Some(_) => marks.put(Ink::Good, 0.8, Shape::Disc(x, took.place(ms), 1.6)),
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    pen.line(&[(left, top), (left, foot), (right, foot)], Ink::Quiet, 1.0);
    for tick in took.ticks(3).into_iter().filter(|&tick| tick > 0.0) {
        pen.text(&duration(tick), (left - 4.0, took.place(tick)), Across::End, Ink::Quiet);
    }
    for tick in time.ticks(if right - left > 200.0 { 4 } else { 2 }) {
        let place = (time.place(tick).min(right - 8.0), foot + 12.0);
        pen.text(&(short(tick) + "\u{202f}s"), place, Across::Middle, Ink::Quiet);
    }
    let mut report = String::new();
    if let Some(point) = shot.point().filter(|_| scene.tells_calls) {
        let [p50, p99, _] = point.reported_ms.map(duration);
        let texts = [format!("report: p50 {p50}, p99 {p99}"), format!("report: p99 {p99}")];
        report = fitting(right - left + 38.0, &texts).to_string();
        let y = took.place(point.reported_ms[1]);
        pen.line(&[(left, y), (right, y)], Ink::P99, 1.5);
        pen.text("p99", (right, if y - top > 14.0 { y - 8.0 } else { y + 8.0 }), Across::End, Ink::P99);
    }
    if let Some(ms) = predicted {
        let y = took.place(ms);
        pen.dashes((left, y), (right, y), Ink::Bad);
        pen.text("yours", (left + 4.0, if y - top > 14.0 { y - 8.0 } else { y + 8.0 }), Across::Start, Ink::Bad);
    }
    pen.text(&report, (right, top - 15.0), Across::End, Ink::P99);
    let texts = ["each call, by the time it took".to_string(), "calls".to_string(), String::new()];
    let room = right - left + 38.0 - width_of(&report) - 8.0;
    pen.text(fitting(room, &texts), (left - 38.0, top - 15.0), Across::Start, Ink::Quiet);
    let now = time.place(shot.moment.as_millis() / 1e3);
    pen.line(&[(now, top), (now, foot)], Ink::Text, 1.0);
}
