//! The run: entry after entry, in the order in which they expire.

use super::life::{Life, Readers, Watched};
use super::report;
use crate::kernel::{Action, EventLimit, Field, Input, Progress, Report, Simulation, Time, Trace};
use crate::parts::early_expiry::EarlyExpiry;

/// Of so many entries in a hundred, the first early read comes before they are watched.
const UNWATCHED: f64 = 4.0;

/// The most entries that are watched.
const MOST_WATCHED: usize = 400;

/// Reads for each unit of work.
const READS_PER_UNIT: u64 = 5;

/// The most events that a trace keeps.
const MAX_TRACE: usize = 2_000;

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct XFetch {
    readers: Readers,
    entries: u32,
    window: Time,
    lives: Vec<Life>,
    watched: Vec<Watched>,
    /// The deletions that have not been made yet, in the order of time.
    deletions: Vec<Action>,
    limit: EventLimit,
    ended: bool,
    trace: Trace,
}

impl XFetch {
    /// A run before its first entry.
    pub fn new(input: &Input) -> Self {
        let law = EarlyExpiry {
            reads_per_s: input.params.number("reads_per_s"),
            recompute_s: input.params.number("recompute_ms") / 1e3,
            beta: input.params.number("beta"),
            ttl_s: input.params.number("ttl_ms") / 1e3,
        };
        Self {
            window: Time::from_millis_f64(1e3 * law.furthest_s(UNWATCHED).min(0.5 * law.ttl_s)),
            readers: Readers::new(law, input.seed),
            entries: input.params.count("entries"),
            lives: Vec::new(),
            watched: Vec::new(),
            deletions: input.actions.to_vec(),
            limit: EventLimit::of(input),
            ended: false,
            trace: Trace::keeping(MAX_TRACE),
        }
    }

    /// What the law says of the run.
    pub fn law(&self) -> &EarlyExpiry {
        &self.readers.law
    }

    /// How long before its expiry an entry is watched.
    pub fn window(&self) -> Time {
        self.window
    }

    /// How long a recomputation takes.
    pub fn took(&self) -> Time {
        self.readers.took()
    }

    /// How many entries there are.
    pub fn entries(&self) -> u32 {
        self.entries
    }

    /// What became of the entries, in the order in which they expire.
    pub fn lives(&self) -> &[Life] {
        &self.lives
    }

    /// The entries under the magnifier, one after another.
    pub fn watched(&self) -> &[Watched] {
        &self.watched
    }

    /// From when on the next entry may be watched: the last one's new value has been there for a while.
    fn is_free(&self) -> Time {
        self.watched.last().map_or(Time::ZERO, |last| last.life.began + self.took() + Time(self.window.0 / 5))
    }

    /// The next entry lives. Expiries are spread evenly between the first that can be watched and the end of a life.
    fn live(&mut self) {
        let entry = self.lives.len() as u32;
        let ttl = Time::from_millis_f64(1e3 * self.law().ttl_s);
        let spread = (ttl - self.window).0 as f64 * f64::from(entry) / f64::from(self.entries);
        let from = Time(spread as u64);
        let is_watched = self.watched.len() < MOST_WATCHED && from >= self.is_free();
        if is_watched {
            self.pass(from, None);
        }
        let deleted = self.deletions.first().map(|action| Time::from_millis(action.at_ms.into()));
        let life = Life { expires: from + self.window, began: Time::ZERO, lead: Time::ZERO, recomputes: 0 };
        let watched = Watched { entry, from, deleted: None, life, reads: Vec::new() };
        let Some(mut lived) = self.readers.live(watched.clone(), is_watched, &mut self.limit) else { return };
        // Whoever was early before is not in the picture.
        let is_seen = is_watched && lived.life.lead <= self.window;
        if let Some(at) = deleted.filter(|&at| is_seen && at < lived.life.began + self.took()) {
            let watched = Watched { deleted: Some(at), ..watched };
            let Some(again) = self.readers.live(watched, true, &mut self.limit) else { return };
            lived = again;
        }
        self.lives.push(lived.life);
        if is_seen {
            self.tell(&lived);
            self.watched.push(lived);
        }
    }

    /// Tells the deletions before a moment: of this entry, or of one whose value was new.
    fn pass(&mut self, until: Time, entry: Option<Field>) {
        let at = |action: &Action| Time::from_millis(action.at_ms.into());
        while let Some(action) = self.deletions.first().filter(|action| at(action) < until) {
            let (kind, fields) = match &entry {
                Some(entry) => ("delete", vec![("entry", entry.clone())]),
                None => {
                    let reason = "the entry has its new value".into();
                    ("ignored", vec![("action", action.verb.into()), ("reason", reason)])
                }
            };
            self.trace.record(at(action), kind, fields);
            self.deletions.remove(0);
        }
    }

    /// Tells what becomes of an entry under the magnifier.
    fn tell(&mut self, lived: &Watched) {
        let Life { began, lead, recomputes, .. } = lived.life;
        let (entry, stored): (Field, _) = ((lived.entry + 1).into(), began + self.took());
        self.pass(began + Time(1), Some(entry.clone()));
        self.trace.record(began, "first", vec![("entry", entry.clone()), ("lead_ms", lead.as_millis().into())]);
        self.pass(stored, Some(entry.clone()));
        self.trace.record(stored, "stored", vec![("entry", entry), ("recomputes", recomputes.into())]);
    }

    /// The moment at which the last new value is there.
    fn end(&self) -> Time {
        self.lives.iter().map(|life| life.began + self.took()).max().unwrap_or_default()
    }
}

impl Simulation for XFetch {
    fn advance(&mut self, budget: u32) -> Progress {
        let until = self.limit.played().saturating_add(READS_PER_UNIT * u64::from(budget));
        while !self.ended && self.limit.played() < until {
            if self.lives.len() < self.entries as usize && !self.limit.is_reached() {
                self.live();
                continue;
            }
            self.ended = true;
            self.pass(Time(u64::MAX), None);
            let recomputes: u64 = self.lives.iter().map(|life| u64::from(life.recomputes)).sum();
            let fields = vec![("entries", (self.lives.len() as u64).into()), ("recomputes", recomputes.into())];
            let last = self.trace.events().last().map_or(Time::ZERO, |event| event.at);
            self.trace.record(last.max(self.end()), "end", fields);
        }
        let done = self.lives.len() as f64 / f64::from(self.entries);
        if self.ended { Progress::Done } else { Progress::Running(done.min(0.999)) }
    }

    fn report(&self) -> Report {
        let is_undisturbed = self.watched.iter().all(|watched| watched.deleted.is_none());
        let measured = report::measured(&self.lives, self.law(), is_undisturbed);
        measured.stopped(self.limit.stopped(self.end()))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
