//! The account: what is there against what should be, as two bars and in words, and a slot for each of the last messages.

use super::layout::{Layout, ROW};
use super::scene::{Fate, Scene, Shot, Tally};
use super::sentence::{difference, euros};
use crate::engines::delivery::AMOUNT;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting, width_of};

/// The least and the greatest width of a slot, and the least in which its number has room, in CSS pixels.
const SLOT: (f64, f64) = (13.0, 40.0);
const NUMBERED: f64 = 22.0;

pub(super) fn draw(pen: &mut Pen, scene: &Scene, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let tally = shot.tally();
    let is_right = tally.extra == 0 && tally.missing == 0;
    let ink = if is_right { Ink::Confirmed } else { Ink::Bad };
    let mut line = layout.account + 0.5 * ROW;
    let texts = [
        format!("is {}, should be {}: {}", euros(tally.there()), euros(tally.owed()), difference(&tally)),
        format!("is {}: {}", euros(tally.there()), difference(&tally)),
        format!("{} of {}", euros(tally.there()), euros(tally.owed())),
    ];
    pen.text(fitting(layout.width - 4.0, &texts), (2.0, line), Across::Start, ink);
    line += ROW;
    if layout.has_bars {
        bars(pen, scene, &tally, (line - 0.5 * ROW + 2.0, layout.width), predicted);
        line += 36.0;
    }
    slots(pen, &tally, (line - 0.5 * ROW, layout.width));
}

/// What should be there, and under it what is: what is too much, and what is missing, stand out.
fn bars(pen: &mut Pen, scene: &Scene, tally: &Tally, (top, width): (f64, f64), predicted: Option<f64>) {
    const HIGH: f64 = 10.0;
    const APART: f64 = 6.0;
    let room = width - 70.0;
    let x = |money: f64| 68.0 + room * money / scene.top.max(predicted.unwrap_or_default());
    pen.text("should be", (2.0, top + 0.5 * HIGH), Across::Start, Ink::Quiet);
    pen.bar((x(0.0), top), (x(tally.owed()), top + HIGH), Ink::Idle, 0.7);
    let (top, foot) = (top + HIGH + APART, top + 2.0 * HIGH + APART);
    pen.text("is", (2.0, top + 0.5 * HIGH), Across::Start, Ink::Quiet);
    let right = tally.there() - AMOUNT * f64::from(tally.extra);
    pen.bar((x(0.0), top), (x(right), foot), Ink::Good, 0.7);
    if tally.extra > 0 {
        pen.bar((x(right), top - 2.0), (x(tally.there()), foot + 2.0), Ink::Bad, 0.9);
    }
    if tally.missing > 0 {
        let gap = (x(right), x(right + AMOUNT * f64::from(tally.missing)));
        pen.line(&[(gap.0, top), (gap.1, top), (gap.1, foot), (gap.0, foot), (gap.1, top)], Ink::Bad, 1.0);
    }
    if let Some(predicted) = predicted {
        pen.dashes((x(predicted), top - HIGH - APART - 2.0), (x(predicted), foot + 3.0), Ink::Text);
    }
}

/// The last messages that have room: a coin for each payment, a cross for one that is missing, a speck for one on its way.
fn slots(pen: &mut Pen, tally: &Tally, (top, width): (f64, f64)) {
    let most = (width / SLOT.0).max(1.0) as usize;
    let first = tally.fates.len().saturating_sub(most);
    let shown = &tally.fates[first..];
    let slot = (width / shown.len().max(1) as f64).clamp(SLOT.0, SLOT.1);
    let mut marks = Marks::default();
    let middle = top + 0.5 * ROW;
    for (place, fate) in shown.iter().enumerate() {
        let x = slot * place as f64 + 7.0;
        match *fate {
            Fate::OnItsWay => marks.put(Ink::Idle, 1.0, Shape::Disc(x, middle, 2.0)),
            Fate::NotOwed => marks.put(Ink::Quiet, 1.0, Shape::Square(x, middle, 2.0)),
            Fate::Missing => {
                pen.line(&[(x - 4.0, middle - 4.0), (x + 4.0, middle + 4.0)], Ink::Bad, 2.0);
                pen.line(&[(x - 4.0, middle + 4.0), (x + 4.0, middle - 4.0)], Ink::Bad, 2.0);
            }
            Fate::Paid(times) => {
                marks.put(Ink::Good, 0.8, Shape::Disc(x, middle, 5.0));
                for again in 1..times.min(3) {
                    marks.put(Ink::Bad, 0.9, Shape::Diamond(x + 4.0 * f64::from(again), middle, 5.0));
                }
            }
        }
        let number = (first + place).to_string();
        if slot >= NUMBERED.max(width_of(&number) + 2.0) {
            pen.text(&number, (x, middle + ROW - 2.0), Across::Middle, Ink::Quiet);
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}
