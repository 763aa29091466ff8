//! The application, and the producers that send for it: one at a time, if each learned at once that it is not its turn.

use litemap::LiteMap;

use super::message::{APPLICATION, CONSUMER, Letter, Message, PRODUCER, SUCCESSOR, Speaker, Timer};
use super::policy::{KEYS, KeySource, Mode};
use crate::kernel::{Effects, Params, ProcessId, Time};

/// Hands letters to the producer that is in charge, and remembers those that are not confirmed. After a fail-over it
/// hands them to the other one again, since nobody knows what the first has done with them.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Application {
    epoch: u32,
    unconfirmed: LiteMap<u32, Letter>,
}

impl Application {
    /// An application without letters, in epoch 1.
    pub fn new() -> Self {
        Self { epoch: 1, unconfirmed: LiteMap::new() }
    }

    /// The producer in charge.
    pub fn in_charge(&self) -> ProcessId {
        if self.epoch % 2 == 1 { PRODUCER } else { SUCCESSOR }
    }

    pub(crate) fn receive(&mut self, message: Message, fx: &mut Effects<impl Speaker>) {
        match message {
            Message::Take(letter) => {
                self.unconfirmed.insert(letter.number, letter);
                fx.send(self.in_charge(), Message::Submit(letter, self.epoch));
            }
            Message::FailOver => {
                self.epoch += 1;
                fx.record("fail-over", vec![("epoch", self.epoch.into())]);
                for letter in self.unconfirmed.values() {
                    fx.send(self.in_charge(), Message::Submit(*letter, self.epoch));
                }
            }
            Message::Confirm(number) => {
                self.unconfirmed.remove(&number);
            }
            _ => {}
        }
    }
}

impl Default for Application {
    fn default() -> Self {
        Self::new()
    }
}

/// A letter that is not acknowledged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Pending {
    letter: Letter,
    epoch: u32,
    attempts: u32,
}

/// How a producer sends.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Sending {
    /// Whether it repeats what is not acknowledged.
    pub repeats: bool,
    /// How long it waits for an acknowledgement.
    pub timeout: Time,
    /// How often it sends a letter at most.
    pub max_attempts: u32,
    /// Whether it gives each letter a key of its own making, its epoch and a count, instead of the application's.
    pub makes_keys: bool,
    /// Whether there is an application to report to.
    pub reports: bool,
}

impl Sending {
    /// The settings of the parameters, for a system with an application.
    pub fn of(params: &Params) -> Self {
        Self {
            repeats: Mode::of(params).repeats(),
            timeout: params.time("timeout_ms"),
            max_attempts: params.count("max_attempts"),
            makes_keys: params.chosen("key", &KEYS) == KeySource::Producer,
            reports: true,
        }
    }
}

/// A producer. A pause makes a zombie of it: when it goes on, it sends as if it were still in charge.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Producer {
    sending: Sending,
    pending: LiteMap<u32, Pending>,
    gave_up: Vec<u32>,
    keys_made: u32,
}

impl Producer {
    /// A producer with nothing to send.
    pub fn new(sending: Sending) -> Self {
        Self { sending, pending: LiteMap::new(), gave_up: Vec::new(), keys_made: 0 }
    }

    /// How many letters are not acknowledged.
    pub fn unacknowledged(&self) -> u32 {
        self.pending.len() as u32
    }

    /// Whether it has given a letter up, and so knows that it may not have arrived.
    pub fn has_given_up(&self, number: u32) -> bool {
        self.gave_up.contains(&number)
    }

    pub(crate) fn receive(&mut self, message: Message, fx: &mut Effects<impl Speaker>) {
        match message {
            Message::Submit(mut letter, epoch) => {
                if self.sending.makes_keys {
                    letter.key = u64::from(epoch) << 32 | u64::from(self.keys_made);
                    self.keys_made += 1;
                }
                self.pending.insert(letter.number, Pending { letter, epoch, attempts: 0 });
                self.send(letter.number, fx);
            }
            Message::Ack(number) | Message::Conflict(number) => self.settle(number, fx),
            Message::Fence(epoch) => {
                let stale: Vec<u32> =
                    self.pending.values().filter(|p| p.epoch < epoch).map(|p| p.letter.number).collect();
                for number in stale {
                    self.pending.remove(&number);
                    fx.cancel_timer(Timer::Retry(number));
                }
            }
            _ => {}
        }
    }

    pub(crate) fn on_timer(&mut self, timer: Timer, fx: &mut Effects<impl Speaker>) {
        if let Timer::Retry(number) = timer {
            self.send(number, fx);
        }
    }

    /// Sends a letter once more, if it may.
    fn send(&mut self, number: u32, fx: &mut Effects<impl Speaker>) {
        let Some(pending) = self.pending.get_mut(&number) else { return };
        if pending.attempts == self.sending.max_attempts {
            self.gave_up.push(number);
            fx.record("give-up", vec![("message", number.into())]);
            return self.settle(number, fx);
        }
        pending.attempts += 1;
        fx.record("send", vec![("message", number.into()), ("attempt", pending.attempts.into())]);
        fx.send(CONSUMER, Message::Copy(pending.letter, pending.epoch));
        if self.sending.repeats {
            fx.set_timer(self.sending.timeout, Timer::Retry(number));
        } else {
            self.settle(number, fx);
        }
    }

    fn settle(&mut self, number: u32, fx: &mut Effects<impl Speaker>) {
        if self.pending.remove(&number).is_some() {
            fx.cancel_timer(Timer::Retry(number));
            if self.sending.reports {
                fx.send(APPLICATION, Message::Confirm(number));
            }
        }
    }
}
