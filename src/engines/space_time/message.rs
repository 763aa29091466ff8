//! A message on its way between two lines of the diagram.

use crate::kernel::Time;
use crate::parts::clocks::EventId;

/// What becomes of a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is on its way.
    UnderWay,
    /// It was lost at this moment.
    Lost(Time),
    /// It arrived in this event.
    Received(EventId),
}

/// A message.
#[derive(Clone, Debug, PartialEq)]
pub struct Message {
    /// The sender.
    pub from: u32,
    /// The receiver.
    pub to: u32,
    /// The event in which it was sent.
    pub sent: EventId,
    /// When it arrives, if it is not lost.
    pub arrives: Time,
    /// What has become of it.
    pub fate: Fate,
    /// Where it set out, and where it was held back: the moments, and how much of the way lay behind it, in [0, 1].
    pub turns: Vec<(Time, f64)>,
}

impl Message {
    /// A message that sets out.
    pub fn new((from, to): (u32, u32), sent: EventId, at: Time, arrives: Time) -> Self {
        Self { from, to, sent, arrives, fate: Fate::UnderWay, turns: vec![(at, 0.0)] }
    }

    /// How much of its way lies behind it at a moment after it set out, in [0, 1]. One that is lost stays where it was.
    pub fn part(&self, now: Time) -> f64 {
        let now = self.lost_at().map_or(now, |lost| lost.min(now));
        let next = self.turns.partition_point(|turn| turn.0 <= now).max(1);
        let (from, before) = self.turns[next - 1];
        let (to, after) = self.turns.get(next).copied().unwrap_or((self.arrives, 1.0));
        let part = (now.max(from) - from).0 as f64 / (to - from).0.max(1) as f64;
        before + (after - before) * part.min(1.0)
    }

    /// When it was lost, if it was.
    pub fn lost_at(&self) -> Option<Time> {
        if let Fate::Lost(at) = self.fate { Some(at) } else { None }
    }

    /// Whether it is on its way at a moment.
    pub fn is_under_way(&self, now: Time) -> bool {
        let until = self.lost_at().unwrap_or(self.arrives);
        self.turns[0].0 <= now && now < until
    }

    /// It arrives so much later than it would have.
    pub(super) fn hold(&mut self, now: Time, extra: Time) {
        let part = self.part(now);
        self.turns.push((now, part));
        self.arrives = self.arrives + extra;
    }
}
