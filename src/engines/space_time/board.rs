//! What the processes have done so far, and the messages between them: a run without its queue of what is to come.

use super::message::{Fate, Message};
use crate::kernel::{Input, Stream, Time};
use crate::parts::clocks::{Event, EventId, EventKind, History, Stamper, WallClock};

/// What can be said of an event and all before it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Tally {
    /// Concurrent pairs.
    pub concurrent_pairs: u64,
    /// Pairs that the wall clocks order against happened-before.
    pub wall_false_orders: u64,
}

/// A wall clock as it runs from some moment on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Setting {
    /// That moment.
    pub since: Time,
    /// Whose clock it is.
    pub process: u32,
    /// The clock.
    pub wall: WallClock,
}

/// A message that has arrived.
#[derive(Clone, Copy, Debug)]
pub struct Receipt {
    /// The event of its arrival.
    pub event: EventId,
    /// The sender.
    pub from: u32,
    /// Whether it arrived, by the wall clocks, no later than it was sent.
    pub backwards: bool,
    /// Whether a message that was sent after it on the same way was there first.
    pub overtaken: bool,
}

/// The processes with their clocks, the events, the messages.
#[derive(Clone, Debug)]
pub struct Board {
    processes: Vec<Stamper>,
    history: History,
    messages: Vec<Message>,
    tallies: Vec<Tally>,
    overtaken: u32,
    /// Since when each wall clock runs as it does.
    settings: Vec<Setting>,
}

impl Board {
    /// The processes that the parameters name, before anything has happened.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let size = params.count("processes");
        let process = |id: u32| {
            let mut draws = Stream::named(input.seed, &["clock ", &id.to_string()].concat());
            Stamper::new(id, WallClock::draw(params.number("skew_ms"), params.number("drift_ppm"), &mut draws))
        };
        let processes: Vec<Stamper> = (0..size).map(process).collect();
        let setting = |(process, stamper): (u32, &Stamper)| Setting { since: Time::ZERO, process, wall: stamper.wall };
        let settings = (0..).zip(&processes).map(setting).collect();
        Self {
            processes,
            history: History::new(size),
            messages: Vec::new(),
            tallies: Vec::new(),
            overtaken: 0,
            settings,
        }
    }

    /// How many processes there are.
    pub fn size(&self) -> u32 {
        self.processes.len() as u32
    }

    /// The wall clocks of the processes, as they are now.
    pub fn walls(&self) -> impl Iterator<Item = &WallClock> + Clone {
        self.processes.iter().map(|process| &process.wall)
    }

    /// Every event so far, and what happened before what.
    pub fn history(&self) -> &History {
        &self.history
    }

    /// The messages, in the order of sending.
    pub fn messages(&self) -> &[Message] {
        &self.messages
    }

    /// What could be said after each event.
    pub fn tallies(&self) -> &[Tally] {
        &self.tallies
    }

    /// How many messages were overtaken.
    pub fn overtaken(&self) -> u32 {
        self.overtaken
    }

    /// Since when each wall clock runs as it does: those of the start, and each that was set by hand.
    pub fn settings(&self) -> &[Setting] {
        &self.settings
    }

    /// Whether a wall clock was set by hand.
    pub fn is_stepped(&self) -> bool {
        self.settings.len() > self.processes.len()
    }

    /// An event at a process, stamped, and compared with all before it.
    pub fn happen(&mut self, process: u32, kind: EventKind, now: Time) -> EventId {
        let sent = if let EventKind::Receive(send) = kind { Some(self.history.event(send)) } else { None };
        let event = self.processes[process as usize].happen(now, kind, sent);
        let knows = |earlier: &&Event| event.vector.get(earlier.process) >= earlier.index();
        let wrong =
            self.history.events().iter().filter(knows).filter(|earlier| event.wall_us < earlier.wall_us).count();
        let id = self.history.record(event);
        let before = self.tallies.last().copied().unwrap_or_default();
        self.tallies.push(Tally {
            concurrent_pairs: self.history.concurrent_pairs(),
            wall_false_orders: before.wall_false_orders + wrong as u64,
        });
        id
    }

    /// A message sets out: the event of its sending, and its number.
    pub fn send(&mut self, (from, to): (u32, u32), now: Time, delay: Time) -> (EventId, u32) {
        let id = self.happen(from, EventKind::Send(to), now);
        self.messages.push(Message::new((from, to), id, now, now + delay));
        (id, self.messages.len() as u32 - 1)
    }

    /// A message arrives, unless it was lost, or was held back since and will arrive later.
    pub fn receive(&mut self, number: u32, now: Time) -> Option<Receipt> {
        let message = &self.messages[number as usize];
        if message.fate != Fate::UnderWay || message.arrives > now {
            return None;
        }
        let (from, to, sent) = (message.from, message.to, message.sent);
        let later = |other: &&Message| (other.from, other.to) == (from, to) && other.sent > sent;
        let overtaken = self.messages.iter().filter(later).any(|other| matches!(other.fate, Fate::Received(_)));
        let event = self.happen(to, EventKind::Receive(sent), now);
        self.messages[number as usize].fate = Fate::Received(event);
        self.overtaken += u32::from(overtaken);
        let backwards = self.history.event(event).wall_us <= self.history.event(sent).wall_us;
        Some(Receipt { event, from, backwards, overtaken })
    }

    /// A message that is on its way.
    ///
    /// # Errors
    /// Why there is none with this number.
    pub fn under_way(&mut self, number: u32) -> Result<&mut Message, &'static str> {
        let message = self.messages.get_mut(number as usize).ok_or("no such message has been sent")?;
        match message.fate {
            Fate::Received(_) => Err("the message has arrived"),
            Fate::Lost(_) => Err("the message is lost"),
            Fate::UnderWay => Ok(message),
        }
    }

    /// The wall clock of a process is set ahead, or back, at once.
    pub fn step_clock(&mut self, process: u32, now: Time, by_ms: i64) {
        let wall = &mut self.processes[process as usize].wall;
        wall.step(by_ms);
        self.settings.push(Setting { since: now, process, wall: *wall });
    }
}
