//! The service that takes orders: it must write a row and publish an event, and may die between any two of its steps.

use litemap::LiteMap;

use super::message::{BROKER, DATABASE, Message, Order, Speaker, Timer};
use super::policy::Strategy;
use crate::kernel::{Effects, ProcessId, Time};

/// The answer that an order waits for.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    /// The database's answer to the insert.
    Inserting(Order),
    /// The work between insert and commit.
    Working,
    /// The database's answer to the commit.
    Committing,
    /// The broker's answer, before anything is written.
    Announcing(Order),
    /// The broker's answer, after everything is written.
    Publishing,
    /// The votes of both participants; which have said yes.
    Preparing { order: Order, database: bool, broker: bool },
    /// That both participants have done as decided; which still have not.
    Deciding { commit: bool, database: bool, broker: bool },
}

/// The service. All that it knows of the orders under way is in its memory.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Service {
    strategy: Strategy,
    /// Writing in parallel: how much later the second of the two threads gets its turn.
    apart: Time,
    /// Writing in parallel: whether the first order begins with the broker.
    event_first: bool,
    pending: LiteMap<u32, Stage>,
    /// Writing in parallel: the events whose thread waits for the broker.
    announced: LiteMap<u32, ()>,
}

impl Service {
    /// A service that has taken no order. Writing in parallel its second thread gets its turn so many milliseconds later;
    /// below zero the first order begins with the broker.
    pub fn new(strategy: Strategy, apart_ms: f64) -> Self {
        let (apart, event_first) = (Time::from_millis_f64(apart_ms.abs()), apart_ms < 0.0);
        Self { strategy, apart, event_first, pending: LiteMap::new(), announced: LiteMap::new() }
    }

    /// How many orders are under way.
    pub fn under_way(&self) -> u32 {
        self.pending.len() as u32
    }

    pub(crate) fn receive(&mut self, from: ProcessId, message: Message, fx: &mut Effects<impl Speaker>) {
        match message {
            Message::Take(order) => self.take(order, fx),
            Message::Inserted(number) => {
                if let Some(Stage::Inserting(order)) = self.pending.get(&number) {
                    fx.set_timer(order.work, Timer::Commit(number));
                    self.pending.insert(number, Stage::Working);
                }
            }
            Message::Committed(number) => self.committed(number, fx),
            Message::Refused(number) => self.give_up(number, fx),
            Message::Published(number) => self.published(number, fx),
            Message::Vote(number, yes) => self.voted(from, number, yes, fx),
            Message::Inquire(number) => {
                let undecided = matches!(self.pending.get(&number), Some(Stage::Preparing { .. }));
                if !undecided {
                    let commit = fx.disk().decided.contains_key(&number);
                    fx.send(from, Message::Decide(number, commit));
                }
            }
            Message::Done(number) => self.done(from, number, fx),
            Message::Back => self.reconnect(from, fx),
            _ => {}
        }
    }

    pub(crate) fn on_timer(&mut self, timer: Timer, fx: &mut Effects<impl Speaker>) {
        match timer {
            Timer::Commit(number) => {
                self.pending.insert(number, Stage::Committing);
                fx.send(DATABASE, Message::Commit(number));
            }
            Timer::Write(order) => self.insert(order, fx),
            Timer::Publish(number) => {
                self.announced.insert(number, ());
                fx.send(BROKER, Message::Publish(number));
            }
            Timer::Poll => {}
        }
    }

    /// After a crash: of the orders under way nothing is known, but decisions were written down.
    pub(crate) fn restart(&mut self, fx: &mut Effects<impl Speaker>) {
        for number in fx.disk().decided.keys().copied().collect::<Vec<u32>>() {
            self.pending.insert(number, Stage::Deciding { commit: true, database: true, broker: true });
            fx.send(DATABASE, Message::Decide(number, true));
            fx.send(BROKER, Message::Decide(number, true));
        }
        fx.send(DATABASE, Message::Back);
        fx.send(BROKER, Message::Back);
    }

    fn take(&mut self, order: Order, fx: &mut Effects<impl Speaker>) {
        match self.strategy {
            Strategy::DatabaseThenBroker | Strategy::OutboxPolling(_) | Strategy::OutboxCapture => {
                self.insert(order, fx);
            }
            Strategy::BrokerThenDatabase => {
                self.pending.insert(order.number, Stage::Announcing(order));
                fx.send(BROKER, Message::Publish(order.number));
            }
            Strategy::Parallel => {
                // Which thread comes first is the scheduler's whim; here every second order begins with the broker.
                let (write, publish) = if order.number.is_multiple_of(2) != self.event_first {
                    (Time::ZERO, self.apart)
                } else {
                    (self.apart, Time::ZERO)
                };
                fx.set_timer(write, Timer::Write(order));
                fx.set_timer(publish, Timer::Publish(order.number));
            }
            Strategy::TwoPhaseCommit => {
                self.pending.insert(order.number, Stage::Preparing { order, database: false, broker: false });
                fx.send(DATABASE, Message::Prepare(order));
                fx.send(BROKER, Message::Prepare(order));
            }
        }
    }

    fn insert(&mut self, order: Order, fx: &mut Effects<impl Speaker>) {
        self.pending.insert(order.number, Stage::Inserting(order));
        fx.send(DATABASE, Message::Insert(order, self.strategy.has_outbox()));
    }

    fn committed(&mut self, number: u32, fx: &mut Effects<impl Speaker>) {
        if self.pending.get(&number) != Some(&Stage::Committing) {
            return;
        }
        if self.strategy == Strategy::DatabaseThenBroker {
            self.pending.insert(number, Stage::Publishing);
            fx.send(BROKER, Message::Publish(number));
        } else {
            self.pending.remove(&number);
        }
    }

    fn published(&mut self, number: u32, fx: &mut Effects<impl Speaker>) {
        if self.announced.remove(&number).is_some() {
            return;
        }
        match self.pending.get(&number) {
            Some(&Stage::Announcing(order)) => self.insert(order, fx),
            Some(Stage::Publishing) => {
                self.pending.remove(&number);
            }
            _ => {}
        }
    }

    /// Tells the user that it failed. If the database had answered, it is certain that it did.
    fn give_up(&mut self, number: u32, fx: &mut Effects<impl Speaker>) {
        if self.pending.remove(&number).is_some() {
            fx.record("give-up", vec![("order", number.into())]);
        }
    }

    fn voted(&mut self, from: ProcessId, number: u32, yes: bool, fx: &mut Effects<impl Speaker>) {
        let Some(Stage::Preparing { database, broker, .. }) = self.pending.get_mut(&number) else {
            // A promise for an order that this coordinator no longer knows: what is not written down was not decided.
            let commit = fx.disk().decided.contains_key(&number);
            return fx.send(from, Message::Decide(number, commit));
        };
        *if from == DATABASE { &mut *database } else { &mut *broker } |= yes;
        let both = *database && *broker;
        if both {
            fx.persist(|disk| {
                disk.decided.insert(number, ());
            });
            fx.record("decide-commit", vec![("order", number.into())]);
        } else if !yes {
            fx.record("decide-abort", vec![("order", number.into())]);
        }
        if both || !yes {
            self.pending.insert(number, Stage::Deciding { commit: both, database: true, broker: true });
            fx.send(DATABASE, Message::Decide(number, both));
            fx.send(BROKER, Message::Decide(number, both));
        }
    }

    fn done(&mut self, from: ProcessId, number: u32, fx: &mut Effects<impl Speaker>) {
        let Some(Stage::Deciding { database, broker, .. }) = self.pending.get_mut(&number) else { return };
        *if from == DATABASE { &mut *database } else { &mut *broker } = false;
        if !*database && !*broker {
            self.pending.remove(&number);
            fx.persist(|disk| {
                disk.decided.remove(&number);
            });
        }
    }

    /// A peer has come back: what it was asked it may never have heard, and what it answered may be lost.
    fn reconnect(&mut self, peer: ProcessId, fx: &mut Effects<impl Speaker>) {
        let of_database = peer == DATABASE;
        if !of_database {
            self.announced.keys().for_each(|&number| fx.send(BROKER, Message::Publish(number)));
        }
        let mut lost = Vec::new();
        for (&number, stage) in self.pending.iter() {
            match stage {
                // The transaction is gone, or nobody can say whether it was committed.
                Stage::Inserting(_) | Stage::Working | Stage::Committing if of_database => lost.push(number),
                Stage::Announcing(_) | Stage::Publishing if !of_database => fx.send(peer, Message::Publish(number)),
                Stage::Preparing { order, .. } => fx.send(peer, Message::Prepare(*order)),
                Stage::Deciding { commit, .. } => fx.send(peer, Message::Decide(number, *commit)),
                _ => {}
            }
        }
        for number in lost {
            fx.cancel_timer(Timer::Commit(number));
            // An insert that the database got after its return has opened a transaction that nobody would end.
            fx.send(DATABASE, Message::RollBack(number));
            self.give_up(number, fx);
        }
    }
}
