//! A run: items come by and are dealt among the shards; at the end their sketches are merged.

use super::policy::{SMALL_RANGES, SmallRange};
use super::report;
use super::sketch::{Estimate, Sketch};
use crate::kernel::{EventLimit, Input, Progress, Report, Seed, Simulation, Stream, Trace};
use crate::parts::ZipfStream;
use crate::parts::zipf_stream::{arrival, digest};

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
    shards: Vec<Sketch>,
    seed: Seed,
    small_range: SmallRange,
    items: u32,
    source: ZipfStream,
    deal: Stream,
    arrived: u32,
    /// Whether the item with this number, less one, has come.
    seen: Vec<bool>,
    distinct: u32,
    next_checkpoint: u32,
    checkpoints: Vec<Checkpoint>,
    trace: Trace,
    limit: EventLimit,
}

impl HyperLogLog {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let universe = params.count("universe");
        Self {
            shards: vec![Sketch::new(params.count("precision")); params.count("shards") as usize],
            seed: input.seed,
            small_range: params.chosen("small_range", &SMALL_RANGES),
            items: params.count("items"),
            source: ZipfStream::new(input.seed, universe, params.number("skew")),
            deal: Stream::named(input.seed, "shards"),
            arrived: 0,
            seen: vec![false; universe as usize],
            distinct: 0,
            next_checkpoint: 1,
            checkpoints: Vec::new(),
            trace: Trace::keeping(2_000),
            limit: EventLimit::of(input),
        }
    }

    /// The sketch of each shard.
    pub fn shards(&self) -> &[Sketch] {
        &self.shards
    }

    /// The sketch of the whole stream: all shards merged.
    pub fn merged(&self) -> Sketch {
        let mut merged = self.shards[0].clone();
        self.shards[1..].iter().for_each(|shard| merged.merge(shard));
        merged
    }

    /// The register that an item touches, and the rank that it shows there.
    pub fn place_of(&self, item: u32) -> (u32, u8) {
        self.shards[0].place_of(digest(self.seed, item))
    }

    /// Estimate against truth as the items came, oldest first; the distances grow by an eighth.
    pub fn checkpoints(&self) -> &[Checkpoint] {
        &self.checkpoints
    }

    /// One item comes; returns what it took, in units.
    fn step(&mut self) -> u32 {
        let item = self.source.draw();
        let shard = self.deal.below(self.shards.len() as u64) as usize;
        self.shards[shard].insert(digest(self.seed, item));
        let seen = &mut self.seen[item as usize - 1];
        self.distinct += u32::from(!*seen);
        *seen = true;
        self.arrived += 1;
        if self.arrived < self.next_checkpoint && self.arrived < self.items {
            return 2;
        }
        self.next_checkpoint = self.arrived + (self.arrived / 8).max(1);
        self.checkpoint();
        2 + (self.shards.len() * self.shards[0].registers().len() / 64) as u32
    }

    fn checkpoint(&mut self) {
        let estimate = self.merged().estimate(self.small_range);
        let fields = vec![
            ("items", self.arrived.into()),
            ("distinct", self.distinct.into()),
            ("estimate", estimate.value.into()),
            ("raw", estimate.raw.into()),
            ("zero_registers", estimate.zero_registers.into()),
        ];
        self.trace.record(arrival(self.arrived - 1), "estimate", fields);
        self.checkpoints.push(Checkpoint { items: self.arrived, distinct: self.distinct, estimate });
        if self.arrived == self.items {
            self.compare(estimate);
        }
    }

    /// Writes down what each shard says, and what merging and adding up make of it.
    fn compare(&mut self, merged: Estimate) {
        let now = arrival(self.items);
        for (shard, sketch) in (0u32..).zip(&self.shards) {
            let estimate = sketch.estimate(self.small_range).value;
            self.trace.record(now, "shard", vec![("shard", shard.into()), ("estimate", estimate.into())]);
        }
        let fields =
            vec![("distinct", self.distinct.into()), ("merged", merged.value.into()), ("summed", self.summed().into())];
        self.trace.record(now, "merge", fields);
    }

    fn summed(&self) -> f64 {
        self.shards.iter().map(|shard| shard.estimate(self.small_range).value).sum()
    }
}

impl Simulation for HyperLogLog {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while self.arrived < self.items && !self.limit.is_reached() {
            if left == 0 {
                return Progress::Running(f64::from(self.arrived) / f64::from(self.items));
            }
            if self.limit.allow() {
                left = left.saturating_sub(self.step());
            }
        }
        Progress::Done
    }

    fn report(&self) -> Report {
        let report = report::measured(&self.merged(), self.small_range, self.distinct, self.summed());
        report.stopped(self.limit.stopped(arrival(self.arrived)))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
