//! The times of each server in a row of its own, all pouring into the row of all; the 99th percentile of each as a stroke, and
//! where the mean of these falls.

use super::pile::{BINS, axis, bins, guess};
use super::scene::{Layout, Scene, Shot};
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::duration;

/// `predicted` is a time that the reader expects, in milliseconds.
pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let times = axis(pen, scene, layout);
    let bins = bins(scene);
    let (top, foot) = layout.below;
    let hosts = shot.run.config().servers as usize;
    // The row of all is as high as four others.
    let high = (foot - top) / (hosts as f64 + 4.0);
    let row = |host: usize| top + high * (host as f64 + 1.0);
    let mut counts = vec![[0_u32; BINS]; hosts + 1];
    for answer in shot.run.history().answers(shot.moment) {
        let bin = (bins.place(answer.took.as_millis()) as usize).min(BINS - 1);
        counts[usize::from(answer.host)][bin] += 1;
        counts[hosts][bin] += 1;
    }
    let mut marks = Marks::default();
    for (host, counts) in counts.iter().enumerate() {
        let (foot, high) = if host == hosts { (foot, 3.4 * high) } else { (row(host), 0.85 * high) };
        let most = f64::from(counts.iter().copied().max().unwrap_or(0).max(1));
        for (place, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0) {
            let at = |place: usize| times.place(bins.value(place as f64));
            let (from, to) = (at(place), at(place + 1));
            let high = high * (f64::from(count) / most).sqrt();
            let ink = if host == hosts { Ink::Text } else { Ink::node(host as u32) };
            marks.put(ink, 0.6, Shape::Rect(from, foot - high, to - from - 0.5, high));
        }
    }
    let mut said = String::new();
    if let Some(point) = shot.point() {
        for (host, &ms) in point.hosts_p99_ms.iter().enumerate() {
            marks.put(Ink::P99, 1.0, Shape::Rect(times.place(ms) - 1.0, row(host) - high, 2.0, high));
        }
        let (mean, all) = (point.mean_of_hosts_ms(), point.quantiles_ms[1]);
        pen.dashes((times.place(mean), top), (times.place(mean), foot), Ink::Text);
        pen.line(&[(times.place(all), foot - 3.8 * high), (times.place(all), foot)], Ink::P99, 3.0);
        said = format!("mean of p99s {}, p99 of all {}", duration(mean), duration(all));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    guess(pen, (times, predicted), (top, foot));
    pen.text("0", (layout.across.0 - 6.0, row(0) - 0.4 * high), Across::End, Ink::Quiet);
    pen.text("all", (layout.across.0 - 6.0, foot - high), Across::End, Ink::Text);
    let texts = [["dashed: ", &said].concat(), said];
    pen.text(fitting(layout.width - 4.0, &texts), (2.0, top - 15.0), Across::Start, Ink::Quiet);
}
