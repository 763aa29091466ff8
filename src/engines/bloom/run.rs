//! A run: put keys in, delete, look up what must be found, look up non-members.
//!
//! Keys 0 to n − 1 are put in. Behind them come the keys of the foreign deletions, then those of the look-ups, then those
//! by which a checkpoint samples the rate; none of these is ever put in, unless a reader does it. What a reader does comes
//! between two keys. In a small run each key has a millisecond and an event of its own, in a large one a microsecond.

use xxhash_rust::xxh3::xxh3_64_with_seed;

use super::phase::{Counts, Phase};
use super::policy::{VARIANTS, Variant};
use super::report::Outcome;
use super::steps::{MAX_STEPS, Standing, Step, Use, Verdict};
use super::words;
use crate::kernel::{Action, EventLimit, Input, Progress, Report, Seed, Simulation, Time, Trace, Value};
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
    variant: Variant,
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
    /// Keys that all phases have dealt with, and what the reader has done.
    done: u32,
    /// The moment, and how long the use of a key takes.
    clock: Time,
    tick: Time,
    /// Of the keys of the set, and of others that the reader has put in.
    standing: Vec<Standing>,
    others: Vec<(u64, Standing)>,
    /// How many different keys the filter holds.
    held: u32,
    /// Whether it holds just the traces of these.
    is_sound: bool,
    counts: Counts,
    checkpoints: Vec<Checkpoint>,
    actions: Vec<Action>,
    acted: usize,
    /// Of a small run: what became of each key, and what the cells hold.
    steps: Vec<Step>,
    cells: Vec<u32>,
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
        let filter = variant.build(bits, hashes, params.count("fingerprint_bits"), input.seed);
        let mut run = Self {
            variant,
            seed: input.seed,
            keys,
            to_delete: (params.number("deleted_fraction") * f64::from(keys) + 0.5) as u32,
            foreign: params.count("foreign_deletes"),
            non_members: params.count("probes"),
            hashes,
            phase: Phase::Insert,
            place: 0,
            done: 0,
            clock: Time::ZERO,
            tick: arrival(1),
            standing: vec![Standing::Never; keys as usize],
            others: Vec::new(),
            held: 0,
            is_sound: true,
            counts: Counts::default(),
            checkpoints: Vec::new(),
            actions: input.actions.to_vec(),
            acted: 0,
            steps: Vec::new(),
            cells: Vec::new(),
            trace: Trace::keeping(2_000),
            limit: EventLimit::of(input),
            filter,
        };
        if run.total() <= MAX_STEPS {
            run.tick = Time::from_millis(1);
            run.cells = vec![0; run.filter.cells() as usize];
        }
        run
    }

    /// The form of the filter.
    pub fn variant(&self) -> Variant {
        self.variant
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

    /// The digest by which the filter knows a key of the run.
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

    /// Of a run with few keys: what became of each, in order of time. Empty of a run with many.
    pub fn steps(&self) -> &[Step] {
        &self.steps
    }

    /// How long the use of a key takes.
    pub fn tick(&self) -> Time {
        self.tick
    }

    /// The moment at which everything has been done.
    pub fn end(&self) -> Time {
        self.clock
    }

    /// The number of keys of the set, and of cells that a key touches.
    pub fn size(&self) -> (u32, u32) {
        (self.keys, self.hashes)
    }

    /// Whether each key is remembered.
    fn is_small(&self) -> bool {
        !self.cells.is_empty()
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

    /// What the reader does next, if its moment has come; after the last key all have.
    fn due(&self) -> Option<Action> {
        let action = *self.actions.get(self.acted)?;
        let at = Time::from_millis(action.at_ms.into());
        (at <= self.clock || self.phase == Phase::Done).then_some(action)
    }

    /// Does what the reader does, or deals with the next key; returns what it took, in units.
    fn step(&mut self) -> u32 {
        self.done += 1;
        if let Some(action) = self.due() {
            self.acted += 1;
            self.clock = self.clock.max(Time::from_millis(action.at_ms.into()));
            self.act(&action);
            return 1;
        }
        let place = self.place;
        self.place += 1;
        match self.phase {
            Phase::Insert => return self.fill(place),
            Phase::Delete => {
                let verdict = self.delete(place.into());
                self.counts.deleted += u32::from(verdict == Verdict::Done);
            }
            Phase::DeleteForeign => {
                let verdict = self.delete((self.keys + place).into());
                self.counts.foreign_done += u32::from(verdict == Verdict::Foreign);
            }
            Phase::LookUpDeleted => {
                let verdict = self.look_up(place.into());
                self.counts.stale += u32::from(matches!(verdict, Verdict::Found | Verdict::Stale));
            }
            Phase::LookUpMembers => {
                let verdict = self.look_up((self.to_delete + place).into());
                self.counts.lost += u32::from(verdict == Verdict::Lost);
            }
            Phase::LookUpNonMembers => {
                let verdict = self.look_up((self.keys + self.foreign + place).into());
                self.counts.non_members += 1;
                self.counts.false_positives += u32::from(verdict == Verdict::FalsePositive);
            }
            Phase::Done => {}
        }
        1
    }

    fn act(&mut self, action: &Action) {
        let Some(Value::Integer(number)) = action.value else { return };
        let key = words::key_of(number);
        match action.verb {
            "put-in" => {
                self.insert(key);
            }
            "delete" => {
                self.delete(key);
            }
            _ => {
                self.look_up(key);
            }
        }
    }

    fn digest_of(&self, key: u64) -> u64 {
        match words::numbered(key) {
            Some(key) => self.digest(key),
            None => xxh3_64_with_seed(&key.to_le_bytes(), self.seed.0.into()),
        }
    }

    fn standing(&self, key: u64) -> Standing {
        let other = || self.others.iter().find(|(other, _)| *other == key).map(|(_, standing)| *standing);
        let own = words::numbered(key).and_then(|key| self.standing.get(key as usize));
        own.copied().or_else(other).unwrap_or_default()
    }

    fn set_standing(&mut self, key: u64, standing: Standing) {
        match words::numbered(key).and_then(|key| self.standing.get_mut(key as usize)) {
            Some(place) => *place = standing,
            None => {
                self.others.retain(|(other, _)| *other != key);
                self.others.push((key, standing));
            }
        }
    }

    /// The next key of the set is put in, and now and then the filter is looked at.
    fn fill(&mut self, key: u32) -> u32 {
        let kicks = self.filter.kicks();
        if self.insert(key.into()) == Verdict::Refused {
            self.counts.refused += 1;
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

    fn insert(&mut self, key: u64) -> Verdict {
        let is_in = self.filter.insert(self.digest_of(key));
        let is_new = self.standing(key) != Standing::Member;
        match (is_in, is_new) {
            (true, true) => {
                self.held += 1;
                self.set_standing(key, Standing::Member);
            }
            (false, true) => self.set_standing(key, Standing::Refused),
            _ => {}
        }
        self.remember(key, Use::Insert, if is_in { Verdict::Done } else { Verdict::Refused })
    }

    fn delete(&mut self, key: u64) -> Verdict {
        let standing = self.standing(key);
        if standing == Standing::Refused {
            return self.remember(key, Use::Delete, Verdict::Absent);
        }
        // A deletion of a key that was never added takes cells from others. Runs in which by chance none was found are no
        // fair sample.
        self.is_sound &= standing == Standing::Member;
        let removal = self.filter.remove(self.digest_of(key));
        self.is_sound &= removal != Removal::Cleared;
        let verdict = match (removal, standing) {
            (Removal::Impossible, _) => Verdict::Impossible,
            (Removal::Absent, _) => Verdict::Absent,
            (_, Standing::Member) => {
                self.held -= 1;
                self.set_standing(key, Standing::Deleted);
                Verdict::Done
            }
            _ => Verdict::Foreign,
        };
        self.remember(key, Use::Delete, verdict)
    }

    fn look_up(&mut self, key: u64) -> Verdict {
        let found = self.filter.contains(self.digest_of(key));
        self.remember(key, Use::LookUp, self.standing(key).looked_up(found))
    }

    /// Ends the use of a key: the clock goes on, and what is worth an event has one.
    fn remember(&mut self, key: u64, what: Use, verdict: Verdict) -> Verdict {
        let at = self.clock;
        self.clock = at + self.tick;
        let (mut changes, mut empty) = (Vec::new(), None);
        if self.is_small() {
            let digest = self.digest_of(key);
            let (cells, mark) = (self.filter.touched(digest), self.filter.mark(digest));
            for (held, cell) in self.cells.iter_mut().zip(0..) {
                let now = self.filter.cell(cell);
                if *held != now {
                    *held = now;
                    changes.push((cell, now));
                }
            }
            empty = cells.iter().copied().find(|&cell| self.cells[cell as usize] == 0);
            self.steps.push(Step { at, key, what, verdict, cells, mark, changes: changes.clone() });
        }
        self.tell(key, what, verdict, changes.len(), empty);
        verdict
    }

    fn tell(&mut self, key: u64, what: Use, verdict: Verdict, changed: usize, empty: Option<u32>) {
        let is_small = self.is_small();
        let changed = ("cells", (changed as u64).into());
        // The mistakes of a large run are told until there are enough of their kind.
        let few = |told: u32| is_small || told < SHOWN;
        let (kind, is_told, more) = match verdict {
            Verdict::Done if what == Use::Insert => ("insert", is_small, Some(changed)),
            Verdict::Done => ("delete", is_small, Some(changed)),
            Verdict::Refused => ("refuse", few(self.counts.refused), None),
            Verdict::Impossible => ("undeletable", is_small, None),
            Verdict::Absent => ("absent", is_small, None),
            Verdict::Foreign => ("delete-foreign", few(self.counts.foreign_done), None),
            Verdict::Found => ("found", is_small, None),
            Verdict::Lost => ("lost", few(self.counts.lost), None),
            Verdict::Stale => ("stale", is_small, None),
            Verdict::Rejected => ("reject", is_small, empty.map(|cell| ("cell", cell.into()))),
            Verdict::FalsePositive => ("false-positive", few(self.counts.false_positives), None),
        };
        if is_told {
            let mut fields = vec![("key", words::name(key).into())];
            fields.extend(more);
            self.trace.record(self.clock, kind, fields);
        }
    }

    fn checkpoint(&mut self, offered: u32) {
        let first = self.keys + self.foreign + self.non_members;
        let found = (first..first + SAMPLE).filter(|&key| self.filter.contains(self.digest(key))).count() as u32;
        let checkpoint = Checkpoint {
            keys: offered,
            fill: f64::from(self.filter.used_cells()) / f64::from(self.filter.cells()),
            rate: f64::from(found) / f64::from(SAMPLE),
            predicted_rate: self.filter.predicted_rate(offered - self.counts.refused),
        };
        self.checkpoints.push(checkpoint);
        if self.is_small() {
            return;
        }
        let fields = vec![
            ("keys", offered.into()),
            ("refused", self.counts.refused.into()),
            ("fill", checkpoint.fill.into()),
            ("false_positive_rate", checkpoint.rate.into()),
            ("predicted", checkpoint.predicted_rate.into()),
        ];
        self.trace.record(self.clock, "fill", fields);
    }

    /// Goes on to the next phase, and writes down what the last one came to, if it had a key.
    fn next_phase(&mut self) {
        let asked = self.keys_of(self.phase);
        if asked > 0 {
            let (kind, name, count) = self.phase.outcome(&self.counts);
            self.trace.record(self.clock, kind, vec![("keys", asked.into()), (name, count.into())]);
        }
        self.phase = self.phase.next();
        self.place = 0;
    }

    /// The keys of the set that have been offered to the filter.
    fn offered(&self) -> u32 {
        if self.phase == Phase::Insert { self.place } else { self.keys }
    }

    fn total(&self) -> u32 {
        2 * self.keys + self.to_delete + self.foreign + self.non_members + self.actions.len() as u32
    }

    /// Whether every key has been dealt with and the reader has done all.
    fn is_over(&self) -> bool {
        self.phase == Phase::Done && self.acted == self.actions.len()
    }
}

impl Simulation for Bloom {
    fn advance(&mut self, budget: u32) -> Progress {
        let mut left = budget;
        while !self.is_over() && !self.limit.is_reached() {
            if self.phase != Phase::Done && self.place == self.keys_of(self.phase) {
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
            held: self.held,
            is_sound: self.is_sound && self.foreign == 0,
            hashes: self.hashes,
        };
        outcome.report().stopped(self.limit.stopped(self.clock))
    }

    fn trace(&self) -> &Trace {
        &self.trace
    }
}
