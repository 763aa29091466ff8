//! The clients: they wait, lose patience, and try again.
//!
//! A retry is how a client hides a fault from its user, and how a system keeps itself down: each attempt that times out
//! was work for nothing, and calls for another.

use std::collections::BTreeMap;

use super::agenda::{Agenda, Due};
use super::config::Config;
use super::item::Request;
use crate::kernel::Time;

/// Everybody who waits for an answer.
#[derive(Clone, Debug)]
pub(super) struct Clients {
    /// How long they wait before they give an attempt up.
    deadline: Time,
    /// How often they try again; `None` if they wait for ever.
    retries: Option<u32>,
    /// The pause before a retry.
    retry_after: Time,
    /// The attempts for which somebody waits.
    waiting: BTreeMap<u64, Request>,
    /// A look at the longest wait is scheduled.
    deadline_is_set: bool,
}

impl Clients {
    /// Nobody waits yet.
    pub(super) fn new(config: &Config) -> Self {
        Self {
            deadline: config.deadline,
            retries: config.retries,
            retry_after: config.retry_after,
            waiting: BTreeMap::new(),
            deadline_is_set: false,
        }
    }

    /// A client waits for an attempt that it makes now.
    pub(super) fn wait(&mut self, now: Time, attempt: u64, request: Request, agenda: &mut Agenda) {
        self.waiting.insert(attempt, Request { sent: now, ..request });
        self.set_deadline(agenda);
    }

    /// Schedules a look at the attempt that has waited longest. All clients have the same patience, so attempts time out
    /// in the order in which they were sent, and one timer does for all.
    fn set_deadline(&mut self, agenda: &mut Agenda) {
        let is_impatient = self.retries.is_some();
        if let Some(longest) = self.waiting.values().next().filter(|_| is_impatient && !self.deadline_is_set) {
            agenda.at(longest.sent + self.deadline, Due::Deadline);
            self.deadline_is_set = true;
        }
    }

    /// The clients whose patience has come to its end give up; how many of them try no more.
    pub(super) fn give_up(&mut self, now: Time, agenda: &mut Agenda) -> u64 {
        self.deadline_is_set = false;
        let mut failed = 0;
        while let Some(longest) = self.waiting.first_entry().filter(|entry| entry.get().sent + self.deadline <= now) {
            let request = longest.remove();
            failed += u64::from(!self.tries_again(now, request, agenda));
        }
        self.set_deadline(agenda);
        failed
    }

    /// An attempt has been answered; whether anybody still waited for it.
    pub(super) fn answer(&mut self, attempt: u64) -> bool {
        self.waiting.remove(&attempt).is_some()
    }

    /// An attempt was dropped or refused: whoever waits for it learns of it. Whether that was the end of their request.
    pub(super) fn lose(&mut self, now: Time, attempt: u64, agenda: &mut Agenda) -> bool {
        self.waiting.remove(&attempt).is_some_and(|request| !self.tries_again(now, request, agenda))
    }

    /// Whether a client whose attempt has failed tries again, which is then scheduled.
    fn tries_again(&self, now: Time, request: Request, agenda: &mut Agenda) -> bool {
        let again = self.retries.is_some_and(|retries| request.retries < retries);
        if again {
            agenda.at(now + self.retry_after, Due::Retried(Request { retries: request.retries + 1, ..request }));
        }
        again
    }

    /// The attempts for which a client waits, with their requests, oldest first.
    pub(super) fn waiting(&self) -> impl Iterator<Item = (u64, &Request)> {
        self.waiting.iter().map(|(&attempt, request)| (attempt, request))
    }
}
