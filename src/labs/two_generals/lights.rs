//! The column of lights: each that is lit is one more "A knows that B knows"; under the last there is always a dark one.

use super::layout::{LINE, Layout};
use super::scene::Shot;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting};
use crate::ui::words::number;

/// So many nested levels are spelt out.
const SPELT: u32 = 4;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let (left, top, right, foot) = layout.lights;
    let (levels, lit) = (shot.levels(), shot.lit());
    // One that the plan cannot light, and the dots that go on.
    let pitch = ((foot - top - 8.0) / f64::from(levels + 2)).min(1.3 * LINE);
    let (x, y) = (left + 6.0, |level: u32| top + pitch * (f64::from(level) + 0.5));
    let mut marks = Marks::default();
    pen.line(&[(x, y(0)), (x, y(lit))], Ink::Confirmed, 2.0);
    for level in 0..=levels + 1 {
        let is_lit = level <= lit;
        let (ink, radius) = if is_lit { (Ink::Confirmed, 5.0_f64) } else { (Ink::Idle, 2.5) };
        marks.put(ink, 1.0, Shape::Disc(x, y(level), radius.min(0.45 * pitch)));
        // Where lines would touch, only the last that is lit has words, and the one that never is.
        if pitch >= LINE - 1.0 || level == lit || level == levels + 1 && y(level) - y(lit) >= LINE {
            let ink = if is_lit { Ink::Text } else { Ink::Quiet };
            pen.text(
                fitting(right - x - 14.0, &words(level, level > levels)),
                (x + 14.0, y(level)),
                Across::Start,
                ink,
            );
        }
    }
    for dot in 1..4 {
        marks.put(Ink::Idle, 1.0, Shape::Disc(x, y(levels + 1) + 0.3 * pitch + 4.0 * f64::from(dot), 1.0));
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// What a light stands for: spelt out, and shorter.
fn words(level: u32, is_beyond: bool) -> Vec<String> {
    let who = |level: u32| if level % 2 == 1 { "B knows" } else { "A knows" };
    let mut spelt = who(level).to_string();
    for inner in (1..level.min(SPELT + 1)).rev() {
        spelt = format!("{spelt} that {}", who(inner));
    }
    let mut texts = match level {
        0 => vec!["A knows the plan is on".to_string(), spelt],
        1..=SPELT => vec![spelt],
        _ => Vec::new(),
    };
    if level > 1 {
        texts.push(format!("{} that letter {} came", who(level), number((level - 1).into(), 0)));
    }
    if is_beyond {
        let said: Vec<String> = texts.iter().map(|text| format!("{text}: never")).collect();
        return said;
    }
    texts
}
