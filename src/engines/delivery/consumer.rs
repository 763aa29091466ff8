//! The consumer: takes a message through its steps, and may die between any two of them.

use litemap::LiteMap;

use super::message::{Keys, Letter, Message, Speaker, Timer};
use super::policy::{Mode, Policy, Recording, Step};
use crate::kernel::{Effects, ProcessId, Time};

/// A message on its way through the steps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
struct Delivery {
    letter: Letter,
    from: ProcessId,
    done: u32,
}

/// The consumer.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Consumer {
    policy: Policy,
    deliveries: LiteMap<u32, Delivery>,
    /// The keys that it remembers only until it crashes.
    memory: Keys,
}

impl Consumer {
    /// A consumer that has received nothing.
    pub fn new(policy: Policy) -> Self {
        Self { policy, deliveries: LiteMap::new(), memory: Keys::default() }
    }

    /// The keys that it remembers only until it crashes.
    pub fn memory(&self) -> &Keys {
        &self.memory
    }

    pub(crate) fn receive(&mut self, from: ProcessId, message: Message, fx: &mut Effects<impl Speaker>) {
        let Message::Copy(letter, epoch) = message else { return };
        fx.record("receive", vec![("message", letter.number.into())]);
        let latest = fx.disk().epoch;
        if epoch > latest {
            fx.persist(|disk| disk.epoch = epoch);
        }
        if self.policy.fences && epoch < latest {
            fx.record("fence", vec![("message", letter.number.into()), ("epoch", epoch.into())]);
            return fx.send(from, Message::Fence(latest));
        }
        if self.is_known(letter, from, fx) {
            return;
        }
        // Numbered anew once all are done: two runs that differ only in what is over have equal states.
        let number = self.deliveries.last().map_or(0, |(last, _)| last + 1);
        self.deliveries.insert(number, Delivery { letter, from, done: 0 });
        fx.set_timer(self.policy.step, Timer::Step(number));
    }

    pub(crate) fn on_timer(&mut self, timer: Timer, fx: &mut Effects<impl Speaker>) {
        let Timer::Step(number) = timer else { return };
        let Some(delivery) = self.deliveries.get_mut(&number) else { return };
        let steps = self.policy.mode.steps();
        let step = steps[delivery.done as usize];
        delivery.done += 1;
        let Delivery { letter, from, done } = *delivery;
        if done as usize == steps.len() {
            self.deliveries.remove(&number);
        } else {
            fx.set_timer(self.policy.step, Timer::Step(number));
        }
        let goes_on = match step {
            Step::Expectation => self.claims(letter, from, fx),
            Step::Record => {
                self.record(letter, fx);
                true
            }
            Step::Effect => {
                self.apply(letter, fx);
                true
            }
            Step::ClaimAndEffect => {
                let claimed = self.claims(letter, from, fx);
                if claimed {
                    self.apply(letter, fx);
                }
                claimed
            }
            Step::Ack => {
                fx.send(from, Message::Ack(letter.number));
                true
            }
        };
        if !goes_on {
            self.deliveries.remove(&number);
            fx.cancel_timer(Timer::Step(number));
        }
    }

    /// Records a key unless it is taken: of two copies at once, the later finds it taken and is answered.
    fn claims(&mut self, letter: Letter, from: ProcessId, fx: &mut Effects<impl Speaker>) -> bool {
        let is_free = !self.is_known(letter, from, fx);
        if is_free {
            self.record(letter, fx);
        }
        is_free
    }

    fn keys<'a>(&'a self, fx: &'a Effects<impl Speaker>) -> &'a Keys {
        if self.policy.mode == Mode::Window(Recording::Memory) { &self.memory } else { &fx.disk().keys }
    }

    fn record(&mut self, letter: Letter, fx: &mut Effects<impl Speaker>) {
        let now = fx.now();
        if self.policy.mode == Mode::Window(Recording::Memory) {
            self.memory.record(now, letter);
        } else {
            fx.persist(|disk| disk.keys.record(now, letter));
        }
        let entries = self.keys(fx).len();
        fx.record("remember", vec![("message", letter.number.into()), ("entries", entries.into())]);
    }

    /// Answers a message whose key is known; whether it is.
    fn is_known(&mut self, letter: Letter, from: ProcessId, fx: &mut Effects<impl Speaker>) -> bool {
        if !self.policy.mode.has_keys() {
            return false;
        }
        if let Some(window) = self.policy.window {
            let oldest = fx.now() - window;
            self.memory.forget_before(oldest);
            if oldest > Time::ZERO {
                fx.persist(|disk| disk.keys.forget_before(oldest));
            }
        }
        let Some(owner) = self.keys(fx).get(letter.key) else { return false };
        let message = ("message", letter.number.into());
        if owner == letter.number {
            fx.record("pass-over", vec![message]);
        } else if self.policy.binds_payload {
            fx.record("conflict", vec![message, ("key_of", owner.into())]);
            fx.send(from, Message::Conflict(letter.number));
            return true;
        } else {
            fx.record("swallow", vec![message, ("key_of", owner.into())]);
        }
        fx.send(from, Message::Ack(letter.number));
        true
    }

    /// Lets a letter change the store.
    fn apply(&self, letter: Letter, fx: &mut Effects<impl Speaker>) {
        let current = fx.disk().rows.get(&letter.row).copied();
        let is_older = current.is_some_and(|current| current > letter.number);
        let changes = match self.policy.mode {
            Mode::Upsert => current != Some(letter.number),
            Mode::CompareAndSet => current.is_none_or(|current| current < letter.number),
            _ => true,
        };
        let sets_row = self.policy.mode == Mode::Upsert || !is_older;
        fx.persist(|disk| {
            *disk.effects.entry(letter.number).or_insert(0) += u32::from(changes);
            if changes && sets_row {
                disk.rows.insert(letter.row, letter.number);
            }
        });
        let message = ("message", letter.number.into());
        if !changes {
            fx.record("no-change", vec![message]);
        } else if self.policy.mode == Mode::Upsert && is_older {
            fx.record("stale-write", vec![message, ("over", current.unwrap_or(0).into())]);
        } else {
            fx.record("effect", vec![message]);
        }
    }
}
