//! The running stream: a faint dot for each request at the moment it was sent, and the percentiles of all so far.

use super::scene::{Moment, Scale, latency_axis, spread};
use crate::engines::fan_out::FanOut;
use crate::ui::chart::{Across, Axis, Click, Ink, Pen, TEXT_PX};
use crate::ui::maths::hypot;
use crate::ui::words;

/// The most dots: an even sample of the requests stands for the rest.
const DOTS: u32 = if cfg!(target_arch = "wasm32") { 800 } else { 150 };

/// How near a click must come to a dot, in CSS pixels.
const REACH: f64 = 24.0;

/// Room for the ticks at the left and for the names of the lines at the right.
const LEFT: f64 = 56.0;
const RIGHT: f64 = 46.0;

const PERCENTILES: [(&str, Ink, f64); 3] = [("p50", Ink::P50, 1.5), ("p99", Ink::P99, 2.0), ("p99.9", Ink::P999, 2.5)];

/// Time in seconds from left to right, latency in milliseconds upwards.
fn axes((width, height): (f64, f64), scale: &Scale) -> (Axis, Axis) {
    let time = Axis::linear((0.0, scale.end_s), (LEFT, width - RIGHT));
    (time, Axis::logarithmic(scale.roots_ms, (height - 26.0, 10.0)))
}

/// Draws the requests that have been played.
pub(super) fn draw(pen: &mut Pen, moment: &Moment) {
    let Some(run) = moment.run() else { return };
    let (scale, played) = (&moment.scene.scale, moment.played);
    let (width, height) = pen.size();
    let (time, latency) = axes((width, height), scale);
    latency_axis(pen, &latency, LEFT, width - RIGHT);
    for seconds in time.ticks(4) {
        let text = words::short(seconds) + "\u{202f}s";
        pen.text(&text, (time.place(seconds), height - 10.0), Across::Middle, Ink::Quiet);
    }
    let slow_ms = run.slow().as_millis();
    if slow_ms > scale.roots_ms.0 && slow_ms < scale.roots_ms.1 {
        let y = latency.place(slow_ms);
        pen.dashes((LEFT, y), (width - RIGHT, y), Ink::Bad);
        pen.text("slow", (LEFT + 4.0, y - 9.0), Across::Start, Ink::Bad);
    }
    let at = |request: u32| run.sent_at(request).as_millis() / 1e3;
    for request in sampled(run, played) {
        let took = run.latencies()[request as usize];
        let ink = if took >= run.slow() { Ink::Bad } else { Ink::Idle };
        pen.dot((time.place(at(request)), latency.place(took.as_millis())), 1.5, ink, 0.5);
    }
    let passed: Vec<_> = run.checkpoints().iter().take_while(|checkpoint| checkpoint.requests <= played).collect();
    let Some(last) = passed.last() else { return };
    let end = time.place(at(last.requests - 1));
    let mut labels = last.latency_ms.map(|ms| latency.place(ms));
    spread(&mut labels, TEXT_PX);
    for (index, (name, ink, width)) in PERCENTILES.into_iter().enumerate() {
        let point = |ms: f64, requests: u32| (time.place(at(requests - 1)), latency.place(ms));
        let points: Vec<_> = passed.iter().map(|passed| point(passed.latency_ms[index], passed.requests)).collect();
        pen.line(&points, ink, width);
        pen.text(name, (end + 5.0, labels[index]), Across::Start, ink);
    }
}

/// The requests that get a dot.
fn sampled(run: &FanOut, played: u32) -> impl Iterator<Item = u32> {
    let total = u32::try_from(run.latencies().len()).unwrap_or(u32::MAX);
    (0..played).step_by(total.div_ceil(DOTS).max(1) as usize)
}

/// The request whose dot a click meant, if one is near.
pub(super) fn request_at(moment: &Moment, click: Click) -> Option<u32> {
    let run = moment.run()?;
    let (time, latency) = axes((click.width, click.height), &moment.scene.scale);
    let (mut nearest, mut reach) = (None, REACH);
    for request in sampled(run, moment.played) {
        let x = time.place(run.sent_at(request).as_millis() / 1e3);
        let y = latency.place(run.latencies()[request as usize].as_millis());
        let distance = hypot(x - click.x, y - click.y);
        if distance < reach {
            (nearest, reach) = (Some(request), distance);
        }
    }
    nearest
}
