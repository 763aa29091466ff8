//! The broker, a log of events, and the consumer that reads it.

use super::message::{CONSUMER, Message, RELAY, SERVICE, Speaker};
use super::policy::Strategy;
use super::promise::{decide, inquire, prepare};
use crate::kernel::{Effects, ProcessId};

/// The broker. It does not know what an event means: the same event published twice is two events.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Broker {
    strategy: Strategy,
    /// Whether anybody reads the log.
    has_consumer: bool,
}

impl Broker {
    /// A broker with an empty log.
    pub fn new(strategy: Strategy, has_consumer: bool) -> Self {
        Self { strategy, has_consumer }
    }

    pub(crate) fn receive(&mut self, from: ProcessId, message: Message, fx: &mut Effects<impl Speaker>) {
        match message {
            Message::Publish(order) => {
                self.append(order, fx);
                fx.send(from, Message::Published(order));
            }
            Message::Prepare(order) => prepare(order, true, fx),
            Message::Decide(number, commit) => {
                match decide(number, fx) {
                    Some(_) if commit => self.append(number, fx),
                    Some(_) => fx.record("release", vec![("order", number.into())]),
                    None => {}
                }
                fx.send(from, Message::Done(number));
            }
            Message::Back => inquire(fx),
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

    fn append(&self, order: u32, fx: &mut Effects<impl Speaker>) {
        fx.persist(|disk| disk.events.push(order));
        fx.record("append", vec![("order", order.into())]);
        if self.has_consumer {
            fx.send(CONSUMER, Message::Event(order));
        }
    }
}

/// The consumer. With an inbox it writes down, in the transaction of the effect itself, which events it has applied.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Consumer {
    /// Whether it keeps an inbox.
    pub has_inbox: bool,
}

impl Consumer {
    pub(crate) fn receive(&mut self, message: Message, fx: &mut Effects<impl Speaker>) {
        let Message::Event(order) = message else { return };
        let mut is_new = true;
        if self.has_inbox {
            fx.persist(|disk| is_new = disk.inbox.insert(order, ()).is_none());
        }
        fx.record(if is_new { "apply" } else { "pass-over" }, vec![("order", order.into())]);
    }
}
