//! The modes of delivery, and what a consumer does in which order.

use crate::kernel::{Params, Time};

/// When a consumer that deduplicates writes the key down.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recording {
    /// Before the effect. A crash between the two loses the effect: the next copy is taken for a duplicate.
    Before,
    /// After the effect. A crash between the two repeats it.
    After,
    /// With the effect, but only in memory, which a crash wipes.
    Memory,
}

/// What is promised of each message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Mode {
    /// Sent once, acknowledged before its effect.
    AtMostOnce,
    /// Sent until it is acknowledged, acknowledged after its effect.
    AtLeastOnce,
    /// At least once, and a key that was recorded within the window is passed over.
    Window(Recording),
    /// At least once, and the effect sets a row to the message's value: to set it twice is to set it once.
    Upsert,
    /// At least once, and the effect sets the row only if the message is newer than what is there.
    CompareAndSet,
    /// At least once, and key and effect are one transaction; no key is forgotten.
    Inbox,
}

/// One step of the consumer; it can crash between any two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Writes the key down, unless it is there already.
    Claim,
    /// Writes the key down.
    Record,
    /// Changes the store.
    Effect,
    /// Claims the key and changes the store, both at once.
    ClaimAndEffect,
    /// Acknowledges.
    Ack,
}

impl Mode {
    /// The mode that the parameters name.
    pub fn of(params: &Params) -> Self {
        match params.choice("mode") {
            "at-most-once" => Self::AtMostOnce,
            "deduplication" => Self::Window(match params.choice("recording") {
                "before-effect" => Recording::Before,
                "in-memory" => Recording::Memory,
                _ => Recording::After,
            }),
            "upsert" => Self::Upsert,
            "compare-and-set" => Self::CompareAndSet,
            "inbox" => Self::Inbox,
            _ => Self::AtLeastOnce,
        }
    }

    /// What the consumer does with a message, in order.
    pub fn steps(self) -> &'static [Step] {
        match self {
            Self::AtMostOnce => &[Step::Ack, Step::Effect],
            Self::AtLeastOnce | Self::Upsert | Self::CompareAndSet => &[Step::Effect, Step::Ack],
            Self::Window(Recording::Before) => &[Step::Claim, Step::Effect, Step::Ack],
            Self::Window(Recording::After) => &[Step::Effect, Step::Record, Step::Ack],
            Self::Window(Recording::Memory) | Self::Inbox => &[Step::ClaimAndEffect, Step::Ack],
        }
    }

    /// Whether the producer repeats what is not acknowledged.
    pub fn repeats(self) -> bool {
        self != Self::AtMostOnce
    }

    /// Whether the consumer recognises messages by their keys.
    pub fn has_keys(self) -> bool {
        matches!(self, Self::Window(_) | Self::Inbox)
    }
}

/// All that the consumer is told.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Policy {
    /// The mode.
    pub mode: Mode,
    /// How long one step takes.
    pub step: Time,
    /// How long a key is remembered; for ever if `None`.
    pub window: Option<Time>,
    /// Whether the payload is compared too when a key is known.
    pub binds_payload: bool,
    /// Whether messages of an earlier epoch are refused.
    pub fences: bool,
}
