//! What a reader chooses.

use crate::kernel::ChoiceTable;

/// When a second copy of a request is sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hedge {
    /// Never.
    Off,
    /// When no answer has come after a while. Both copies are worked on to their end.
    Delay,
    /// The same; whatever still waits when the answer comes is taken out of its queue.
    Cancel,
    /// At once; the copy that starts first takes the other one out of its queue.
    Tied,
}

/// The kinds of second copy.
pub const HEDGES: ChoiceTable<Hedge, 4> = ChoiceTable::new([
    ("off", "None", Hedge::Off),
    ("delay", "After a delay", Hedge::Delay),
    ("cancel", "After a delay, cancelled", Hedge::Cancel),
    ("tied", "Tied", Hedge::Tied),
]);

/// Which servers stand still when.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pauses {
    /// None at any time.
    None,
    /// Each in its turn.
    Apart,
    /// All at the same time.
    Together,
    /// The first one alone.
    One,
}

/// The kinds of pause.
pub const PAUSES: ChoiceTable<Pauses, 4> = ChoiceTable::new([
    ("none", "None", Pauses::None),
    ("apart", "One after the other", Pauses::Apart),
    ("together", "All together", Pauses::Together),
    ("one", "Server 0 alone", Pauses::One),
]);
