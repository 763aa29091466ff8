//! The database, the queries that pile up on it, and what has become of all reads.

use super::cache::{PITCH, SQUARE};
use super::layout::{LINE, Layout};
use super::scene::{Predicted, Scene, Shot};
use crate::ui::chart::axis::round_up;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::number;

/// How much of the way up to the cache the pile may take.
const PILE: f64 = 0.75;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, predicted: Option<Predicted>) {
    pile(pen, scene, shot, layout);
    bar(pen, shot, layout);
    words(pen, shot, layout, predicted);
    if let Some(middle) = layout.gauge {
        outcome(pen, shot, layout.width, middle, predicted);
    }
}

/// How much of its speed the database uses, and by how many it is shared.
fn bar(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let (top, foot) = layout.database;
    let (left, right) = (1.0, layout.width - 1.0);
    let ink = if shot.is_over() { Ink::Bad } else { Ink::Good };
    let running = number(shot.now.running.into(), 0);
    let capacity = shot.run.database().capacity();
    let used = (f64::from(shot.now.running) / capacity.map_or(f64::MAX, f64::from)).min(1.0);
    if capacity.is_some() && shot.now.running > 0 {
        pen.bar((left, top), (left + (right - left) * used, foot), ink, 0.3);
    }
    let most = capacity.map_or("any number".to_string(), |capacity| number(capacity.into(), 0));
    let ([long, short], end) = match capacity {
        Some(_) if shot.is_over() => ([" queries share the speed of ", ", fit for "], ""),
        Some(_) => ([" of "; 2], " queries"),
        None => ([" of "; 2], " of queries"),
    };
    let said = |name: &str, between: &str, end: &str| [name, &running, between, &most, end].concat();
    let texts = [said("database: ", long, end), said("", long, end), said("", short, "")];
    pen.line(&[(left, top), (right, top), (right, foot), (left, foot), (left, top)], ink, 1.5);
    let middle = (0.5 * layout.width, 0.5 * (top + foot));
    pen.text(fitting(right - left - 8.0, &texts), middle, Across::Middle, Ink::Text);
}

/// The queries that run, in rows on the database: first those whose readers have gone, in grey.
fn pile(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let (columns, rows) = pile_size(layout);
    let each = queries_in_a_square(scene, layout);
    let (squares, gone) = (shot.now.running.div_ceil(each), shot.now.abandoned / each);
    let live = if shot.is_over() { Ink::Bad } else { Ink::Good };
    let mut marks = Marks::default();
    for index in 0..squares.min(columns * rows) {
        let (column, row) = (f64::from(index % columns), f64::from(index / columns));
        let corner = (2.0 + column * PITCH, layout.database.0 - 2.5 - SQUARE - row * PITCH);
        let ink = if index < gone { Ink::Idle } else { live };
        marks.put(ink, 1.0, Shape::Rect(corner.0, corner.1, SQUARE, SQUARE));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// How many squares stand in a row of the pile, and in how many rows at most.
fn pile_size(layout: &Layout) -> (u32, u32) {
    let rows = (layout.database.0 - layout.river.1) * PILE / PITCH;
    (((layout.width - 4.0) / PITCH).max(1.0) as u32, rows.max(1.0) as u32)
}

/// How many queries a square of the pile stands for: the same all through both runs.
pub(super) fn queries_in_a_square(scene: &Scene, layout: &Layout) -> u32 {
    let (columns, rows) = pile_size(layout);
    round_up(scene.top / f64::from(columns * rows)).max(1.0) as u32
}

/// How old the oldest query is and how many queries are for nobody, at the left; what has been lost, at the right.
fn words(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<Predicted>) {
    let now = &shot.now;
    let count = |count: u32| number(count.into(), 0);
    let lost = [(now.failed, " failed"), (now.stale, " stale")];
    let mut lost: Vec<String> =
        lost.into_iter().filter(|lost| lost.0 > 0).map(|(lost, how)| count(lost) + how).collect();
    if let (Some(Predicted::Failed(share)), None) = (predicted, layout.gauge) {
        lost.push(format!("you: {}\u{202f}%", number(100.0 * share, 0)));
    }
    if lost.is_empty() && now.reads > 0 {
        lost.push("none failed".to_string());
    }
    let lost = lost.join(", ");
    pen.text(
        &lost,
        (layout.width - 2.0, layout.words),
        Across::End,
        if now.failed > 0 { Ink::Bad } else { Ink::Quiet },
    );
    if now.running > 0 {
        let oldest = format!("oldest {}\u{202f}s", number(now.oldest.as_millis() / 1e3, 1));
        let mut texts = vec![oldest, String::new()];
        if now.abandoned > 0 {
            texts.insert(0, count(now.abandoned) + " for nobody");
            texts.insert(0, format!("{}, {}", texts[1], texts[0]));
        }
        let ink = if now.oldest > shot.run.settings().patience { Ink::Bad } else { Ink::Quiet };
        pen.text(fitting(layout.width - width_of(&lost) - 12.0, &texts), (2.0, layout.words), Across::Start, ink);
    }
}

/// All reads so far as one bar: those that failed from the left, then those that were stale.
fn outcome(pen: &mut Pen, shot: &Shot<'_>, width: f64, middle: f64, predicted: Option<Predicted>) {
    let (left, right) = (2.0, width - 2.0);
    let part = |reads: u32| (right - left) * f64::from(reads) / f64::from(shot.now.reads.max(1));
    let failed = left + part(shot.now.failed);
    let stale = failed + part(shot.now.stale);
    let (top, foot) = (middle - 3.0, middle + 3.0);
    let mut marks = Marks::default();
    marks.put(Ink::Rule, 1.0, Shape::Rect(left, top, right - left, foot - top));
    marks.put(Ink::Bad, 1.0, Shape::Rect(left, top, failed - left, foot - top));
    marks.put(Ink::Idle, 1.0, Shape::Rect(failed, top, stale - failed, foot - top));
    pen.marks(&marks, (1.0, 0.0, 0.0));
    if let Some(Predicted::Failed(share)) = predicted {
        let x = left + (right - left) * share.clamp(0.0, 1.0);
        pen.dashes((x, top - 4.0), (x, foot + 8.0), Ink::Text);
        let text = format!("you predicted {}\u{202f}% failed", number(100.0 * share, 0));
        let across = if x > 0.5 * width { Across::End } else { Across::Start };
        let beside = if x > 0.5 * width { x - 4.0 } else { x + 4.0 };
        pen.text(&text, (beside, foot + 0.7 * LINE), across, Ink::Text);
    }
}
