//! What stands: words, the servers, and the calls in their lines.

use super::scene::{Layout, Shot};
use crate::engines::retry_tail::history::Stand;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::{number, short};

/// `predicted` is how many calls a page the reader predicted.
pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    words(pen, shot, layout, predicted);
    let (left, right) = layout.servers;
    let half = (0.5 * layout.rows.1 - 0.5).max(1.0);
    let mut marks = Marks::default();
    for (server, stand) in shot.stands().iter().enumerate() {
        let y = layout.row(server);
        let ink = if stand.is_slow { Ink::Bad } else { Ink::Good };
        let shape = Shape::Rect(left, y - half, right - left, 2.0 * half);
        marks.put(ink, if stand.is_busy { 0.55 } else { 0.15 }, shape);
        if stand.is_slow {
            marks.put(Ink::Bad, 1.0, Shape::Diamond(right + 5.0, y, 4.0));
        }
        line(&mut marks, layout, y, stand);
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// The calls in one line, the next at the server. Where they would not fit, a mark stands for more.
fn line(marks: &mut Marks, layout: &Layout, y: f64, stand: &Stand) {
    let [first, again, for_nobody] = stand.waiting;
    let (waiting, (_, fitting)) = (first + again + for_nobody, layout.pitch());
    let shown = waiting.min(fitting);
    for index in 0..shown {
        // The place of this mark among all; those that nobody waits for have waited longest.
        let place = (u64::from(index) * u64::from(waiting) / u64::from(shown)) as u32;
        let x = layout.place(index);
        if place < for_nobody {
            hollow(marks, x, y, layout.size);
            continue;
        }
        // The others are mixed, in their shares.
        let before = |place: u32| u64::from(place - for_nobody) * u64::from(again) / u64::from(first + again);
        match before(place + 1) > before(place) {
            true => marks.put(Ink::Bad, 1.0, Shape::Diamond(x, y, 1.3 * layout.size)),
            false => marks.put(Ink::Good, 1.0, Shape::Square(x, y, layout.size)),
        }
    }
}

/// A call that nobody waits for.
pub(super) fn hollow(marks: &mut Marks, x: f64, y: f64, size: f64) {
    let (left, top, side) = (x - size, y - size, 2.0 * size);
    for (x, y, width, height) in [
        (left, top, side, 0.8),
        (left, top + side - 0.8, side, 0.8),
        (left, top, 0.8, side),
        (left + side - 0.8, top, 0.8, side),
    ] {
        marks.put(Ink::Quiet, 0.8, Shape::Rect(x, y, width, height));
    }
}

fn words(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let room = layout.width - 4.0;
    let calls = short((10.0 * shot.calls_per_page()).round() / 10.0);
    let guess = predicted.map(|predicted| format!(" (you: {})", short(predicted))).unwrap_or_default();
    let texts = [
        format!("pages: {calls} calls each so far{guess}"),
        format!("{calls} calls a page{guess}"),
        format!("{calls} calls{guess}"),
    ];
    pen.text(fitting(room, &texts), (2.0, 9.0), Across::Start, Ink::Quiet);
    let [awaited, for_nobody] = shot.waiting();
    let ink = if for_nobody > awaited { Ink::Bad } else { Ink::Quiet };
    let (all, nobody) = (number(f64::from(awaited + for_nobody), 0), number(f64::from(for_nobody), 0));
    let texts = [
        format!("{all} calls in line, {nobody} for nobody"),
        format!("{all} wait, {nobody} for nobody"),
        format!("{all} wait"),
    ];
    pen.text(fitting(room, &texts), (2.0, 24.0), Across::Start, ink);
}
