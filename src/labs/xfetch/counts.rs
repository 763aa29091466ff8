//! What became of all entries so far: how early the first read of each was, on the axis of the entry above it, and how many
//! queries its value cost. The law is a thin line over both.

use super::scene::{COLUMNS, LINE, Layout, Scene, Shot, queries};
use crate::kernel::Time;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape, fitting};
use crate::ui::maths::pow;
use crate::ui::words::{number, short};

/// How long an entry falls into its bin, in seconds of the reader's.
const FALL_S: f64 = 0.5;

pub(super) fn draw(
    pen: &mut Pen,
    scene: &Scene,
    shot: &Shot<'_>,
    layout: &Layout,
    predicted: Option<f64>,
    asking: bool,
) {
    let ((top, foot), axis, width) = (layout.leads, layout.axis, layout.size.0);
    let landed = shot.begun(Time::from_millis_f64(FALL_S * scene.ms_per_s));
    let count = landed.len() as f64;
    let mut falling = Marks::default();
    for life in shot.begun(Time::ZERO) {
        let part = (shot.moment - life.began).as_millis() / (FALL_S * scene.ms_per_s);
        if part < 1.0 {
            let y = layout.life.1 + 10.0 + (foot - layout.life.1 - 12.0) * part * part;
            falling.put(Ink::Good, 1.0, Shape::Square(axis.place(-life.lead.as_millis()), y, 1.5));
        }
    }
    pen.marks(&falling, (1.0, 0.0, 0.0));
    for tick in axis.ticks(if width > 300.0 { 5 } else { 3 }).into_iter().filter(|&tick| tick <= 0.0) {
        let text = if tick == 0.0 { "expiry".to_string() } else { short(-tick) + "\u{202f}ms" };
        pen.text(&text, (axis.place(tick), foot + 10.0), Across::Middle, Ink::Quiet);
    }

    // The law is the answer to the question; of a deletion it knows nothing.
    let law = shot.run.law();
    let is_law_shown = !asking && shot.run.watched().iter().all(|watched| watched.deleted.is_none());
    let bins = scene.leads(&landed);
    let below = |bin: usize| law.lead_below(bin as f64 * scene.bin_ms / 1e3);
    let by_law: Vec<f64> = (0..bins.len()).map(|bin| count * (below(bin + 1) - below(bin))).collect();
    let by_law = if is_law_shown { &by_law[..] } else { &[] };
    let pitch = axis.place(-scene.bin_ms) - axis.place(0.0);
    bars(pen, (layout.leads, scene.tops[0]), (axis.place(0.0), pitch, 1.0), Ink::Good, [&bins, by_law]);
    if let Some(ms) = predicted {
        pen.dashes((axis.place(-ms), top), (axis.place(-ms), foot), Ink::Text);
    }
    if let Some((top, foot)) = layout.queries {
        let pitch = (width - 4.0) / COLUMNS as f64;
        // Geometric: each further one with the probability 1 − p.
        let once = law.once().filter(|_| is_law_shown);
        let part =
            |once: f64, column: usize| pow(1.0 - once, column as f64) * if column + 1 < COLUMNS { once } else { 1.0 };
        let by_law = once.map_or(Vec::new(), |once| (0..COLUMNS).map(|column| count * part(once, column)).collect());
        bars(pen, ((top, foot), scene.tops[1]), (2.0, pitch, 8.0), Ink::Bad, [&queries(&landed), &by_law]);
        for column in 1..=COLUMNS {
            let name = number(column as f64, 0) + if column == COLUMNS { "+" } else { "" };
            pen.text(&name, (2.0 + pitch * (column as f64 - 0.5), foot + 10.0), Across::Middle, Ink::Quiet);
        }
    }
    if asking || landed.is_empty() {
        return;
    }
    let [lead_ms, each] = Shot::means(&shot.begun(Time::ZERO));
    let early = number(lead_ms, 0) + "\u{202f}ms early";
    let long = format!("mean {early}{}", if predicted.is_some() { ", dashed: yours" } else { "" });
    pen.text(fitting(0.6 * width, &[long, early]), (2.0, top + 5.0), Across::Start, Ink::Good);
    let y = layout.queries.map_or(layout.size.1 - 8.0, |queries| queries.0 - 0.8 * LINE);
    pen.text(&(number(each, 2) + " queries each"), (2.0, y), Across::Start, Ink::Text);
}

/// Bars on a foot, from a place on at a pitch with a gap between, and a line of what the law has in their place. Of queries
/// the first bar is of those that needed no second.
fn bars(
    pen: &mut Pen,
    ((top, foot), most): ((f64, f64), f64),
    (start, pitch, gap): (f64, f64, f64),
    ink: Ink,
    [counts, law]: [&[f64]; 2],
) {
    let up = Axis::linear((0.0, 1.1 * most), (foot, top));
    let mut marks = Marks::default();
    for (bar, &count) in counts.iter().enumerate().filter(|(_, count)| **count > 0.0) {
        let ink = if bar == 0 { Ink::Good } else { ink };
        let middle = start + pitch * (bar as f64 + 0.5);
        let (half, y) = (0.5 * (pitch.abs() - gap), up.place(count));
        marks.put(ink, 0.7, Shape::Rect(middle - half, y, 2.0 * half, foot - y));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    let end = start + pitch * counts.len() as f64;
    pen.line(&[(start, foot), (end, foot)], Ink::Quiet, 1.0);
    let place = |(bar, &count): (usize, &f64)| (start + pitch * (bar as f64 + 0.5), up.place(count));
    pen.line(&law.iter().enumerate().map(place).collect::<Vec<_>>(), Ink::Text, 1.0);
}
