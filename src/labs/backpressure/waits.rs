//! The waits at the slowest stage, packet by packet: how long each was in the buffer as its height, drops as ticks above,
//! which under CoDel come closer and closer.

use super::layout::Area;
use super::scene::{Scene, Shot};
use crate::kernel::Time;
use crate::ui::LIVE;
use crate::ui::chart::axis::round_up;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::{number, short};

/// How much is shown, in seconds of the reader's.
const SHOWN_S: f64 = 4.0;

/// About the most packets that are drawn; in a still each is so many bytes of the page.
const MOST: usize = if LIVE { 800 } else { 100 };

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, area: Area) {
    let Area { left, right, top, foot } = area;
    let (moment_ms, span_ms) = (shot.moment.as_millis(), SHOWN_S * scene.ms_per_s);
    let since = Time::from_millis_f64((moment_ms - span_ms).max(0.0));
    let all = shot.run.waits().list();
    let (from, to) = (all.partition_point(|wait| wait.at < since), all.partition_point(|wait| wait.at <= shot.moment));
    let shown = &all[from..to];
    let target = shot.run.config().codel.0.as_millis();
    let longest = shown.iter().map(|wait| wait.waited.as_millis()).fold(4.0 * target, f64::max);
    let time = Axis::linear((since.as_millis(), since.as_millis() + span_ms), (left, right));
    let high = Axis::linear((0.0, round_up(longest)), (foot, top + 12.0));
    let every = shown.len() / MOST + 1;
    let mut marks = Marks::default();
    let mut last = [Time::ZERO; 2];
    for (place, wait) in shown.iter().enumerate() {
        let (x, y) = (time.place(wait.at.as_millis()), high.place(wait.waited.as_millis()));
        if wait.dropped {
            last = [last[1], wait.at];
            marks.put(Ink::Bad, 1.0, Shape::Rect(x - 0.75, top, 1.5, 9.0));
        } else if place % every == 0 {
            let late = wait.waited.as_millis() > target;
            marks.put(if late { Ink::Quiet } else { Ink::Good }, 0.8, Shape::Rect(x - 0.5, y, 1.0, foot - y));
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    pen.dashes((left, high.place(target)), (right, high.place(target)), Ink::Text);
    pen.line(&[(left, foot), (right, foot)], Ink::Quiet, 1.0);
    // Beside the axis there is room for four letters.
    let most = match round_up(longest) {
        most if most >= 1_000.0 => short(most / 1e3) + "\u{202f}s",
        most => short(most),
    };
    pen.text(&most, (left - 4.0, top + 12.0), Across::End, Ink::Quiet);
    if foot - high.place(target) > 14.0 || top + 30.0 < high.place(target) {
        pen.text(&short(target), (left - 4.0, high.place(target)), Across::End, Ink::Text);
    }
    for tick in time.ticks(if right - left > 200.0 { 4 } else { 2 }) {
        let text = number(tick / 1e3, if span_ms < 4_000.0 { 1 } else { 0 }) + "\u{202f}s";
        pen.text(&text, (time.place(tick).min(right - 12.0), foot + 10.0), Across::Middle, Ink::Quiet);
    }
    let gap = match last[0] > Time::ZERO {
        true => number((last[1] - last[0]).as_millis(), 0) + "\u{202f}ms apart",
        false => String::new(),
    };
    pen.text(&gap, (right, top - 9.0), Across::End, Ink::Bad);
    let texts = ["wait of each packet, ms; ticks: drops".to_string(), "waits, ms".to_string(), String::new()];
    let start = left - 34.0;
    pen.text(fitting(right - start - width_of(&gap) - 6.0, &texts), (start, top - 9.0), Across::Start, Ink::Quiet);
}
