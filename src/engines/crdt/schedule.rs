//! The tasks of a run, and those that are known at its start.

use std::sync::Arc;

use super::character::WORDS;
use super::message::Message;
use super::policy::{Kind, TYPES};
use crate::kernel::{Action, Input, Queue, Stream, Time, Value};

/// How long a reader takes from one key to the next.
const KEYSTROKE: Time = Time::from_millis(30);

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
    /// The reader presses a key at a replica: a letter, or the one that erases a word.
    Press(u32, Option<u8>),
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
    let is_text = params.chosen("type", &TYPES) == Kind::Text;
    // Until when the keys that were pressed before at each replica are still to come.
    let mut busy = vec![Time::ZERO; params.count("replicas") as usize];
    for action in input.actions {
        let at = Time::from_millis(action.at_ms.into());
        match (keys(action), busy.get_mut(action.target as usize).filter(|_| is_text)) {
            (Some(keys), Some(busy)) => {
                for key in keys {
                    queue.at(at.max(*busy), Task::Press(action.target, key));
                    *busy = at.max(*busy) + KEYSTROKE;
                }
            }
            _ => queue.at(at, Task::Act(*action)),
        }
    }
    queue
}

/// The keys that an action presses: a word and a space, or the one that erases a word.
fn keys(action: &Action) -> Option<Vec<Option<u8>>> {
    match (action.verb, action.value) {
        ("type", Some(Value::Choice(word))) => Some(WORDS.get(word)?.bytes().chain([b' ']).map(Some).collect()),
        ("erase", _) => Some(vec![None]),
        _ => None,
    }
}
