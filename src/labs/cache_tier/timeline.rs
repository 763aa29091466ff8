//! The load of the database through the whole run, second by second, against what it can serve.

use super::scene::{Layout, Scene, Shot, seconds};
use crate::kernel::Time;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::{number, short};

/// Room for the scale at the left.
const LEFT: f64 = 44.0;

/// And for half of the last time at the right.
const RIGHT: f64 = 16.0;

/// `predicted` is the load of the worst second that the reader predicted, in times the capacity.
pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let (top, foot) = layout.load;
    let capacity = shot.tier.database().capacity_per_s();
    let time = Axis::linear((0.0, scene.end.as_millis() / 1000.0), (LEFT, layout.width - RIGHT));
    let load = Axis::linear((0.0, scene.top_per_s), (foot, top));
    let at = |moment: Time| time.place(moment.as_millis() / 1000.0);
    let mut marks = Marks::default();
    for (until, reads) in seconds(shot.tier).filter(|(until, _)| *until <= shot.moment) {
        let (from, to) = (at(Time(until.0.saturating_sub(1_000_000_000))), at(until));
        let (within, over) = (load.place(reads.min(capacity)), load.place(reads));
        marks.put(Ink::Good, 0.7, Shape::Rect(from, within, to - from - 0.5, foot - within));
        if reads > capacity {
            marks.put(Ink::Bad, 0.9, Shape::Rect(from, over, to - from - 0.5, within - over));
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    pen.line(&[(LEFT, foot), (layout.width - RIGHT, foot)], Ink::Quiet, 1.0);
    pen.dashes((LEFT, load.place(capacity)), (layout.width - RIGHT, load.place(capacity)), Ink::Bad);
    pen.text(&number(capacity, 0), (LEFT - 4.0, load.place(capacity)), Across::End, Ink::Bad);
    if load.place(capacity) - top > 18.0 {
        pen.text(&number(scene.top_per_s, 0), (LEFT - 4.0, top + 6.0), Across::End, Ink::Quiet);
    }
    if let Some(times) = predicted {
        let y = load.place((times * capacity).min(scene.top_per_s));
        pen.dashes((LEFT, y), (layout.width - RIGHT, y), Ink::Text);
        let beside = if y - top > 12.0 { y - 7.0 } else { y + 8.0 };
        let times = short(times);
        let texts = [format!("you predicted {times} times"), format!("predicted {times}"), times];
        // Right of the last change, where the load is low.
        let last = shot.tier.epochs().iter().rfind(|epoch| epoch.at <= shot.moment);
        let room = layout.width - RIGHT - last.map_or(LEFT, |epoch| at(epoch.at)) - 4.0;
        pen.text(fitting(room, &texts), (layout.width - RIGHT, beside), Across::End, Ink::Text);
    }
    for seconds in time.ticks(5) {
        pen.text(&(short(seconds) + "\u{202f}s"), (time.place(seconds), foot + 11.0), Across::Middle, Ink::Quiet);
    }
    for epoch in shot.tier.epochs().iter().skip(1).filter(|epoch| epoch.at <= shot.moment) {
        pen.dashes((at(epoch.at), top), (at(epoch.at), foot), Ink::Text);
    }
    let now = at(shot.moment);
    pen.line(&[(now, top), (now, foot)], Ink::Text, 1.0);
}
