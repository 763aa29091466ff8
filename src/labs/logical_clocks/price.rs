//! What the stamps take: the bytes beside the values in the replica that holds most of them, through the whole run.

use super::scene::{Layout, Scene, Shot};
use crate::ui::chart::{Across, Axis, Ink, Pen, fitting};
use crate::ui::words::{short, whole};

/// Room for the scale at the left.
const LEFT: f64 = 44.0;

/// And for half of the last time at the right.
const RIGHT: f64 = 16.0;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let (top, foot) = layout.price;
    if foot - top < 10.0 {
        return;
    }
    let time = Axis::linear((0.0, scene.end.as_millis() / 1000.0), (LEFT, layout.width - RIGHT));
    let bytes = Axis::linear((0.0, scene.top_bytes.into()), (foot, top));
    let mut now = vec![0; shot.run.processes().len()];
    let (mut line, mut last) = (vec![(LEFT, foot)], foot);
    for held in shot.run.held().iter().take_while(|held| held.at <= shot.moment) {
        now[held.process as usize] = held.metadata_bytes;
        let (x, y) =
            (time.place(held.at.as_millis() / 1000.0), bytes.place(now.iter().copied().max().unwrap_or(0).into()));
        if y != last {
            line.extend([(x, last), (x, y)]);
            last = y;
        }
    }
    let x = time.place(shot.moment.as_millis() / 1000.0);
    line.push((x, last));
    pen.line(&line, Ink::Text, 1.5);
    pen.line(&[(LEFT, foot), (layout.width - RIGHT, foot)], Ink::Quiet, 1.0);
    pen.line(&[(x, top), (x, foot)], Ink::Text, 1.0);
    pen.text(&(whole(scene.top_bytes.into()) + "\u{202f}B"), (LEFT - 4.0, top + 2.0), Across::End, Ink::Quiet);
    let texts = ["bytes of stamps in the fullest replica".to_string(), "bytes of stamps".to_string(), String::new()];
    pen.text(fitting(layout.width - LEFT - RIGHT, &texts), (LEFT + 4.0, top - 8.0), Across::Start, Ink::Quiet);
    for seconds in time.ticks(((layout.width - LEFT) / 50.0) as usize) {
        pen.text(&(short(seconds) + "\u{202f}s"), (time.place(seconds), foot + 11.0), Across::Middle, Ink::Quiet);
    }
}
