//! The reader's choices: the mode of delivery, when and by what key a message is recognised, and what else the consumer
//! is told.

use crate::kernel::{ChoiceTable, OFF_ON, Params, Time};

/// The moment at which a consumer that deduplicates records the key.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Recording {
    /// Before the effect. A crash between the two loses the effect: the next copy is taken for a duplicate.
    Before,
    /// After the effect. A crash between the two repeats it.
    After,
    /// With the effect, but only in memory, which a crash wipes.
    Memory,
}

/// The delivery guarantee.
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

/// The source of a message's key.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum KeySource {
    /// The application gives it: the message keeps it whichever producer sends it.
    Application,
    /// The producer makes it out of its epoch and a count: another producer makes another.
    Producer,
    /// The application draws random bits, and two messages may draw the same.
    Random,
}

/// The modes; when the key is recorded is a choice of its own ([`RECORDINGS`]).
pub const MODES: ChoiceTable<Mode, 6> = ChoiceTable::new([
    ("at-most-once", "At most once", Mode::AtMostOnce),
    ("at-least-once", "At least once", Mode::AtLeastOnce),
    ("deduplication", "Deduplication with a window", Mode::Window(Recording::After)),
    ("upsert", "Idempotent effect: upsert", Mode::Upsert),
    ("compare-and-set", "Idempotent effect: compare and set", Mode::CompareAndSet),
    ("inbox", "Transactional inbox", Mode::Inbox),
]);

/// The moments at which deduplication can record the key.
pub const RECORDINGS: ChoiceTable<Recording, 3> = ChoiceTable::new([
    ("before-effect", "Before the effect", Recording::Before),
    ("after-effect", "After the effect", Recording::After),
    ("in-memory", "With it, in memory only", Recording::Memory),
]);

/// The sources of a key.
pub const KEYS: ChoiceTable<KeySource, 3> = ChoiceTable::new([
    ("end-to-end", "The application's own", KeySource::Application),
    ("producer", "The producer's epoch and count", KeySource::Producer),
    ("random", "Random bits", KeySource::Random),
]);

/// Whether the payload is compared too when a key is known.
pub const BINDINGS: ChoiceTable<bool, 2> =
    ChoiceTable::new([("off", "Key alone", false), ("on", "Key bound to the payload", true)]);

/// One step of the consumer; it can crash between any two.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Writes the key down, unless it is there already.
    Expectation,
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
    /// The mode that the parameters name, with the moment of recording if it deduplicates.
    pub fn of(params: &Params) -> Self {
        match params.chosen("mode", &MODES) {
            Self::Window(_) => Self::Window(params.chosen("recording", &RECORDINGS)),
            other => other,
        }
    }

    /// The consumer's steps for a message, in order.
    pub fn steps(self) -> &'static [Step] {
        match self {
            Self::AtMostOnce => &[Step::Ack, Step::Effect],
            Self::AtLeastOnce | Self::Upsert | Self::CompareAndSet => &[Step::Effect, Step::Ack],
            Self::Window(Recording::Before) => &[Step::Expectation, Step::Effect, Step::Ack],
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

/// The settings of the consumer.
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

impl Policy {
    /// The policy that the parameters name.
    pub fn of(params: &Params) -> Self {
        let (mode, window) = (Mode::of(params), params.time("window_ms"));
        Self {
            mode,
            step: params.time("step_ms"),
            window: (window > Time::ZERO && matches!(mode, Mode::Window(_))).then_some(window),
            binds_payload: params.chosen("binding", &BINDINGS),
            fences: params.chosen("fencing", &OFF_ON),
        }
    }
}
