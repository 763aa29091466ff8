//! How long requests take: a histogram on a logarithmic axis, with the percentiles so far.

use super::scene::{Layout, Scene, Shot};
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::{duration, short};

/// The bins of a histogram.
pub(super) const BINS: usize = 36;

/// The axis of times in bins.
pub(super) fn bins(scene: &Scene) -> Axis {
    Axis::logarithmic(scene.times_ms, (0.0, BINS as f64))
}

/// The axis of times in the picture, drawn.
pub(super) fn axis(pen: &mut Pen, scene: &Scene, layout: &Layout) -> Axis {
    let ((left, right), foot) = (layout.across, layout.below.1);
    let times = Axis::logarithmic(scene.times_ms, (left, right));
    pen.line(&[(left, foot), (right, foot)], Ink::Quiet, 1.0);
    for tick in times.ticks(((right - left) / 70.0) as usize) {
        let text = duration(tick);
        pen.text(&text, (times.place(tick).clamp(left + 10.0, right - 16.0), foot + 11.0), Across::Middle, Ink::Quiet);
    }
    times
}

/// `predicted` is a time that the reader expects, in milliseconds.
pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let times = axis(pen, scene, layout);
    let bins = bins(scene);
    let (top, foot) = layout.below;
    let answers = shot.run.history().answers(shot.moment);
    let mut counts = [0_u32; BINS];
    for answer in answers {
        counts[(bins.place(answer.took.as_millis()) as usize).min(BINS - 1)] += 1;
    }
    let point = shot.point();
    let p99 = point.map_or(f64::MAX, |point| point.quantiles_ms[1]);
    let most = counts.iter().copied().max().unwrap_or(0).max(1);
    let mut marks = Marks::default();
    for (place, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
        let at = |place: usize| times.place(bins.value(place as f64));
        let (from, to) = (at(place), at(place + 1));
        // As the square root, so that the few slow ones are seen.
        let high = (foot - top) * (f64::from(count) / f64::from(most)).sqrt();
        let slow = bins.value(place as f64) >= p99;
        marks.put(if slow { Ink::Bad } else { Ink::Good }, 0.7, Shape::Rect(from, foot - high, to - from - 1.0, high));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    let mut said = String::new();
    if let Some(point) = point {
        let [p50, p99, _] = point.quantiles_ms;
        for (ms, ink) in [(p50, Ink::P50), (p99, Ink::P99)] {
            pen.line(&[(times.place(ms), top - 4.0), (times.place(ms), foot)], ink, 2.0);
        }
        said = format!("p50 {}, p99 {}", duration(p50), duration(p99));
    }
    guess(pen, (times, predicted), (top, foot));
    let load = short(shot.run.config().load);
    let texts = [format!("requests by time, at load {load}: {said}"), said];
    pen.text(fitting(layout.width - 4.0, &texts), (2.0, top - 15.0), Across::Start, Ink::Quiet);
}

/// What the reader predicted.
pub(super) fn guess(pen: &mut Pen, (times, predicted): (Axis, Option<f64>), (top, foot): (f64, f64)) {
    if let Some(ms) = predicted {
        let x = times.place(ms);
        pen.dashes((x, top), (x, foot), Ink::Bad);
        pen.text("yours", (x + 4.0, top + 6.0), Across::Start, Ink::Bad);
    }
}
