//! When a sample of the run is due, and what it holds.

use super::database::Database;
use super::entry::Entry;
use super::history::Sample;
use super::measures::Measures;
use super::policy::Strategy;
use super::settings::Settings;
use crate::kernel::Time;

impl Measures {
    /// Time goes on to `now`: takes the samples that are due before anything happens then.
    pub(super) fn come_to(&mut self, now: Time, settings: &Settings, database: &Database, entries: &[Entry]) {
        while self.history.next() <= now {
            let at = self.history.next();
            // Whoever else asks, its value is kept.
            let keeps = matches!(
                settings.strategy,
                Strategy::Singleflight | Strategy::StaleWhileRevalidate | Strategy::RefreshAhead
            );
            let sample = Sample {
                reads: self.reads as u32,
                hits: self.hits as u32,
                stale: self.stale_reads as u32,
                answered: (self.answered - self.hits) as u32,
                failed: self.failed as u32,
                queries: self.recomputes as u32,
                expiries: self.expiries as u32,
                stored: self.stored as u32,
                running: database.concurrency(),
                abandoned: if keeps { 0 } else { database.abandoned(at, settings.patience) },
                oldest: database.running().next().map_or(Time::ZERO, |query| at - query.started),
                slowest: self.history.slowest(),
                fresh: 0,
                ruled_out: self.ruled_out as u32,
            };
            self.history.push(sample, entries, settings.ttl);
        }
    }
}
