//! The distribution of latencies on a logarithmic axis: requests as bars, one leaf as an outline, theory as a thin line.

use super::scene::{Moment, percentiles_so_far, root_shares, tick};
use crate::ui::chart::{Across, Axis, Ink, Pen};
use crate::ui::words;

/// Room above the bars for the names of the percentile lines, one below the other.
const HEAD: f64 = 52.0;

/// Where the axis of latencies begins.
const LEFT: f64 = 44.0;

/// Theory is shown once enough requests have been played that it gives nothing away.
const THEORY_FROM: usize = 100;

/// Draws the requests that have been played.
pub(super) fn draw(pen: &mut Pen, moment: &Moment) {
    let Some(run) = moment.run() else { return };
    let (scale, played) = (&moment.scene.scale, moment.played);
    let (width, height) = pen.size();
    let (foot, edges) = (height - 26.0, &scale.edges_ms);
    let (Some(&fastest), Some(&slowest)) = (edges.first(), edges.last()) else { return };
    let latency = Axis::logarithmic((fastest, slowest), (LEFT, width - 10.0));
    let share = Axis::linear((0.0, scale.fullest), (foot, HEAD));
    for fraction in share.ticks(3).into_iter().skip(1) {
        let y = share.place(fraction);
        pen.line(&[(LEFT, y), (width - 10.0, y)], Ink::Rule, 1.0);
        pen.text(&(words::short(100.0 * fraction) + "\u{202f}%"), (38.0, y), Across::End, Ink::Quiet);
    }
    for ms in latency.ticks(if width < 420.0 { 5 } else { 7 }) {
        pen.text(&tick(ms), (latency.place(ms), height - 10.0), Across::Middle, Ink::Quiet);
    }
    let slow_ms = run.slow().as_millis();
    for (bin, part) in edges.windows(2).zip(root_shares(run, played, edges)) {
        if part > 0.0 {
            let ink = if bin[0] >= slow_ms * 0.999 { Ink::Bad } else { Ink::Good };
            pen.bar((latency.place(bin[0]), share.place(part)), (latency.place(bin[1]) - 1.0, foot), ink, 0.6);
        }
    }
    pen.line(&[(LEFT, foot), (width - 10.0, foot)], Ink::Quiet, 1.0);
    let middles: Vec<f64> = edges.windows(2).map(|bin| latency.place((bin[0] * bin[1]).sqrt())).collect();
    let outlines = &moment.scene.outlines[moment.side as usize];
    outline(pen, &middles, &outlines.leaves, &share, (Ink::Quiet, 1.5));
    if played as usize >= THEORY_FROM.min(run.latencies().len()) {
        outline(pen, &middles, &outlines.theory, &share, (Ink::Text, 1.0));
    }
    name_leaf(pen, &outlines.leaves, edges, &latency, &share);
    let lines = [("p50", Ink::P50, 1.5), ("p99", Ink::P99, 2.0), ("p99.9", Ink::P999, 2.5)];
    for (row, ((name, ink, weight), ms)) in lines.into_iter().zip(percentiles_so_far(run, played)).enumerate() {
        if ms.is_finite() {
            let (x, y) = (latency.place(ms), 9.0 + 15.0 * row as f64);
            pen.line(&[(x, y), (x, foot)], ink, weight);
            pen.text(name, (x - 4.0, y), Across::End, ink);
        }
    }
}

/// Draws a line over the bins, which have their middles here.
fn outline(pen: &mut Pen, middles: &[f64], parts: &[f64], share: &Axis, (ink, width): (Ink, f64)) {
    let points: Vec<(f64, f64)> = middles.iter().zip(parts).map(|(&x, &part)| (x, share.place(part))).collect();
    pen.line(&points, ink, width);
}

/// Writes "one leaf" above the highest point of its outline.
fn name_leaf(pen: &mut Pen, leaves: &[f64], edges: &[f64], latency: &Axis, share: &Axis) {
    let highest = leaves.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
    if let Some((bin, &part)) = highest {
        let place = (latency.place(edges[bin]).max(LEFT + 30.0), share.place(part) - 10.0);
        pen.text("one leaf", place, Across::Middle, Ink::Quiet);
    }
}
