//! The registers as bars: a row for each sketch, and under them the merged one, whose bars are the higher of each column's.

use super::scene::{LINE, Layout, Scene, Shot};
use crate::engines::hyperloglog::Sketch;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::whole;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let shards = shot.tally.shards();
    let mut marks = Marks::default();
    for (shard, &(top, foot)) in layout.rows.iter().enumerate() {
        if shard < shards.len() && (shard + 1 < layout.rows.len() || shot.is_alone()) {
            bars(&mut marks, scene, shot, layout, shard);
            label(pen, layout, (top, foot), &names(shot, shard));
        } else {
            merged(&mut marks, scene, shot, layout);
            let texts = ["merged: the higher of each column", "merged"].map(str::to_string);
            label(pen, layout, (top, foot), &texts);
        }
        pen.line(&[(0.0, foot), (layout.width, foot)], Ink::Quiet, 1.0);
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

fn label(pen: &mut Pen, layout: &Layout, (top, foot): (f64, f64), texts: &[String]) {
    // A row without room for words has none.
    if foot - top > 10.0 && top - layout.source.1 > 0.5 * LINE {
        pen.text(fitting(layout.width - 4.0, texts), (2.0, top - 0.5 * LINE - 1.0), Across::Start, Ink::Quiet);
    }
}

/// `64 registers: zeros + 1, the most of each`, `day 1: every 256th of 16,384 registers`, and shorter.
fn names(shot: &Shot<'_>, shard: usize) -> [String; 2] {
    let (columns, apart) = shot.columns();
    let registers = whole((columns * apart) as u64) + " registers";
    let shown = match apart {
        1 => registers.clone(),
        _ => format!("every {apart}th of {registers}"),
    };
    match shot.is_alone() {
        true => [shown + ", each the most zeros seen, plus one", registers],
        false => [format!("{}: {shown}", shot.name(shard)), shot.name(shard)],
    }
}

/// How high a register stands, in CSS pixels.
fn height(scene: &Scene, (top, foot): (f64, f64), register: u8) -> f64 {
    (foot - top) * f64::from(register) / scene.top
}

/// Where the top of a register's bar is, if it is drawn; that of another is at the foot of its column.
pub(super) fn place(scene: &Scene, shot: &Shot<'_>, layout: &Layout, shard: usize, register: usize) -> (f64, f64) {
    let (columns, apart) = shot.columns();
    let last = layout.rows.len() - if shot.is_alone() { 1 } else { 2 };
    let row = layout.rows[shard.min(last)];
    let is_drawn = register.is_multiple_of(apart) && shard <= last;
    let risen = if is_drawn { height(scene, row, shot.tally.shards()[shard].registers()[register]) } else { 0.0 };
    (layout.column(register / apart, columns).0, row.1 - risen)
}

fn bars(marks: &mut Marks, scene: &Scene, shot: &Shot<'_>, layout: &Layout, shard: usize) {
    let (columns, apart) = shot.columns();
    let row = layout.rows[shard];
    let sketch: &Sketch = &shot.tally.shards()[shard];
    for column in 0..columns {
        let (x, half) = layout.column(column, columns);
        let high = height(scene, row, sketch.registers()[column * apart]);
        marks.put(Ink::node(shard as u32), 0.6, Shape::Rect(x - half, row.1 - high, 2.0 * half, high));
    }
}

/// Each column's higher bar comes down from the sketch that has it, and keeps its colour.
fn merged(marks: &mut Marks, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let (columns, apart) = shot.columns();
    let row = layout.rows[layout.rows.len() - 1];
    if shot.merged <= 0.0 {
        return;
    }
    for column in 0..columns {
        let registers = shot.tally.shards().iter().map(|sketch| sketch.registers()[column * apart]);
        let (mut from, mut high) = (0, 0);
        for (shard, register) in registers.enumerate() {
            if register > high {
                (from, high) = (shard, register);
            }
        }
        let above = layout.rows[from.min(layout.rows.len() - 2)];
        let foot = above.1 + (row.1 - above.1) * shot.merged;
        let (x, half) = layout.column(column, columns);
        let high = height(scene, row, high);
        marks.put(Ink::node(from as u32), 0.9, Shape::Rect(x - half, foot - high, 2.0 * half, high));
    }
}
