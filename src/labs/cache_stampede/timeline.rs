//! The course of the run: how many queries run at once, against what the database keeps up with; and the slowest read of
//! each moment, up to the readers' patience.

use super::database;
use super::layout::{LINE, Layout};
use super::scene::{Predicted, Scene, Shot};
use crate::engines::cache_stampede::history::Sample;
use crate::ui::LIVE;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::{number, short};

/// Room for the scales at the left, and for half of the last time at the right.
const LEFT: f64 = 52.0;
const RIGHT: f64 = 16.0;

/// The width of a column; in a still each is so many bytes of the page.
const COLUMN: f64 = if LIVE { 3.0 } else { 5.0 };

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, predicted: Option<Predicted>) {
    let Some((top, foot)) = layout.load else { return };
    let right = layout.width - RIGHT;
    let time = Axis::linear((0.0, scene.end.as_millis() / 1e3), (LEFT, right));
    load(pen, scene, shot, layout, ((top, foot), &time), predicted);
    let foot = layout.waits.map_or(foot, |waits| waits.1);
    if let Some(waits) = layout.waits {
        self::waits(pen, shot, waits, &time);
    }
    for seconds in time.ticks(if right - LEFT > 250.0 { 6 } else { 3 }) {
        pen.text(&(short(seconds) + "\u{202f}s"), (time.place(seconds), foot + 11.0), Across::Middle, Ink::Quiet);
    }
    let now = time.place(shot.moment.as_millis() / 1e3);
    pen.line(&[(now, top), (now, foot)], Ink::Text, 1.0);
}

/// The columns of what has been played: the left edge of each and its samples, with the first of the next.
fn columns<'a>(shot: &Shot<'a>, time: &Axis) -> Vec<(f64, &'a [Sample])> {
    let (samples, every_s) = (shot.samples(), shot.history().every().as_millis() / 1e3);
    let place = |x: f64| (time.value(x) / every_s) as usize;
    let count = ((time.place(shot.moment.as_millis() / 1e3) - LEFT) / COLUMN).max(0.0) as u32;
    let column = |column: u32| {
        let x = LEFT + COLUMN * f64::from(column);
        Some((x, samples.get(place(x)..(place(x + COLUMN) + 1).min(samples.len()))?))
    };
    (0..count).filter_map(column).collect()
}

/// The queries at once, on a logarithmic axis: a database that keeps up with 20 may have 10,000.
fn load(
    pen: &mut Pen,
    scene: &Scene,
    shot: &Shot<'_>,
    layout: &Layout,
    ((top, foot), time): ((f64, f64), &Axis),
    predicted: Option<Predicted>,
) {
    let right = layout.width - RIGHT;
    let capacity = shot.run.database().capacity().map(f64::from);
    let axis = Axis::logarithmic((0.7, scene.top.max(10.0)), (foot, top));
    let mut marks = Marks::default();
    for (x, samples) in columns(shot, time) {
        let running = f64::from(samples.iter().map(|sample| sample.running).max().unwrap_or(0));
        let (within, over) = (axis.place(running.min(capacity.unwrap_or(f64::MAX))), axis.place(running));
        if running > 0.0 {
            marks.put(Ink::Good, 0.7, Shape::Rect(x, within, COLUMN, foot - within));
        }
        if over < within {
            marks.put(Ink::Bad, 0.9, Shape::Rect(x, over, COLUMN, within - over));
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    pen.line(&[(LEFT, foot), (right, foot)], Ink::Quiet, 1.0);
    if let Some(capacity) = capacity {
        let y = axis.place(capacity);
        pen.dashes((LEFT, y), (right, y), Ink::Bad);
        pen.text(&number(capacity, 0), (LEFT - 4.0, y), Across::End, Ink::Bad);
    }
    if capacity.is_none_or(|capacity| axis.place(capacity) - top > LINE) {
        pen.text(&number(scene.top, 0), (LEFT - 4.0, top + 5.0), Across::End, Ink::Quiet);
    }
    let title = (layout.width - 2.0, top - 0.7 * LINE);
    if layout.waits.is_some() {
        let each = database::queries_in_a_square(scene, layout);
        pen.text("queries at once", (2.0, title.1), Across::Start, Ink::Quiet);
        if each > 1 && !matches!(predicted, Some(Predicted::Queries(_))) {
            pen.text(&("a square is ".to_string() + &number(each.into(), 0)), title, Across::End, Ink::Quiet);
        }
    }
    if let Some(Predicted::Queries(queries)) = predicted {
        let y = axis.place(queries);
        pen.dashes((LEFT, y), (right, y), Ink::Text);
        let place = if layout.waits.is_some() { title } else { (right, y - 0.5 * LINE) };
        let queries = short(queries);
        let texts = [format!("you predicted {queries} each"), format!("predicted {queries}")];
        pen.text(fitting(layout.width - 120.0, &texts), place, Across::End, Ink::Text);
        refills(pen, shot, time, &axis);
    }
}

/// The queries that each refilling has cost so far, as a line over time.
fn refills(pen: &mut Pen, shot: &Shot<'_>, time: &Axis, axis: &Axis) {
    let (mut points, mut begun, mut before) = (Vec::new(), Sample::default(), Sample::default());
    for (x, samples) in columns(shot, time) {
        for sample in samples {
            if sample.expiries > begun.expiries {
                begun = Sample { expiries: sample.expiries, ..before };
            }
            before = *sample;
        }
        points.push((x, axis.place(f64::from(before.queries - begun.queries))));
    }
    pen.line(&points, Ink::Text, 1.0);
}

/// The slowest answer of each moment; where a reader left without one, the whole patience.
fn waits(pen: &mut Pen, shot: &Shot<'_>, (top, foot): (f64, f64), time: &Axis) {
    let right = time.place(f64::MAX);
    let patience = shot.run.settings().patience.as_millis() / 1e3;
    let axis = Axis::linear((0.0, patience), (foot, top));
    let mut marks = Marks::default();
    for (x, samples) in columns(shot, time) {
        let failed = samples.last().zip(samples.first()).is_some_and(|(last, first)| last.failed > first.failed);
        let slowest = samples.iter().map(|sample| sample.slowest).max().unwrap_or_default().as_millis() / 1e3;
        let y = axis.place(slowest);
        match failed {
            true => marks.put(Ink::Bad, 0.9, Shape::Rect(x, top, COLUMN, foot - top)),
            false if y < foot => marks.put(Ink::Good, 0.7, Shape::Rect(x, y, COLUMN, foot - y)),
            false => {}
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    pen.line(&[(LEFT, foot), (right, foot)], Ink::Quiet, 1.0);
    pen.dashes((LEFT, top), (right, top), Ink::Bad);
    pen.text(&(short(patience) + "\u{202f}s"), (LEFT - 4.0, top), Across::End, Ink::Bad);
    pen.text("slowest read; red: without an answer", (2.0, top - 1.1 * LINE), Across::Start, Ink::Quiet);
}
