//! The servers with their lines: first copies as squares, second ones as diamonds above them; and requests that fall in.

use super::scene::{Layout, Scene, Shot};
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::number;

/// How long a mark falls, in seconds of the reader's.
const LEG_S: f64 = 0.4;

/// A copy in a line, and its pitch, in CSS pixels.
const SQUARE: f64 = 5.0;
const PITCH: f64 = 6.5;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    words(pen, shot, layout);
    let mut marks = Marks::default();
    fall(&mut marks, scene, shot, layout);
    let (top, foot) = layout.lines;
    let rows = ((foot - top) / PITCH).max(1.0) as u32;
    let longest = shot.stands.iter().map(|stand| stand.waiting.iter().map(|&many| u32::from(many)).sum::<u32>()).max();
    for (place, stand) in shot.stands.iter().enumerate() {
        let (left, right) = layout.slot(place, shot.stands.len());
        let columns = ((right - left) / PITCH).max(1.0) as u32;
        // A square is one copy; where the longest line would not fit, it is more.
        let each = longest.unwrap_or(0).div_ceil(rows * columns).max(1);
        let [first, second] = stand.waiting.map(|many| u32::from(many).div_ceil(each));
        for index in 0..(first + second).min(rows * columns) {
            let (column, row) = (f64::from(index % columns), f64::from(index / columns));
            let (x, y) = (left + column * PITCH, foot - SQUARE - row * PITCH);
            match index < first {
                true => marks.put(Ink::Good, 0.9, Shape::Rect(x, y, SQUARE, SQUARE)),
                false => marks.put(Ink::P99, 0.9, Shape::Diamond(x + 0.5 * SQUARE, y + 0.5 * SQUARE, 0.7 * SQUARE)),
            }
        }
        let ink = if stand.is_paused { Ink::Bad } else { Ink::Text };
        let (upper, lower) = (foot + 2.0, foot + 2.0 + layout.server);
        if stand.is_busy {
            pen.bar((left, upper), (right, lower), if stand.is_paused { Ink::Bad } else { Ink::Good }, 0.5);
        }
        pen.line(&[(left, upper), (right, upper), (right, lower), (left, lower), (left, upper)], ink, 1.5);
        if stand.is_paused {
            pen.line(&[(left, lower), (right, upper)], ink, 1.5);
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// What the servers' time is spent on, and how many second copies were sent.
fn words(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let [of_use, for_nobody] = shot.spent().map(|part| number(100.0 * part, 0) + "\u{202f}%");
    let counts = &shot.now.counts;
    let second = 100.0 * f64::from(counts.seconds) / f64::from(counts.sent.max(1));
    let seconds = match counts.seconds {
        0 => String::new(),
        _ => format!("{}\u{202f}% sent twice", number(second, 0)),
    };
    pen.text(&seconds, (layout.width - 2.0, 9.0), Across::End, Ink::P99);
    let texts = [
        format!("busy for use {of_use}, for nobody {for_nobody}"),
        format!("use {of_use}, waste {for_nobody}"),
        format!("{of_use} + {for_nobody}"),
        String::new(),
    ];
    pen.text(fitting(layout.width - width_of(&seconds) - 10.0, &texts), (2.0, 9.0), Across::Start, Ink::Quiet);
}

/// Requests on their way: each of so many as a mark. To which server it falls is not kept; they spread evenly.
fn fall(marks: &mut Marks, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let samples = shot.run.history().samples();
    let now_s = shot.moment.as_millis() / scene.ms_per_s;
    let first = samples.partition_point(|sample| sample.at <= shot.moment);
    let (top, foot) = layout.lines;
    let mut last = shot.now.counts;
    for sample in &samples[first..] {
        let part = 1.0 - (sample.at.as_millis() / scene.ms_per_s - now_s) / LEG_S;
        if part < 0.0 {
            break;
        }
        let next = sample.counts;
        let step = |count: u32| count / scene.each;
        let spread = |number: u32| layout.width * (f64::from(number) * 0.618_033_988_749_895).fract();
        let y = top - 10.0 + (foot - top) * part;
        if step(next.sent) > step(last.sent) {
            marks.put(Ink::Quiet, 1.0, Shape::Square(spread(step(next.sent)), y, 2.4));
        }
        if step(next.seconds) > step(last.seconds) {
            marks.put(Ink::P99, 1.0, Shape::Diamond(spread(step(next.seconds) + 7), y, 3.6));
        }
        last = next;
    }
}
