//! On what share of the days so far one general attacked alone, and both did, by the number of messengers; the laws are thin
//! lines.

use super::layout::{LINE, Layout};
use super::scene::Shot;
use crate::engines::two_generals::policy::MAX_MESSENGERS;
use crate::engines::two_generals::theory::{disagreement, victory};
use crate::ui::chart::{Across, Axis, Ink, Marks, Pen, Shape};
use crate::ui::words::number;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>, asking: bool) {
    let Some((left, top, right, foot)) = layout.tally else { return };
    let up = Axis::linear((0.0, 1.0), (foot - LINE, top + 1.3 * LINE));
    let across = Axis::linear((0.5, f64::from(MAX_MESSENGERS) + 0.5), (left + 40.0, right));
    for (share, name) in [(0.0, "0\u{202f}%"), (1.0, "100\u{202f}%")] {
        pen.text(name, (left + 34.0, up.place(share)), Across::End, Ink::Quiet);
        pen.line(&[(left + 40.0, up.place(share)), (right, up.place(share))], Ink::Rule, 1.0);
    }
    for count in [1, 8, MAX_MESSENGERS] {
        let name = number(count.into(), 0) + if count == 8 { " messengers" } else { "" };
        pen.text(&name, (across.place(count.into()), foot - 3.0), Across::Middle, Ink::Quiet);
    }
    if asking || shot.ended == 0 {
        return;
    }
    let so_far = shot.run.so_far(shot.ended);
    let mut marks = Marks::default();
    let at = across.place(shot.messengers.into());
    for (kind, ink) in [(0, Ink::Bad), (1, Ink::Confirmed)] {
        let law = [disagreement, victory][kind];
        let point = |count: u32| (across.place(count.into()), up.place(law(shot.plan, shot.p, count)));
        pen.line(&(1..=MAX_MESSENGERS).map(point).collect::<Vec<_>>(), ink, 1.0);
        let share = f64::from(so_far[kind]) / f64::from(shot.ended);
        let said = number(100.0 * share, 1) + "\u{202f}%";
        let text_y = top + 0.4 * LINE;
        for (x, y) in [(at, up.place(share)), ([left + 5.0, right - 5.0][kind], text_y)] {
            marks.put(ink, 1.0, [Shape::Diamond(x, y, 5.0), Shape::Square(x, y, 4.0)][kind]);
        }
        let (x, side) = [(left + 14.0, Across::Start), (right - 14.0, Across::End)][kind];
        pen.text(&(said + [" alone", " both"][kind]), (x, text_y), side, ink);
    }
    if let Some(share) = predicted {
        pen.dashes((left + 40.0, up.place(share)), (right, up.place(share)), Ink::Text);
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}
