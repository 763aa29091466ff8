//! The cells of the word that is asked for, as a bar for each row: its own count, what others have added, and who they are. The
//! least is the answer.

use super::layout::{LINE, Layout};
use super::scene::{Scene, Shot};
use super::sentence::came;
use crate::ui::chart::{Across, Axis, Ink, Pen, fitting, width_of};
use crate::ui::words::whole;

/// `predicted` is the count that the reader predicted.
pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let (count, estimate) = shot.answer();
    let (word, said) = (shot.word(shot.run.subject()), whole(estimate.into()));
    let texts = [
        format!("“{word}” {}; the table says the least of its cells: {said}", came(count)),
        format!("“{word}” {}, table: {said}", came(count)),
        format!("{word}: {}, says {said}", whole(count.into())),
    ];
    pen.text(fitting(layout.answer - 4.0, &texts), (2.0, layout.words + 0.5 * LINE), Across::Start, Ink::Text);
    let (top, foot) = layout.bars;
    let each = (foot - top) / layout.rows.len() as f64;
    let names = (0.5 * layout.answer).max(60.0);
    let left = width_of("row 1") + 6.0;
    let x = Axis::linear((0.0, scene.tops[1].max(predicted.unwrap_or_default())), (left, layout.answer - names));
    for row in 0..layout.rows.len() {
        let (middle, high) = (top + each * (row as f64 + 0.5), (0.36 * each).min(9.0));
        let (counter, sharers) = shot.cell(row);
        let is_least = counter == estimate;
        let row_ink = if is_least { Ink::Text } else { Ink::Quiet };
        pen.text(&["row ", &(row + 1).to_string()].concat(), (2.0, middle), Across::Start, row_ink);
        pen.bar(
            (left, middle - high),
            (x.place(counter.into()), middle + high),
            Ink::Bad,
            if is_least { 0.9 } else { 0.35 },
        );
        pen.bar(
            (left, middle - high),
            (x.place(count.into()), middle + high),
            Ink::Good,
            if is_least { 1.0 } else { 0.5 },
        );
        let said = whole(counter.into());
        let said = if is_least { said + ", the least" } else { said };
        let start = x.place(counter.into()) + 5.0;
        let words: Vec<String> = sharers.iter().map(|&(item, count)| format!("{} {count}", shot.word(item))).collect();
        let texts = match words.as_slice() {
            [] => [said.clone(), said.clone(), whole(counter.into())],
            [first, ..] => [format!("{said}: {}", words.join(", ")), format!("{said}: {first}"), whole(counter.into())],
        };
        pen.text(fitting(layout.answer - start, &texts), (start, middle), Across::Start, row_ink);
    }
    if let Some(predicted) = predicted {
        let x = x.place(predicted);
        pen.dashes((x, top), (x, foot), Ink::Text);
        pen.text("yours", (x + 3.0, foot - 6.0), Across::Start, Ink::Text);
    }
}
