//! A run: items come by and are counted, the tables of the shards are added, some arrivals are taken back, and every item
//! that came is asked for.

use super::errors::Errors;
use super::policy::UPDATES;
use super::report::Outcome;
use super::sketch::Sketch;
use super::theory::{depth_for, width_for};
use crate::kernel::{EventLimit, Input, Progress, Report, Seed, Simulation, Stream, Time, Trace};
use crate::parts::ZipfStream;
use crate::parts::zipf_stream::{arrival, digest};

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
    /// One table for each shard; after the arrivals the first is the sum of all.
    tables: Vec<Sketch>,
    seed: Seed,
    epsilon: f64,
    delta: f64,
    items: u32,
    to_delete: u32,
    source: ZipfStream,
    /// The same items once more, for those that are taken back.
    leaving: ZipfStream,
    deal: Stream,
    arrived: u32,
    left: u32,
    /// Items asked for at the end.
    asked: u32,
    /// The true count of the item with this number, less one; and whether it has come.
    truth: Vec<(u32, bool)>,
    distinct: u32,
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
        let update = params.chosen("update", &UPDATES);
        let table = Sketch::new(width_for(epsilon), depth_for(delta), update, input.seed);
        let (items, universe) = (params.count("items"), params.count("universe"));
        let source = ZipfStream::new(input.seed, universe, params.number("skew"));
        Self {
            tables: vec![table; params.count("shards") as usize],
            seed: input.seed,
            epsilon,
            delta,
            items,
            to_delete: (params.number("deleted_fraction") * f64::from(items) + 0.5) as u32,
            leaving: source.clone(),
            source,
            deal: Stream::named(input.seed, "shards"),
            arrived: 0,
            left: 0,
            asked: 0,
            truth: vec![(0, false); universe as usize],
            distinct: 0,
            errors: Errors::default(),
            checkpoints: Vec::new(),
            trace: Trace::keeping(2_000),
            limit: EventLimit::of(input),
        }
    }

    /// The table of the whole stream: all shards added.
    pub fn merged(&self) -> Sketch {
        let mut merged = self.tables[0].clone();
        self.tables[1..].iter().for_each(|table| merged.merge(table));
        merged
    }

    /// The table of each shard; a single one once they are added.
    pub fn tables(&self) -> &[Sketch] {
        &self.tables
    }

    /// The counters of an item, one in each row, as places in [`Sketch::counters`].
    pub fn cells_of(&self, item: u32) -> Vec<u32> {
        self.tables[0].cells_of(digest(self.seed, item))
    }

    /// How often an item (1 to the universe) came and was not taken back, exactly.
    pub fn true_count(&self, item: u32) -> u32 {
        self.truth[item as usize - 1].0
    }

    /// Estimates against truth as the items came, oldest first, at most about 50 points.
    pub fn checkpoints(&self) -> &[Checkpoint] {
        &self.checkpoints
    }

    fn universe(&self) -> u32 {
        self.truth.len() as u32
    }

    /// Does what comes next; returns what it took, in units.
    fn step(&mut self) -> u32 {
        if self.arrived < self.items {
            self.arrive()
        } else if self.left < self.to_delete {
            self.leave()
        } else {
            self.ask()
        }
    }

    fn arrive(&mut self) -> u32 {
        let item = self.source.draw();
        let shard = self.deal.below(self.tables.len() as u64) as usize;
        self.tables[shard].insert(digest(self.seed, item));
        let (count, came) = &mut self.truth[item as usize - 1];
        *count += 1;
        self.distinct += u32::from(!*came);
        *came = true;
        self.arrived += 1;
        if !self.arrived.is_multiple_of(self.items.div_ceil(CHECKPOINTS)) && self.arrived != self.items {
            return 3;
        }
        let merged = self.merged();
        self.checkpoint(&merged);
        let cost = 3 + (self.tables.len() * merged.counters().len() / 32) as u32;
        if self.arrived == self.items {
            self.tables = vec![merged];
        }
        cost
    }

    fn checkpoint(&mut self, merged: &Sketch) {
        let universe = self.universe();
        let middle = (f64::from(universe).sqrt() as u32).max(1);
        let watched = [1, middle, universe].map(|item| {
            let estimate = merged.estimate(digest(self.seed, item));
            (self.true_count(item), estimate)
        });
        let mut fields = vec![("items", self.arrived.into())];
        for ((count_name, estimate_name), (count, estimate)) in WATCHED.into_iter().zip(watched) {
            fields.push((count_name, count.into()));
            fields.push((estimate_name, estimate.into()));
        }
        self.trace.record(arrival(self.arrived - 1), "estimate", fields);
        self.checkpoints.push(Checkpoint { items: self.arrived, watched });
    }

    fn leave(&mut self) -> u32 {
        let item = self.leaving.draw();
        self.tables[0].remove(digest(self.seed, item));
        self.truth[item as usize - 1].0 -= 1;
        self.left += 1;
        if self.left == self.to_delete {
            let now = arrival(self.items + self.left);
            self.trace.record(now, "deleted", vec![("items", self.left.into())]);
        }
        2
    }

    /// Asks for the next item of the universe, if it came.
    fn ask(&mut self) -> u32 {
        self.asked += 1;
        let (item, (count, came)) = (self.asked, self.truth[self.asked as usize - 1]);
        let table = &self.tables[0];
        if came {
            let digest = digest(self.seed, item);
            let estimate = table.estimate(digest);
            let row = table.counters()[table.cells_of(digest)[0] as usize];
            self.judge(item, count, estimate, row);
        }
        if self.asked == self.universe() {
            let fields = vec![
                ("items", self.errors.items.into()),
                ("error_max", self.errors.max.into()),
                ("over_bound", self.errors.over_bound.into()),
                ("underestimated", self.errors.under.into()),
            ];
            self.trace.record(self.now(), "asked", fields);
        }
        2
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
        self.arrived - self.left
    }

    fn error_bound(&self) -> f64 {
        self.epsilon * f64::from(self.remaining())
    }

    /// A microsecond for everything that has been done.
    fn now(&self) -> Time {
        arrival(self.done())
    }

    fn done(&self) -> u32 {
        self.arrived + self.left + self.asked
    }

    fn total(&self) -> u32 {
        self.items + self.to_delete + self.universe()
    }
}

/// The names of a watched item's count and estimate in the trace.
const WATCHED: [(&str, &str); 3] =
    [("heavy", "heavy_estimate"), ("middle", "middle_estimate"), ("rare", "rare_estimate")];

impl Simulation for CountMin {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while self.asked < self.universe() && !self.limit.is_reached() {
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
        let outcome = Outcome {
            heavy: (self.true_count(1), table.estimate(digest(self.seed, 1))),
            table: &table,
            errors: self.errors,
            error_bound: self.error_bound(),
            delta: self.delta,
            remaining: self.remaining(),
            distinct: self.distinct,
        };
        outcome.report().stopped(self.limit.stopped(self.now()))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
