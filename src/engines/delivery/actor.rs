//! The one type under which the kernel runs all processes.

use super::consumer::Consumer;
use super::message::{Disk, Message, Timer};
use super::producer::{Application, Producer};
use crate::kernel::{Effects, Process, ProcessId};

/// A process of the system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// Has the letters, and hands them to the producer in charge.
    Application(Application),
    /// Sends letters to the consumer until they are acknowledged; there are two, one of them in charge.
    Producer(Producer),
    /// Receives letters and applies them to its store.
    Consumer(Consumer),
}

impl Process for Actor {
    type Message = Message;
    type Timer = Timer;
    type Disk = Disk;

    fn receive(&mut self, from: ProcessId, message: Message, effects: &mut Effects<Self>) {
        match self {
            Self::Application(application) => application.receive(message, effects),
            Self::Producer(producer) => producer.receive(message, effects),
            Self::Consumer(consumer) => consumer.receive(from, message, effects),
        }
    }

    fn on_timer(&mut self, timer: Timer, effects: &mut Effects<Self>) {
        match self {
            Self::Application(_) => {}
            Self::Producer(producer) => producer.on_timer(timer, effects),
            Self::Consumer(consumer) => consumer.on_timer(timer, effects),
        }
    }
}
