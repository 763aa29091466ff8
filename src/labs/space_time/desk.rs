//! What lies on the plate: the runs laid out as diagrams or, over them, a log that the reader has pasted; and a drag that is
//! under way.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use super::PACE;
use crate::engines::space_time::{Diagram, SpaceTime, shiviz};
use crate::kernel::Time;
use crate::kernel::words::counted;
use crate::parts::clocks::EventId;
use crate::ui::plate::{RunPair, Side};

/// A drag from a line: where it began, and where it is.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) struct Drag {
    /// The line on which it began.
    pub from: u32,
    /// Where it began.
    pub start: (f64, f64),
    /// Where it is.
    pub at: (f64, f64),
}

/// A diagram, with the pairs of its events that tell most.
type Sheet = (Rc<Diagram>, Rc<[(EventId, EventId)]>);

/// How many of those a reader is asked about.
const QUESTIONS: usize = 24;

fn sheet(diagram: Diagram) -> Sheet {
    let telling = diagram.telling_pairs(QUESTIONS).into();
    (Rc::new(diagram), telling)
}

/// The diagrams of a plate.
pub(super) struct Desk {
    runs: [Option<Sheet>; 2],
    /// What tells the runs apart.
    pub labels: [String; 2],
    span: Time,
    log: RefCell<Option<Sheet>>,
    /// What was wrong with a log.
    pub complaint: RefCell<String>,
    /// The drag that is under way.
    pub drag: Cell<Option<Drag>>,
    /// Counts the changes of log and drag.
    pub changes: Cell<u32>,
}

impl Desk {
    /// Lays runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        Self {
            runs: Side::BOTH.map(|side| side.run::<SpaceTime>(pair).map(|run| sheet(Diagram::of(run.board())))),
            labels: [main, twin],
            span: pair.end(PACE),
            log: RefCell::default(),
            complaint: RefCell::default(),
            drag: Cell::default(),
            changes: Cell::new(0),
        }
    }

    /// A side at a moment of the run; nothing for a twin that is not there. A log has no twin, and is played in the time of
    /// the run.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot> {
        match (&*self.log.borrow(), side) {
            (Some(_), Side::Twin) => None,
            (Some((log, telling)), Side::Main) => {
                let span = log.end() + PACE.settles;
                let part = moment.min(self.span).0 as f64 / self.span.0.max(1) as f64;
                let now = Time((span.0 as f64 * part).round() as u64);
                Some(Shot { diagram: Rc::clone(log), telling: Rc::clone(telling), now, span })
            }
            (None, side) => {
                let (diagram, telling) = self.runs[side as usize].clone()?;
                Some(Shot { diagram, telling, now: moment.min(self.span), span: self.span })
            }
        }
    }

    /// The moment of the run at which a moment of the diagram that is shown comes.
    pub(super) fn moment(&self, shot: &Shot, at: Time) -> Time {
        match self.shows_log() {
            true => Time((at.0 as f64 / shot.span.0.max(1) as f64 * self.span.0 as f64).ceil() as u64),
            false => at,
        }
    }

    /// Whether a log is shown.
    pub(super) fn shows_log(&self) -> bool {
        self.log.borrow().is_some()
    }

    /// What the log holds, if one is shown.
    pub(super) fn log_in_words(&self) -> Option<String> {
        let log = self.log.borrow();
        let (log, _) = log.as_ref()?;
        let (events, lines) = (log.events.len() as u64, log.names.len() as u64);
        Some(format!("The log that you pasted: {} on {}.", counted(events, "event"), counted(lines, "line")))
    }

    /// Shows a log instead of the run; or says what is wrong with it, and leaves all as it is.
    pub(super) fn open(&self, text: &str) -> bool {
        let (log, complaint) = match shiviz::read(text) {
            Ok(log) => (Some(sheet(log)), String::new()),
            Err(complaint) => (None, complaint),
        };
        let is_read = log.is_some();
        if is_read {
            self.log.replace(log);
        }
        self.complaint.replace(complaint);
        self.note();
        is_read
    }

    /// Back to the run.
    pub(super) fn close_log(&self) {
        self.log.replace(None);
        self.note();
    }

    /// Begins a drag, moves it, or ends it.
    pub(super) fn drag_to(&self, drag: Option<Drag>) {
        self.drag.set(drag);
        self.note();
    }

    fn note(&self) {
        self.changes.set(self.changes.get().wrapping_add(1));
    }
}

/// A diagram at a moment.
#[derive(Clone)]
pub(super) struct Shot {
    /// The diagram.
    pub diagram: Rc<Diagram>,
    /// The pairs of its events that tell most.
    pub telling: Rc<[(EventId, EventId)]>,
    /// The moment.
    pub now: Time,
    /// The length of the lines.
    pub span: Time,
}

impl Shot {
    /// How many events have happened.
    pub(super) fn happened(&self) -> u32 {
        self.diagram.events.partition_point(|event| event.at <= self.now) as u32
    }

    /// Whether a message has been sent.
    pub(super) fn is_sent(&self, number: usize) -> bool {
        self.diagram.messages[number].turns[0].0 <= self.now
    }

    /// An event as people call it: `P0 #2`.
    pub(super) fn name(&self, event: EventId) -> String {
        let event = &self.diagram.events[event as usize];
        let name = shiviz::shown(&self.diagram.names[event.process as usize], 16);
        format!("{name} #{}", event.index())
    }

    /// What happened in an event, as far as there is room.
    pub(super) fn text(&self, event: EventId, most: usize) -> String {
        shiviz::shown(&self.diagram.texts[event as usize], most)
    }

    /// The last event that has happened: `Event 2 of 3: bob #1, hears`.
    pub(super) fn last_in_words(&self) -> String {
        let (happened, all) = (self.happened(), self.diagram.events.len().to_string());
        match happened.checked_sub(1) {
            None => format!("None of {all} events yet"),
            Some(last) => {
                let said = format!("{}, {}", self.name(last), self.text(last, 60));
                format!("Event {happened} of {all}: {said}")
            }
        }
    }

    /// What is to be seen, for those who do not see it.
    pub(super) fn in_words(&self) -> String {
        let sent = (0..self.diagram.messages.len()).filter(|&number| self.is_sent(number)).count();
        let flying = self.diagram.messages.iter().filter(|message| message.is_under_way(self.now)).count();
        let (lines, events) =
            (counted(self.diagram.names.len() as u64, "line"), counted(self.happened().into(), "event"));
        let (sent, flying) = (counted(sent as u64, "message"), flying.to_string());
        format!("Space–time diagram of {lines}: {events} so far, {sent} sent, {flying} on the way.")
    }
}
