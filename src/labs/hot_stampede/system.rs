//! What stands: the cache, the partitions with their lines, and below how long a read would wait.

use super::scene::{Layout, Scene, Shot};
use crate::engines::hot_stampede::history::{Line, WINDOW};
use crate::kernel::Time;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::{number, short};

/// Half the size of one who waits, and the pitch of the line, in CSS pixels.
const SIZE: f64 = 1.8;
const PITCH: f64 = 4.6;

/// Room for the scale of the waits at the left, and for half of the last time at the right.
const LEFT: f64 = 46.0;
const RIGHT: f64 = 16.0;

/// `predicted` is how many ordinary reads the reader predicted to fail beside the hot key.
pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let Some(window) = shot.window() else { return };
    let (config, width) = (shot.run.config(), layout.width);
    let texts =
        [format!("{} reads/s of one key", short(config.hot_per_s)), format!("{} reads/s", short(config.hot_per_s))];
    pen.text(fitting(width - 4.0, &texts), (2.0, 9.0), Across::Start, Ink::Quiet);
    let (top, foot) = layout.cache;
    let fresh = f64::from(window.fresh) / f64::from(config.names);
    let ink = if window.fresh == config.names { Ink::Good } else { Ink::Bad };
    pen.bar((1.0, top), (1.0 + (width - 2.0) * fresh, foot), Ink::Good, 0.3);
    frame(pen, (1.0, top), (width - 1.0, foot), ink);
    let state = if window.fresh == config.names { "has it" } else { "it has expired" };
    let texts = [format!("cache: {state}"), state.to_string()];
    pen.text(fitting(width - 8.0, &texts), (0.5 * width, 0.5 * (top + foot)), Across::Middle, Ink::Text);
    let mut marks = Marks::default();
    for (place, line) in window.lines.iter().enumerate() {
        partition(pen, &mut marks, shot, layout, (place, line));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    let counts = window.so_far;
    let failed = counts.failed_at_home + counts.failed_elsewhere;
    let waiting: u32 = window.lines.iter().map(|line| line.hot).sum();
    let texts =
        [format!("{waiting} queries for one value wait"), format!("{waiting} queries wait"), format!("{waiting} wait")];
    let below = layout.partitions.1 + 11.0;
    if layout.waits.0 < below + 22.0 {
        return;
    }
    pen.text(
        fitting(width - 4.0, &texts),
        (2.0, below),
        Across::Start,
        if waiting > 0 { Ink::Bad } else { Ink::Quiet },
    );
    let guess = predicted.map(|predicted| format!(" (you: {})", short(predicted))).unwrap_or_default();
    let texts = [
        format!("{} ordinary reads failed{guess}", number(failed as f64, 0)),
        format!("{} others failed{guess}", number(failed as f64, 0)),
        format!("{} failed{guess}", number(failed as f64, 0)),
    ];
    pen.text(
        fitting(width - 4.0, &texts),
        (2.0, below + 15.0),
        Across::Start,
        if failed > 0 { Ink::Bad } else { Ink::Quiet },
    );
}

/// A partition, as full as it is busy, under its line.
fn partition(pen: &mut Pen, marks: &mut Marks, shot: &Shot<'_>, layout: &Layout, (place, line): (usize, &Line)) {
    let config = shot.run.config();
    let (left, right) = layout.slot(place, config.partitions as usize);
    let (top, foot) = layout.partitions;
    let waiting = line.hot + line.ordinary;
    let ink = if waiting > config.servers { Ink::Bad } else { Ink::Good };
    let busy = f64::from(line.busy) / f64::from(config.servers);
    pen.bar((left, foot - (foot - top) * busy), (right, foot), ink, 0.35);
    frame(pen, (left, top), (right, foot), ink);
    if config.is_home(place as u32) {
        pen.text("key", (0.5 * (left + right), 0.5 * (top + foot)), Across::Middle, Ink::Text);
    }
    // Where they would not fit, one stands for more.
    let columns = ((right - left) / PITCH).max(1.0) as u32;
    let rows = ((top - layout.cache.1 - 14.0) / PITCH).max(1.0) as u32;
    let each = waiting.div_ceil(columns * rows).max(1);
    for index in 0..waiting / each {
        let (column, row) = (f64::from(index % columns), f64::from(index / columns));
        let middle = (left + PITCH * (column + 0.5), top - 4.0 - PITCH * row);
        // Both kinds are mixed in the line, in their shares.
        let before = |index: u32| u64::from(index) * u64::from(each) * u64::from(line.hot) / u64::from(waiting);
        match before(index + 1) > before(index) {
            true => marks.put(Ink::Bad, 1.0, Shape::Diamond(middle.0, middle.1, 1.5 * SIZE)),
            false => marks.put(Ink::Quiet, 1.0, Shape::Square(middle.0, middle.1, SIZE)),
        }
    }
}

/// How long a read would wait where that is longest, until the moment, against its reader's patience.
pub(super) fn waits(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, asking: bool) {
    let (top, foot) = layout.waits;
    let patience = shot.run.config().patience.as_millis();
    let time = Axis::linear((0.0, scene.end.as_millis() / 1000.0), (LEFT, layout.width - RIGHT));
    let wait = Axis::linear((0.0, scene.top_ms), (foot, top));
    let at = |moment: Time| time.place(moment.as_millis() / 1000.0);
    let mut marks = Marks::default();
    for (index, window) in shot.run.windows().iter().take(shot.over()).enumerate() {
        let (from, to) = (at(Time(WINDOW.0 * index as u64)), at(Time(WINDOW.0 * (index as u64 + 1))));
        let wait_ms = window.wait.as_millis();
        let (within, over) = (wait.place(wait_ms.min(patience)), wait.place(wait_ms));
        marks.put(Ink::Good, 0.7, Shape::Rect(from, within, to - from, foot - within));
        if wait_ms > patience {
            marks.put(Ink::Bad, 0.9, Shape::Rect(from, over, to - from, within - over));
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    pen.line(&[(LEFT, foot), (layout.width - RIGHT, foot)], Ink::Quiet, 1.0);
    let limit = wait.place(patience);
    pen.dashes((LEFT, limit), (layout.width - RIGHT, limit), Ink::Bad);
    pen.text(&number(patience, 0), (LEFT - 4.0, limit), Across::End, Ink::Bad);
    if limit - top > 18.0 {
        let texts = ["longest wait, ms".to_string(), "wait, ms".to_string()];
        pen.text(
            fitting(layout.width - RIGHT - LEFT, &texts),
            (layout.width - RIGHT, top + 6.0),
            Across::End,
            Ink::Quiet,
        );
        // The greatest wait says how many give up, which may be the question.
        if !asking {
            pen.text(&number(scene.top_ms, 0), (LEFT - 4.0, top + 6.0), Across::End, Ink::Quiet);
        }
    }
    for seconds in time.ticks(4) {
        pen.text(&(short(seconds) + "\u{202f}s"), (time.place(seconds), foot + 11.0), Across::Middle, Ink::Quiet);
    }
    let now = at(shot.moment);
    pen.line(&[(now, top), (now, foot)], Ink::Text, 1.0);
}

fn frame(pen: &mut Pen, (left, top): (f64, f64), (right, foot): (f64, f64), ink: Ink) {
    pen.line(&[(left, top), (right, top), (right, foot), (left, foot), (left, top)], ink, 1.5);
}
