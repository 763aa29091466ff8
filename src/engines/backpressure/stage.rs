//! One stage: a buffer and the consumer that works it off, one item at a time.

use std::collections::VecDeque;

use super::codel::Codel;
use super::config::Config;
use super::item::Item;
use super::policy::Policy;
use crate::kernel::Time;

/// A buffer and its consumer.
#[derive(Clone, Debug)]
pub struct Stage {
    pub(crate) buffer: VecDeque<Item>,
    pub(crate) serving: Option<Item>,
    pub(crate) held: Option<Item>,
    /// Credits that the sender still has.
    pub(crate) credits: u32,
    /// Credits that will be granted with the next grant.
    pub(crate) owed: u32,
    codel: Option<Codel>,
}

impl Stage {
    /// An empty stage; its sender begins with credit for the whole buffer.
    pub fn new(config: &Config) -> Self {
        let (buffer, serving, held) = (VecDeque::new(), None, None);
        let mut stage = Self { buffer, serving, held, credits: 0, owed: 0, codel: None };
        stage.begin_policy(config);
        stage
    }

    /// Begins with a policy: its sender has credit for the room that there is.
    pub(crate) fn begin_policy(&mut self, config: &Config) {
        self.codel = (config.policy == Policy::Codel).then(|| Codel::new(config.codel.0, config.codel.1));
        self.credits = config.buffer.saturating_sub(self.buffer.len() as u32);
        self.owed = 0;
    }

    /// The items that wait, the next one first.
    pub fn buffer(&self) -> impl ExactSizeIterator<Item = &Item> {
        self.buffer.iter()
    }

    /// The item that is worked on.
    pub fn serving(&self) -> Option<&Item> {
        self.serving.as_ref()
    }

    /// The item that is done and finds no room in the next stage.
    pub fn held(&self) -> Option<&Item> {
        self.held.as_ref()
    }

    /// Credits that the sender of this stage still has.
    pub fn credits(&self) -> u32 {
        self.credits
    }

    /// The state of CoDel, if that is the policy.
    pub fn codel(&self) -> Option<&Codel> {
        self.codel.as_ref()
    }

    /// Whether the consumer could begin with something.
    pub(crate) fn is_free(&self) -> bool {
        self.serving.is_none() && self.held.is_none()
    }

    /// Whether a sender that waits may send an item here.
    pub(crate) fn has_room(&self, config: &Config) -> bool {
        match config.policy {
            Policy::Credit => self.credits > 0,
            _ => config.bound().is_none_or(|bound| self.buffer.len() < bound as usize),
        }
    }

    /// The next item to work on; what CoDel drops on the way goes to `dropped`.
    pub(crate) fn take(&mut self, now: Time, dropped: &mut Vec<Item>) -> Option<Item> {
        match &mut self.codel {
            Some(codel) => codel.dequeue(now, &mut self.buffer, dropped),
            None => self.buffer.pop_front(),
        }
    }
}
