//! The strategies, and the one type under which the kernel runs all processes.

use super::broker::{Broker, Consumer};
use super::database::Database;
use super::message::{Disk, Message, Timer};
use super::relay::Relay;
use super::service::Service;
use crate::kernel::{Effects, Params, Process, ProcessId};

/// How a relay that polls knows which rows are new.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Polling {
    /// Each row is marked once it is published.
    Marks,
    /// It asks for `id > last`. Wrong: ids are taken before the commit, so a lower one may appear later.
    IdCursor,
    /// It asks for `id > last`, but only below the oldest transaction that is still open.
    SafeCursor,
}

/// How the row and the event are both written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strategy {
    /// The service commits, then publishes.
    DatabaseThenBroker,
    /// The service publishes, then commits.
    BrokerThenDatabase,
    /// Two threads, one for each.
    Parallel,
    /// The event is a row of the same transaction; a relay polls for it.
    OutboxPolling(Polling),
    /// The event is a row of the same transaction; a relay reads the database's log.
    OutboxCapture,
    /// Database and broker both promise, then both are told.
    TwoPhaseCommit,
}

impl Strategy {
    /// The strategy that the parameters name.
    pub fn of(params: &Params) -> Self {
        let polling = match params.choice("polling") {
            "id-cursor" => Polling::IdCursor,
            "safe-cursor" => Polling::SafeCursor,
            _ => Polling::Marks,
        };
        match params.choice("strategy") {
            "broker-then-database" => Self::BrokerThenDatabase,
            "parallel" => Self::Parallel,
            "outbox-polling" => Self::OutboxPolling(polling),
            "outbox-capture" => Self::OutboxCapture,
            "two-phase-commit" => Self::TwoPhaseCommit,
            _ => Self::DatabaseThenBroker,
        }
    }

    /// Whether events go through an outbox, so that there is a relay.
    pub fn has_outbox(self) -> bool {
        matches!(self, Self::OutboxPolling(_) | Self::OutboxCapture)
    }
}

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

    fn wake(&mut self, timer: Timer, effects: &mut Effects<Self>) {
        match self {
            Self::Service(service) => service.wake(timer, effects),
            Self::Relay(relay) => relay.wake(effects),
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
