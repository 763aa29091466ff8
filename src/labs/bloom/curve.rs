//! The rate of false positives as the filter fills: what was measured as dots, what theory says as a thin line, and thinner
//! the textbook's formula.

use super::layout::Layout;
use super::scene::Shot;
use crate::engines::bloom::theory::classic_rate;
use crate::ui::chart::axis::round_up;
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape};
use crate::ui::words::{number, short};

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>, asking: bool) {
    let Some((left, top, right, foot)) = layout.curve else { return };
    let all = shot.run.checkpoints();
    let (keys, hashes) = shot.run.size();
    let most = all.iter().map(|look| look.rate.max(look.predicted_rate)).fold(predicted.unwrap_or_default(), f64::max);
    let step = round_up((most / 2.0).max(1e-5));
    let across = Axis::linear((0.0, keys.into()), (left, right));
    let up = Axis::linear((0.0, 2.2 * step), (foot, top));
    for tick in [0.0, step, 2.0 * step].into_iter().filter(|_| !asking) {
        pen.text(&(short(100.0 * tick) + "\u{202f}%"), (left - 4.0, up.place(tick)), Across::End, Ink::Quiet);
        pen.line(&[(left, up.place(tick)), (right, up.place(tick))], Ink::Rule, 1.0);
    }
    let name = number(keys.into(), 0) + " keys";
    pen.text(&name, (right, foot + 11.0), Across::End, Ink::Quiet);
    pen.text("false positives", (left, top - 9.0), Across::Start, Ink::Quiet);
    if asking {
        return;
    }
    let (mut law, mut textbook) = (vec![(left, foot)], vec![(left, foot)]);
    let cells = shot.run.filter().textbook_cells();
    for look in all {
        let x = across.place(look.keys.into());
        law.push((x, up.place(look.predicted_rate)));
        textbook.push((x, up.place(classic_rate(cells, look.keys, hashes))));
    }
    if !shot.is_cuckoo() {
        pen.line(&textbook, Ink::Rule, 1.0);
    }
    pen.line(&law, Ink::Text, 1.0);
    let mut marks = Marks::default();
    for look in shot.checkpoints() {
        marks.put(Ink::Bad, 1.0, Shape::Disc(across.place(look.keys.into()), up.place(look.rate), 2.5));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
    if let Some(rate) = predicted {
        pen.dashes((left, up.place(rate)), (right, up.place(rate)), Ink::Text);
    }
}
