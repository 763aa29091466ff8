//! The relay: reads what is committed, publishes it, and only then notes that it did. If it dies between the two it
//! publishes again, so each event arrives at least once.

use super::message::{BROKER, DATABASE, Message, Row, Speaker, Timer};
use super::policy::{Polling, Strategy};
use crate::kernel::{Effects, ProcessId, Time};

/// The answer that the relay waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Phase {
    /// Its timer.
    Idle,
    /// Rows.
    Asked,
    /// The broker's answers: the rows, and for each whether it has come.
    Publishing(Vec<(Row, bool)>),
    /// The database's word that these rows are marked.
    Marking(Vec<u32>),
}

/// The relay.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Relay {
    strategy: Strategy,
    interval: Time,
    batch: u32,
    phase: Phase,
}

impl Relay {
    /// A relay that asks every `interval` for at most `batch` rows; without an outbox it has nothing to do.
    pub fn new(strategy: Strategy, interval: Time, batch: u32) -> Self {
        Self { strategy, interval, batch, phase: Phase::Idle }
    }

    pub(crate) fn start(&mut self, fx: &mut Effects<impl Speaker>) {
        if self.strategy.has_outbox() {
            self.go_on(false, fx);
        }
    }

    pub(crate) fn on_timer(&mut self, fx: &mut Effects<impl Speaker>) {
        self.ask(fx);
    }

    pub(crate) fn receive(&mut self, from: ProcessId, message: Message, fx: &mut Effects<impl Speaker>) {
        match (message, &mut self.phase) {
            (Message::Rows(mut rows), Phase::Asked) => {
                // An answer from before a crash may come late, with rows that have been published since.
                rows.retain(|(number, _)| *number > fx.disk().cursor);
                if rows.is_empty() {
                    return self.go_on(false, fx);
                }
                for &(_, order) in &rows {
                    fx.send(BROKER, Message::Publish(order));
                }
                self.phase = Phase::Publishing(rows.into_iter().map(|row| (row, false)).collect());
            }
            (Message::Published(order), Phase::Publishing(rows)) => {
                if let Some((_, answered)) = rows.iter_mut().find(|(row, answered)| row.1 == order && !answered) {
                    *answered = true;
                }
                if rows.iter().all(|(_, answered)| *answered) {
                    let numbers = rows.iter().map(|(row, _)| row.0).collect();
                    self.note(numbers, fx);
                }
            }
            (Message::Marked, Phase::Marking(rows)) => {
                let full = rows.len() as u32 == self.batch;
                self.go_on(full, fx);
            }
            (Message::Back, _) => self.reconnect(from, fx),
            _ => {}
        }
    }

    fn ask(&mut self, fx: &mut Effects<impl Speaker>) {
        self.phase = Phase::Asked;
        let after = fx.disk().cursor;
        fx.send(DATABASE, Message::Poll(after, self.batch));
    }

    /// All rows are published: notes it, in the table or by the cursor.
    fn note(&mut self, rows: Vec<u32>, fx: &mut Effects<impl Speaker>) {
        if self.strategy == Strategy::OutboxPolling(Polling::Marks) {
            fx.send(DATABASE, Message::Mark(rows.clone()));
            self.phase = Phase::Marking(rows);
            return;
        }
        let last = rows.iter().copied().max().unwrap_or(0);
        fx.persist(|disk| disk.cursor = last);
        self.go_on(rows.len() as u32 == self.batch, fx);
    }

    /// A full batch means that there is more: asks at once. One who reads the log always does, and is told when there is.
    fn go_on(&mut self, full: bool, fx: &mut Effects<impl Speaker>) {
        if full || !self.strategy.polls() {
            self.ask(fx);
        } else {
            self.phase = Phase::Idle;
            fx.set_timer(self.interval, Timer::Poll);
        }
    }

    /// A peer has come back: what it was asked is asked again.
    fn reconnect(&mut self, peer: ProcessId, fx: &mut Effects<impl Speaker>) {
        match &self.phase {
            Phase::Asked if peer == DATABASE => self.ask(fx),
            Phase::Marking(rows) if peer == DATABASE => fx.send(DATABASE, Message::Mark(rows.clone())),
            Phase::Publishing(rows) if peer == BROKER => {
                for ((_, order), _) in rows.iter().filter(|(_, answered)| !answered) {
                    fx.send(BROKER, Message::Publish(*order));
                }
            }
            _ => {}
        }
    }
}
