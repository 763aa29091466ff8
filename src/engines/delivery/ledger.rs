//! Keeps the books of every message: how often it was sent, received and applied.

use super::story::{Load, Packet, Story};
use crate::kernel::{Audit, Event, Time, Watch};
use crate::parts::LatencyHistogram;

/// The most routine events that go into a trace; the findings of the audit come after them.
const MAX_ROUTINE: u32 = 1_200;

/// Up to so many messages every packet is in the trace.
const SHOWN_MESSAGES: usize = 5;

/// Up to so many messages everything that happens to one is in the trace, and each packet that is lost.
const TRACED_MESSAGES: usize = 50;

/// The most findings of one kind that are listed one by one.
const MAX_FINDINGS: u32 = 200;

/// The record of one message.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// How often it was sent.
    pub sends: u32,
    /// How often it reached the consumer.
    pub deliveries: u32,
    /// How often it changed the store.
    pub effects: u32,
    /// Whether it was looked at by the store, or refused openly: whatever it did, nobody waits for it.
    pub is_settled: bool,
    /// Whether a producer gave it up: it may not have arrived, and that is known.
    pub is_given_up: bool,
    /// When it was sent last.
    pub sent: Time,
    /// When something happened to it last.
    pub last: Time,
}

impl Entry {
    /// Whether the store never had it, and it was not refused openly.
    pub fn is_lost(&self) -> bool {
        !self.is_settled
    }

    /// Whether its money should be there: it was neither refused openly nor came after a newer value of its row.
    pub fn is_owed(&self) -> bool {
        self.effects > 0 || !self.is_settled
    }
}

/// How often things happened that are not to happen.
#[derive(Clone, Copy, Debug, Default)]
pub struct Counts {
    /// Older values written over newer ones.
    pub stale_writes: u32,
    /// Messages taken for another with the same key.
    pub swallowed: u32,
    /// Messages refused openly because their key belongs to another.
    pub conflicts: u32,
    /// Messages refused because their producer's epoch is over.
    pub fenced: u32,
    /// How often a producer gave a message up.
    pub gave_up: u32,
}

/// What of the routine goes into the trace.
#[derive(Clone, Copy, Debug)]
struct Shows {
    /// The packets that arrive.
    packets: bool,
    /// The packets that are lost, and everything that happens to a message.
    all: bool,
}

/// The measurements of a run.
#[derive(Clone, Debug)]
pub struct Ledger {
    submitted: Vec<Time>,
    entries: Vec<Entry>,
    counts: Counts,
    most_keys: u32,
    latency: LatencyHistogram,
    story: Story,
    shows: Shows,
    routine: u32,
}

impl Ledger {
    /// Books for the messages that are submitted at these moments.
    pub fn new(submitted: Vec<Time>) -> Self {
        Self {
            shows: Shows { packets: submitted.len() <= SHOWN_MESSAGES, all: submitted.len() <= TRACED_MESSAGES },

            entries: vec![Entry::default(); submitted.len()],
            submitted,
            counts: Counts::default(),
            most_keys: 0,
            latency: LatencyHistogram::new(),
            story: Story::default(),
            routine: 0,
        }
    }

    /// When each message was submitted.
    pub fn submitted(&self) -> &[Time] {
        &self.submitted
    }

    /// The run as it can be looked at.
    pub fn story(&self) -> &Story {
        &self.story
    }

    /// The messages, by number.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// How often things happened that are not to happen.
    pub fn counts(&self) -> Counts {
        self.counts
    }

    /// The most keys that the consumer remembered at once.
    pub fn most_keys(&self) -> u32 {
        self.most_keys
    }

    /// From submission to the first effect.
    pub fn latency(&self) -> &LatencyHistogram {
        &self.latency
    }

    /// Writes down what happened to a message; whether a reader of a long trace should see it.
    fn book(&mut self, event: &Event, message: u32) -> bool {
        let Some(entry) = self.entries.get_mut(message as usize) else { return false };
        entry.last = event.at;
        match event.kind {
            "send" => {
                entry.sends += 1;
                entry.sent = event.at;
            }
            "receive" => entry.deliveries += 1,
            "effect" | "stale-write" => {
                entry.effects += 1;
                entry.is_settled = true;
                if entry.effects == 1 {
                    self.latency.record(event.at - self.submitted[message as usize]);
                }
            }
            "no-change" => entry.is_settled = true,
            "conflict" => {
                entry.is_settled = true;
                self.counts.conflicts += 1;
            }
            "remember" => self.most_keys = self.most_keys.max(event.integer("entries").unwrap_or(0) as u32),
            "swallow" => self.counts.swallowed += 1,
            "fence" => self.counts.fenced += 1,
            "give-up" => {
                entry.is_given_up = true;
                self.counts.gave_up += 1;
            }
            _ => {}
        }
        self.counts.stale_writes += u32::from(event.kind == "stale-write");
        matches!(event.kind, "stale-write" | "conflict" | "swallow" | "fence" | "give-up")
            || (event.kind == "effect" && entry.effects > 1)
    }
}

impl Watch for Ledger {
    fn see(&mut self, event: &Event) -> bool {
        if is_finding(event.kind) {
            return true;
        }
        let entries = &self.entries;
        self.story.tell(event, |message| entries.get(message as usize).map_or(event.at, |entry| entry.sent));
        if let Some(Packet { load: Load::Message, number, at, .. }) = self.story.packets.last()
            && *at == event.at
            && let Some(entry) = self.entries.get_mut(*number as usize)
        {
            entry.last = *at;
        }
        let is_shown = match (event.kind, event.integer("message")) {
            ("deliver", _) => self.shows.packets,
            ("lose", _) => self.shows.all,
            (_, Some(message)) => self.book(event, message as u32) || self.shows.all,
            (_, None) => true,
        };
        self.routine += u32::from(is_shown);
        is_shown && self.routine <= MAX_ROUTINE
    }
}

impl Audit for Ledger {
    /// Messages lost or with repeated effects: the first of each kind one by one, and the totals.
    fn audit(&self) -> Vec<Event> {
        let mut found = Vec::new();
        let (mut lost, mut repeated) = (0u32, 0u32);
        for (number, entry) in (0..).zip(&self.entries) {
            let is_known = entry.is_settled || entry.is_given_up;
            let Some(finding) = finding(number, is_known, entry.effects) else { continue };
            let count = if is_known { &mut repeated } else { &mut lost };
            *count += 1;
            if *count <= MAX_FINDINGS {
                found.push(finding);
            }
        }
        found.push(Event::new("audit", vec![("lost", lost.into()), ("repeated", repeated.into())]));
        found
    }
}

fn is_finding(kind: &str) -> bool {
    matches!(kind, "lost-message" | "duplicate-effect" | "audit")
}

/// The event for a message that is lost (nobody knows its fate) or had several effects, if it is one.
pub fn finding(number: u32, is_known: bool, effects: u32) -> Option<Event> {
    let message = ("message", number.into());
    match (is_known, effects) {
        (false, _) => Some(Event::new("lost-message", vec![message])),
        (true, 2..) => Some(Event::new("duplicate-effect", vec![message, ("effects", effects.into())])),
        _ => None,
    }
}
