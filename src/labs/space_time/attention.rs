//! What the reader has picked out: two events, a message, the lines to act on, the stamps to see.

use super::desk::Shot;
use crate::engines::space_time::{Clock, MAX_PROCESSES};
use crate::parts::clocks::EventId;
use crate::ui::plate::PlateState;

/// The picks of a state that the diagram uses: the lines of sender and receiver, …
const LINES: usize = 0;
/// … the message, …
pub(super) const MESSAGE: usize = 1;
/// … and the stamps, a bit for each clock. The two events are the pick of the link.
const STAMPS: usize = 2;

/// In the pick of a link, the first event's number stands before the last three digits, the second's in them.
const PLACES: u32 = 1_000;

/// The second event where there is none yet.
const NONE: u32 = PLACES - 1;

/// What is picked out, as far as the diagram has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Attention {
    /// The first event.
    pub first: Option<EventId>,
    /// The second.
    pub second: Option<EventId>,
    /// The message, by its number.
    pub message: Option<u32>,
    /// The sender, where local events happen too, …
    pub from: u32,
    /// … and the receiver.
    pub to: u32,
    /// A bit for each clock whose stamps are shown.
    stamps: u32,
}

impl Attention {
    /// At a moment. While nothing is picked, the most telling pair is.
    pub(super) fn of(state: &PlateState, shot: &Shot) -> Self {
        let diagram = &shot.diagram;
        let events = diagram.events.len() as u32;
        let (first, second) = match state.link.pick {
            Some(pick) => (Some(pick / PLACES), Some(pick % PLACES)),
            None => shot.telling.first().map_or((None, None), |&(a, b)| (Some(a), Some(b))),
        };
        let size = diagram.names.len() as u32;
        let lines = state.picks[LINES].map(|lines| (lines / MAX_PROCESSES, lines % MAX_PROCESSES));
        let (from, to) = lines.filter(|&(from, to)| from != to && from < size && to < size).unwrap_or((0, 1));
        let there = |event: &u32| *event < events;
        let first = first.filter(there);
        Self {
            first,
            second: second.filter(there).filter(|_| first.is_some() && first != second),
            message: state.picks[MESSAGE].filter(|&number| (number as usize) < diagram.messages.len()),
            from,
            to,
            stamps: state.picks[STAMPS].unwrap_or(1 << Clock::Wall as u32 | 1 << Clock::Vector as u32),
        }
    }

    /// Both events, if there are two.
    pub(super) fn pair(&self) -> Option<(EventId, EventId)> {
        Some((self.first?, self.second?))
    }

    /// Whether a clock's stamps are shown.
    pub(super) fn shows(&self, clock: Clock) -> bool {
        self.stamps >> clock as u32 & 1 == 1
    }

    /// The same as one number, so that what was drawn for it can be kept.
    pub(super) fn key(&self) -> u32 {
        let number = |id: Option<u32>| id.map_or(0, |id| id + 1);
        (number(self.first) << 22 | number(self.second) << 12 | number(self.message) << 3) ^ self.stamps << 28
    }
}

/// Picks two events, or one to begin with.
pub(super) fn pick(state: &mut PlateState, first: EventId, second: Option<EventId>) {
    state.link.pick = Some(first * PLACES + second.unwrap_or(NONE));
}

/// An event was pressed: it is the first of a new pair, or the second of one that was begun.
pub(super) fn press(state: &mut PlateState, event: EventId) {
    match state.link.pick {
        Some(begun) if begun % PLACES == NONE && begun / PLACES != event => pick(state, begun / PLACES, Some(event)),
        _ => pick(state, event, None),
    }
}

/// Picks the lines of sender and receiver; they are never the same.
pub(super) fn pick_lines(state: &mut PlateState, from: u32, to: u32) {
    let to = if from == to { u32::from(from == 0) } else { to };
    state.picks[LINES] = Some(from * MAX_PROCESSES + to);
}

/// Shows the stamps of a clock, or no longer.
pub(super) fn toggle_stamps(state: &mut PlateState, attention: Attention, clock: Clock) {
    state.picks[STAMPS] = Some((attention.stamps ^ 1 << clock as u32) & 15);
}
