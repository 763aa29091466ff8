//! The events to come, and their moments.

use super::item::Request;
use crate::kernel::Queue;

/// The events to come, in order of time.
pub(super) type Agenda = Queue<Due>;

/// Something that is due.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Due {
    /// A new request comes up.
    Requested,
    /// A request is tried again.
    Retried(Request),
    /// The client that has waited longest may give up.
    Deadline,
    /// The consumer of a stage has finished its item.
    Finished(u32),
    /// Credit reaches the sender before a stage.
    Granted {
        /// The stage, from 0.
        stage: u32,
        /// How many items the sender may send.
        credits: u32,
        /// The policy under which it was granted, counted from the first.
        era: u32,
    },
    /// The reader does this, by its place among the actions.
    Act(u32),
    /// A step of AIMD.
    Control,
    /// The window with this number, from 1, ends.
    Window(u64),
}
