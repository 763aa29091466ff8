//! Keeps the books: what became of each order, as only an observer who sees both systems can know.

use super::message::BROKER;
use crate::kernel::{Audit, Event, Time, Watch};
use crate::parts::LatencyHistogram;

/// The most routine events that go into a trace; the findings of the audit come after them.
const MAX_ROUTINE: u32 = 1_200;

/// The most findings of one kind that are listed one by one.
const MAX_FINDINGS: u32 = 200;

/// The record of one order.
#[derive(Clone, Copy, Debug, Default)]
pub struct Entry {
    /// The moment at which its row was committed.
    pub committed: Option<Time>,
    /// The moments at which the first event of it came into the broker's log, and the last.
    pub appended: Option<(Time, Time)>,
    /// How many events of it are in the broker's log.
    pub copies: u32,
    /// The moments at which the consumer applied its event first, and last.
    pub effected: Option<(Time, Time)>,
    /// How many times the consumer applied its event.
    pub applied: u32,
    /// The number of its outbox row; 0 without one.
    pub row: u32,
    /// The moment at which its outbox row was marked.
    pub marked: Option<Time>,
    /// How long database and broker have been bound by a promise for it, each: since when, and until when.
    pub promised: [Option<(Time, Option<Time>)>; 2],
}

impl Entry {
    /// Whether the database or the broker is bound by its promise at a moment.
    pub fn is_bound(&self, participant: usize, moment: Time) -> bool {
        self.promised[participant]
            .is_some_and(|(from, until)| from <= moment && until.is_none_or(|until| moment < until))
    }

    /// How many of its events are in the log at a moment, and how many of its effects have happened. Of more than two those
    /// between are counted with the last.
    pub fn counts_at(&self, moment: Time) -> [u32; 2] {
        [(self.appended, self.copies), (self.effected, self.applied)].map(|(times, count)| match times {
            Some((_, last)) if last <= moment => count,
            Some((first, _)) if first <= moment => 1,
            _ => 0,
        })
    }
}

/// The measurements of a run.
#[derive(Clone, Debug)]
pub struct Ledger {
    entries: Vec<Entry>,
    shows_all: bool,
    routine: u32,
    last: Time,
    crashes: u32,
    gave_up: u32,
    rolled_back: u32,
    outbox: u32,
    outbox_most: u32,
    lag: LatencyHistogram,
    blocked: Time,
    blocked_longest: Time,
}

impl Ledger {
    /// Books for so many orders; whether every routine event is to be in the trace.
    pub fn new(orders: u32, shows_all: bool) -> Self {
        Self {
            entries: vec![Entry::default(); orders as usize],
            shows_all,
            routine: 0,
            last: Time::ZERO,
            crashes: 0,
            gave_up: 0,
            rolled_back: 0,
            outbox: 0,
            outbox_most: 0,
            lag: LatencyHistogram::new(),
            blocked: Time::ZERO,
            blocked_longest: Time::ZERO,
        }
    }

    /// The orders, by number.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// The moment of the last event of an order.
    pub fn last(&self) -> Time {
        self.last
    }

    /// How many crashes there were.
    pub fn crashes(&self) -> u32 {
        self.crashes
    }

    /// Of how many orders the user was told that they failed, and how many transactions were rolled back.
    pub fn failures(&self) -> (u32, u32) {
        (self.gave_up, self.rolled_back)
    }

    /// The most rows that stood in the outbox at once.
    pub fn outbox_most(&self) -> u32 {
        self.outbox_most
    }

    /// From commit to the first event in the broker's log; an event that came before its commit waits for nothing.
    pub fn lag(&self) -> &LatencyHistogram {
        &self.lag
    }

    /// How long the database was bound by promises: in total, and by the longest.
    pub fn blocked(&self) -> (Time, Time) {
        (self.blocked, self.blocked_longest)
    }

    /// The orders that are committed without an event.
    pub fn lost(&self) -> impl Iterator<Item = u32> {
        self.select(|entry| entry.committed.is_some() && entry.copies == 0)
    }

    /// The orders with an event that are not committed.
    pub fn phantoms(&self) -> impl Iterator<Item = u32> {
        self.select(|entry| entry.committed.is_none() && entry.copies > 0)
    }

    fn select(&self, wanted: fn(&Entry) -> bool) -> impl Iterator<Item = u32> {
        (0..).zip(&self.entries).filter(move |(_, entry)| wanted(entry)).map(|(number, _)| number)
    }

    /// Writes down what happened to an order; false if that says nothing new to a reader of the trace.
    fn book(&mut self, event: &Event, order: u32) -> bool {
        let at = event.at;
        self.last = at;
        let Some(entry) = self.entries.get_mut(order as usize) else { return false };
        match event.kind {
            "commit" => {
                entry.committed = Some(at);
                if entry.copies > 0 {
                    self.lag.record(Time::ZERO);
                }
            }
            "mark" => {
                entry.marked = Some(at);
                self.outbox -= 1;
            }
            "append" => {
                entry.copies += 1;
                entry.appended = since_first(entry.appended, at);
                if let Some(committed) = entry.committed.filter(|_| entry.copies == 1) {
                    self.lag.record(at - committed);
                }
            }
            "apply" => {
                entry.applied += 1;
                entry.effected = since_first(entry.effected, at);
            }
            "outbox-row" => {
                entry.row = event.integer("row").unwrap_or(0) as u32;
                self.outbox += 1;
                self.outbox_most = self.outbox_most.max(self.outbox);
            }
            "promise" => {
                let by = usize::from(event.integer("by") == Some(BROKER.into()));
                entry.promised[by] = Some((at, None));
            }
            "give-up" | "decide-abort" => self.gave_up += 1,
            "roll-back" => self.rolled_back += 1,
            _ => {}
        }
        let freed = match event.kind {
            "commit" | "roll-back" => Some(0),
            "append" | "release" => Some(1),
            _ => None,
        };
        if let Some((participant, promise)) = freed.and_then(|by| Some((by, entry.promised[by].as_mut()?)))
            && promise.1.is_none()
        {
            promise.1 = Some(at);
            if participant == 0 {
                let held = at - promise.0;
                self.blocked = self.blocked + held;
                self.blocked_longest = self.blocked_longest.max(held);
            }
        }
        event.kind == "append" && entry.copies > 1
    }
}

/// The first moment that something happened, and this, the last.
fn since_first(times: Option<(Time, Time)>, at: Time) -> Option<(Time, Time)> {
    Some((times.map_or(at, |(first, _)| first), at))
}

impl Watch for Ledger {
    fn see(&mut self, event: &Event) -> bool {
        if is_finding(event.kind) {
            return true;
        }
        self.crashes += u32::from(event.kind == "crash");
        let notable = match event.integer("order") {
            Some(order) => self.book(event, order as u32),
            None => true,
        };
        let is_shown = notable || self.shows_all;
        self.routine += u32::from(is_shown);
        is_shown && self.routine <= MAX_ROUTINE
    }
}

impl Audit for Ledger {
    /// Disagreements of database and broker: the first of each kind one by one, and the totals.
    fn audit(&self) -> Vec<Event> {
        let mut found = Vec::new();
        let mut counts = [0u32; 3];
        for (number, entry) in (0..).zip(&self.entries) {
            let Some(finding) = finding(number, entry.committed.is_some(), entry.copies) else { continue };
            let kind = FINDINGS.iter().position(|kind| *kind == finding.kind).unwrap_or(0);
            counts[kind] += 1;
            if counts[kind] <= MAX_FINDINGS {
                found.push(finding);
            }
        }
        let [lost, phantoms, duplicates] = counts;
        let fields = vec![("lost", lost.into()), ("phantoms", phantoms.into()), ("duplicates", duplicates.into())];
        found.push(Event::new("audit", fields));
        found
    }
}

/// The kinds of finding, in the order in which they are counted.
const FINDINGS: [&str; 3] = ["lost-event", "phantom-event", "duplicate-event"];

fn is_finding(kind: &str) -> bool {
    kind == "audit" || FINDINGS.contains(&kind)
}

/// The event for an order that is lost, a phantom or duplicated, if it is one.
pub fn finding(number: u32, is_committed: bool, copies: u32) -> Option<Event> {
    let order = ("order", number.into());
    match (is_committed, copies) {
        (true, 0) => Some(Event::new("lost-event", vec![order])),
        (false, 1..) => Some(Event::new("phantom-event", vec![order])),
        (true, 2..) => Some(Event::new("duplicate-event", vec![order, ("copies", copies.into())])),
        _ => None,
    }
}
