//! One request laid open: a row for each leaf call, the fastest above, the slowest, which the root waited for, below.

use super::scene::{Moment, tick};
use crate::engines::fan_out::Call;
use crate::ui::chart::{Across, Axis, Ink, Pen};
use crate::ui::words;

/// The most rows: of a wider fan-out the slowest are drawn.
const ROWS: usize = 100;

const LEFT: f64 = 12.0;
const HEAD: f64 = 26.0;

/// Draws the calls of the magnified request.
pub(super) fn draw(pen: &mut Pen, moment: &Moment) {
    let Some(run) = moment.run() else { return };
    let (calls, policy, longest_ms) =
        (&moment.lens.calls[moment.side as usize], run.policy(), moment.lens.longest_ms());
    let (width, height) = pen.size();
    let foot = height - 26.0;
    let time = Axis::linear((0.0, longest_ms), (LEFT, width - 16.0));
    for ms in time.ticks(4) {
        let x = time.place(ms);
        pen.line(&[(x, HEAD), (x, foot)], Ink::Rule, 1.0);
        pen.text(&tick(ms), (x.max(LEFT + 10.0), height - 10.0), Across::Middle, Ink::Quiet);
    }
    let mut sorted: Vec<&Call> = calls.iter().collect();
    sorted.sort_by_key(|call| call.latency);
    let shown = &sorted[sorted.len().saturating_sub(ROWS)..];
    if shown.len() < sorted.len() {
        let left_out = words::number((sorted.len() - shown.len()) as f64, 0);
        pen.text(&format!("and {left_out} faster leaves"), (width - 16.0, 10.0), Across::End, Ink::Quiet);
    }
    let pitch = ((foot - HEAD) / shown.len().max(1) as f64).min(28.0);
    for (row, call) in shown.iter().enumerate() {
        let top = HEAD + pitch * row as f64;
        let slowest = row + 1 == shown.len();
        draw_call(pen, call, (top, pitch), &time, slowest);
    }
    if let Some(after) = policy.second_after().filter(|after| after.as_millis() < longest_ms) {
        let x = time.place(after.as_millis());
        pen.dashes((x, 14.0), (x, foot), Ink::Confirmed);
        pen.text("second copies", (x + 4.0, 10.0), Across::Start, Ink::Confirmed);
    }
    if let Some(limit) = policy.timeout.filter(|limit| limit.as_millis() <= longest_ms) {
        let x = time.place(limit.as_millis());
        pen.dashes((x, 14.0), (x, foot), Ink::Bad);
        pen.text("timeout", (x - 4.0, 10.0), Across::End, Ink::Bad);
    }
}

/// A row: the first copy above, its second copy below it, the one that answered solid.
fn draw_call(pen: &mut Pen, call: &Call, (top, pitch): (f64, f64), time: &Axis, slowest: bool) {
    // Thin rows touch; rows with room leave a gap; the slowest can always be seen.
    let height = if pitch > 4.0 { pitch * 0.8 } else { pitch };
    let bottom = top + if slowest { height.max(4.0) } else { height };
    let lit = if slowest { Ink::Bad } else { Ink::Good };
    let faded = 0.25;
    let strength = if slowest { 1.0 } else { 0.7 };
    let Some((sent, takes)) = call.second else {
        pen.bar((LEFT, top), (time.place(call.latency.as_millis()), bottom), lit, strength);
        return;
    };
    let (sent_ms, answered_ms) = (sent.as_millis(), (sent + takes).as_millis());
    let second_won = call.second_won();
    let middle = 0.5 * (top + bottom);
    let first_ms = call.first.as_millis();
    let (first, second) = if second_won { (faded, strength) } else { (strength, faded) };
    pen.bar((LEFT, top), (time.place(first_ms), middle), if second_won { Ink::Idle } else { lit }, first);
    let ink = if second_won { if slowest { lit } else { Ink::Confirmed } } else { Ink::Idle };
    pen.bar((time.place(sent_ms), middle), (time.place(answered_ms), bottom), ink, second);
}
