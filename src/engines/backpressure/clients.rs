//! The clients: they send, wait, lose patience, and try again.
//!
//! A retry is how a client hides a fault from its user, and how a system keeps itself down: each attempt that times out
//! was work for nothing, and calls for another.

use super::item::{Item, Request};
use super::{Backpressure, Event};
use crate::kernel::Time;

impl Backpressure {
    /// A client sends, for the first time or again, and waits.
    pub(super) fn attempt(&mut self, now: Time, request: Request) {
        let counts = &mut self.measures.counts;
        let attempt = counts.sent;
        counts.sent += 1;
        counts.retries += u64::from(request.retries > 0);
        self.waiting.insert(attempt, Request { sent: now, ..request });
        self.set_deadline();
        let item = Item { attempt, sent: now, entered: now, work: request.work };
        self.pipeline.send(now, item, &mut self.agenda);
    }

    /// Schedules a look at the attempt that has waited longest. All clients have the same patience, so attempts time out
    /// in the order in which they were sent, and one timer does for all.
    fn set_deadline(&mut self) {
        let is_impatient = self.config.retries.is_some();
        if let Some(longest) = self.waiting.values().next().filter(|_| is_impatient && !self.deadline_is_set) {
            self.agenda.at(longest.sent + self.config.deadline, Event::Deadline);
            self.deadline_is_set = true;
        }
    }

    /// The clients whose patience has come to its end give up.
    pub(super) fn give_up(&mut self, now: Time) {
        self.deadline_is_set = false;
        while let Some(longest) =
            self.waiting.first_entry().filter(|entry| entry.get().sent + self.config.deadline <= now)
        {
            let request = longest.remove();
            self.try_again(now, request);
        }
        self.set_deadline();
    }

    /// A client whose attempt has failed tries again, or gives up.
    pub(super) fn try_again(&mut self, now: Time, request: Request) {
        if self.config.retries.is_some_and(|retries| request.retries < retries) {
            let again = Request { retries: request.retries + 1, ..request };
            self.agenda.at(now + self.config.retry_after, Event::Retried(again));
        } else {
            self.measures.counts.failed += 1;
        }
    }
}
