//! Where things stand in the picture, in CSS pixels, and what is at a place of it.

use super::desk::Shot;
use crate::kernel::Time;
use crate::parts::clocks::EventId;

/// The room for the names at the left.
const LEFT: f64 = 58.0;

/// And after the last moment at the right.
const RIGHT: f64 = 26.0;

/// The height of a line of stamps.
pub(super) const LINE: f64 = 14.0;

/// How near to an event or a message a press must be.
const REACH: f64 = 14.0;

/// The places in a picture of one size.
#[derive(Clone, Debug)]
pub(super) struct Layout {
    /// The picture's width.
    pub width: f64,
    /// The height of each process's line.
    pub lines: Vec<f64>,
    /// How many rows of stamps have room above a line.
    pub rows: usize,
    /// How large an event is.
    pub event: f64,
    span: Time,
}

/// What is at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Hit {
    /// An event.
    Event(EventId),
    /// A message, by its number.
    Message(u32),
    /// The line of a process.
    Line(u32),
    /// Nothing.
    Nothing,
}

impl Layout {
    /// The places of a shot in a picture of this size.
    pub(super) fn of(shot: &Shot, (width, height): (f64, f64)) -> Self {
        let count = shot.diagram.names.len().max(1);
        let step = (height - 12.0) / count as f64;
        let rows = ((step - 20.0) / LINE).max(0.0) as usize;
        let event = (step / 7.0).clamp(3.5, 7.0);
        // Stamps stand above their line, so it lies below the middle of its share.
        let down = (LINE * rows.min(4) as f64 + event + 9.0).min(step - event - 4.0).max(step / 2.0);
        let lines = (0..count).map(|line| step * line as f64 + down).collect();
        Self { width, lines, rows, event, span: shot.span }
    }

    /// Where the lines begin and end.
    pub(super) fn ends(&self) -> (f64, f64) {
        (LEFT, self.width - RIGHT)
    }

    /// The place of a moment.
    pub(super) fn x(&self, at: Time) -> f64 {
        let (from, to) = self.ends();
        from + (to - from) * at.0 as f64 / self.span.0.max(1) as f64
    }

    /// The moment of a place.
    pub(super) fn time(&self, x: f64) -> Time {
        let (from, to) = self.ends();
        Time((self.span.0 as f64 * ((x - from) / (to - from).max(1.0)).max(0.0)) as u64)
    }

    /// The place of an event.
    pub(super) fn event(&self, shot: &Shot, event: EventId) -> (f64, f64) {
        let event = &shot.diagram.events[event as usize];
        (self.x(event.at), self.lines[event.process as usize])
    }

    /// The way of a message until a moment: where it set out, where it was held back, where it is.
    pub(super) fn way(&self, shot: &Shot, number: usize, until: Time) -> Vec<(f64, f64)> {
        let message = &shot.diagram.messages[number];
        let (from, to) = (self.lines[message.from as usize], self.lines[message.to as usize]);
        let until = until.min(message.arrives);
        let turns = message.turns.iter().copied().filter(|turn| turn.0 < until);
        // A lost message ends where it was.
        let until = message.lost_at().map_or(until, |lost| lost.min(until));
        let last = (until, message.part(until));
        turns.chain([last]).map(|(at, part)| (self.x(at), from + (to - from) * part)).collect()
    }

    /// The line at a height.
    pub(super) fn line(&self, y: f64) -> Option<u32> {
        let apart = self.lines.get(1).map_or(80.0, |second| second - self.lines[0]);
        let near = |line: &f64| (line - y).abs() <= apart * 0.45;
        self.lines.iter().position(near).map(|line| line as u32)
    }

    /// What is at a place: the nearest event in reach, else a message, else a line.
    pub(super) fn hit(&self, shot: &Shot, (x, y): (f64, f64)) -> Hit {
        let away = |(left, top): (f64, f64)| ((left - x) * (left - x) + (top - y) * (top - y)).sqrt();
        let events = (0..shot.happened()).map(|event| (event, away(self.event(shot, event))));
        let nearest = events.filter(|(_, away)| *away <= REACH).min_by(|one, other| one.1.total_cmp(&other.1));
        if let Some((event, _)) = nearest {
            return Hit::Event(event);
        }
        let messages = (0..shot.diagram.messages.len()).filter(|&number| shot.is_sent(number)).map(|number| {
            let way = self.way(shot, number, shot.now);
            let near = way.windows(2).map(|leg| from_leg((x, y), leg[0], leg[1])).fold(f64::INFINITY, f64::min);
            (number as u32, near)
        });
        let nearest = messages.filter(|(_, away)| *away <= REACH / 2.0).min_by(|one, other| one.1.total_cmp(&other.1));
        match (nearest, self.line(y)) {
            (Some((number, _)), _) => Hit::Message(number),
            (None, Some(line)) => Hit::Line(line),
            (None, None) => Hit::Nothing,
        }
    }
}

/// How far a place is from a straight way.
fn from_leg(at: (f64, f64), from: (f64, f64), to: (f64, f64)) -> f64 {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let along = ((at.0 - from.0) * dx + (at.1 - from.1) * dy) / (dx * dx + dy * dy).max(1e-9);
    let along = along.clamp(0.0, 1.0);
    let (x, y) = (from.0 + dx * along - at.0, from.1 + dy * along - at.1);
    (x * x + y * y).sqrt()
}
