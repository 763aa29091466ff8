//! A run: items come by and are counted, one of them trends when the reader says so, the tables of the shards are added, some
//! arrivals are taken back, and every item that came is asked for.

use super::errors::Errors;
use super::policy::UPDATES;
use super::report::Outcome;
use super::sketch::Sketch;
use super::tally::{Arrival, Tally};
use super::theory::{depth_for, width_for};
use crate::kernel::{EventLimit, Input, Progress, Report, Simulation, Stream, Time, Trace};
use crate::parts::ZipfStream;
use crate::parts::zipf_stream::watched_arrival as arrival;

/// About how many checkpoints a run has.
const CHECKPOINTS: u32 = 50;

/// So many items that are underestimated get an event of their own.
const SHOWN: u32 = 20;

/// Estimates and truth after some items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// Items that have come.
    pub items: u32,
    /// Count and estimate of three items: the most frequent, the one whose rank is the root of the universe, the last.
    pub watched: [(u32, u32); 3],
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct CountMin {
    /// Nothing counted yet.
    blank: Tally,
    tally: Tally,
    epsilon: f64,
    delta: f64,
    items: u32,
    to_delete: u32,
    source: ZipfStream,
    deal: Stream,
    /// The arrival with which the rarest item begins to trend, if it ever does; which part of the arrivals it is from then
    /// on; and the draws that say which.
    trend: (Option<u32>, f64, Stream),
    arrivals: Vec<Arrival>,
    left: u32,
    /// Items asked for at the end.
    asked: u32,
    /// The item that the report is asked for.
    subject: u32,
    errors: Errors,
    checkpoints: Vec<Checkpoint>,
    trace: Trace,
    limit: EventLimit,
}

impl CountMin {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let (epsilon, delta) = (params.number("epsilon"), params.number("delta"));
        let table = Sketch::new(width_for(epsilon), depth_for(delta), params.chosen("update", &UPDATES), input.seed);
        let (items, universe) = (params.count("items"), params.count("universe"));
        let blank = Tally::new(input.seed, table, params.count("shards"), universe, params.count("list"));
        let trends = input.actions.iter().filter(|action| action.verb == "trend").map(|action| action.at_ms).min();
        Self {
            tally: blank.clone(),
            blank,
            epsilon,
            delta,
            items,
            to_delete: (params.number("deleted_fraction") * f64::from(items) + 0.5) as u32,
            source: ZipfStream::new(input.seed, universe, params.number("skew")),
            deal: Stream::named(input.seed, "shards"),
            trend: (trends, params.number("trend_fraction"), Stream::named(input.seed, "trend")),
            arrivals: Vec::new(),
            left: 0,
            asked: 0,
            subject: params.count("asked").min(universe),
            errors: Errors::default(),
            checkpoints: Vec::new(),
            trace: Trace::keeping(2_000),
            limit: EventLimit::of(input),
        }
    }

    /// What has been counted.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// Nothing counted yet: a tally to play the run with again.
    pub fn blank(&self) -> &Tally {
        &self.blank
    }

    /// Brings a tally that is as it was after `from` steps, an arrival or a taking back each, to where it was after `to`.
    pub fn play(&self, tally: &mut Tally, mut from: u32, to: u32) {
        if to < from {
            (*tally, from) = (self.blank.clone(), 0);
        }
        let came = self.arrivals.len() as u32;
        for step in from..to.min(came + self.left) {
            if step < came {
                tally.count(self.arrivals[step as usize]);
            } else {
                tally.take_back(self.arrivals[(step - came) as usize].item);
            }
            if step + 1 == self.items {
                tally.add_up();
            }
        }
    }

    /// Who came, in order, one each millisecond.
    pub fn arrivals(&self) -> &[Arrival] {
        &self.arrivals
    }

    /// How many come in all.
    pub fn items(&self) -> u32 {
        self.items
    }

    /// Arrivals that were taken back, one each millisecond after the last.
    pub fn left(&self) -> u32 {
        self.left
    }

    /// The item that is asked for, 1 to the universe.
    pub fn subject(&self) -> u32 {
        self.subject
    }

    /// The arrival with which the rarest item, the last of the universe, begins to trend.
    pub fn trends_from(&self) -> Option<u32> {
        self.trend.0
    }

    /// The table of the whole stream: all shards added.
    pub fn merged(&self) -> Sketch {
        self.tally.merged()
    }

    /// The table of each shard; a single one once they are added.
    pub fn tables(&self) -> &[Sketch] {
        self.tally.tables()
    }

    /// The counters of an item, one in each row, as places in [`Sketch::counters`].
    pub fn cells_of(&self, item: u32) -> Vec<u32> {
        self.tally.cells_of(item)
    }

    /// How often an item (1 to the universe) came and was not taken back, exactly.
    pub fn true_count(&self, item: u32) -> u32 {
        self.tally.true_count(item)
    }

    /// Estimates against truth as the items came, oldest first, at most about 50 points.
    pub fn checkpoints(&self) -> &[Checkpoint] {
        &self.checkpoints
    }

    fn arrived(&self) -> u32 {
        self.arrivals.len() as u32
    }

    /// Does what comes next; returns what it took, in units.
    fn step(&mut self) -> u32 {
        if self.arrived() < self.items {
            self.arrive()
        } else if self.left < self.to_delete {
            self.leave()
        } else {
            self.ask()
        }
    }

    /// The item that comes next.
    fn draw(&mut self) -> u32 {
        let (item, place, universe) = (self.source.draw(), self.arrived(), self.tally.universe());
        let (Some(from), fraction, draws) = &mut self.trend else { return item };
        if place == *from {
            let fields = vec![("item", universe.into()), ("fraction", (*fraction).into())];
            self.trace.record(arrival(place), "trend", fields);
        }
        if place >= *from && draws.unit() < *fraction { universe } else { item }
    }

    fn arrive(&mut self) -> u32 {
        let item = self.draw();
        let shard = self.deal.below(self.tables().len() as u64) as u8;
        let arrival = Arrival { item, shard };
        self.tally.count(arrival);
        self.arrivals.push(arrival);
        if !self.arrived().is_multiple_of(self.items.div_ceil(CHECKPOINTS)) && self.arrived() != self.items {
            return 3;
        }
        let merged = self.merged();
        self.checkpoint(&merged);
        let cost = 3 + (self.tables().len() * merged.counters().len() / 32) as u32;
        if self.arrived() == self.items {
            self.tally.add_up();
        }
        cost
    }

    fn checkpoint(&mut self, merged: &Sketch) {
        let universe = self.tally.universe();
        let middle = (f64::from(universe).sqrt() as u32).max(1);
        let watched = [1, middle, universe].map(|item| (self.true_count(item), self.tally.estimate(merged, item)));
        let items = self.arrived();
        let mut fields = vec![("items", items.into())];
        for ((count_name, estimate_name), (count, estimate)) in WATCHED.into_iter().zip(watched) {
            fields.push((count_name, count.into()));
            fields.push((estimate_name, estimate.into()));
        }
        self.trace.record(arrival(items - 1), "estimate", fields);
        self.checkpoints.push(Checkpoint { items, watched });
    }

    fn leave(&mut self) -> u32 {
        self.tally.take_back(self.arrivals[self.left as usize].item);
        self.left += 1;
        if self.left == self.to_delete {
            self.trace.record(self.now(), "deleted", vec![("items", self.left.into())]);
        }
        2
    }

    /// Asks for the next item of the universe, if it came.
    fn ask(&mut self) -> u32 {
        self.asked += 1;
        let item = self.asked;
        if self.tally.came(item) {
            let table = &self.tables()[0];
            let estimate = self.tally.estimate(table, item);
            let row = table.counters()[self.cells_of(item)[0] as usize];
            self.judge(item, self.true_count(item), estimate, row);
        }
        if self.asked == self.tally.universe() {
            let fields = vec![
                ("items", self.errors.items.into()),
                ("error_max", self.errors.max.into()),
                ("over_bound", self.errors.over_bound.into()),
                ("underestimated", self.errors.under.into()),
            ];
            self.trace.record(self.now(), "asked", fields);
        }
        1
    }

    fn judge(&mut self, item: u32, count: u32, estimate: u32, row: u32) {
        self.errors.judge(count, estimate, row, self.error_bound());
        if estimate < count && self.errors.under <= SHOWN {
            let fields = vec![("item", item.into()), ("count", count.into()), ("estimate", estimate.into())];
            self.trace.record(self.now(), "underestimate", fields);
        }
    }

    /// Arrivals that were not taken back.
    fn remaining(&self) -> u32 {
        self.arrived() - self.left
    }

    fn error_bound(&self) -> f64 {
        self.epsilon * f64::from(self.remaining())
    }

    /// A millisecond for everything that comes or goes; asking takes no time.
    fn now(&self) -> Time {
        arrival(self.arrived() + self.left)
    }

    fn done(&self) -> u32 {
        self.arrived() + self.left + self.asked
    }

    fn total(&self) -> u32 {
        self.items + self.to_delete + self.tally.universe()
    }
}

/// The names of a watched item's count and estimate in the trace.
const WATCHED: [(&str, &str); 3] =
    [("heavy", "heavy_estimate"), ("middle", "middle_estimate"), ("rare", "rare_estimate")];

impl Simulation for CountMin {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while self.asked < self.tally.universe() && !self.limit.is_reached() {
            if left == 0 {
                return Progress::Running(f64::from(self.done()) / f64::from(self.total()));
            }
            if self.limit.allow() {
                left = left.saturating_sub(self.step());
            }
        }
        Progress::Done
    }

    fn report(&self) -> Report {
        let table = self.merged();
        let both = |item| (self.true_count(item), self.tally.estimate(&table, item));
        let outcome = Outcome {
            heavy: both(1),
            subject: both(self.subject),
            table: &table,
            errors: self.errors,
            error_bound: self.error_bound(),
            delta: self.delta,
            remaining: self.remaining(),
            distinct: self.tally.distinct(),
            list_errors: self.tally.list_errors(),
        };
        outcome.report().stopped(self.limit.stopped(self.now()))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
