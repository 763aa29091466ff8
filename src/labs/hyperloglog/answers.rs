//! What becomes of several sketches' answers: added up, averaged, merged; and what two of them have in common, which is left
//! when the merged one is taken from the sum. Each is a bar against a tick at the truth and the band of the theory.

use super::scene::{Layout, Shot};
use crate::ui::chart::{Across, Axis, Ink, Pen, fitting, width_of};
use crate::ui::words::number;

/// A row's words, its colour, its estimate and its truth, and what its standard error is a fraction of.
type Row = (String, Ink, f64, u32, u32);

/// `predicted` is the number that the reader predicted.
pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let (top, foot) = (layout.below.0 - 14.0, layout.below.1 - 2.0);
    let rows = rows(shot, foot - top > 120.0);
    let each = (foot - top) / rows.len() as f64;
    let most = rows.iter().fold(predicted.unwrap_or(1.0), |most, row| most.max(row.2).max(row.3.into()));
    let left = rows.iter().map(|row| width_of(&row.0)).fold(0.0, f64::max) + 6.0;
    let said = |row: &Row| format!("{} of {}", number(row.2, 0), number(row.3.into(), 0));
    let wide = rows.iter().map(|row| width_of(&said(row))).fold(0.0, f64::max);
    let room = layout.width - left;
    // What is narrow has the estimates alone.
    let (room, is_narrow) = if room > 2.0 * wide { (room - wide, false) } else { (room - 38.0, true) };
    let x = Axis::linear((0.0, most), (left, left + room - 8.0));
    let band = 1.04 / (shot.tally.shards()[0].registers().len() as f64).sqrt();
    for (place, row) in rows.iter().enumerate() {
        let (name, ink, estimate, truth, of) = row;
        let (from, middle) = (top + each * place as f64, top + each * (place as f64 + 0.5));
        let (high, truth) = ((0.3 * each).min(7.0), f64::from(*truth));
        pen.text(name, (2.0, middle), Across::Start, Ink::Text);
        let around = [-1.0, 1.0].map(|sign| x.place(truth + sign * band * f64::from(*of)));
        pen.bar((around[0], from + 1.0), (around[1], from + each - 1.0), Ink::Confirmed, 0.15);
        pen.bar((left, middle - high), (x.place(*estimate), middle + high), *ink, 0.7);
        pen.line(&[(x.place(truth), from + 1.0), (x.place(truth), from + each - 1.0)], Ink::Text, 2.0);
        let texts = [said(row), number(*estimate, 0)];
        let text = if is_narrow { &texts[1] } else { fitting(wide, &texts) };
        pen.text(text, (layout.width - 2.0, middle), Across::End, Ink::Text);
    }
    if let Some(predicted) = predicted {
        pen.dashes((x.place(predicted), top), (x.place(predicted), foot), Ink::Bad);
        pen.text("yours", (x.place(predicted), foot - 6.0), Across::End, Ink::Bad);
    }
}

/// The rows; where there is little room, only those that answer for all.
fn rows(shot: &Shot<'_>, roomy: bool) -> Vec<Row> {
    let tally = &shot.tally;
    let (distinct, shards) = (tally.distinct(), tally.shards().len());
    let summed = tally.summed(shot.run.small_range());
    let mut rows = Vec::new();
    if roomy && shards == 2 {
        for (shard, (sketch, &alone)) in tally.shards().iter().zip(tally.alone()).enumerate() {
            rows.push((shot.name(shard), Ink::node(shard as u32), shot.estimate(sketch).value, alone, alone));
        }
    }
    rows.push(("added up".to_string(), Ink::Bad, summed, distinct, distinct));
    rows.push(("mean".to_string(), Ink::Bad, summed / shards as f64, distinct, distinct));
    if shot.merged > 0.0 {
        let merged = shot.estimate(&tally.merged()).value;
        rows.push(("merged".to_string(), Ink::Confirmed, merged, distinct, distinct));
        if shards == 2 {
            rows.push(("on both".to_string(), Ink::Idle, (summed - merged).max(0.0), tally.overlap(), distinct));
        }
    }
    rows
}
