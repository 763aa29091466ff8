//! The two ledgers, a column for each order: the rows of the database, the events of the broker. A hole where one is missing
//! for good, a ghost for an event without a row, a double for what is there twice.

use super::layout::{LINE, Layout};
use super::scene::{Shot, Standing};
use crate::kernel::words::counted;
use crate::ui::chart::{Across, Ink, Pen, fitting, width_of};
use crate::ui::words::{short, whole};

/// The widest and the narrowest column.
const WIDEST: f64 = 34.0;
const NARROWEST: f64 = 5.0;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<(f64, &str)>) {
    heads(pen, shot, layout, predicted);
    let entries = shot.entries();
    let pitch = ((layout.width - 6.0) / entries.len().max(1) as f64).clamp(NARROWEST, WIDEST);
    let room = ((layout.width - 6.0) / pitch) as usize;
    // The last that have room.
    let first = entries.len().saturating_sub(room.max(1));
    for (place, entry) in entries[first..].iter().enumerate() {
        let standing = shot.standing(entry);
        let (left, right) = (place as f64 * pitch, (place as f64 + 1.0) * pitch - 5.0_f64.min(0.3 * pitch));
        let order = (first + place) as u32;
        for (ledger, &top) in layout.ledgers[..layout.shown].iter().enumerate() {
            cell(pen, standing, ledger, order, (left, right, top + LINE));
        }
    }
}

fn cell(pen: &mut Pen, standing: Standing, ledger: usize, order: u32, (left, right, top): (f64, f64, f64)) {
    let foot = top + LINE;
    let copies = [u32::from(standing.row), standing.events, standing.effects][ledger];
    let is_hole = if ledger == 0 { standing.is_phantom() } else { standing.is_lost() };
    let is_ghost = ledger > 0 && standing.is_phantom();
    if is_hole || is_ghost {
        for (from, to) in [
            ((left, top), (right, top)),
            ((right, top), (right, foot)),
            ((right, foot), (left, foot)),
            ((left, foot), (left, top)),
        ] {
            pen.dashes(from, to, Ink::Bad);
        }
    } else if copies == 0 {
        return pen.line(&[(left, foot), (right, foot)], Ink::Rule, 1.0);
    }
    if copies > 1 {
        pen.bar((left + 3.0, top - 3.0), (right + 3.0, foot - 3.0), Ink::Bad, 0.6);
    }
    if copies > 0 {
        pen.bar((left, top), (right, foot), Ink::node(order), if is_ghost { 0.15 } else { 0.45 });
    }
    let text = match copies {
        0 => "✗".to_string(),
        1 => order.to_string(),
        copies => format!("×{copies}"),
    };
    if width_of(&text) <= right - left {
        let ink = if is_hole || is_ghost { Ink::Bad } else { Ink::Text };
        pen.text(&text, (0.5 * (left + right), 0.5 * (top + foot)), Across::Middle, ink);
    }
}

/// What each ledger holds, in words; `predicted` is what the reader predicted, and of what.
fn heads(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<(f64, &str)>) {
    let counts = shot.counts();
    let part = |count: u64, what: &str| match count {
        0 => String::new(),
        count => format!(", {} {what}", whole(count)),
    };
    let guess = predicted.map(|(guess, what)| format!(", you predicted {}{what}", short(guess))).unwrap_or_default();
    let wrong = [part(counts.lost, "lost"), part(counts.phantoms, "phantom"), part(counts.doubled, "twice")].concat();
    let repeated = part(counts.repeated, "twice");
    let rows = counted(counts.rows, "row");
    let (events, effects) = (counted(counts.events, "event"), counted(counts.effects, "effect"));
    let heads =
        [["database: ", &rows, "", &guess], ["broker: ", &events, &wrong, ""], ["consumer: ", &effects, &repeated, ""]];
    for (place, ([name, held, wrong, guess], top)) in
        heads.into_iter().zip(layout.ledgers).take(layout.shown).enumerate()
    {
        let ink = if place == 0 || wrong.is_empty() { Ink::Quiet } else { Ink::Bad };
        let texts = [[name, held, wrong, guess].concat(), [held, wrong, guess].concat(), [held, wrong].concat()];
        pen.text(fitting(layout.width - 4.0, &texts), (2.0, top + 0.4 * LINE), Across::Start, ink);
    }
}
