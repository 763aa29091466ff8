//! The messages and timers of the processes, and the content of their disks.

use std::fmt;

use litemap::LiteMap;

use crate::kernel::{Phrase, Process, ProcessId, Time};

/// The process that takes orders.
pub const SERVICE: ProcessId = 0;
/// The process that holds the rows.
pub const DATABASE: ProcessId = 1;
/// The process that holds the events.
pub const BROKER: ProcessId = 2;
/// The process that carries events from the outbox or the log to the broker.
pub const RELAY: ProcessId = 3;
/// The process that reads the events.
pub const CONSUMER: ProcessId = 4;

/// The processes' names, by number.
pub const NAMES: [&str; 5] = ["service", "database", "broker", "relay", "consumer"];

/// Any process that speaks these messages: what a handler must know of the type under which the kernel runs all five.
pub trait Speaker: Process<Message = Message, Timer = Timer, Disk = Disk> {}

impl<P: Process<Message = Message, Timer = Timer, Disk = Disk>> Speaker for P {}

/// An order of a user.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Order {
    /// Its number, from 0.
    pub number: u32,
    /// Whether the database will accept it; otherwise a constraint refuses it at the commit.
    pub valid: bool,
    /// How long the service works between the insert and the commit.
    pub work: Time,
}

/// A row for the relay: the number that puts it in order (of the outbox or of the log), and the order that it tells of.
pub type Row = (u32, u32);

/// A message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Message {
    /// User to service: take this order.
    Take(Order),
    /// Service to database: begin a transaction and insert the row, and an outbox row too if so.
    Insert(Order, bool),
    /// Database to service: inserted, not yet committed.
    Inserted(u32),
    /// Service to database: commit the order's transaction.
    Commit(u32),
    /// Service to database: roll the order's transaction back, if it is open.
    RollBack(u32),
    /// Database to service: committed.
    Committed(u32),
    /// Database to service: rolled back.
    Refused(u32),
    /// Service or relay to broker: append this event.
    Publish(u32),
    /// Broker to whoever published: the event is in the log.
    Published(u32),
    /// Coordinator to participant: get ready to commit, and promise to.
    Prepare(Order),
    /// Participant to coordinator: yes or no.
    Vote(u32, bool),
    /// Coordinator to participant: commit or roll back.
    Decide(u32, bool),
    /// Participant to coordinator: done as decided.
    Done(u32),
    /// Participant to coordinator: I promised; what has been decided?
    Inquire(u32),
    /// Relay to database: the rows after this one, at most so many.
    Poll(u32, u32),
    /// Database to relay: rows.
    Rows(Vec<Row>),
    /// Relay to database: these rows are published.
    Mark(Vec<u32>),
    /// Database to relay: marked.
    Marked,
    /// Broker to consumer: an event.
    Event(u32),
    /// Whoever comes back, to all it talks with: connections were lost.
    Back,
}

impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Take(order) => write!(f, "take-{}", order.number),
            Self::Insert(order, false) => write!(f, "insert-{}", order.number),
            Self::Insert(order, true) => write!(f, "insert-{}-and-outbox", order.number),
            Self::Inserted(order) => write!(f, "inserted-{order}"),
            Self::Commit(order) => write!(f, "commit-{order}"),
            Self::RollBack(order) => write!(f, "roll-back-{order}"),
            Self::Committed(order) => write!(f, "committed-{order}"),
            Self::Refused(order) => write!(f, "refused-{order}"),
            Self::Publish(order) => write!(f, "publish-{order}"),
            Self::Published(order) => write!(f, "published-{order}"),
            Self::Prepare(order) => write!(f, "prepare-{}", order.number),
            Self::Vote(order, yes) => write!(f, "vote-{}-{order}", if *yes { "yes" } else { "no" }),
            Self::Decide(order, commit) => write!(f, "{}-{order}", if *commit { "commit" } else { "abort" }),
            Self::Done(order) => write!(f, "done-{order}"),
            Self::Inquire(order) => write!(f, "inquire-{order}"),
            Self::Poll(after, _) => write!(f, "poll-after-{after}"),
            Self::Rows(rows) => {
                f.write_str("rows")?;
                rows.iter().try_for_each(|(number, order)| write!(f, "-{number}:{order}"))
            }
            Self::Mark(rows) => {
                f.write_str("mark")?;
                rows.iter().try_for_each(|number| write!(f, "-{number}"))
            }
            Self::Marked => f.write_str("marked"),
            Self::Event(order) => write!(f, "event-{order}"),
            Self::Back => f.write_str("back"),
        }
    }
}

/// The messages' codes in words.
pub(super) const MESSAGES: &[Phrase] = &[
    ("take-*", "order *"),
    ("insert-*-and-outbox", "the insert of order * and its outbox row"),
    ("insert-*", "the insert of order *"),
    ("inserted-*", "the answer that order * is inserted"),
    ("commit-*", "the request to commit order *"),
    ("roll-back-*", "the request to roll back order *"),
    ("abort-*", "the request to abort order *"),
    ("committed-*", "the answer that order * is committed"),
    ("refused-*", "the answer that order * is refused"),
    ("publish-*", "the request to publish the event of order *"),
    ("published-*", "the answer that the event of order * is published"),
    ("prepare-*", "the request to prepare order *"),
    ("vote-yes-*", "the vote to commit order *"),
    ("vote-no-*", "the vote to abort order *"),
    ("done-*", "the answer that order * is done as decided"),
    ("inquire-*", "the question what was decided of order *"),
    ("poll-after-*", "the poll for rows after row *"),
    ("rows", "the answer that there are no new rows"),
    ("rows-**", "the answer with the rows * (row:order)"),
    ("mark-*", "the request to mark row * as published"),
    ("mark-**", "the request to mark rows * as published"),
    ("marked", "the answer that the rows are marked"),
    ("event-*", "the event of order *"),
    ("back", "the notice of a restart"),
];

/// A timer of a process.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Timer {
    /// The service has done its work for an order and commits.
    Commit(u32),
    /// Writing in parallel: the thread that writes to the database gets its turn.
    Write(Order),
    /// Writing in parallel: the thread that publishes gets its turn.
    Publish(u32),
    /// The relay asks for rows.
    Poll,
}

impl fmt::Display for Timer {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Commit(order) => write!(f, "commit-{order}"),
            Self::Write(order) => write!(f, "write-{}", order.number),
            Self::Publish(order) => write!(f, "publish-{order}"),
            Self::Poll => f.write_str("poll"),
        }
    }
}

/// The timers' codes in words.
pub(super) const TIMERS: &[Phrase] = &[
    ("commit-*", "to commit order *"),
    ("write-*", "to write order * to the database"),
    ("publish-*", "to publish the event of order *"),
    ("poll", "to poll for new rows"),
];

/// The disk of a process; each uses its own part.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Disk {
    /// Database: the orders that are committed.
    pub committed: LiteMap<u32, ()>,
    /// Database: the outbox rows that are committed and not yet marked, by the number that the sequence gave them.
    pub outbox: LiteMap<u32, u32>,
    /// Database: the last number that the sequence gave. It is given before the commit, and for good: a transaction that
    /// rolls back leaves a gap.
    pub sequence: u32,
    /// Database: the orders with an outbox row or a prepared transaction, as they were committed: the log.
    pub commits: Vec<u32>,
    /// Database and broker: the orders that they have promised to commit if they are told to.
    pub prepared: LiteMap<u32, Order>,
    /// Broker: the events, as they were appended.
    pub events: Vec<u32>,
    /// Relay: the last row that is published.
    pub cursor: u32,
    /// Coordinator: the orders that it has decided to commit, until both participants have done so.
    pub decided: LiteMap<u32, ()>,
    /// Consumer: the inbox, that is the events that it has applied.
    pub inbox: LiteMap<u32, ()>,
}
