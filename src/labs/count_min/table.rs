//! The rows of counters, each cell as full as the root of its count, so that small ones are seen; and the words that fall into
//! them.

use super::layout::{LINE, Layout};
use super::scene::{Scene, Shot};
use crate::engines::count_min::Update;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::whole;

/// How long a word falls, in seconds of the reader's, and how many fall at once at most.
const FALL_S: f64 = 0.8;
const FALLING: usize = 16;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    cells(pen, scene, shot, layout);
    falling(pen, scene, shot, layout);
    let text = match shot.run.arrivals().get(shot.done as usize) {
        Some(arrival) => format!("word {}: “{}”", whole(u64::from(shot.done) + 1), shot.word(arrival.item)),
        None => whole(shot.done.into()) + " words",
    };
    let (depth, width) = (shot.table.depth(), shot.table.width());
    let size = format!("{} × {} cells", depth, whole(width.into()));
    pen.text(&text, (2.0, 0.5 * LINE), Across::Start, Ink::Text);
    let trends = format!("{} trends; {size}", shot.word(shot.tally.universe()));
    let room = layout.width - 7.5 * text.chars().count() as f64 - 12.0;
    let texts = if shot.is_trending() { [trends, "trend".to_string()] } else { [size, String::new()] };
    pen.text(fitting(room, &texts), (layout.width - 2.0, 0.5 * LINE), Across::End, Ink::Quiet);
}

fn cells(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let width = shot.table.width();
    let apart = Layout::apart(width);
    let subject = shot.run.cells_of(shot.run.subject());
    let (count, estimate) = shot.answer();
    let mut marks = Marks::default();
    let rows = layout.rows.iter().zip(shot.table.counters().chunks_exact(width as usize)).zip(&subject);
    for ((&(top, foot), counters), &own) in rows {
        let high = |count: u32| (foot - top) * (f64::from(count) / scene.tops[0]).sqrt();
        let own = own % width;
        for column in (0..width).step_by(apart as usize).filter(|&column| column / apart != own / apart) {
            let (x, wide) = layout.cell(column, width);
            let high = high(counters[column as usize]);
            marks.put(Ink::Rule, 0.45, Shape::Rect(x, top, wide, foot - top));
            marks.put(Ink::Idle, 0.8, Shape::Rect(x, foot - high, wide, high));
        }
        // Of the cell that is asked for, what is the word's own and what is not.
        let (x, wide) = layout.cell(own, width);
        let counter = counters[own as usize];
        marks.put(Ink::Bad, 0.18, Shape::Rect(x, top, wide, foot - top));
        marks.put(Ink::Bad, 0.9, Shape::Rect(x, foot - high(counter), wide, high(counter)));
        marks.put(Ink::Good, 1.0, Shape::Rect(x, foot - high(count), wide, high(count)));
        let ink = if counter == estimate { Ink::Text } else { Ink::Bad };
        let (right, left) = (x + wide + 1.0, x - 1.0);
        pen.line(&[(left, top), (right, top), (right, foot), (left, foot), (left, top)], ink, 1.0);
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// The words on their way: each to a cell in every row, or under conservative updates to those alone that go up. One that
/// falls into a cell of the word that is asked for is seen to.
fn falling(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout) {
    let arrivals = shot.run.arrivals();
    let width = shot.table.width();
    let fall = (FALL_S * scene.rate).max(1.0);
    let apart = (fall as usize / FALLING).max(1);
    let subject = shot.run.cells_of(shot.run.subject());
    let mut marks = Marks::default();
    let (first, last) = (shot.done as usize, (shot.now + fall) as usize + 1);
    for index in (first..last.min(arrivals.len())).filter(|index| index.is_multiple_of(apart)) {
        let item = arrivals[index].item;
        let part = (1.0 - (index as f64 - shot.now) / fall).clamp(0.0, 1.0);
        let least = shot.tally.estimate(&shot.table, item);
        for (row, (cell, own)) in shot.run.cells_of(item).into_iter().zip(&subject).enumerate() {
            let stays = shot.table.update() == Update::Conservative && shot.table.counters()[cell as usize] > least;
            let (x, wide) = layout.cell(cell % width, width);
            let (x, y) = (x + 0.5 * wide, layout.rows[row].0 + 4.0);
            let x = layout.source.0 + (x - layout.source.0) * part;
            let y = layout.source.1 + (y - layout.source.1) * part;
            match (stays, cell == *own) {
                (true, _) => {}
                (false, true) if item == shot.run.subject() => marks.put(Ink::Good, 1.0, Shape::Disc(x, y, 5.0)),
                (false, true) => marks.put(Ink::Bad, 1.0, Shape::Diamond(x, y, 5.0)),
                (false, false) => marks.put(Ink::Quiet, 0.7, Shape::Disc(x, y, 2.5)),
            }
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}
