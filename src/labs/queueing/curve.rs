//! The hockey stick: percentiles against load, drawn by where they have been; the law as a thin line.

use super::scene::{Area, Scene, Shot};
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::{duration, short};

/// `predicted` is the 99th percentile that the reader expects, in milliseconds.
pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, area: Area, predicted: Option<f64>) {
    let Area { left, right, top, foot } = area;
    let load = Axis::linear((0.0, scene.top_load), (left, right - 30.0));
    let took = Axis::logarithmic(scene.scale_ms, (foot, top));
    pen.line(&[(left, top), (left, foot), (right - 30.0, foot)], Ink::Quiet, 1.0);
    for tick in took.ticks(4) {
        pen.text(&duration(tick), (left - 4.0, took.place(tick)), Across::End, Ink::Quiet);
    }
    for tick in load.ticks(if right - left > 200.0 { 5 } else { 2 }) {
        pen.text(&short(tick), (load.place(tick), foot + 11.0), Across::Middle, Ink::Quiet);
    }
    let law = &scene.laws[shot.side as usize];
    for (quantile, ink) in [Ink::P50, Ink::P99].into_iter().enumerate() {
        let within = law.iter().filter(|(_, ms)| ms[quantile] <= scene.scale_ms.1);
        let line: Vec<(f64, f64)> = within.map(|(at, ms)| (load.place(*at), took.place(ms[quantile]))).collect();
        pen.line(&line, ink, 1.0);
    }
    let points = shot.run.history().points(shot.moment);
    let mut marks = Marks::default();
    for (place, point) in points.iter().enumerate() {
        let x = load.place(point.load);
        let [p50, p99, _] = point.sojourn_ms.map(|ms| took.place(ms));
        // The last of a level stays; those before are where it has been.
        let is_last = points.get(place + 1).is_none_or(|next| next.load != point.load);
        let (opacity, size) = if is_last { (1.0, 3.0) } else { (0.25, 1.6) };
        marks.put(Ink::P50, opacity, Shape::Disc(x, p50, size));
        marks.put(Ink::P99, opacity, Shape::Diamond(x, p99, 1.5 * size));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    if let Some(point) = points.last() {
        let x = load.place(point.load);
        for (name, ms, ink) in [("p50", point.sojourn_ms[0], Ink::P50), ("p99", point.sojourn_ms[1], Ink::P99)] {
            let y = took.place(ms);
            pen.dot((x, y), 5.0, ink, 0.6);
            pen.text(name, (x + 8.0, y - 2.0), Across::Start, ink);
        }
    }
    if let Some(ms) = predicted {
        let y = took.place(ms);
        pen.dashes((left, y), (right, y), Ink::Bad);
        pen.text("yours", (left + 4.0, if y - top > 14.0 { y - 8.0 } else { y + 8.0 }), Across::Start, Ink::Bad);
    }
    let is_mean = law.iter().any(|(_, [low, high])| low == high);
    let texts = match is_mean {
        true => ["due to answer, by load; line: mean".to_string(), "line: mean".to_string()],
        false => ["due to answer, by load; lines: theory".to_string(), "by load".to_string()],
    };
    pen.text(fitting(right - left + 38.0, &texts), (left - 38.0, top - 15.0), Across::Start, Ink::Quiet);
}
