//! The producers: what each waits for, with a bar that runs to its next sending.

use super::bridges::producer_ink;
use super::layout::{Layout, ROW};
use super::scene::{Duty, Shot};
use crate::engines::delivery::message::{NAMES, PRODUCER, SUCCESSOR};
use crate::kernel::{ProcessId, Time};
use crate::ui::chart::{Across, Ink, Pen, fitting, width_of};

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    producer(pen, shot, layout, PRODUCER);
    if shot.has_successor() {
        producer(pen, shot, layout, SUCCESSOR);
    }
}

fn producer(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout, id: ProcessId) {
    let (top, foot) = layout.producer(id, shot.has_successor());
    let (left, right) = (1.0, layout.banks.0);
    let (duty, epoch) = shot.duty(id);
    let hue = producer_ink(id);
    let ink = if duty == Duty::Asleep { Ink::Idle } else { hue };
    frame(pen, (left, top), (right, foot), ink, duty == Duty::Asleep);
    let room = right - left - 6.0;
    let name = [NAMES[id as usize].to_string(), NAMES[id as usize][..4].to_string()];
    let name_ink = if duty == Duty::Asleep { Ink::Idle } else { Ink::Text };
    let mut line = top + 0.5 * ROW + 1.0;
    pen.text(fitting(room, &name), (left + 4.0, line), Across::Start, name_ink);
    line += ROW;
    let (said, short, ink) = match duty {
        Duty::InCharge => ("epoch ", "ep. ", Ink::Quiet),
        Duty::StandsBy => ("stands by", "idle", Ink::Idle),
        Duty::Asleep => ("asleep, epoch ", "asleep", Ink::Bad),
        Duty::Past => ("past epoch ", "past ", Ink::Bad),
    };
    if shot.has_successor() {
        let epoch = if duty == Duty::StandsBy { String::new() } else { epoch.to_string() };
        let texts = [[said, &epoch].concat(), [short, &epoch].concat(), short.to_string()];
        pen.text(fitting(room, &texts), (left + 4.0, line), Across::Start, ink);
        line += ROW;
    }
    waiting(pen, shot, id, (left + 4.0, line), (right - 4.0, foot - 4.0));
}

/// The messages without an acknowledgement, each with the part of its time until the retry that is over.
fn waiting(pen: &mut Pen, shot: &Shot<'_>, id: ProcessId, (left, top): (f64, f64), (right, foot): (f64, f64)) {
    let pending = shot.pending(id);
    let rows = ((foot - top) / ROW).max(0.0) as usize;
    if pending.is_empty() || rows == 0 {
        return;
    }
    let timeout = shot.params.time("timeout_ms").max(Time(1));
    let shown = if pending.len() > rows { rows - 1 } else { pending.len() };
    let mut line = top + 0.5 * ROW;
    let is_asleep = shot.duty(id).0 == Duty::Asleep;
    for (number, sent) in &pending[..shown] {
        let part = ((shot.moment - *sent).0 as f64 / timeout.0 as f64).min(1.0);
        let ink = if is_asleep { Ink::Idle } else { Ink::Text };
        let number = number.to_string();
        pen.text(&number, (left, line), Across::Start, ink);
        let from = left + width_of(&number) + 4.0;
        pen.bar((from, line - 3.0), (right, line + 3.0), Ink::Rule, 1.0);
        pen.bar(
            (from, line - 3.0),
            (from + (right - from) * part, line + 3.0),
            if part > 0.8 { Ink::Bad } else { ink },
            0.6,
        );
        line += ROW;
    }
    if pending.len() > shown {
        let more = format!("+{}", (pending.len() - shown));
        pen.text(&more, (left, line), Across::Start, Ink::Quiet);
    }
}

/// The four sides of a box, whole or dashed.
pub(super) fn frame(pen: &mut Pen, (left, top): (f64, f64), (right, foot): (f64, f64), ink: Ink, is_dashed: bool) {
    let corners = [(left, top), (right, top), (right, foot), (left, foot), (left, top)];
    match is_dashed {
        true => corners.windows(2).for_each(|side| pen.dashes(side[0], side[1], ink)),
        false => pen.line(&corners, ink, 1.0),
    }
}
