//! The consumer: the list of keys at its door, what it has at work, and what it has just turned away.

use super::layout::{Layout, ROW};
use super::producers::frame;
use super::scene::Shot;
use crate::engines::delivery::policy::{Mode, Step};
use crate::engines::delivery::story::Note;
use crate::kernel::Time;
use crate::ui::chart::{Across, Ink, Pen, fitting, width_of};

/// For how long the door's last word stands, in seconds of the reader's.
const WORD_S: f64 = 1.5;

pub(super) fn draw(pen: &mut Pen, shot: &Shot<'_>, layout: &Layout) {
    let (left, right) = (layout.banks.1, layout.width - 1.0);
    let (top, foot) = (1.0, layout.foot);
    let is_down = shot.is_down();
    frame(pen, (left, top), (right, foot), if is_down { Ink::Bad } else { Ink::Quiet }, is_down);
    let (start, end) = (left + 4.0, right - 4.0);
    let mut line = top + 0.5 * ROW + 1.0;
    for (texts, ink) in head(shot, is_down) {
        pen.text(fitting(end - start, &texts), (start, line), Across::Start, ink);
        line += ROW;
    }
    // What is at work and the door's word have the last rows.
    let works = at_work(shot);
    let rows = ((foot - line) / ROW).max(0.0) as usize;
    let work_rows = works.len().min(if rows > 4 { 2 } else { 1 });
    list(pen, shot, (start, line - 0.5 * ROW), (end, rows.saturating_sub(work_rows + 1)));
    let mut line = foot - 0.5 * ROW - 1.0;
    if let Some((texts, ink)) = word(shot) {
        pen.text(fitting(end - start, &texts), (start, line), Across::Start, ink);
    }
    for (number, done) in works.iter().rev().take(work_rows).filter(|_| rows > 1) {
        line -= ROW;
        work(pen, shot, *number, *done, (start, line), end);
    }
    if is_down {
        pen.line(&[(left, top), (right, foot)], Ink::Bad, 1.0);
        pen.line(&[(left, foot), (right, top)], Ink::Bad, 1.0);
    }
}

/// The first lines of the box: its name, the epoch that it asks for, and how it keeps keys; each in words of several lengths.
fn head(shot: &Shot<'_>, is_down: bool) -> Vec<([String; 2], Ink)> {
    let both = |texts: [&str; 2]| texts.map(str::to_string);
    let mut lines = vec![match is_down {
        true => (both(["consumer: crashed", "crashed"]), Ink::Bad),
        false => (both(["consumer", "cons."]), Ink::Text),
    }];
    if shot.policy.fences {
        let epoch = shot.door_epoch().to_string();
        lines.push(([format!("door: epoch ≥ {epoch}"), format!("≥ {epoch}")], Ink::Quiet));
    }
    let kept = match shot.policy.mode {
        Mode::Window(_) if shot.policy.window.is_some() => ["keys, for a time:", "keys:"],
        Mode::Window(_) | Mode::Inbox => ["keys, for ever:", "keys:"],
        Mode::Upsert | Mode::CompareAndSet => ["sets values", "values"],
        Mode::AtMostOnce | Mode::AtLeastOnce => ["keeps no keys", "no keys"],
    };
    lines.push((both(kept), if is_down { Ink::Idle } else { Ink::Quiet }));
    lines
}

/// The newest keys, each with the part of its time that is left.
fn list(pen: &mut Pen, shot: &Shot<'_>, (left, top): (f64, f64), (right, rows): (f64, usize)) {
    let keys = shot.keys();
    let shown = if keys.len() > rows { rows.saturating_sub(1) } else { keys.len() };
    let mut line = top + 0.5 * ROW;
    for (number, recorded) in &keys[..shown] {
        let name = shot.key_name(*number);
        pen.text(&name, (left, line), Across::Start, Ink::Text);
        if let Some(window) = shot.policy.window {
            let rest = Time((*recorded + window).0.saturating_sub(shot.moment.0));
            let from = left + width_of(&name) + 4.0;
            let part = rest.0 as f64 / window.0.max(1) as f64;
            pen.bar((from, line - 3.0), (right, line + 3.0), Ink::Rule, 1.0);
            pen.bar((from, line - 3.0), (from + (right - from) * part, line + 3.0), Ink::Confirmed, 0.7);
        }
        line += ROW;
    }
    if keys.len() > shown && rows > 0 {
        let more = format!("+{}", (keys.len() - shown));
        pen.text(&more, (left, line), Across::Start, Ink::Quiet);
    }
}

/// The messages that the consumer has begun and not finished, each with the number of its steps that are done.
fn at_work(shot: &Shot<'_>) -> Vec<(u32, usize)> {
    let (step, steps) = (shot.params.time("step_ms"), shot.policy.mode.steps().len());
    let mut works = Vec::new();
    let crashed = shot.crashed();
    for note in shot.recent(Time(step.0 * steps as u64)).filter(|note| note.kind == "receive") {
        if crashed.is_none_or(|crashed| note.at > crashed) && !is_turned_away(shot, note) {
            let done = (shot.moment - note.at).0 / step.0.max(1);
            works.push((note.number, done as usize));
        }
    }
    works
}

/// Whether the door has sent back what was received.
fn is_turned_away(shot: &Shot<'_>, received: &Note) -> bool {
    shot.notes().iter().rev().take_while(|note| note.at >= received.at).any(|note| {
        note.at == received.at
            && note.number == received.number
            && !matches!(note.kind, "receive" | "remember" | "effect")
    })
}

/// A message at work: how many of its steps are done, and the last of them in words.
fn work(pen: &mut Pen, shot: &Shot<'_>, number: u32, done: usize, (left, line): (f64, f64), right: f64) {
    let steps = shot.policy.mode.steps();
    let said = match done.checked_sub(1).and_then(|last| steps.get(last)) {
        None => "at the till",
        Some(Step::Expectation | Step::Record) => "key noted",
        Some(Step::Effect) => "paid",
        Some(Step::ClaimAndEffect) => "paid, key noted",
        Some(Step::Ack) => "answered",
    };
    let number = number.to_string();
    let steps_done = format!("{done}/{}", steps.len());
    let texts =
        [format!("{number}: {steps_done} {said}"), format!("{number}: {said}"), format!("{number}: {steps_done}")];
    pen.text(fitting(right - left, &texts), (left, line), Across::Start, Ink::Text);
}

/// What the door has said last, if that is not long ago.
fn word(shot: &Shot<'_>) -> Option<([String; 2], Ink)> {
    let said = shot.recent(shot.seconds(WORD_S)).find_map(|note| {
        let number = note.number.to_string();
        let owner = note.key_of.map(|owner| owner.to_string()).unwrap_or_default();
        Some(match note.kind {
            "pass-over" => (format!("{number} is known: passed over"), format!("{number} known"), Ink::Confirmed),
            "swallow" => (format!("{number} taken for {owner}"), format!("{number} = {owner}?"), Ink::Bad),
            "conflict" => (format!("{number} refused: key of {owner}"), format!("{number}: no"), Ink::Bad),
            "fence" => (format!("{number} refused: past epoch"), format!("{number}: no"), Ink::Confirmed),
            "no-change" => (format!("{number} changes nothing"), format!("{number} same"), Ink::Confirmed),
            _ => return None,
        })
    });
    said.map(|(long, short, ink)| ([long, short], ink))
}
