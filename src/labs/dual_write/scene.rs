//! A pair of runs laid out once, and what one moment of one of them is.

use crate::engines::dual_write::DualWrite;
use crate::engines::dual_write::ledger::Entry;
use crate::engines::dual_write::message::NAMES;
use crate::engines::dual_write::policy::{Polling, Strategy};
use crate::kernel::{Event, Params, Simulation as _, Time};
use crate::ui::plate::{Pace, RunPair, Side};

/// The runs of a plate.
pub(super) struct Scene {
    /// The runs.
    pub pair: RunPair,
    /// What tells them apart; empty where nothing does.
    pub labels: [String; 2],
    /// How playback goes through them.
    pub pace: Pace,
    tracks: Vec<Track>,
}

impl Scene {
    /// Lays the runs out.
    pub(super) fn of(pair: &RunPair) -> Self {
        let (main, twin) = pair.labels();
        let params = |side| match side {
            Side::Main => &pair.scenario.params,
            Side::Twin => pair.twin.as_ref().map_or(&pair.scenario.params, |(twin, _)| &twin.params),
        };
        let track = |side: Side| Some(Track::of(side.run(pair)?, params(side)));
        Self {
            labels: [main, twin],
            pace: super::pace(pair),
            tracks: Side::BOTH.into_iter().filter_map(track).collect(),
            pair: pair.clone(),
        }
    }

    /// One run at a moment; `None` for a twin that is not there.
    pub(super) fn shot(&self, side: Side, moment: Time) -> Option<Shot<'_>> {
        Some(Shot { run: side.run(&self.pair)?, track: self.tracks.get(side as usize)?, moment, pace: self.pace })
    }
}

/// What happens in a run, in order of time.
pub(super) struct Track {
    /// How row and event are written.
    pub strategy: Strategy,
    /// The messages.
    pub flights: Vec<Flight>,
    /// Who was away, from when, until when.
    pub outages: Vec<(usize, Time, Time)>,
}

/// A message on its way.
pub(super) struct Flight {
    /// The processes; the users are one more.
    pub ends: [usize; 2],
    pub sent: Time,
    /// When it arrives, or is lost at a dead process.
    pub arrives: Time,
    pub is_lost: bool,
    /// The step that it is.
    pub step: String,
    /// The order that it is about.
    pub order: Option<u32>,
}

impl Track {
    fn of(run: &DualWrite, params: &Params) -> Self {
        let mut track = Self { strategy: Strategy::of(params), flights: Vec::new(), outages: Vec::new() };
        let hop = params.time("network_ms");
        for event in run.trace().events() {
            match event.kind {
                "deliver" | "lose" => track.flights.push(Flight::of(event, hop)),
                "crash" => track.outages.push((process(event, "process"), event.at, Time(u64::MAX))),
                "restart" => {
                    let back = process(event, "process");
                    if let Some(outage) = track.outages.iter_mut().rfind(|outage| outage.0 == back) {
                        outage.2 = event.at;
                    }
                }
                _ => {}
            }
        }
        track
    }
}

/// A process by its name in an event.
fn process(event: &Event, field: &str) -> usize {
    let name = event.text(field).unwrap_or_default();
    NAMES.iter().position(|other| *other == name).unwrap_or(NAMES.len())
}

impl Flight {
    fn of(event: &Event, hop: Time) -> Self {
        let code = event.text("message").unwrap_or_default();
        // `insert-0-and-outbox`: the step, then the order.
        let mut parts = code.split('-');
        let step = parts.next().unwrap_or_default();
        let order = parts.find_map(|part| part.parse().ok());
        let is_lost = event.kind == "lose";
        let sent_ms = event.fields.iter().find_map(|(name, value)| match value {
            crate::kernel::Field::Number(ms) if *name == "sent_ms" => Some(Time::from_millis_f64(*ms)),
            _ => None,
        });
        Self {
            ends: ["from", "to"].map(|field| process(event, field)),
            // Of a lost message the trace has the end alone; it took about a hop.
            sent: sent_ms.unwrap_or(Time(event.at.0.saturating_sub(hop.0))),
            arrives: event.at,
            is_lost,
            order: order.filter(|_| !matches!(step, "poll" | "rows" | "mark")),
            step: match step {
                "take" => "begin",
                "committed" | "published" | "done" => "acknowledge",
                "roll" => "roll back",
                step => step,
            }
            .to_string(),
        }
    }
}

/// One run at a moment.
#[derive(Clone, Copy)]
pub(super) struct Shot<'a> {
    /// The run.
    pub run: &'a DualWrite,
    /// What happens in it.
    pub track: &'a Track,
    /// The moment.
    pub moment: Time,
    /// How playback goes.
    pub pace: Pace,
}

/// How an order stands in the two ledgers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// Whether its row is there.
    pub row: bool,
    /// How many events of it are there.
    pub events: u32,
    /// How many times the consumer has acted on it.
    pub effects: u32,
    /// Whether what is missing will never come.
    pub is_final: bool,
}

impl Standing {
    pub(super) fn is_lost(self) -> bool {
        self.is_final && self.row && self.events == 0
    }

    pub(super) fn is_phantom(self) -> bool {
        self.is_final && !self.row && self.events > 0
    }
}

/// What both ledgers hold, counted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Counts {
    pub rows: u64,
    pub events: u64,
    pub lost: u64,
    pub phantoms: u64,
    pub doubled: u64,
    pub effects: u64,
    /// Orders of which the consumer acted more than once.
    pub repeated: u64,
}

impl<'a> Shot<'a> {
    /// The orders.
    pub(super) fn entries(&self) -> &'a [Entry] {
        self.run.ledger().entries()
    }

    /// How an order stands now. What is missing at the end is missing from the first crash on that followed what is there.
    pub(super) fn standing(&self, entry: &Entry) -> Standing {
        let row = entry.committed.is_some_and(|at| at <= self.moment);
        let begun = entry.committed.or(entry.appended.map(|(first, _)| first)).unwrap_or(Time(u64::MAX));
        let outages = &self.track.outages;
        let crash = outages.get(outages.partition_point(|outage| outage.1 < begun));
        let settled = crash.map_or(Time(u64::MAX), |outage| outage.1).min(self.run.ledger().last());
        let never = entry.committed.is_none() || entry.copies == 0;
        let [events, effects] = entry.counts_at(self.moment);
        Standing { row, events, effects, is_final: never && settled <= self.moment }
    }

    /// All orders, counted.
    pub(super) fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for entry in self.entries() {
            let standing = self.standing(entry);
            counts.rows += u64::from(standing.row);
            counts.events += u64::from(standing.events);
            counts.lost += u64::from(standing.is_lost());
            counts.phantoms += u64::from(standing.is_phantom());
            counts.doubled += u64::from(standing.events > 1);
            counts.effects += u64::from(standing.effects);
            counts.repeated += u64::from(standing.effects > 1);
        }
        counts
    }

    /// The moment at which a process comes back that is away now.
    pub(super) fn back(&self, process: usize) -> Option<Time> {
        let away =
            |outage: &&(usize, Time, Time)| outage.0 == process && outage.1 <= self.moment && self.moment < outage.2;
        self.track.outages.iter().find(away).map(|outage| outage.2)
    }

    /// The orders by whose promise database or broker is bound, and for how long by the oldest.
    pub(super) fn bound(&self, participant: usize) -> Option<(Vec<String>, Time)> {
        let mut orders = Vec::new();
        let mut longest = Time::ZERO;
        for (order, entry) in self.entries().iter().enumerate().filter(|(_, it)| it.is_bound(participant, self.moment))
        {
            orders.push(order.to_string());
            longest = longest.max(self.moment - entry.promised[participant].map_or(self.moment, |(since, _)| since));
        }
        (!orders.is_empty()).then_some((orders, longest))
    }

    /// The outbox: each row's number, its order, and whether it is still lit: not marked, or not published behind a cursor.
    pub(super) fn outbox(&self) -> Vec<(u32, u32, bool)> {
        let is_marked = self.track.strategy == Strategy::OutboxPolling(Polling::Marks);
        let rows = (0..).zip(self.entries()).filter(|(_, entry)| {
            let is_gone = entry.marked.is_some_and(|at| at <= self.moment);
            entry.row > 0 && !is_gone && entry.committed.is_some_and(|at| at <= self.moment)
        });
        rows.map(|(order, entry)| (entry.row, order, is_marked || entry.counts_at(self.moment)[0] == 0)).collect()
    }

    /// The rows that a cursor over ids has passed without reading them, and the row at which it is.
    pub(super) fn behind(&self) -> Option<(Vec<String>, u32)> {
        if self.track.strategy != Strategy::OutboxPolling(Polling::IdCursor) {
            return None;
        }
        let rows = self.outbox();
        let cursor = rows.iter().filter(|row| !row.2).map(|row| row.0).max()?;
        let passed = rows.iter().filter(|row| row.2 && row.0 < cursor).map(|row| row.0.to_string());
        let passed: Vec<String> = passed.collect();
        (!passed.is_empty()).then_some((passed, cursor))
    }
}
