//! The diagram on its canvas: lines with their clocks, events with their stamps, messages on their way, the pair that was
//! asked about with its path, and where now is.

use super::attention::Attention;
use super::desk::{Drag, Shot};
use super::layout::{LINE, Layout};
use crate::engines::space_time::{Clock, Fate, shiviz};
use crate::kernel::Time;
use crate::parts::clocks::{Event, EventId, EventKind, Relation};
use crate::ui::chart::{Across, Ink, Marks, Pen, Shape, width_of};
use crate::ui::words::number;

type Place = (f64, f64);

/// Draws a shot.
pub(super) fn draw(pen: &mut Pen, shot: &Shot, attention: Attention, drag: Option<Drag>) {
    let layout = Layout::of(shot, pen.size());
    lines(pen, shot, &layout);
    messages(pen, shot, &layout, attention);
    let asked = attention.pair().filter(|&(a, b)| a.max(b) < shot.happened());
    if let Some((first, second)) = asked {
        answer(pen, shot, &layout, (first, second));
    }
    events(pen, shot, &layout, attention);
    stamps(pen, shot, &layout, attention);
    if let Some(Drag { from, at, .. }) = drag {
        pen.dashes((layout.x(shot.now), layout.lines[from as usize]), at, Ink::node(from));
        pen.dot(at, 4.0, Ink::node(from), 1.0);
    }
}

/// The line of each process: thin until now, and pale beyond; its name, and what its wall clock shows.
fn lines(pen: &mut Pen, shot: &Shot, layout: &Layout) {
    let ((from, to), now) = (layout.ends(), layout.x(shot.now));
    for (process, &y) in (0u32..).zip(&layout.lines) {
        pen.line(&[(from, y), (to, y)], Ink::Rule, 9.0);
        pen.line(&[(from, y), (now, y)], Ink::node(process), 2.0);
        let name: String = shiviz::shown(&shot.diagram.names[process as usize], 40).chars().take(7).collect();
        match shot.diagram.wall_us(process, shot.now) {
            Some(wall_us) => {
                pen.text(&name, (2.0, y - 8.0), Across::Start, Ink::node(process));
                pen.text(&seconds(wall_us), (2.0, y + 7.0), Across::Start, Ink::Quiet);
            }
            None => pen.text(&name, (2.0, y), Across::Start, Ink::node(process)),
        }
    }
    for setting in shot.diagram.settings.iter().filter(|set| set.since > Time::ZERO && set.since <= shot.now) {
        let (x, y) = (layout.x(setting.since), layout.lines[setting.process as usize]);
        pen.line(&[(x, y - 10.0), (x, y + 10.0)], Ink::Bad, 2.0);
        if layout.rows > 1 {
            pen.text("clock set", (x, y + 16.0), Across::Middle, Ink::Bad);
        }
    }
    if let (Some(top), Some(foot)) = (layout.lines.first(), layout.lines.last()) {
        pen.dashes((now, top - 12.0), (now, foot + 12.0), Ink::Quiet);
    }
}

/// Messages: a dot at the end of its way while it travels; a cross where it was lost.
fn messages(pen: &mut Pen, shot: &Shot, layout: &Layout, attention: Attention) {
    for (number, message) in shot.diagram.messages.iter().enumerate().filter(|(number, _)| shot.is_sent(*number)) {
        let way = layout.way(shot, number, shot.now);
        let Some(&(x, y)) = way.last() else { continue };
        let is_picked = attention.message == Some(number as u32);
        let lost = message.lost_at().filter(|&lost| lost <= shot.now);
        let ink = if lost.is_some() { Ink::Bad } else { Ink::Quiet };
        pen.line(&way, ink, if is_picked { 3.0 } else { 1.3 });
        if lost.is_some() {
            pen.line(&[(x - 6.0, y - 6.0), (x + 6.0, y + 6.0)], Ink::Bad, 2.5);
            pen.line(&[(x - 6.0, y + 6.0), (x + 6.0, y - 6.0)], Ink::Bad, 2.5);
            pen.text("lost", (x + 9.0, y), Across::Start, Ink::Bad);
        } else if message.is_under_way(shot.now) {
            pen.dot((x, y), if is_picked { 7.0 } else { 5.0 }, Ink::node(message.from), 1.0);
        }
    }
}

/// The path between two events, lit; or that there is none. And what the wall clocks say, where they are wrong.
fn answer(pen: &mut Pen, shot: &Shot, layout: &Layout, (first, second): (EventId, EventId)) {
    let (from, to) = match shot.diagram.relation(first, second) {
        Some(Relation::Before) => (first, second),
        Some(Relation::After) => (second, first),
        _ => {
            let (a, b) = (layout.event(shot, first), layout.event(shot, second));
            pen.dashes(a, b, Ink::Idle);
            return pen.text("no path", middle(a, b), Across::Middle, Ink::Text);
        }
    };
    for step in shot.diagram.path(from, to).unwrap_or_default().windows(2) {
        pen.line(&way(shot, layout, (step[0], step[1])), Ink::Confirmed, 5.0);
    }
    let (cause, effect) = (&shot.diagram.events[from as usize], &shot.diagram.events[to as usize]);
    if shot.diagram.has_time() && Clock::Wall.says(cause, effect) == Relation::After {
        let (start, end) = (layout.event(shot, to), layout.event(shot, from));
        let bow = bow(start, end);
        bow.windows(2).for_each(|leg| pen.dashes(leg[0], leg[1], Ink::Bad));
        arrow(pen, bow[bow.len() - 2], end, layout.event + 5.0);
        pen.text("wall clocks ✗", bow[bow.len() / 2], Across::Middle, Ink::Bad);
    }
}

/// From an event to the next on its path: over a message, or along the line.
fn way(shot: &Shot, layout: &Layout, (from, to): (EventId, EventId)) -> Vec<Place> {
    let over = |number: &usize| {
        let message = &shot.diagram.messages[*number];
        message.sent == from && message.fate == Fate::Received(to)
    };
    match (0..shot.diagram.messages.len()).find(over) {
        Some(number) => layout.way(shot, number, Time(u64::MAX)),
        None => vec![layout.event(shot, from), layout.event(shot, to)],
    }
}

/// A bent way between two places, beside the straight one.
fn bow(from: Place, to: Place) -> Vec<Place> {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let out = (length * 0.18).min(28.0);
    let at = |part: f64| {
        let aside = out * 4.0 * part * (1.0 - part);
        (from.0 + dx * part + dy / length * aside, from.1 + dy * part - dx / length * aside)
    };
    (0..=8).map(|step| at(f64::from(step) / 8.0)).collect()
}

/// The head of an arrow that ends so far before a place.
fn arrow(pen: &mut Pen, from: Place, to: Place, before: f64) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let length = (dx * dx + dy * dy).sqrt().max(1.0);
    let (dx, dy) = (dx / length, dy / length);
    let tip = (to.0 - dx * before, to.1 - dy * before);
    let side = |turn: f64| (tip.0 - 9.0 * dx + turn * dy, tip.1 - 9.0 * dy - turn * dx);
    pen.line(&[side(5.0), tip, side(-5.0)], Ink::Bad, 2.0);
}

fn middle(a: Place, b: Place) -> Place {
    ((a.0 + b.0) / 2.0, (a.1 + b.1) / 2.0 - 9.0)
}

/// Events: a disc, a square where a message leaves, a diamond where one arrives; those that are picked have a rim.
fn events(pen: &mut Pen, shot: &Shot, layout: &Layout, attention: Attention) {
    let (mut rims, mut marks) = (Marks::default(), Marks::default());
    for id in 0..shot.happened() {
        let event = &shot.diagram.events[id as usize];
        let (x, y) = layout.event(shot, id);
        let size = layout.event;
        let shape = |size: f64| match event.kind {
            EventKind::Local => Shape::Disc(x, y, size),
            EventKind::Send(_) => Shape::Square(x, y, size * 0.9),
            EventKind::Receive(_) => Shape::Diamond(x, y, size * 1.3),
        };
        if attention.first == Some(id) || attention.second == Some(id) {
            rims.put(Ink::Text, 1.0, shape(size + 4.0));
        }
        marks.put(Ink::node(event.process), 1.0, shape(size));
    }
    pen.marks(&rims.above(marks), (1.0, 0.0, 0.0));
}

/// The stamps that the reader chose, above their events: those of the picked pair first, the others where there is room.
fn stamps(pen: &mut Pen, shot: &Shot, layout: &Layout, attention: Attention) {
    let has_time = shot.diagram.has_time();
    let shown =
        |clock: &Clock| attention.shows(*clock) && (has_time || matches!(clock, Clock::Lamport | Clock::Vector));
    let mut clocks: Vec<Clock> = Clock::ALL.into_iter().filter(shown).collect();
    if clocks.is_empty() && !has_time {
        clocks.push(Clock::Vector);
    }
    clocks.truncate(layout.rows);
    let picked = [attention.first, attention.second].into_iter().flatten();
    let happened = shot.happened();
    let others = (0..happened).rev().filter(|&id| attention.first != Some(id) && attention.second != Some(id));
    let mut taken: Vec<Vec<(f64, f64)>> = vec![Vec::new(); layout.lines.len()];
    for id in picked.filter(|&id| id < happened).chain(others) {
        let event = &shot.diagram.events[id as usize];
        let (x, y) = layout.event(shot, id);
        let texts: Vec<String> = clocks.iter().map(|&clock| text(clock, event, layout.lines.len())).collect();
        let width = texts.iter().map(|text| width_of(text)).fold(0.0, f64::max);
        let middle = x.min(layout.width - width / 2.0).max(width / 2.0);
        let (left, right) = (middle - width / 2.0, middle + width / 2.0);
        let spans = &mut taken[event.process as usize];
        if spans.iter().any(|&(from, to)| left < to + 3.0 && right > from - 3.0) {
            continue;
        }
        spans.push((left, right));
        for (row, text) in (0u32..).zip(texts.iter().rev()) {
            let top = y - layout.event - 9.0 - LINE * f64::from(row);
            pen.text(
                text,
                (middle, top),
                Across::Middle,
                if is_picked(attention, id) { Ink::Text } else { Ink::Quiet },
            );
        }
    }
}

fn is_picked(attention: Attention, id: EventId) -> bool {
    attention.first == Some(id) || attention.second == Some(id)
}

/// A stamp as it is shown.
pub(super) fn text(clock: Clock, event: &Event, processes: usize) -> String {
    match clock {
        Clock::Wall => seconds(event.wall_us),
        Clock::Lamport => format!("L{}", event.lamport),
        Clock::Hybrid => format!("{}+{}", seconds(event.hybrid.physical_us), event.hybrid.logical),
        Clock::Vector => {
            let entries = (0..processes as u32).map(|process| event.vector.get(process).to_string());
            format!("[{}]", entries.collect::<Vec<_>>().join(" "))
        }
    }
}

/// A wall time in seconds, to a millisecond.
fn seconds(us: u64) -> String {
    number(us as f64 / 1e6, 3)
}
