//! What flows through the pipeline, and who waits for it.

use crate::kernel::Time;

/// The most stages of a pipeline.
pub const MAX_STAGES: usize = 4;

/// What a user wants; several attempts may be made at it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Request {
    /// When it came up.
    pub origin: Time,
    /// When the present attempt was made.
    pub sent: Time,
    /// The attempts made before.
    pub retries: u32,
    /// How long each stage works on it; a retry is the same work again.
    pub work: [Time; MAX_STAGES],
}

/// One attempt on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Item {
    /// Its number, from 0 in order of sending.
    pub attempt: u64,
    /// When the producer wanted to send it.
    pub sent: Time,
    /// When it entered the buffer in which it is.
    pub entered: Time,
    /// How long each stage works on it.
    pub work: [Time; MAX_STAGES],
}
