//! The cache: its entries as candles that burn down, and the readers who wait beside it for somebody else's query.

use super::layout::{LINE, Layout, NARROW};
use super::scene::{Scene, Shot};
use crate::engines::cache_stampede::history::History;
use crate::ui::chart::axis::round_up;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::number;

/// The side of a square that stands for those who wait, or for queries, and its pitch.
pub(super) const SQUARE: f64 = 4.0;
pub(super) const PITCH: f64 = 5.0;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    words(pen, scene, shot, layout);
    match shot.run.entries().len() {
        0 | 1 => entry(pen, shot, layout),
        _ => candles(pen, shot, layout),
    }
    pool(pen, scene, shot, layout);
    if shot.run.absent().filter().is_some() {
        let x = layout.cache.0 - 9.0;
        pen.dashes((x, layout.river.0), (x, layout.river.1), Ink::Confirmed);
        pen.text("filter", (2.0, layout.river.1 + 0.5 * LINE), Across::Start, Ink::Confirmed);
    }
}

/// How many readers come and how many are answered at once.
fn words(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let (hits, ink) = match shot.hit_fraction() {
        None => ("no reads".to_string(), Ink::Quiet),
        Some(hits) => (number(100.0 * hits, 1) + "\u{202f}% at once", if hits < 0.5 { Ink::Bad } else { Ink::Good }),
    };
    pen.text(&hits, (layout.width - 2.0, 9.0), Across::End, ink);
    let reads = number(shot.reads_per_s(), 0) + " reads/s";
    let texts = [format!("{reads}, {} a square", number(scene.reads_each.into(), 0)), reads];
    if layout.width >= NARROW {
        let room = layout.width - width_of(&hits) - 12.0;
        pen.text(fitting(room, &texts), (2.0, 9.0), Across::Start, Ink::Quiet);
    }
}

/// One entry, as high as what is left of its life.
fn entry(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let ((left, right), (top, foot)) = (layout.cache, layout.river);
    let life = shot.history().lives(shot.moment).first().map_or(0.0, |life| life.left);
    let ink = if life > 0.0 { Ink::Good } else { Ink::Bad };
    if life > 0.0 {
        pen.bar((left, foot - (foot - top) * life), (right, foot), ink, 0.35);
    }
    pen.line(&[(left, top), (right, top), (right, foot), (left, foot), (left, top)], ink, 1.5);
    let seconds = life * shot.run.settings().ttl.as_millis() / 1e3;
    let text = if life > 0.0 { number(seconds, 1) + "\u{202f}s" } else { "expired".to_string() };
    let texts = [text, String::from("out")];
    let middle = (0.5 * (left + right), 0.5 * (top + foot));
    pen.text(fitting(right - left - 2.0, &texts), middle, Across::Middle, Ink::Text);
}

/// The cells of the watched keys: how many in a row, and the size of each.
struct Cells {
    columns: usize,
    width: f64,
    height: f64,
}

impl Cells {
    /// About three times as high as wide.
    fn of(count: usize, layout: &Layout) -> Self {
        let (width, height) = (layout.cache.1 - layout.cache.0, layout.river.1 - layout.river.0);
        let columns = ((3.0 * count as f64 * width / height).sqrt().ceil() as usize).clamp(1, count.max(1));
        let rows = count.div_ceil(columns).max(1);
        Self { columns, width: width / columns as f64, height: height / rows as f64 }
    }
}

/// Each watched key as a candle, as high as what is left of its life; one that is out is a stub, marked while it is refilled.
fn candles(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let lives = shot.history().lives(shot.moment);
    let cells = Cells::of(lives.len(), layout);
    let mut marks = Marks::default();
    for (place, life) in lives.iter().enumerate() {
        let left = layout.cache.0 + cells.width * (place % cells.columns) as f64;
        let foot = layout.river.0 + cells.height * (1 + place / cells.columns) as f64;
        let (width, height) = (cells.width - 1.5, (cells.height - 3.0) * life.left);
        match (life.left > 0.0, life.refilling) {
            (true, _) => marks.put(Ink::Good, 0.8, Shape::Rect(left, foot - height.max(1.0), width, height.max(1.0))),
            (false, true) => marks.put(Ink::Bad, 1.0, Shape::Diamond(left + 0.5 * width, foot - 2.5, 2.5)),
            (false, false) => marks.put(Ink::Idle, 1.0, Shape::Rect(left, foot - 1.5, width, 1.5)),
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    let keys = shot.run.entries().len();
    if lives.len() < keys && layout.gauge.is_some() {
        let said = format!("{} of {} keys drawn", number(lives.len() as f64, 0), number(keys as f64, 0));
        pen.text(&said, (layout.width - 2.0, layout.river.1 + 0.6 * LINE), Across::End, Ink::Quiet);
    }
}

/// The key of the entry or candle at a place.
pub(super) fn key_at(shot: &Shot<'_>, layout: &Layout, (x, y): (f64, f64)) -> Option<u32> {
    let ((left, right), (top, foot)) = (layout.cache, layout.river);
    let count = shot.history().lives(shot.moment).len();
    let cells = Cells::of(count, layout);
    let inside = (left..right).contains(&x) && (top..foot).contains(&y);
    let (column, row) = ((x - left) / cells.width, (y - top) / cells.height);
    let place = row as usize * cells.columns + column as usize;
    let keys = shot.run.entries().len() as u32;
    (inside && place < count).then(|| History::watched_key(place as u32, keys))
}

/// Those who wait for somebody else's query, left of the cache.
fn pool(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let waiting = shot.now.pool();
    if waiting == 0 {
        return;
    }
    let (right, top) = (layout.cache.0 - 4.0, layout.river.1 + 3.0);
    let columns = ((right - 4.0) / PITCH).max(1.0) as u32;
    let rows = ((layout.database.0 - top - LINE) / PITCH).max(1.0) as u32;
    let each = round_up(scene.top / f64::from(columns * rows)).max(1.0) as u32;
    let mut marks = Marks::default();
    for index in 0..waiting.div_ceil(each).min(columns * rows) {
        let (column, row) = (f64::from(index / rows), f64::from(index % rows));
        marks.put(Ink::Idle, 1.0, Shape::Rect(right - SQUARE - column * PITCH, top + row * PITCH, SQUARE, SQUARE));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    let words = number(waiting.into(), 0) + " wait";
    pen.text(&words, (right, layout.database.0 - 0.5 * LINE), Across::End, Ink::Quiet);
}
