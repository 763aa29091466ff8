//! A run: items come by and are dealt among the shards; at the end their sketches are merged.

use super::policy::{DEALS, Deal, SMALL_RANGES, SmallRange};
use super::report;
use super::sketch::{Estimate, Sketch};
use super::tally::{Tally, Visit};
use crate::kernel::{EventLimit, Input, Progress, Report, Simulation, Stream, Trace};
use crate::parts::ZipfStream;
use crate::parts::zipf_stream::watched_arrival as arrival;

/// Estimate and truth after some items.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checkpoint {
    /// Items that have come.
    pub items: u32,
    /// Different ones among them, exactly.
    pub distinct: u32,
    /// The estimate of the merged sketch.
    pub estimate: Estimate,
}

/// A run of the lab.
#[derive(Clone, Debug)]
pub struct HyperLogLog {
    /// Nothing counted yet.
    blank: Tally,
    tally: Tally,
    small_range: SmallRange,
    items: u32,
    source: ZipfStream,
    deal: Deal,
    draws: Stream,
    visits: Vec<Visit>,
    next_checkpoint: u32,
    checkpoints: Vec<Checkpoint>,
    trace: Trace,
    limit: EventLimit,
}

impl HyperLogLog {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let (universe, returning) = (params.count("universe"), params.number("returning_fraction"));
        let deal = params.chosen("deal", &DEALS);
        let regulars = match deal {
            Deal::Random => universe,
            Deal::Days => (returning * f64::from(universe) + 0.5) as u32,
        };
        let blank = Tally::new(input.seed, params.count("precision"), params.count("shards"), universe, regulars);
        Self {
            tally: blank.clone(),
            blank,
            small_range: params.chosen("small_range", &SMALL_RANGES),
            items: params.count("items"),
            source: ZipfStream::new(input.seed, universe, params.number("skew")),
            deal,
            draws: Stream::named(input.seed, "shards"),
            visits: Vec::new(),
            next_checkpoint: 1,
            checkpoints: Vec::new(),
            trace: Trace::keeping(2_000),
            limit: EventLimit::of(input),
        }
    }

    /// What has been counted.
    pub fn tally(&self) -> &Tally {
        &self.tally
    }

    /// The same before the first visit, to play the visits again.
    pub fn blank(&self) -> &Tally {
        &self.blank
    }

    /// Who came, in order, one each millisecond.
    pub fn visits(&self) -> &[Visit] {
        &self.visits
    }

    /// How many come in all.
    pub fn items(&self) -> u32 {
        self.items
    }

    /// Which shard takes note of an arrival.
    pub fn deal(&self) -> Deal {
        self.deal
    }

    /// How the registers are made into a number.
    pub fn small_range(&self) -> SmallRange {
        self.small_range
    }

    /// The sketch of each shard.
    pub fn shards(&self) -> &[Sketch] {
        self.tally.shards()
    }

    /// The sketch of the whole stream: all shards merged.
    pub fn merged(&self) -> Sketch {
        self.tally.merged()
    }

    /// The register that an item touches, and the rank that it shows there.
    pub fn place_of(&self, item: u32) -> (u32, u8) {
        self.shards()[0].place_of(self.tally.digest(Visit { item, shard: 0 }))
    }

    /// Estimate against truth as the items came, oldest first; the distances grow by an eighth.
    pub fn checkpoints(&self) -> &[Checkpoint] {
        &self.checkpoints
    }

    fn arrived(&self) -> u32 {
        self.visits.len() as u32
    }

    /// One item comes; returns what it took, in units.
    fn step(&mut self) -> u32 {
        let (item, shards) = (self.source.draw(), self.shards().len() as u64);
        let shard = match self.deal {
            Deal::Random => self.draws.below(shards),
            Deal::Days => u64::from(self.arrived()) * shards / u64::from(self.items),
        };
        let visit = Visit { item, shard: shard as u8 };
        self.tally.count(visit);
        self.visits.push(visit);
        let arrived = self.arrived();
        if arrived < self.next_checkpoint && arrived < self.items {
            return 2;
        }
        self.next_checkpoint = arrived + (arrived / 8).max(1);
        self.checkpoint();
        2 + (self.shards().len() * self.shards()[0].registers().len() / 64) as u32
    }

    fn checkpoint(&mut self) {
        let (estimate, distinct) = (self.merged().estimate(self.small_range), self.tally.distinct());
        let items = self.arrived();
        let fields = vec![
            ("items", items.into()),
            ("distinct", distinct.into()),
            ("estimate", estimate.value.into()),
            ("raw", estimate.raw.into()),
            ("zero_registers", estimate.zero_registers.into()),
        ];
        self.trace.record(arrival(items - 1), "estimate", fields);
        self.checkpoints.push(Checkpoint { items, distinct, estimate });
        if items == self.items {
            self.compare(estimate);
        }
    }

    /// Writes down what each shard says, and what merging and adding up make of it.
    fn compare(&mut self, merged: Estimate) {
        let now = arrival(self.items);
        for (shard, sketch) in (0u32..).zip(self.tally.shards()) {
            let estimate = sketch.estimate(self.small_range).value;
            self.trace.record(now, "shard", vec![("shard", shard.into()), ("estimate", estimate.into())]);
        }
        let summed = self.tally.summed(self.small_range);
        let fields = vec![
            ("distinct", self.tally.distinct().into()),
            ("merged", merged.value.into()),
            ("summed", summed.into()),
        ];
        self.trace.record(now, "merge", fields);
    }
}

impl Simulation for HyperLogLog {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while self.arrived() < self.items && !self.limit.is_reached() {
            if left == 0 {
                return Progress::Running(f64::from(self.arrived()) / f64::from(self.items));
            }
            if self.limit.allow() {
                left = left.saturating_sub(self.step());
            }
        }
        Progress::Done
    }

    fn report(&self) -> Report {
        report::measured(&self.tally, self.small_range).stopped(self.limit.stopped(arrival(self.arrived())))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
