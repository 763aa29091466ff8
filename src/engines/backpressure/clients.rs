//! The clients: they wait, lose patience, and try again.
//!
//! A retry is how a client hides a fault from its user, and how a system keeps itself down: each attempt that times out
//! was work for nothing, and calls for another. Two things end that. A budget keeps retries below a fraction of the requests
//! (Beyer et al., "Site Reliability Engineering", 2016, chapter 21), counted as Finagle does: each request earns so much of a
//! retry, and what was earned in the last ten seconds may be spent. A breaker stops all attempts for a while.

use std::collections::VecDeque;

use super::agenda::{Agenda, Due};
use super::breaker::Breaker;
use super::config::Config;
use super::item::Request;
use crate::kernel::Time;

/// The budget keeps what so many seconds of requests have earned, at the load of the start.
const BUDGET_S: f64 = 10.0;

/// Everybody who waits for an answer.
#[derive(Clone, Debug)]
pub(super) struct Clients {
    /// How long they wait before they give an attempt up.
    deadline: Time,
    /// How often they try again; `None` if they wait for ever.
    retries: Option<u32>,
    /// The pause before a retry.
    retry_after: Time,
    /// The retries that each request earns; 0 for no limit.
    budget: f64,
    earned: f64,
    most_earned: f64,
    /// Retries for which there was no budget.
    pub over_budget: u64,
    /// What lets attempts pass, or not.
    pub breaker: Breaker,
    /// The attempts by their numbers; `None` is one for which nobody waits any more. The first is not.
    waiting: VecDeque<Option<Request>>,
    /// The number of the first attempt.
    first: u64,
    /// A look at the longest wait is scheduled.
    deadline_is_set: bool,
}

impl Clients {
    /// Nobody waits yet.
    pub(super) fn new(config: &Config) -> Self {
        let most_earned = (BUDGET_S * config.retry_budget * config.load.base_per_s).max(1.0);
        Self {
            deadline: config.deadline,
            retries: config.retries,
            retry_after: config.retry_after,
            budget: config.retry_budget,
            earned: 0.0,
            most_earned,
            over_budget: 0,
            breaker: Breaker::new(config.breaker),
            waiting: VecDeque::new(),
            first: 0,
            deadline_is_set: false,
        }
    }

    /// A client waits for the next attempt, which it makes now.
    pub(super) fn wait(&mut self, now: Time, request: Request, agenda: &mut Agenda) {
        if request.retries == 0 {
            self.earned = (self.earned + self.budget).min(self.most_earned);
        }
        self.waiting.push_back(Some(Request { sent: now, ..request }));
        self.set_deadline(agenda);
    }

    /// Schedules a look at the attempt that has waited longest. All clients have the same patience, so attempts time out
    /// in the order in which they were sent, and one timer does for all.
    fn set_deadline(&mut self, agenda: &mut Agenda) {
        let is_impatient = self.retries.is_some();
        if let Some(longest) = self.longest().filter(|_| is_impatient && !self.deadline_is_set) {
            agenda.at(longest.sent + self.deadline, Due::Deadline);
            self.deadline_is_set = true;
        }
    }

    fn longest(&self) -> Option<Request> {
        self.waiting.front().copied().flatten()
    }

    /// The clients whose patience has come to its end give up; how many of them try no more.
    pub(super) fn give_up(&mut self, now: Time, agenda: &mut Agenda) -> u64 {
        self.deadline_is_set = false;
        let mut failed = 0;
        while self.longest().is_some_and(|longest| longest.sent + self.deadline <= now) {
            failed += u64::from(self.lose(now, self.first, agenda));
        }
        self.set_deadline(agenda);
        failed
    }

    /// An attempt has been answered, in time or not; whether anybody still waited for it.
    pub(super) fn answer(&mut self, now: Time, attempt: u64, late: bool) -> bool {
        let waited = self.take(attempt).is_some();
        if waited {
            self.breaker.hear(now, attempt, late);
        }
        waited
    }

    /// An attempt was given up, dropped or refused: whoever waits for it learns of it. Whether that was the end of their
    /// request.
    pub(super) fn lose(&mut self, now: Time, attempt: u64, agenda: &mut Agenda) -> bool {
        let Some(request) = self.take(attempt) else { return false };
        self.breaker.hear(now, attempt, true);
        !self.tries_again(now, request, agenda)
    }

    /// Who waits for an attempt does so no more.
    fn take(&mut self, attempt: u64) -> Option<Request> {
        let place = attempt.checked_sub(self.first)?;
        let request = self.waiting.get_mut(place as usize)?.take();
        while self.waiting.front().is_some_and(Option::is_none) {
            self.waiting.pop_front();
            self.first += 1;
        }
        request
    }

    /// Whether a client whose attempt has failed tries again, which is then scheduled.
    fn tries_again(&mut self, now: Time, request: Request, agenda: &mut Agenda) -> bool {
        if self.retries.is_none_or(|retries| request.retries >= retries) {
            return false;
        }
        if self.budget > 0.0 {
            if self.earned < 1.0 {
                self.over_budget += 1;
                return false;
            }
            self.earned -= 1.0;
        }
        agenda.at(now + self.retry_after, Due::Retried(Request { retries: request.retries + 1, ..request }));
        true
    }

    /// The attempts for which a client waits, with their requests, oldest first.
    pub(super) fn waiting(&self) -> impl Iterator<Item = (u64, &Request)> {
        (self.first..).zip(&self.waiting).filter_map(|(attempt, request)| Some((attempt, request.as_ref()?)))
    }
}
