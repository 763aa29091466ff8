//! The run as it can be looked at: each packet between a producer and the consumer, and what happened to each message.

use super::message::{NAMES, PRODUCER};
use crate::kernel::{Event, ProcessId, Time, trace::Field};

/// What a packet carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Load {
    /// The message.
    Message,
    /// Its acknowledgement.
    Ack,
    /// The answer that its key belongs to another.
    Conflict,
    /// The answer that its producer's epoch is over.
    Fence,
}

/// A packet between a producer and the consumer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Packet {
    /// What it carries.
    pub load: Load,
    /// Of which message; of a fence, the epoch that has begun.
    pub number: u32,
    /// The producer at one end.
    pub producer: ProcessId,
    /// When it was sent.
    pub sent: Time,
    /// When it arrived, or was lost: on its way at the moment of sending, or later before a dead consumer.
    pub at: Time,
    /// Whether it was lost.
    pub is_lost: bool,
}

/// Something that happened at a process, by its kind of event.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Note {
    /// The moment.
    pub at: Time,
    /// The kind of event.
    pub kind: &'static str,
    /// The message; of a fault its process, of a fail-over the epoch, of a loss to come the sender.
    pub number: u32,
    /// The message whose key it has.
    pub key_of: Option<u32>,
}

/// All packets in order of their ends, and all that happened.
#[derive(Clone, Debug, Default)]
pub struct Story {
    /// The packets.
    pub packets: Vec<Packet>,
    /// What happened to messages at the processes.
    pub notes: Vec<Note>,
    /// What befell the processes themselves.
    pub faults: Vec<Note>,
}

impl Story {
    /// Adds an event that is of one of the story's kinds. Of a lost message that was sent at `sent` last.
    pub(super) fn tell(&mut self, event: &Event, sent: impl Fn(u32) -> Time) {
        let is_lost = event.kind == "lose";
        if is_lost || event.kind == "deliver" {
            self.packets.extend(packet(event, is_lost, sent));
            return;
        }
        let integer = |name| event.integer(name).map(|number| number as u32);
        let named = match event.kind {
            "impair" => process(event, "from").or(Some(PRODUCER)),
            _ => process(event, "process"),
        };
        let note = |number| Note { at: event.at, kind: event.kind, number, key_of: integer("key_of") };
        match integer("message") {
            Some(message) => self.notes.push(note(message)),
            None => self.faults.extend(integer("epoch").or(named).map(note)),
        }
    }
}

fn text<'a>(event: &'a Event, name: &str) -> Option<&'a str> {
    event.fields.iter().find(|(field, _)| *field == name).and_then(|(_, value)| match value {
        Field::Text(text) => Some(text.as_ref()),
        Field::Integer(_) | Field::Number(_) => None,
    })
}

/// The number of the process that a field names.
fn process(event: &Event, name: &str) -> Option<ProcessId> {
    let named = text(event, name)?;
    NAMES.iter().position(|name| *name == named).map(|id| id as ProcessId)
}

fn packet(event: &Event, is_lost: bool, sent_last: impl Fn(u32) -> Time) -> Option<Packet> {
    let (load, number) = text(event, "message")?.rsplit_once('-')?;
    let load = match load {
        "message" => Load::Message,
        "ack" => Load::Ack,
        "conflict" => Load::Conflict,
        "fence-epoch" => Load::Fence,
        _ => return None,
    };
    let number = number.parse().ok()?;
    let producer = process(event, if load == Load::Message { "from" } else { "to" })?;
    let sent = event.fields.iter().find_map(|(name, value)| match value {
        Field::Number(ms) if *name == "sent_ms" => Some(Time::from_millis_f64(*ms)),
        _ => None,
    });
    // Answers are lost when they are sent, for producers never die.
    let lost_after = if load == Load::Message { sent_last(number) } else { event.at };
    Some(Packet { load, number, producer, sent: sent.unwrap_or(lost_after), at: event.at, is_lost })
}
