//! The processes: who is there, who has crashed, who is bound by a promise; and the outbox.

use super::layout::{BOX, LINE, Layout};
use super::scene::Shot;
use crate::engines::dual_write::message::NAMES;
use crate::kernel::Time;
use crate::ui::chart::{Across, Ink, Pen, fitting, width_of};
use crate::ui::words::{number, whole};

/// The size of a row in the outbox.
const ROW: f64 = 16.0;

/// Who talks with whom: all strategies, those without an outbox, those with one.
const LINKS: [(usize, usize); 5] = [(0, 1), (2, 4), (0, 2), (1, 3), (3, 2)];

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let has_outbox = shot.track.strategy.has_outbox();
    for (from, to) in LINKS.into_iter().filter(|link| match link {
        (0, 2) => !has_outbox,
        (1, 3) | (3, 2) => has_outbox,
        _ => true,
    }) {
        pen.line(&[layout.stations[from], layout.stations[to]], Ink::Rule, 1.0);
    }
    for process in (0..NAMES.len()).filter(|&process| shot.track.strategy.has(process as u32)) {
        station(pen, shot, layout, process);
    }
    if has_outbox {
        outbox(pen, shot, layout);
    }
}

/// A process: one that has crashed is grey and crossed, one that is bound raises a hand and is shaded.
fn station(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, process: usize) {
    let (x, y) = layout.stations[process];
    let half = 0.5 * width_of(NAMES[process]) + 5.0;
    let (left, right, top, foot) = (x - half, x + half, y - 0.5 * BOX, y + 0.5 * BOX);
    let down = shot.back(process);
    let bound = process.checked_sub(1).filter(|participant| *participant < 2).and_then(|it| shot.bound(it));
    let ink = match (down, &bound) {
        (Some(_), _) => Ink::Idle,
        (_, Some(_)) => Ink::Bad,
        _ => Ink::Quiet,
    };
    pen.bar((left, top), (right, foot), ink, if down.is_some() || bound.is_some() { 0.3 } else { 0.1 });
    pen.line(&[(left, top), (right, top), (right, foot), (left, foot), (left, top)], ink, 1.5);
    pen.text(NAMES[process], (x, y), Across::Middle, if down.is_some() { Ink::Idle } else { Ink::Text });
    if down.is_some() {
        pen.line(&[(left, top), (right, foot)], Ink::Bad, 2.0);
        pen.line(&[(left, foot), (right, top)], Ink::Bad, 2.0);
    }
    if bound.is_some() {
        pen.line(&[(left + 6.0, top), (left + 6.0, top - 10.0)], Ink::Bad, 2.5);
        pen.dot((left + 6.0, top - 12.0), 4.0, Ink::Bad, 1.0);
        for step in 1..4 {
            let x = left + (right - left) * 0.25 * f64::from(step);
            pen.dashes((x, top), (x, foot), Ink::Bad);
        }
    }
    let texts = match (down, bound) {
        (Some(_), _) => vec!["crashed".to_string(), "✗".to_string()],
        (_, Some((_, bound))) => vec![format!("locked {}", ms(bound)), ms(bound)],
        _ => return,
    };
    // The service and those at the right have room below (in a low picture above), the two others at their left.
    match process {
        0 | 3 | 4 => {
            let beside = if layout.is_low { top - 0.6 * LINE } else { foot + 0.6 * LINE };
            pen.text(&texts[0], (x, beside), Across::Middle, Ink::Bad);
        }
        _ => {
            let room = if layout.is_low && shot.track.strategy.has_outbox() { 2.0 * BOX } else { left - 6.0 };
            pen.text(fitting(room, &texts), (left - 6.0, y), Across::End, Ink::Bad);
        }
    }
}

/// `120 ms`, `1.25 s`.
pub(super) fn ms(time: Time) -> String {
    let ms = time.as_millis();
    if ms < 999.5 { number(ms, 0) + "\u{202f}ms" } else { number(ms / 1000.0, 2) + "\u{202f}s" }
}

/// The rows of the outbox, those that are lit first.
fn outbox(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let (left, right) = layout.tray();
    let (top, foot) = (layout.stations[1].1 - 0.5 * BOX, layout.stations[1].1 + 0.5 * BOX);
    let rows = shot.outbox();
    let count = whole(rows.len() as u64);
    let texts = [format!("outbox: {count} rows"), format!("outbox {count}"), count];
    pen.text(fitting(right - left, &texts), (left, top - 8.0), Across::Start, Ink::Quiet);
    pen.line(&[(left, top), (left, foot), (right, foot), (right, top)], Ink::Quiet, 1.0);
    let room = ((right - left - 4.0) / (ROW + 2.0)).max(1.0) as usize;
    let lit = rows.iter().filter(|row| row.2);
    let unlit = rows.iter().rev().filter(|row| !row.2);
    for (place, &(row, order, is_lit)) in lit.chain(unlit).take(room).enumerate() {
        let x = left + 3.0 + place as f64 * (ROW + 2.0);
        let ink = if is_lit { Ink::node(order) } else { Ink::Idle };
        pen.bar((x, foot - 2.0 - ROW), (x + ROW, foot - 2.0), ink, if is_lit { 0.55 } else { 0.2 });
        let number = row.to_string();
        if width_of(&number) <= ROW {
            let ink = if is_lit { Ink::Text } else { Ink::Idle };
            pen.text(&number, (x + 0.5 * ROW, foot - 2.0 - 0.5 * ROW), Across::Middle, ink);
        }
    }
}
