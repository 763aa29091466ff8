//! What becomes of a page that is late: it is sent again, or its reader leaves.

use super::hosts::{Call, FOR_NOBODY, kind};
use super::pages::{Page, Part, Place};
use super::policy::Again;
use super::run::{Due, RetryTail, service};
use crate::kernel::Time;

impl RetryTail {
    /// A page that is not there has waited for one more timeout: it is sent again, if it may be.
    pub(super) fn time_out(&mut self, now: Time, number: u32) {
        let page = self.pages.pages[number as usize];
        if page.attempt == 0 {
            self.counts.judged += 1;
            self.counts.late += u64::from(!page.is_over);
            self.counts.late_calls += u64::from(page.missing);
        }
        if page.is_over || u32::from(page.attempt) >= self.config.retries {
            return;
        }
        let whole = self.config.again == Again::Page;
        let calls = if whole { self.config.fan_out } else { page.missing.into() };
        let budget = if self.config.budget > 0.0 { self.config.budget } else { f64::INFINITY };
        if (self.counts.again + u64::from(calls)) as f64 > budget * self.counts.first as f64 {
            self.counts.refused += u64::from(calls);
            return;
        }
        self.counts.again += u64::from(calls);
        let attempt = page.attempt + 1;
        self.pages.pages[number as usize] = Page { attempt, missing: calls as u8, ..page };
        for part in 0..self.config.fan_out as u8 {
            let before = *self.pages.part(number, part);
            if whole || before.place != Place::Answered {
                self.give_up(before);
                *self.pages.part(number, part) =
                    Part { server: self.another(before.server), attempt, place: Place::InLine };
                let service_ms = self.again.exponential(self.config.service_ms);
                self.send(now, Call { page: number, part, attempt, service: service(service_ms) });
            }
        }
        if u32::from(attempt) < self.config.retries {
            self.agenda.after(self.config.timeout, Due::Timeout(number));
        }
    }

    /// A server other than this one, at random; this one, if it is the only one.
    fn another(&mut self, server: u8) -> u8 {
        let others = self.config.servers - 1;
        let step = if others > 0 { 1 + self.again.below(others.into()) as u32 } else { 0 };
        ((u32::from(server) + step) % self.config.servers) as u8
    }

    /// Nobody waits any more for the call of a part, which is still in its line.
    fn give_up(&mut self, Part { server, attempt, place }: Part) {
        if place == Place::InLine {
            let waiting = &mut self.hosts[usize::from(server)].waiting;
            waiting[kind(attempt)] -= 1;
            match self.config.cancels {
                true => self.counts.cancelled += 1,
                false => waiting[FOR_NOBODY] += 1,
            }
        }
    }

    /// The reader of a page leaves, if it is not there.
    pub(super) fn leave(&mut self, number: u32) {
        if self.pages.pages[number as usize].is_over {
            return;
        }
        for part in 0..self.config.fan_out as u8 {
            let part = *self.pages.part(number, part);
            self.give_up(part);
        }
        self.pages.pages[number as usize].is_over = true;
        self.counts.failed += 1;
        self.latencies.record(self.config.patience);
    }
}
