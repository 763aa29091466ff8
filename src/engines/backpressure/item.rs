//! The items in the pipeline, and the requests of users behind them.

use crate::kernel::Time;

/// The most stages of a pipeline.
pub const MAX_STAGES: usize = 4;

/// A request of a user, for which several attempts may be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// Its number, from 0 in order of arrival.
    pub number: u64,
    /// The moment at which it arose.
    pub origin: Time,
    /// The moment of its latest attempt.
    pub sent: Time,
    /// The attempts made before.
    pub retries: u32,
}

/// One attempt on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number, from 0 in order of sending.
    pub attempt: u64,
    /// The moment at which the producer wanted to send it.
    pub sent: Time,
    /// The moment at which it entered the buffer in which it is.
    pub entered: Time,
    /// How long each stage works on it.
    pub work: [Time; MAX_STAGES],
}
