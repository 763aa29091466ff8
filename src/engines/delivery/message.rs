//! The messages and timers of the processes, and the content of their disks.

use std::collections::VecDeque;
use std::fmt;

use litemap::LiteMap;

use crate::kernel::{Phrase, Process, ProcessId, Time};

/// The first producer.
pub const PRODUCER: ProcessId = 0;
/// The process that receives messages and applies them to its store.
pub const CONSUMER: ProcessId = 1;
/// The second producer, which takes over from the first and gives back to it.
pub const SUCCESSOR: ProcessId = 2;
/// The application, whose messages they are.
pub const APPLICATION: ProcessId = 3;

/// The processes' names, by number.
pub const NAMES: [&str; 4] = ["producer", "consumer", "successor", "application"];

/// Any process that speaks these messages: what a handler must know of the type under which the kernel runs all four.
pub trait Speaker: Process<Message = Message, Timer = Timer, Disk = Disk> {}

impl<P: Process<Message = Message, Timer = Timer, Disk = Disk>> Speaker for P {}

/// A message of the application, which is to have its effect once.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Letter {
    /// Its number, from 0. It stands for the payload too: letters of different numbers say different things.
    pub number: u32,
    /// The key by which a receiver is to recognise it.
    pub key: u64,
    /// The row of the store that it changes.
    pub row: u32,
}

/// A message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Message {
    /// User to application: a letter.
    Take(Letter),
    /// Cluster manager to application: the producer does not answer, use the other.
    FailOver,
    /// Application to producer: send this, as the producer of this epoch.
    Submit(Letter, u32),
    /// Producer to application: the letter needs no more care.
    Confirm(u32),
    /// Producer to consumer: a letter, from the producer of this epoch.
    Copy(Letter, u32),
    /// Consumer to producer: it is done.
    Ack(u32),
    /// Consumer to producer: this key belongs to another letter.
    Conflict(u32),
    /// Consumer to producer: there is a producer of this later epoch.
    Fence(u32),
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Take(letter) => write!(f, "take-{}", letter.number),
            Self::FailOver => f.write_str("fail-over"),
            Self::Submit(letter, epoch) => write!(f, "submit-{}-epoch-{epoch}", letter.number),
            Self::Confirm(number) => write!(f, "confirm-{number}"),
            Self::Copy(letter, _) => write!(f, "message-{}", letter.number),
            Self::Ack(number) => write!(f, "ack-{number}"),
            Self::Conflict(number) => write!(f, "conflict-{number}"),
            Self::Fence(epoch) => write!(f, "fence-epoch-{epoch}"),
        }
    }
}

/// The messages' codes in words.
pub(super) const MESSAGES: &[Phrase] = &[
    ("take-*", "message *"),
    ("fail-over", "the request to fail over"),
    ("submit-*-epoch-*", "message * for epoch *"),
    ("confirm-*", "the confirmation of message *"),
    ("message-*", "message *"),
    ("ack-*", "the acknowledgement of message *"),
    ("conflict-*", "the refusal of message * for its key"),
    ("fence-epoch-*", "the notice that epoch * has begun"),
];

/// A timer of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timer {
    /// The producer has waited long enough for the acknowledgement of this letter.
    Retry(u32),
    /// The consumer is ready for the next step of this delivery.
    Step(u32),
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Retry(number) => write!(f, "retry-{number}"),
            Self::Step(delivery) => write!(f, "step-of-delivery-{delivery}"),
        }
    }
}

/// The timers' codes in words.
pub(super) const TIMERS: &[Phrase] =
    &[("retry-*", "to retry message *"), ("step-of-delivery-*", "to go on with delivery *")];

/// The keys that a consumer remembers, each with the letter that it belongs to.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Keys {
    letters: LiteMap<u64, u32>,
    /// By age, the oldest first.
    recorded: VecDeque<(Time, u64)>,
}

impl Keys {
    /// The letter that a key belongs to, if it is remembered.
    pub fn get(&self, key: u64) -> Option<u32> {
        self.letters.get(&key).copied()
    }

    /// Remembers a key.
    pub fn record(&mut self, now: Time, letter: Letter) {
        if self.letters.insert(letter.key, letter.number).is_none() {
            self.recorded.push_back((now, letter.key));
        }
    }

    /// Forgets the keys that were recorded before `oldest`.
    pub fn forget_before(&mut self, oldest: Time) {
        while let Some(&(_, key)) = self.recorded.front().filter(|(recorded, _)| *recorded < oldest) {
            self.letters.remove(&key);
            self.recorded.pop_front();
        }
    }

    /// How many keys are remembered.
    pub fn len(&self) -> u32 {
        self.letters.len() as u32
    }

    /// Whether no key is remembered.
    pub fn is_empty(&self) -> bool {
        self.letters.is_empty()
    }
}

/// The disk of the consumer; the producers persist nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disk {
    /// The store: for each row, the number of the letter that changed it last.
    pub rows: LiteMap<u32, u32>,
    /// How often each letter has changed the store; 0 for one that came too late to change anything.
    pub effects: LiteMap<u32, u32>,
    /// The keys of deduplication.
    pub keys: Keys,
    /// The latest epoch of a producer.
    pub epoch: u32,
}
