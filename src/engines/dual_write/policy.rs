//! The reader's choices: the strategy, the relay's query, the process that crashes, and the consumer's inbox.

use super::message::{BROKER, DATABASE, RELAY, SERVICE};
use crate::kernel::{ChoiceTable, Params, ProcessId};

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

/// The strategies; the relay's query is a choice of its own ([`POLLINGS`]).
pub const STRATEGIES: ChoiceTable<Strategy, 6> = ChoiceTable::new([
    ("database-then-broker", "Database, then broker", Strategy::DatabaseThenBroker),
    ("broker-then-database", "Broker, then database", Strategy::BrokerThenDatabase),
    ("parallel", "Both in parallel", Strategy::Parallel),
    ("outbox-polling", "Outbox, polling relay", Strategy::OutboxPolling(Polling::Marks)),
    ("outbox-capture", "Outbox, change data capture", Strategy::OutboxCapture),
    ("two-phase-commit", "Two-phase commit", Strategy::TwoPhaseCommit),
]);

/// The queries of a relay that polls.
pub const POLLINGS: ChoiceTable<Polling, 3> = ChoiceTable::new([
    ("marks", "Marks published rows", Polling::Marks),
    ("id-cursor", "id > last", Polling::IdCursor),
    ("safe-cursor", "id > last, below open transactions", Polling::SafeCursor),
]);

/// The processes that may crash.
pub const VICTIMS: ChoiceTable<ProcessId, 4> = ChoiceTable::new([
    ("service", "Service (and coordinator)", SERVICE),
    ("database", "Database", DATABASE),
    ("broker", "Broker", BROKER),
    ("relay", "Relay", RELAY),
]);

/// The consumers: whether they keep an inbox.
pub const CONSUMERS: ChoiceTable<bool, 2> =
    ChoiceTable::new([("inbox", "With an inbox", true), ("plain", "Applies all it gets", false)]);

impl Strategy {
    /// The strategy that the parameters name, with the relay's query if it polls.
    pub fn of(params: &Params) -> Self {
        match params.chosen("strategy", &STRATEGIES) {
            Self::OutboxPolling(_) => Self::OutboxPolling(params.chosen("polling", &POLLINGS)),
            other => other,
        }
    }

    /// Whether the relay asks again and again, with rests between.
    pub fn polls(self) -> bool {
        matches!(self, Self::OutboxPolling(_))
    }

    /// Whether events go through an outbox, so that there is a relay.
    pub fn has_outbox(self) -> bool {
        matches!(self, Self::OutboxPolling(_) | Self::OutboxCapture)
    }

    /// Whether the system has this process: without an outbox there is no relay.
    pub fn has(self, process: ProcessId) -> bool {
        process != RELAY || self.has_outbox()
    }
}
