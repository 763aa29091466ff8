//! A run: put keys in, delete, look up what must be found, look up non-members.
//!
//! Keys 0 to n − 1 are put in. Behind them come the keys of the foreign deletions, then those of the look-ups, then those
//! by which a checkpoint samples the rate; none of these is ever put in.

use super::phase::{Counts, Phase};
use super::policy::VARIANTS;
use super::report::Outcome;
use crate::kernel::{EventLimit, Input, Progress, Report, Seed, Simulation, Trace};
use crate::parts::bloom_filter::{Filter, Removal};
use crate::parts::zipf_stream::{arrival, digest};

/// About how many checkpoints a run has.
const CHECKPOINTS: u32 = 50;

/// Non-members that a checkpoint looks up.
const SAMPLE: u32 = 1_000;

/// The number of keys of each kind of mistake that get an event of their own.
const SHOWN: u32 = 20;

/// The filter while it fills.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Checkpoint {
    /// Keys offered so far.
    pub keys: u32,
    /// The fraction of cells in use.
    pub fill: f64,
    /// The fraction of a thousand non-members that were found.
    pub rate: f64,
    /// The same by theory.
    pub predicted_rate: f64,
}

/// A run of the lab.
#[derive(Debug)]
pub struct Bloom {
    filter: Box<dyn Filter>,
    seed: Seed,
    keys: u32,
    to_delete: u32,
    foreign: u32,
    non_members: u32,
    hashes: u32,
    phase: Phase,
    /// Keys that the phase has dealt with.
    place: u32,
    /// Keys that all phases have dealt with.
    done: u32,
    refused: Vec<bool>,
    counts: Counts,
    checkpoints: Vec<Checkpoint>,
    trace: Trace,
    limit: EventLimit,
}

impl Bloom {
    /// A run that has not begun.
    pub fn new(input: &Input) -> Self {
        let params = input.params;
        let (keys, hashes) = (params.count("keys"), params.count("hashes"));
        let bits = (params.number("bits_per_key") * f64::from(keys)) as u32;
        let variant = params.chosen("variant", &VARIANTS);
        Self {
            filter: variant.build(bits, hashes, params.count("fingerprint_bits"), input.seed),
            seed: input.seed,
            keys,
            to_delete: (params.number("deleted_fraction") * f64::from(keys) + 0.5) as u32,
            foreign: params.count("foreign_deletes"),
            non_members: params.count("probes"),
            hashes,
            phase: Phase::Insert,
            place: 0,
            done: 0,
            refused: vec![false; keys as usize],
            counts: Counts::default(),
            checkpoints: Vec::new(),
            trace: Trace::keeping(2_000),
            limit: EventLimit::of(input),
        }
    }

    /// The filter, as it is now.
    pub fn filter(&self) -> &dyn Filter {
        &*self.filter
    }

    /// The phase that the run is in.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The counts so far.
    pub fn counts(&self) -> &Counts {
        &self.counts
    }

    /// The digest by which the filter knows a key.
    pub fn digest(&self, key: u32) -> u64 {
        digest(self.seed, key)
    }

    /// The cells that a look-up of a key may read, with what they hold now.
    pub fn look_into(&self, key: u32) -> Vec<(u32, u32)> {
        let cells = self.filter.touched(self.digest(key));
        cells.into_iter().map(|cell| (cell, self.filter.cell(cell))).collect()
    }

    /// The filter while it filled, oldest first, at most about 50 points.
    pub fn checkpoints(&self) -> &[Checkpoint] {
        &self.checkpoints
    }

    /// How many keys a phase deals with.
    fn keys_of(&self, phase: Phase) -> u32 {
        match phase {
            Phase::Insert => self.keys,
            Phase::Delete | Phase::LookUpDeleted => self.to_delete,
            Phase::DeleteForeign => self.foreign,
            Phase::LookUpMembers => self.keys - self.to_delete,
            Phase::LookUpNonMembers => self.non_members,
            Phase::Done => 0,
        }
    }

    /// Deals with the next key; returns what it took, in units.
    fn step(&mut self) -> u32 {
        let place = self.place;
        self.place += 1;
        self.done += 1;
        match self.phase {
            Phase::Insert => return self.insert(place),
            Phase::Delete => self.delete(place),
            Phase::DeleteForeign => self.delete_foreign(self.keys + place),
            Phase::LookUpDeleted => {
                self.counts.stale += u32::from(!self.refused[place as usize] && self.finds(place));
            }
            Phase::LookUpMembers => self.look_up_member(self.to_delete + place),
            Phase::LookUpNonMembers => self.look_up_non_member(self.keys + self.foreign + place),
            Phase::Done => {}
        }
        1
    }

    fn finds(&self, key: u32) -> bool {
        self.filter.contains(self.digest(key))
    }

    fn insert(&mut self, key: u32) -> u32 {
        let kicks = self.filter.kicks();
        if !self.filter.insert(self.digest(key)) {
            self.refused[key as usize] = true;
            self.counts.refused += 1;
            if self.counts.refused <= SHOWN {
                self.trace.record(arrival(self.done), "refuse", vec![("key", key.into())]);
            }
        }
        let cost = 1 + (self.filter.kicks() - kicks) as u32 / 8;
        let offered = key + 1;
        if !offered.is_multiple_of(self.keys.div_ceil(CHECKPOINTS)) && offered != self.keys {
            return cost;
        }
        self.checkpoint(offered);
        // The prediction sums over all sets of a key's cells.
        cost + SAMPLE + (1 << self.hashes)
    }

    fn checkpoint(&mut self, offered: u32) {
        let first = self.keys + self.foreign + self.non_members;
        let found = (first..first + SAMPLE).filter(|&key| self.finds(key)).count() as u32;
        let checkpoint = Checkpoint {
            keys: offered,
            fill: self.fill(),
            rate: f64::from(found) / f64::from(SAMPLE),
            predicted_rate: self.filter.predicted_rate(offered - self.counts.refused),
        };
        let fields = vec![
            ("keys", offered.into()),
            ("refused", self.counts.refused.into()),
            ("fill", checkpoint.fill.into()),
            ("false_positive_rate", checkpoint.rate.into()),
            ("predicted", checkpoint.predicted_rate.into()),
        ];
        self.trace.record(arrival(self.done), "fill", fields);
        self.checkpoints.push(checkpoint);
    }

    fn delete(&mut self, key: u32) {
        if !self.refused[key as usize] && self.filter.remove(self.digest(key)) == Removal::Done {
            self.counts.deleted += 1;
        }
    }

    fn delete_foreign(&mut self, key: u32) {
        if self.filter.remove(self.digest(key)) == Removal::Done {
            self.counts.foreign_done += 1;
            if self.counts.foreign_done <= SHOWN {
                self.trace.record(arrival(self.done), "delete-foreign", vec![("key", key.into())]);
            }
        }
    }

    fn look_up_member(&mut self, key: u32) {
        if !self.refused[key as usize] && !self.finds(key) {
            self.counts.lost += 1;
            if self.counts.lost <= SHOWN {
                self.trace.record(arrival(self.done), "lost", vec![("key", key.into())]);
            }
        }
    }

    fn look_up_non_member(&mut self, key: u32) {
        self.counts.non_members += 1;
        if self.finds(key) {
            self.counts.false_positives += 1;
            if self.counts.false_positives <= SHOWN {
                self.trace.record(arrival(self.done), "false-positive", vec![("key", key.into())]);
            }
        }
    }

    /// Goes on to the next phase, and writes down what the last one came to, if it had a key.
    fn next_phase(&mut self) {
        let asked = self.keys_of(self.phase);
        if asked > 0 {
            let (kind, name, count) = self.phase.outcome(&self.counts);
            self.trace.record(arrival(self.done), kind, vec![("keys", asked.into()), (name, count.into())]);
        }
        self.phase = self.phase.next();
        self.place = 0;
    }

    fn fill(&self) -> f64 {
        f64::from(self.filter.used_cells()) / f64::from(self.filter.cells())
    }

    /// The keys of the set that have been offered to the filter.
    fn offered(&self) -> u32 {
        if self.phase == Phase::Insert { self.place } else { self.keys }
    }

    fn total(&self) -> u32 {
        2 * self.keys + self.to_delete + self.foreign + self.non_members
    }
}

impl Simulation for Bloom {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while self.phase != Phase::Done && !self.limit.is_reached() {
            if self.place == self.keys_of(self.phase) {
                self.next_phase();
            } else if left == 0 {
                return Progress::Running(f64::from(self.done) / f64::from(self.total()));
            } else if self.limit.allow() {
                left = left.saturating_sub(self.step());
            }
        }
        Progress::Done
    }

    fn report(&self) -> Report {
        let outcome = Outcome {
            filter: &*self.filter,
            counts: self.counts,
            offered: self.offered(),
            to_delete: self.to_delete,
            deletes_foreign: self.foreign > 0,
            hashes: self.hashes,
        };
        outcome.report().stopped(self.limit.stopped(arrival(self.done)))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
