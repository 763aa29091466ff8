//! The database: transactions, an outbox table, a log of commits, and promises for two-phase commit.

use litemap::LiteMap;

use super::message::{Disk, Message, Order, RELAY, Row, SERVICE, Speaker};
use super::policy::{Polling, Strategy};
use super::promise::{decide, inquire, prepare};
use crate::kernel::{Effects, ProcessId};

/// A transaction that has inserted and not yet committed. A crash rolls it back.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Open {
    order: Order,
    /// The number of its outbox row, if it has one: taken from the sequence at the insert, before the commit.
    outbox: Option<u32>,
}

/// The database.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Database {
    strategy: Strategy,
    open: LiteMap<u32, Open>,
    /// A reader of the log that has read all of it and waits, and how much it wants at most.
    tailing: Option<(u32, u32)>,
}

impl Database {
    /// An empty database.
    pub fn new(strategy: Strategy) -> Self {
        Self { strategy, open: LiteMap::new(), tailing: None }
    }

    /// How many transactions are open.
    pub fn open_transactions(&self) -> u32 {
        self.open.len() as u32
    }

    pub(crate) fn receive(&mut self, from: ProcessId, message: Message, fx: &mut Effects<impl Speaker>) {
        match message {
            Message::Insert(order, with_outbox) => self.insert(order, with_outbox, fx),
            Message::Commit(number) => self.commit(number, fx),
            Message::RollBack(number) => {
                let open = self.open.remove(&number);
                rolled_back(open.map(|_| number), fx);
            }
            Message::Poll(after, limit) => self.poll(after, limit, fx),
            Message::Mark(rows) => {
                for row in rows {
                    let mut marked = None;
                    fx.persist(|disk| marked = disk.outbox.remove(&row));
                    if let Some(order) = marked {
                        fx.record("mark", vec![("order", order.into())]);
                    }
                }
                fx.send(RELAY, Message::Marked);
            }
            Message::Prepare(order) => prepare(order, order.valid, fx),
            Message::Decide(number, commit) => {
                if let Some(order) = decide(number, fx) {
                    if commit {
                        write(order.number, None, fx);
                    } else {
                        rolled_back([number], fx);
                    }
                }
                fx.send(from, Message::Done(number));
            }
            Message::Back if from == SERVICE => {
                // The connection is gone, and with it the transactions that it left open; promises stay.
                rolled_back(self.open.keys().copied(), fx);
                self.open.clear();
                inquire(fx);
            }
            _ => {}
        }
    }

    pub(crate) fn restart(&mut self, fx: &mut Effects<impl Speaker>) {
        fx.send(SERVICE, Message::Back);
        if self.strategy.has_outbox() {
            fx.send(RELAY, Message::Back);
        }
        inquire(fx);
    }

    fn insert(&mut self, order: Order, with_outbox: bool, fx: &mut Effects<impl Speaker>) {
        let outbox = with_outbox.then(|| {
            fx.persist(|disk| disk.sequence += 1);
            fx.disk().sequence
        });
        self.open.insert(order.number, Open { order, outbox });
        fx.send(SERVICE, Message::Inserted(order.number));
    }

    fn commit(&mut self, number: u32, fx: &mut Effects<impl Speaker>) {
        match self.open.remove(&number) {
            Some(Open { order, outbox }) if order.valid => {
                write(number, outbox, fx);
                fx.send(SERVICE, Message::Committed(number));
                if let Some((after, limit)) = self.tailing.take() {
                    self.poll(after, limit, fx);
                }
            }
            refused => {
                rolled_back(refused.map(|_| number), fx);
                fx.send(SERVICE, Message::Refused(number));
            }
        }
    }

    /// Answers the relay: an outbox query at once, a reader of the log as soon as there is something to read.
    fn poll(&mut self, after: u32, limit: u32, fx: &mut Effects<impl Speaker>) {
        let rows = self.rows(after, limit, fx.disk());
        if rows.is_empty() && self.strategy == Strategy::OutboxCapture {
            self.tailing = Some((after, limit));
        } else {
            fx.send(RELAY, Message::Rows(rows));
        }
    }

    /// The rows that the relay's query sees.
    fn rows(&self, after: u32, limit: u32, disk: &Disk) -> Vec<Row> {
        let row = |(&number, &order): (&u32, &u32)| (number, order);
        let limit = limit as usize;
        let table = disk.outbox.iter().map(row);
        match self.strategy {
            Strategy::OutboxPolling(Polling::Marks) => table.take(limit).collect(),
            Strategy::OutboxPolling(polling) => {
                // Below the oldest open transaction no row can appear any more.
                let oldest = self.open.values().filter_map(|open| open.outbox).min();
                let horizon = oldest.filter(|_| polling == Polling::SafeCursor).unwrap_or(u32::MAX);
                table.filter(|row| row.0 > after && row.0 < horizon).take(limit).collect()
            }
            _ => {
                (after + 1..).zip(&disk.commits[after as usize..]).take(limit).map(|(at, &order)| (at, order)).collect()
            }
        }
    }
}

/// Makes an order and its outbox row durable, both or neither.
fn write(number: u32, outbox: Option<u32>, fx: &mut Effects<impl Speaker>) {
    fx.persist(|disk| {
        disk.committed.insert(number, ());
        if let Some(row) = outbox {
            disk.outbox.insert(row, number);
            disk.commits.push(number);
        }
    });
    fx.record("commit", vec![("order", number.into())]);
    if let Some(row) = outbox {
        fx.record("outbox-row", vec![("order", number.into()), ("row", row.into())]);
    }
}

/// Records the transactions that are rolled back.
fn rolled_back(numbers: impl IntoIterator<Item = u32>, fx: &mut Effects<impl Speaker>) {
    numbers.into_iter().for_each(|number| fx.record("roll-back", vec![("order", number.into())]));
}
