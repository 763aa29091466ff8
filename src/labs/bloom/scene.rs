//! What one moment of a run is: the word that is being used and how far that has come, the words that are in, and what the
//! cells hold.

use crate::engines::bloom::policy::Variant;
use crate::engines::bloom::steps::{Step, Use};
use crate::engines::bloom::words::name;
use crate::engines::bloom::{Bloom, Checkpoint, Verdict};
use crate::kernel::Time;
use crate::ui::plate::{Pace, RunPair, Side};

/// How long a word takes, in seconds of the reader's, and how long a run with many keys.
const WORD_S: f64 = 0.9;
const RUN_S: f64 = 12.0;

/// The part of a word's time by which all its cells are reached.
const REACHED: f64 = 0.6;

/// Words can be followed one by one; a run with many keys is over in a quarter of a minute.
pub(super) fn pace(pair: &RunPair) -> Pace {
    let run: &Bloom = pair.main.engine();
    let ms_per_s = if run.steps().is_empty() { run.end().as_millis() / RUN_S } else { run.tick().as_millis() / WORD_S };
    Pace { ms_per_s, settles: Time(run.tick().0 / 2) }
}

/// A word that is in, or was.
pub(super) struct Held<'a> {
    /// Its insertion.
    pub step: &'a Step,
    /// Whether it has been deleted.
    pub is_gone: bool,
}

/// One run at a moment.
pub(super) struct Shot<'a> {
    pub run: &'a Bloom,
    pub moment: Time,
    /// The word that is being used, or the last one; `None` before the first, and of a run with many keys.
    pub now: Option<&'a Step>,
    /// How far that has come, in [0, 1].
    pub part: f64,
    /// The words that have been put in, in order.
    pub held: Vec<Held<'a>>,
    /// What the cells hold; empty of a run with many keys.
    pub cells: Vec<u32>,
    /// How many words that were never put in have been asked for, and how many of them were found.
    pub strangers: [u32; 2],
    /// How many words that are in have been asked for, and how many of them were not found.
    pub members: [u32; 2],
}

impl<'a> Shot<'a> {
    /// A run at a moment; `None` for a twin that is not there.
    pub(super) fn of(pair: &'a RunPair, side: Side, moment: Time) -> Option<Self> {
        let run: &Bloom = side.run(pair)?;
        let steps = &run.steps()[..run.steps().partition_point(|step| step.at < moment)];
        let now = steps.last();
        let part = now.map_or(1.0, |step| (moment - step.at).as_millis() / run.tick().as_millis()).min(1.0);
        let cells = vec![0; if run.steps().is_empty() { 0 } else { run.filter().cells() as usize }];
        let mut shot = Self { run, moment, now, part, held: Vec::new(), cells, strangers: [0; 2], members: [0; 2] };
        for (place, step) in steps.iter().enumerate() {
            shot.take(step, place + 1 == steps.len());
        }
        Some(shot)
    }

    /// Adds what a step has done by now.
    fn take(&mut self, step: &'a Step, is_now: bool) {
        for &(cell, value) in &step.changes {
            let probe = step.cells.iter().position(|&touched| touched == cell);
            if !is_now || self.part >= probe.map_or(REACHED, |probe| self.reaches(step, probe)) {
                self.cells[cell as usize] = value;
            }
        }
        let is_done = !is_now || self.part >= REACHED;
        match (step.what, step.verdict) {
            (Use::Insert, Verdict::Done) if self.held.iter().all(|held| held.step.key != step.key || held.is_gone) => {
                self.held.push(Held { step, is_gone: false });
            }
            (Use::Delete, Verdict::Done) if is_done => {
                if let Some(held) = self.held.iter_mut().find(|held| held.step.key == step.key && !held.is_gone) {
                    held.is_gone = true;
                }
            }
            (Use::LookUp, Verdict::Found | Verdict::Lost) if is_done => {
                self.members[0] += 1;
                self.members[1] += u32::from(step.verdict == Verdict::Lost);
            }
            (Use::LookUp, Verdict::Rejected | Verdict::FalsePositive) if is_done && !self.was_offered(step) => {
                self.strangers[0] += 1;
                self.strangers[1] += u32::from(step.verdict == Verdict::FalsePositive);
            }
            _ => {}
        }
    }

    /// Whether a word was put in at any time, or was turned away.
    fn was_offered(&self, step: &Step) -> bool {
        self.run.steps().iter().any(|other| other.what == Use::Insert && other.key == step.key && other.at < step.at)
    }

    /// The part of a step's time at which the probe of this number reaches its cell.
    fn reaches(&self, step: &Step, probe: usize) -> f64 {
        REACHED * (probe + 1) as f64 / step.cells.len().max(1) as f64
    }

    /// How far a probe of the word that is used has come, in [0, 1]; one behind an empty cell never sets out.
    pub(super) fn way(&self, step: &Step, probe: usize) -> f64 {
        let before = self.reaches(step, probe) - self.reaches(step, 0);
        let length = self.reaches(step, 0);
        let is_needed = step.what == Use::Insert
            || self.is_cuckoo()
            || step.cells[..probe].iter().all(|&cell| self.lit(step, cell));
        if is_needed { ((self.part - before) / length).clamp(0.0, 1.0) } else { 0.0 }
    }

    /// Whether what comes of the word can be seen.
    pub(super) fn is_settled(&self) -> bool {
        self.part >= REACHED
    }

    /// Whether cells hold fingerprints.
    pub(super) fn is_cuckoo(&self) -> bool {
        self.run.variant() == Variant::Cuckoo
    }

    /// Whether a cell looks as if this word had filled it.
    pub(super) fn lit(&self, step: &Step, cell: u32) -> bool {
        let value = self.cells[cell as usize];
        if self.is_cuckoo() { value == step.mark } else { value > 0 }
    }

    /// The words that are in and have filled a cell.
    pub(super) fn owners(&self, cell: u32) -> impl Iterator<Item = &Held<'a>> {
        let is_owner =
            move |held: &&Held<'a>| !held.is_gone && held.step.cells.contains(&cell) && self.lit(held.step, cell);
        self.held.iter().filter(is_owner)
    }

    /// The deleted words that had a cell.
    pub(super) fn emptied(&self, cell: u32) -> Vec<String> {
        let gone = self.held.iter().filter(|held| held.is_gone && held.step.cells.contains(&cell));
        gone.map(|held| name(held.step.key)).collect()
    }

    /// The cells of a word that count: each once, and of fingerprints those that are its own.
    pub(super) fn telling(&self, step: &Step) -> Vec<u32> {
        let mut telling = Vec::new();
        for &cell in &step.cells {
            if !telling.contains(&cell) && (!self.is_cuckoo() || self.lit(step, cell)) {
                telling.push(cell);
            }
        }
        telling
    }

    /// The noun for a cell.
    pub(super) fn noun(&self) -> &'static str {
        match self.run.variant() {
            Variant::Counting => "counter",
            Variant::Cuckoo => "slot",
            _ => "bit",
        }
    }

    /// The looks at the filter that have been taken while it filled.
    pub(super) fn checkpoints(&self) -> &'a [Checkpoint] {
        let all = self.run.checkpoints();
        let keys = self.moment.0 / self.run.tick().0.max(1);
        &all[..all.partition_point(|look| u64::from(look.keys) <= keys)]
    }

    /// How many cells are in use, as a fraction.
    pub(super) fn fill(&self) -> f64 {
        if self.cells.is_empty() {
            return self.checkpoints().last().map_or(0.0, |look| look.fill);
        }
        self.cells.iter().filter(|&&cell| cell > 0).count() as f64 / self.cells.len() as f64
    }
}
