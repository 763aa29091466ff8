//! The course of the run: attempts of every window as bars, retries standing on first attempts, against what was answered
//! and what was answered in time.

use super::layout::Area;
use super::scene::{Predicted, Scene, Shot};
use crate::kernel::Time;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::{number, short};

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, area: Area, predicted: Option<Predicted>) {
    let Area { left, right, top, foot } = area;
    let config = shot.run.config();
    let time = Axis::linear((0.0, scene.end.as_millis() / 1e3), (left, right));
    let rate = Axis::linear((0.0, scene.tops[0]), (foot, top));
    let window_s = shot.run.history().window_s();
    let per_s = |count: u64| rate.place(count as f64 / window_s);
    let mut marks = Marks::default();
    let (mut answered, mut good) = (vec![(left, foot)], vec![(left, foot)]);
    for (index, window) in shot.run.history().windows(shot.moment).enumerate() {
        let (from, to) = (time.place(window_s * index as f64), time.place(window_s * (index + 1) as f64));
        let (first, all) = (per_s(window.sent - window.retries), per_s(window.sent));
        let wide = to - from;
        marks.put(Ink::Idle, 0.5, Shape::Rect(from, first, wide, foot - first));
        if window.retries > 0 {
            // Thinner, so that they are told apart without colour.
            marks.put(Ink::Bad, 0.6, Shape::Rect(from + 0.25 * wide, all, 0.5 * wide, first - all));
        }
        answered.extend([(from, per_s(window.answered)), (to, per_s(window.answered))]);
        good.extend([(from, per_s(window.good)), (to, per_s(window.good))]);
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    pen.line(&answered, Ink::Text, 1.0);
    pen.line(&good, Ink::Good, 2.5);
    let capacity = rate.place(config.capacity_per_s());
    pen.dashes((left, capacity), (right, capacity), Ink::Text);
    pen.text(&short(config.capacity_per_s().round()), (left - 4.0, capacity), Across::End, Ink::Text);
    pen.line(&[(left, foot), (right, foot)], Ink::Quiet, 1.0);
    for seconds in time.ticks(if right - left > 200.0 { 5 } else { 2 }) {
        pen.text(
            &(short(seconds) + "\u{202f}s"),
            (time.place(seconds).min(right - 8.0), foot + 10.0),
            Across::Middle,
            Ink::Quiet,
        );
    }
    let at = |moment: Time| time.place(moment.as_millis() / 1e3);
    for &(from, until) in config.load.spikes.iter().filter(|spike| spike.0 <= shot.moment) {
        if config.load.spike_factor > 1.0 && until > from {
            pen.bar((at(from), foot + 1.0), (at(until.min(shot.moment)), foot + 4.0), Ink::Bad, 1.0);
        }
    }
    for &(changed, _) in shot.run.policies().iter().filter(|change| change.0 <= shot.moment) {
        pen.dashes((at(changed), top), (at(changed), foot), Ink::Text);
    }
    match predicted {
        Some(Predicted::InTime(part)) => {
            let y = rate.place(part * config.load.base_per_s);
            pen.dashes((left, y), (right, y), Ink::Bad);
            pen.text("yours", (right, if y - top > 14.0 { y - 7.0 } else { y + 8.0 }), Across::End, Ink::Bad);
        }
        Some(Predicted::Recovery(after)) => {
            let x = at(config.load.spike_until() + after);
            pen.dashes((x, top), (x, foot), Ink::Bad);
            let across = if x > 0.5 * (left + right) { Across::End } else { Across::Start };
            pen.text("yours", (if across == Across::End { x - 4.0 } else { x + 4.0 }, top + 7.0), across, Ink::Bad);
        }
        None => {}
    }
    let now = at(shot.moment);
    pen.line(&[(now, top), (now, foot)], Ink::Text, 1.0);

    let [requests, retries, _, good] = shot.rates().map(|rate| number(rate, 0));
    let in_time = format!("{good} in time");
    pen.text(&in_time, (right, top - 9.0), Across::End, Ink::Good);
    let texts = [format!("{requests} new, {retries} retries/s"), format!("{requests} + {retries}"), String::new()];
    let start = left - 34.0;
    pen.text(fitting(right - start - width_of(&in_time) - 6.0, &texts), (start, top - 9.0), Across::Start, Ink::Quiet);
}
