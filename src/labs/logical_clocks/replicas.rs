//! The processes: each with its clock and the values that it holds; and the tray of what is lost.

use super::scene::{Layout, Loss, Shot, ahead};
use crate::engines::logical_clocks::Held;
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, fitting, width_of};
use crate::ui::words::{short, whole};

/// The size of a value with its number in it, and of one without, in CSS pixels.
const CHIP: (f64, f64) = (30.0, 18.0);
const SPECK: (f64, f64) = (9.0, 9.0);

/// The room between two.
const GAP: f64 = 4.0;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    for process in 0..shot.run.processes().len() as u32 {
        clock(pen, shot, layout, process);
        replica(pen, shot, layout, process);
    }
    tray(pen, shot, layout, predicted);
}

/// The number of a process, and how wrong its clock is. A clock that is wrong by more than a message takes can put an effect
/// before its cause: it is marked.
fn clock(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, process: u32) {
    let (left, right) = layout.column(process);
    let middle = layout.middle(process);
    let error_ms = shot.error_ms(process);
    let error = ahead(error_ms);
    let is_wrong = error_ms.abs() > shot.run.delay_ms();
    let name = fitting(right - left, &[format!("process {process}"), process.to_string()]).to_string();
    pen.text(&name, (middle, 9.0), Across::Middle, Ink::Text);
    let mark = if is_wrong { "⚠ " } else { "" };
    let short = match error.strip_suffix(" behind") {
        Some(size) => format!("−{size}"),
        None => error.strip_suffix(" ahead").map_or_else(|| error.clone(), |size| format!("+{size}")),
    };
    let said = [format!("{mark}clock {error}"), format!("{mark}{error}"), error, short];
    pen.text(
        fitting(right - left, &said),
        (middle, 25.0),
        Across::Middle,
        if is_wrong { Ink::Bad } else { Ink::Quiet },
    );
}

fn replica(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, process: u32) {
    let (left, right) = layout.column(process);
    let (top, foot) = layout.replicas;
    let frame = [(left, top), (right, top), (right, foot), (left, foot), (left, top)];
    match shot.cut() == Some(process) {
        true => frame.windows(2).for_each(|side| pen.dashes(side[0], side[1], Ink::Bad)),
        false => pen.line(&frame, Ink::Quiet, 1.0),
    }
    if let Some(held) = shot.held(process) {
        values(pen, shot, held, (left + GAP, top + GAP), (right - GAP, foot - GAP));
    }
}

/// The values of a replica in rows: the last that have room, with their numbers if all have.
fn values(pen: &mut Pen, shot: &Shot<'_>, held: &Held, from: (f64, f64), to: (f64, f64)) {
    let room = |(width, height): (f64, f64)| {
        let across = ((to.0 - from.0 + GAP) / (width + GAP)).max(1.0) as usize;
        let down = ((to.1 - from.1 + GAP) / (height + GAP)).max(1.0) as usize;
        (across, across * down)
    };
    let size = if held.values.len() <= room(CHIP).1 { CHIP } else { SPECK };
    let (across, most) = room(size);
    // A number takes the room of three.
    let shown = if held.values.len() > most { most.saturating_sub(3) } else { held.values.len() };
    let hidden = held.values.len() - shown;
    if hidden > 0 {
        pen.text(&["+", &hidden.to_string()].concat(), (to.0, to.1 - 5.0), Across::End, Ink::Text);
    }
    let mut marks = Marks::default();
    for (place, value) in held.values[hidden..].iter().enumerate() {
        let x = from.0 + (place % across) as f64 * (size.0 + GAP);
        let y = from.1 + (place / across) as f64 * (size.1 + GAP);
        let write = &shot.run.ledger().writes()[*value as usize];
        let is_superseded = shot.is_superseded(*value, held);
        // What was knowingly overwritten is crossed out.
        let ink = if is_superseded { Ink::Bad } else { Ink::node(write.client) };
        marks.put(ink, 0.35, Shape::Rect(x, y, size.0, size.1));
        if size == CHIP {
            pen.text(&value.to_string(), (x + 0.5 * size.0, y + 0.5 * size.1), Across::Middle, Ink::Text);
        }
        if is_superseded {
            pen.line(&[(x, y + size.1), (x + size.0, y)], Ink::Bad, 1.5);
        }
    }
    pen.marks(&marks, (1.0, 0.0, 0.0));
}

/// What is lost, the last of it at the right.
fn tray(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, predicted: Option<f64>) {
    let (top, foot) = layout.tray;
    let losses = shot.losses();
    let ink = if losses.is_empty() { Ink::Quiet } else { Ink::Bad };
    let count = whole(losses.len() as u64);
    let writes = whole(shot.writes() as u64);
    let guess = predicted.map(|guess| format!(", you predicted {}", short(guess))).unwrap_or_default();
    let said = [
        format!("lost: {count} of {writes} writes{guess}"),
        format!("lost: {count} of {writes}{guess}"),
        format!("lost: {count}"),
    ];
    pen.text(fitting(layout.width - 4.0, &said), (2.0, top - 9.0), Across::Start, ink);
    pen.line(&[(0.0, top), (0.0, foot), (layout.width, foot), (layout.width, top)], ink, 1.0);
    // One that is still falling is not in it yet.
    let landed = losses.partition_point(|loss| loss.falls_for(shot.moment) >= 1.0);
    for (loss, x) in in_tray(&losses[..landed], layout.width) {
        chip(pen, loss, (x, 0.5 * (top + foot)));
    }
}

/// The losses that have room in a tray, each with its place.
fn in_tray(losses: &[Loss], width: f64) -> impl Iterator<Item = (&Loss, f64)> {
    let pitch = CHIP.0 + GAP;
    let most = ((width - GAP) / pitch).max(1.0) as usize;
    let shown = &losses[losses.len().saturating_sub(most)..];
    shown.iter().zip(0u16..).map(move |(loss, place)| (loss, GAP + 0.5 * CHIP.0 + f64::from(place) * pitch))
}

/// A write that is lost, or on its way there: a frame, and its number with an exclamation mark if it was the newer one.
pub(super) fn chip(pen: &mut Pen, loss: &Loss, (x, y): (f64, f64)) {
    let (width, height) = (0.5 * CHIP.0, 0.5 * CHIP.1);
    pen.bar((x - width, y - height), (x + width, y + height), Ink::node(loss.client), 0.2);
    let corners = [(x - width, y - height), (x + width, y - height), (x + width, y + height), (x - width, y + height)];
    pen.line(&[corners[0], corners[1], corners[2], corners[3], corners[0]], Ink::Bad, 1.5);
    let number = loss.write.to_string();
    let name = if loss.newer && width_of(&number) < 18.0 { number + "!" } else { number };
    pen.text(&name, (x, y), Across::Middle, Ink::Text);
}
