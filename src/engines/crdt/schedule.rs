//! The tasks of a run, and those that are known at its start.

use std::sync::Arc;

use super::message::Message;
use crate::kernel::{Action, Input, Queue, Stream, Time};

/// A scheduled task.
#[derive(Clone, Debug)]
pub(super) enum Task {
    /// A user operates, at a replica by chance.
    Operate,
    /// The first half of the replicas is cut off from the rest.
    Partition,
    /// All hear each other again.
    Heal,
    /// The reader of the book does something.
    Act(Action),
    /// This replica turns to another.
    Gossip(u32),
    /// A message arrives.
    Arrive {
        /// The sender.
        from: u32,
        /// The receiver.
        to: u32,
        /// The message; shared, since one goes to many receivers.
        message: Arc<Message>,
    },
}

/// The disturbances by users, by the schedule and by the reader.
pub(super) fn disturbances(input: &Input) -> Queue<Task> {
    let params = input.params;
    let mut queue = Queue::new();
    let mut times = Stream::named(input.seed, "times");
    let mut at = Time::ZERO;
    for _ in 0..params.count("operations") {
        at = at + Time::from_millis_f64(times.exponential(params.number("interval_ms")));
        queue.at(at, Task::Operate);
    }
    let (from, length) = (params.time("partition_at_ms"), params.time("partition_ms"));
    if length > Time::ZERO {
        queue.at(from, Task::Partition);
        queue.at(from + length, Task::Heal);
    }
    for action in input.actions {
        queue.at(Time::from_millis(action.at_ms.into()), Task::Act(*action));
    }
    queue
}
