//! The outcome of a request.

use crate::kernel::Time;

/// The outcome of a request.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Outcome {
    /// The moment at which the answer was complete; `None` if a node refused a part of it.
    pub answered: Option<Time>,
    /// How many nodes were asked.
    pub asked: u32,
    /// Whether the cache answered.
    pub cached: bool,
    /// Whether it answered with a value that has been written since.
    pub stale: bool,
    /// Whether it joined a read that was under way.
    pub joined: bool,
    /// Whether it was forwarded past its own partition, which was full (bounded loads).
    pub forwarded: bool,
}

impl Outcome {
    /// One node was asked.
    pub fn of_one(answered: Option<Time>) -> Self {
        Self { answered, asked: 1, ..Self::default() }
    }

    /// Another node was asked too: the answer is complete when the last has come, and none if one was refused.
    pub fn and(self, answered: Option<Time>) -> Self {
        let answered = self.answered.zip(answered).map(|(first, second)| first.max(second));
        Self { answered, asked: self.asked + 1, ..self }
    }
}
