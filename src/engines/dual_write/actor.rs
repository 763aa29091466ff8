//! The one type under which the kernel runs all processes.

use super::broker::{Broker, Consumer};
use super::database::Database;
use super::message::{Disk, Message, Timer};
use super::relay::Relay;
use super::service::Service;
use crate::kernel::{Effects, Process, ProcessId};

/// A process of the system.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// Takes orders.
    Service(Service),
    /// Holds the rows.
    Database(Database),
    /// Holds the events.
    Broker(Broker),
    /// Carries events from the database to the broker.
    Relay(Relay),
    /// Reads the events.
    Consumer(Consumer),
}

impl Process for Actor {
    type Message = Message;
    type Timer = Timer;
    type Disk = Disk;

    fn start(&mut self, effects: &mut Effects<Self>) {
        if let Self::Relay(relay) = self {
            relay.start(effects);
        }
    }

    fn receive(&mut self, from: ProcessId, message: Message, effects: &mut Effects<Self>) {
        match self {
            Self::Service(service) => service.receive(from, message, effects),
            Self::Database(database) => database.receive(from, message, effects),
            Self::Broker(broker) => broker.receive(from, message, effects),
            Self::Relay(relay) => relay.receive(from, message, effects),
            Self::Consumer(consumer) => consumer.receive(message, effects),
        }
    }

    fn on_timer(&mut self, timer: Timer, effects: &mut Effects<Self>) {
        match self {
            Self::Service(service) => service.on_timer(timer, effects),
            Self::Relay(relay) => relay.on_timer(effects),
            Self::Database(_) | Self::Broker(_) | Self::Consumer(_) => {}
        }
    }

    fn restart(&mut self, effects: &mut Effects<Self>) {
        match self {
            Self::Service(service) => service.restart(effects),
            Self::Database(database) => database.restart(effects),
            Self::Broker(broker) => broker.restart(effects),
            Self::Relay(relay) => relay.start(effects),
            Self::Consumer(_) => {}
        }
    }
}
