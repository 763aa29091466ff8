//! A diagram: the lines, the events on them, the messages between, and the paths along both; of a run, or of a log.

use super::board::{Board, Setting};
use super::message::{Fate, Message};
use crate::kernel::Time;
use crate::parts::clocks::{Event, EventId, Relation};

/// A run or a log laid out.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Diagram {
    /// The names of the processes.
    pub names: Vec<String>,
    /// The events, each after all that happened before it.
    pub events: Vec<Event>,
    /// What happened in each, in words.
    pub texts: Vec<String>,
    /// The messages.
    pub messages: Vec<Message>,
    /// How the wall clocks run. A log has none, nor hybrid stamps: it knows only its vectors, of which Lamport numbers can be
    /// made.
    pub settings: Vec<Setting>,
}

impl Diagram {
    /// A board.
    pub fn of(board: &Board) -> Self {
        let name = |process: u32| format!("P{process}");
        let (events, messages) = (board.history().events().to_vec(), board.messages().to_vec());
        let mut texts = vec!["local event".to_string(); events.len()];
        for (number, message) in (0u32..).zip(&messages) {
            let number = number.to_string();
            texts[message.sent as usize] = format!("sends message {number} to {}", name(message.to));
            if let Fate::Received(event) = message.fate {
                texts[event as usize] = format!("receives message {number} from {}", name(message.from));
            }
        }
        Self {
            names: (0..board.size()).map(name).collect(),
            events,
            texts,
            messages,
            settings: board.settings().to_vec(),
        }
    }

    /// How two events stand to each other, by their vectors; nothing if there are no such events.
    pub fn relation(&self, first: EventId, second: EventId) -> Option<Relation> {
        let (a, b) = (self.events.get(first as usize)?, self.events.get(second as usize)?);
        Some(match (first == second, b.vector.get(a.process) >= a.index(), a.vector.get(b.process) >= b.index()) {
            (true, ..) => Relation::Same,
            (_, true, _) => Relation::Before,
            (.., true) => Relation::After,
            _ => Relation::Concurrent,
        })
    }

    /// The shortest way from one event to a later one: along a line, or over a message, an event at a time. Nothing if there
    /// is none, which is what concurrent means.
    pub fn path(&self, from: EventId, to: EventId) -> Option<Vec<EventId>> {
        let mut cause: Vec<Option<EventId>> = vec![None; self.events.len()];
        let mut reached = vec![to];
        let mut next = 0;
        while let Some(&event) = reached.get(next) {
            if event == from {
                let steps = std::iter::successors(Some(from), |&at| (at != to).then(|| cause[at as usize]).flatten());
                return Some(steps.collect());
            }
            for before in self.causes(event) {
                if before != to && cause[before as usize].is_none() {
                    cause[before as usize] = Some(event);
                    reached.push(before);
                }
            }
            next += 1;
        }
        None
    }

    /// What leads straight to an event: the one before it on its line, and the sends of what it receives.
    pub fn causes(&self, event: EventId) -> Vec<EventId> {
        let process = self.events[event as usize].process;
        let before = self.events[..event as usize].iter().rposition(|other| other.process == process);
        let sends = self.messages.iter().filter(|message| message.fate == Fate::Received(event));
        before.map(|before| before as EventId).into_iter().chain(sends.map(|message| message.sent)).collect()
    }

    /// The message that an event sends or receives, by its number.
    pub fn message_of(&self, event: EventId) -> Option<usize> {
        let is_its = |message: &Message| message.sent == event || message.fate == Fate::Received(event);
        self.messages.iter().position(is_its)
    }

    /// The pairs on different lines that show what clocks are worth: those that the wall clocks order wrongly, cause first;
    /// then concurrent ones, each event with the last before it; then all others. At most so many.
    pub fn telling_pairs(&self, most: usize) -> Vec<(EventId, EventId)> {
        let apart = |&(a, b): &(EventId, EventId)| self.events[a as usize].process != self.events[b as usize].process;
        let is_back = |&(a, b): &(EventId, EventId)| self.events[b as usize].wall_us < self.events[a as usize].wall_us;
        let is_before = |&(a, b): &(EventId, EventId)| self.relation(a, b) == Some(Relation::Before);
        let ids = || 0..self.events.len() as EventId;
        let pairs = || ids().flat_map(|b| (0..b).map(move |a| (a, b))).filter(apart);
        let wrong = pairs().filter(|pair| is_back(pair) && is_before(pair));
        let right = pairs().filter(|pair| !is_back(pair) && is_before(pair));
        let free = |b: EventId| (0..b).rev().map(|a| (a, b)).find(|pair| !is_before(pair));
        wrong.chain(ids().filter_map(free)).chain(right).take(most).collect()
    }

    /// Whether the events have times.
    pub fn has_time(&self) -> bool {
        !self.settings.is_empty()
    }

    /// What the wall clock of a process shows at a moment, in microseconds.
    pub fn wall_us(&self, process: u32, now: Time) -> Option<u64> {
        let set = |setting: &&Setting| setting.process == process && setting.since <= now;
        self.settings.iter().rfind(set).map(|setting| setting.wall.read_us(now))
    }

    /// The last moment.
    pub fn end(&self) -> Time {
        let events = self.events.iter().map(|event| event.at);
        events.chain(self.messages.iter().map(|message| message.turns[0].0)).max().unwrap_or_default()
    }
}
