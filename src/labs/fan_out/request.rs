//! One request: a row for each of its leaves, as long as the leaf took on the axis of latencies. Fast leaves are blue, slow
//! ones vermillion; a second copy is green where it answered first; the dashed line is now, and stops at the last leaf.

use super::layout::{Area, LINE};
use super::phrases::{latency, several};
use super::pile::grid;
use crate::engines::fan_out::{Call, FanOut};
use crate::kernel::Time;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words;

/// The most rows: of a wider fan-out an even sample is drawn, and the slowest.
const ROWS: usize = 100;

/// The highest row, and the row from which on a gap is left to the next.
const HIGHEST: f64 = 16.0;
const GAP_FROM: f64 = 3.0;

/// A row that stands out is at least so high.
const SEEN: f64 = 2.4;

/// A request under the magnifier, in one run.
#[derive(Clone, Copy)]
pub(super) struct Magnified<'a> {
    /// The run.
    pub run: &'a FanOut,
    /// Which request.
    pub request: u32,
    /// Its calls, leaf 0 first; none if the run has no such request.
    pub calls: &'a [Call],
    /// How long it has been under way, in milliseconds.
    pub elapsed_ms: f64,
}

impl Magnified<'_> {
    /// How long the request takes in all.
    fn latency(&self) -> Time {
        self.calls.iter().map(|call| call.latency).max().unwrap_or_default()
    }

    /// What it has met by now, longest form first.
    pub(super) fn in_words(&self) -> [String; 3] {
        let number = words::whole(self.request.into());
        let total = self.calls.len() as u32;
        if total == 0 {
            let missing = format!("Request {number} is not in this run");
            return [missing.clone(), missing, "Not in this run".to_string()];
        }
        let leaves = several(total, "leaf", "leaves");
        let waiting = self.calls.iter().filter(|call| call.latency.as_millis() > self.elapsed_ms).count() as u32;
        let given_up = self.calls.iter().filter(|call| call.timed_out).count() as u32;
        let took = latency(self.latency().as_millis());
        let drawn = if total as usize > ROWS { format!(" ({ROWS} are drawn)") } else { String::new() };
        let count = |count: u32| words::whole(count.into());
        if waiting > 0 {
            let of = format!("{} of its {leaves}", count(waiting));
            let of = if total == 1 { "its one leaf".to_string() } else { of };
            return [
                format!("Request {number} waits for {of}{drawn}"),
                format!("Request {number}: {} of {} out", count(waiting), count(total)),
                format!("{} of {} out", count(waiting), count(total)),
            ];
        }
        if given_up > 0 {
            return [
                format!("Request {number} gave up on {} of its {leaves} after {took}{drawn}", count(given_up)),
                format!("Request {number}: {} of {} given up", count(given_up), count(total)),
                format!("{} of {} given up", count(given_up), count(total)),
            ];
        }
        let slowest = match total {
            1 => "its one leaf".to_string(),
            _ => format!("the slowest of its {leaves}"),
        };
        [
            format!("Request {number} waited {took} for {slowest}{drawn}"),
            format!("Request {number} took {took}"),
            format!("{number}: {took}"),
        ]
    }

    /// The leaves that get a row, in their order.
    fn rows(&self) -> Vec<&Call> {
        let step = self.calls.len().div_ceil(ROWS).max(1);
        let slowest = (0..self.calls.len()).max_by_key(|&leaf| self.calls[leaf].latency).unwrap_or(0);
        // The slowest stands for the sampled leaf before it.
        let sampled = (0..self.calls.len()).step_by(step);
        sampled
            .map(|leaf| if slowest / step * step == leaf { &self.calls[slowest] } else { &self.calls[leaf] })
            .collect()
    }

    /// Draws the request into its area.
    pub(super) fn draw(&self, pen: &mut Pen, area: Area, axis: &Axis) {
        let line = (area.left, area.top - LINE / 2.0);
        let words = self.in_words();
        pen.text(fitting(area.width(), &words), line, Across::Start, Ink::Text);
        grid(pen, axis, area);
        let rows = self.rows();
        let pitch = (area.height() / rows.len().max(1) as f64).min(HIGHEST);
        let (mut plain, mut striking) = (Marks::default(), Marks::default());
        for (index, call) in rows.into_iter().enumerate() {
            let row = Row { top: area.top + pitch * index as f64, pitch, left: area.left, axis };
            row.draw(&mut plain, &mut striking, call, self.run.slow(), self.elapsed_ms);
        }
        pen.marks(&plain.above(striking), (1.0, 0.0, 0.0));
        let x = axis.place(self.elapsed_ms.min(self.latency().as_millis()));
        pen.dashes((x, area.top), (x, area.bottom), Ink::Text);
    }
}

/// One row.
struct Row<'a> {
    top: f64,
    pitch: f64,
    left: f64,
    axis: &'a Axis,
}

impl Row<'_> {
    /// Puts down what has happened to a call after so long.
    fn draw(&self, plain: &mut Marks, striking: &mut Marks, call: &Call, slow: Time, elapsed_ms: f64) {
        let now = |time: Time| time.as_millis().min(elapsed_ms);
        let late = call.timed_out || call.latency >= slow;
        let answered = call.latency.as_millis() <= elapsed_ms;
        let ink = match (late, answered) {
            (true, _) => Ink::Bad,
            (false, true) => Ink::Good,
            (false, false) => Ink::Idle,
        };
        let own = self.bar(0.0, now(call.latency), late);
        if late {
            striking.put(ink, 1.0, own)
        } else {
            plain.put(ink, 1.0, own)
        }
        let Some((sent, takes)) = call.second.filter(|(sent, _)| sent.as_millis() <= elapsed_ms) else { return };
        if call.second_won() {
            // What the first copy would have taken is a shadow behind its row.
            let ghost = if call.first >= slow { Ink::Bad } else { Ink::Idle };
            plain.put(ghost, 0.3, self.bar(now(call.latency), now(call.first), true));
            striking.put(Ink::Confirmed, 1.0, self.bar(sent.as_millis(), now(call.latency), true));
        } else {
            plain.put(Ink::Idle, 0.5, self.bar(now(call.latency), now(sent + takes), true));
        }
        let x = self.axis.place(sent.as_millis());
        striking.put(Ink::Text, 1.0, Shape::Rect(x - 0.75, self.top - 0.5, 1.5, self.pitch.max(SEEN) + 1.0));
    }

    /// A bar between two latencies in milliseconds.
    fn bar(&self, from: f64, to: f64, seen: bool) -> Shape {
        // A leaf that was answered before the axis begins is seen all the same.
        let (start, least) = if from > 0.0 { (self.axis.place(from), 0.0) } else { (self.left, 2.0) };
        let height = if self.pitch >= GAP_FROM { self.pitch - 1.0 } else { self.pitch };
        let height = if seen { height.max(SEEN) } else { height };
        Shape::Rect(start, self.top, (self.axis.place(to) - start).max(least), height)
    }
}
