//! The words that are in, and what is said of the one that is used, cell by cell.

use super::cells::ink;
use super::layout::{LINE, Layout};
use super::scene::Shot;
use super::sentence;
use crate::engines::bloom::words::name;
use crate::ui::chart::{Across, Ink, Pen, fitting};

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    if layout.columns == 0 {
        return;
    }
    for (place, held) in shot.held.iter().enumerate() {
        if let Some((x, y)) = layout.word(place, shot.held.len()) {
            let word = name(held.step.key);
            let ink = if held.is_gone { Ink::Idle } else { Ink::Good };
            pen.text(&word, (x, y - 0.5 * LINE), Across::Middle, ink);
            if held.is_gone {
                let half = 0.5 * crate::ui::chart::width_of(&word);
                pen.line(&[(x - half, y - 0.5 * LINE), (x + half, y - 0.5 * LINE)], Ink::Idle, 1.0);
            }
        }
    }
    let Some(step) = shot.now else { return };
    let (x, mut y) = (layout.asked_at().0, layout.asked.0);
    let room = if x < 0.4 * layout.width { 0.52 } else { 1.0 } * layout.width;
    let ink = ink(shot, step);
    pen.text(fitting(room, &sentence::heading(shot, step)), (x, y), Across::Middle, ink);
    if !shot.is_settled() {
        return;
    }
    for line in sentence::lines(shot, step) {
        y += LINE;
        if y + 0.5 * LINE > layout.asked.1 {
            break;
        }
        pen.text(fitting(room, &line), (x, y), Across::Middle, Ink::Quiet);
    }
}
