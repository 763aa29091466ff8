//! The day: who rides, who is caught, who attacks; and the days before it, as a row.

use super::layout::Layout;
use super::scene::Shot;
use super::sentence;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting};
use crate::ui::maths::sin;

/// How many men an army is drawn with.
const MEN: usize = 6;

/// A day's mark in the row, with the gap after it.
const PITCH: f64 = 11.0;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let (left, top, right, foot) = layout.valley;
    let (width, depth) = (right - left, foot - top - 4.0);
    // Down one side and up the other; the hills are flat at the outer tenths.
    let ground = |share: f64| {
        let across = ((share - 0.1) / 0.8).clamp(0.0, 1.0);
        (left + share * width, top + 16.0 + (depth - 16.0) * sin(std::f64::consts::PI * across))
    };
    let line: Vec<(f64, f64)> = (0..=40).map(|step| ground(f64::from(step) / 40.0)).collect();
    pen.line(&line, Ink::Quiet, 1.5);

    let mut marks = Marks::default();
    for rider in 0..shot.messengers {
        let Some(way) = shot.way(rider) else { continue };
        let is_caught = shot.caught[rider as usize];
        // Each is caught at a place of his own.
        let end = if is_caught { 0.35 + 0.3 * (f64::from(rider) * 0.618).fract() } else { 1.0 };
        let gone = 0.1 + 0.8 * way.min(end);
        let (x, y) = ground(if shot.rides_back(rider) { 1.0 - gone } else { gone });
        if is_caught && way >= end {
            let fallen = ((way - end) / 0.15).min(1.0);
            let y = y - 5.0 + 4.0 * fallen;
            pen.line(&[(x - 4.0, y - 4.0), (x + 4.0, y + 4.0)], Ink::Bad, 2.0);
            pen.line(&[(x - 4.0, y + 4.0), (x + 4.0, y - 4.0)], Ink::Bad, 2.0);
        } else if way < 1.0 || !shot.is_quiet() {
            marks.put(Ink::Good, 1.0, Shape::Disc(x, y - 5.0, 4.0));
        }
    }
    let (first, second) = (shot.day.first, shot.day.second);
    let attack = shot.attack();
    for (is_second, attacks) in [(false, first), (true, second)] {
        let charge = attack.filter(|_| attacks).unwrap_or(0.0);
        let ink = if charge < 1.0 { Ink::Text } else { [Ink::Bad, Ink::Confirmed][usize::from(first && second)] };
        for man in 0..MEN {
            let share = 0.01 + 0.018 * man as f64 + 0.33 * charge;
            let (x, y) = ground(if is_second { 1.0 - share } else { share });
            // Those who lose lie down.
            let shape = if ink == Ink::Bad {
                Shape::Rect(x - 3.0, y - 2.0, 6.0, 2.0)
            } else {
                Shape::Rect(x - 1.5, y - 8.0, 3.0, 8.0)
            };
            marks.put(ink, 1.0, shape);
        }
        let (x, y) = ground(if is_second { 0.99 } else { 0.01 });
        // The flag is up where a general attacks.
        let up = if attack.is_some() && attacks { 20.0 } else { 12.0 };
        marks.put(Ink::Text, 1.0, Shape::Rect(x - 0.5, y - 22.0, 1.0, 22.0));
        let flag_x = if is_second { x - 9.0 } else { x };
        marks.put(
            if attacks && attack.is_some() { Ink::P99 } else { Ink::Idle },
            1.0,
            Shape::Rect(flag_x, y - up - 2.0, 9.0, 6.0),
        );
        let (place, across) = if is_second { (x - 12.0, Across::End) } else { (x + 12.0, Across::Start) };
        pen.text(if is_second { "B" } else { "A" }, (place, y - 16.0), across, Ink::Text);
    }
    // Whoever is in the valley waits for one army alone, and runs from two.
    let flight = attack.filter(|_| first && second).unwrap_or(0.0);
    for man in 0..MEN {
        let (x, y) = ground(0.455 + 0.018 * man as f64);
        marks.put(Ink::Idle, 1.0 - flight, Shape::Diamond(x, y + 1.0, 4.0));
    }
    days(&mut marks, shot, layout);
    pen.marks(&marks, (1.0, 0.0, 0.0));
    pen.text(fitting(width, &sentence::heading(shot)), (left + 0.5 * width, 8.0), Across::Middle, Ink::Text);
    if shot.is_quiet() {
        let unknown = sentence::unknown(shot);
        pen.text(fitting(width, &unknown), (left + 0.5 * width, layout.words_y), Across::Middle, Ink::Quiet);
    }
}

/// The days that have ended, the last at the right.
fn days(marks: &mut Marks, shot: &Shot<'_>, layout: &Layout) {
    let (y, right) = (layout.days_y, layout.valley.2);
    let room = (right / PITCH) as u32;
    for back in 0..room.min(shot.ended) {
        let Some((day, _)) = shot.run.day(shot.ended - 1 - back) else { continue };
        let x = right - PITCH * (f64::from(back) + 0.5);
        let (ink, shape) = match (day.first, day.second) {
            (true, true) => (Ink::Confirmed, Shape::Square(x, y, 3.5)),
            (false, false) => (Ink::Idle, Shape::Disc(x, y, 2.0)),
            _ => (Ink::Bad, Shape::Diamond(x, y, 5.0)),
        };
        marks.put(ink, 1.0, shape);
    }
}
